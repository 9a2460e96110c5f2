/** polkadot-api 2 as it comes, on the embedded chain: without generated descriptors, over the methods that every node has. */
import { createClient, type PolkadotClient } from "polkadot-api"
import { getPolkadotSigner } from "polkadot-api/signer"
import { getWsProvider } from "polkadot-api/ws"
import { Keyring } from "@polkadot/api"
import { cryptoWaitReady } from "@polkadot/util-crypto"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { type RunningNode, startNode } from "./lives/node.ts"

let node: RunningNode
let client: PolkadotClient

const keyring = new Keyring({ type: "sr25519", ss58Format: 42 })
const keyOf = (name: string) => keyring.addFromUri(`//${name}`)
const signerOf = (name: string) => {
  const pair = keyOf(name)
  return getPolkadotSigner(pair.publicKey, "Sr25519", (message) => pair.sign(message))
}

beforeAll(async () => {
  await cryptoWaitReady()
  node = await startNode({ archive: true })
  client = createClient(getWsProvider(node.url))
})

afterAll(async () => {
  client?.destroy()
  await node?.stop()
})

const run = <A, E>(effect: Effect.Effect<A, E>) => Effect.runPromise(effect)
const balanceOf = (address: string) => run(node.devnet.balance(address))
const api = () => client.getUnsafeApi()
/** The types of a chain without descriptors are unknown. */
interface Account {
  readonly nonce: number
  readonly data: { readonly free: bigint }
}
const accountOf = (name: string): Promise<Account> =>
  api().query["System"]!["Account"]!.getValue(keyOf(name).address) as Promise<Account>
const idOf = (name: string) => ({ type: "Id", value: keyOf(name).address })
const transfer = (to: string, value: bigint) => api().tx["Balances"]!["transfer_keep_alive"]!({ dest: idOf(to), value })

describe("polkadot-api", () => {
  it("connects", async () => {
    assert.strictEqual((await client.getChainSpecData()).genesisHash, node.devnet.genesis)
    assert.strictEqual((await client.getFinalizedBlock()).number, (await run(node.devnet.finalized)).number)
    assert.strictEqual(await api().constants["Balances"]!["ExistentialDeposit"]!(), 500n)
  })

  it("queries, with and without a value", async () => {
    const alice = keyOf("Alice").address
    assert.strictEqual((await accountOf("Alice")).data.free, await balanceOf(alice))
    assert.strictEqual(await api().query["SubtensorModule"]!["Tempo"]!.getValue(3), 99)
    assert.isUndefined(await api().query["SubtensorModule"]!["WeightCommits"]!.getValue(3, alice))
  })

  it("walks a map", async () => {
    const entries = await api().query["SubtensorModule"]!["NetworksAdded"]!.getEntries()
    assert.deepStrictEqual(
      entries.map(({ keyArgs, value }) => [keyArgs, value]),
      [
        [[0], true],
        [[3], true]
      ]
    )
  })

  it("submits and waits until it is final", async () => {
    const dave = keyOf("Dave").address
    const before = await balanceOf(dave)
    const done = await transfer("Dave", 7_000n).signAndSubmit(signerOf("Alice"))
    assert.strictEqual(done.ok, true)
    assert.includeMembers(
      done.events.map(({ type, value }) => `${type}.${value.type}`),
      ["Balances.Transfer", "System.ExtrinsicSuccess"]
    )
    assert.strictEqual((await balanceOf(dave)) - before, 7_000n)
  })

  it("submits and watches", async () => {
    const seen = await new Promise<ReadonlyArray<string>>((resolve, reject) => {
      const types: Array<string> = []
      transfer("Dave", 5n)
        .signSubmitAndWatch(signerOf("Alice"))
        .subscribe({ next: ({ type }) => types.push(type), error: reject, complete: () => resolve(types) })
    })
    assert.deepStrictEqual([seen.slice(0, 2), seen.at(-1)], [["signed", "broadcasted"], "finalized"])
    assert.include(seen, "txBestBlocksState")
  })

  it("names the error of a call that failed", async () => {
    const register = api().tx["SubtensorModule"]!["burned_register"]!({ netuid: 3, hotkey: keyOf("Eve").address })
    const done = await register.signAndSubmit(signerOf("Bob"))
    assert.deepInclude(done, {
      ok: false,
      dispatchError: {
        type: "Module",
        value: { type: "SubtensorModule", value: { type: "RegistrationDisabled", value: undefined } }
      }
    })
  })

  it("sees beforehand what the pool would refuse", async () => {
    const refused = await transfer("Eve", 1n)
      .signAndSubmit(signerOf("nobody"))
      .then(() => "taken", String)
    assert.include(refused, "Payment")
  })

  it("knows the fee beforehand", async () => {
    const fee = await transfer("Eve", 2_000n).getEstimatedFees(keyOf("Bob").address)
    const before = await balanceOf(keyOf("Bob").address)
    await transfer("Eve", 2_000n).signAndSubmit(signerOf("Bob"))
    assert.strictEqual(before - (await balanceOf(keyOf("Bob").address)), 2_000n + fee)
  })

  it("calls the runtime", async () => {
    const nonce = await api().apis["AccountNonceApi"]!["account_nonce"]!(keyOf("Alice").address)
    assert.strictEqual(nonce, (await accountOf("Alice")).nonce)
    const cost = await api().apis["SubnetRegistrationRuntimeApi"]!["get_network_registration_cost"]!()
    assert.strictEqual(cost, 10n ** 12n)
  })

  it("follows the final blocks", async () => {
    const { number } = await run(node.devnet.head)
    const seen = new Promise<ReadonlyArray<number>>((resolve, reject) => {
      const numbers: Array<number> = []
      const subscription = client.finalizedBlock$.subscribe({
        next: (block) => {
          numbers.push(block.number)
          if (block.number === number + 2) {
            subscription.unsubscribe()
            resolve(numbers)
          }
        },
        error: reject
      })
    })
    await run(node.devnet.mine(2))
    assert.deepStrictEqual((await seen).slice(-2), [number + 1, number + 2])
  })
})
