/**
 * polkadot-api 2 as it comes, on the embedded chain: without generated descriptors, over the new interface, which it takes where it is
 * served, and over the methods that every node has.
 */
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

const run = <A, E>(effect: Effect.Effect<A, E>) => Effect.runPromise(effect)
const balanceOf = (address: string) => run(node.devnet.balance(address))
const api = () => client.getUnsafeApi()
/** A node and a client of it for each suite. */
const connecting = (hasNewInterface: boolean) => {
  beforeAll(async () => {
    await cryptoWaitReady()
    node = await startNode({ archive: true, rpc: { hasNewInterface } })
    client = createClient(getWsProvider(node.url))
  })

  afterAll(async () => {
    client?.destroy()
    await node?.stop()
  })
}

/** Subnets that there are not, enough of them that the new interface has a client say that it can take more. */
const netuids = Array.from({ length: 20_000 }, (_, index) => 1000 + index)

/** The types of a chain without descriptors are unknown. */
interface Account {
  readonly nonce: number
  readonly data: { readonly free: bigint }
}
const accountOf = (name: string): Promise<Account> =>
  api().query["System"]!["Account"]!.getValue(keyOf(name).address) as Promise<Account>
const idOf = (name: string) => ({ type: "Id", value: keyOf(name).address })
const transfer = (to: string, value: bigint) => api().tx["Balances"]!["transfer_keep_alive"]!({ dest: idOf(to), value })

describe.each([
  { over: "the new interface", hasNewInterface: true, chainName: "Bittensor" },
  // There the name of the node stands for that of the chain.
  { over: "the old interface", hasNewInterface: false, chainName: "Subtensor Node" }
])("polkadot-api over $over", ({ chainName, hasNewInterface }) => {
  connecting(hasNewInterface)

  it("connects", async () => {
    const { genesisHash, name } = await client.getChainSpecData()
    assert.deepStrictEqual([genesisHash, name], [node.devnet.genesis, chainName])
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
  it("reads what is long past", async () => {
    const { hash } = await run(node.devnet.head)
    const before = await accountOf("Dave")
    await transfer("Dave", 11n).signAndSubmit(signerOf("Alice"))
    await run(node.devnet.mine(20))
    const address = keyOf("Dave").address
    const then = await api().query["System"]!["Account"]!.getValue(address, { at: hash })
    assert.deepStrictEqual(then, before)
    assert.strictEqual((await accountOf("Dave")).data.free, before.data.free + 11n)
  })

  it("walks a map that takes many messages", async () => {
    await Effect.runPromise(
      Effect.forEach(netuids, (netuid) => node.devnet.setStorage("SubtensorModule", "Tempo", [netuid], 7))
    )
    const entries = await api().query["SubtensorModule"]!["Tempo"]!.getEntries()
    assert.includeMembers(
      entries.map(({ keyArgs: [netuid] }) => netuid),
      [...netuids]
    )
  })
})

describe("polkadot-api over the new interface, on a chain that goes its own ways", () => {
  connecting(true)

  it("goes on where the chain went back", async () => {
    const snapshot = await run(node.devnet.snapshot)
    const before = await accountOf("Dave")
    await transfer("Dave", 13n).signAndSubmit(signerOf("Alice"))
    await run(node.devnet.mine(3))
    await run(node.devnet.revert(snapshot))
    await run(node.devnet.mine(1))
    assert.deepStrictEqual(await accountOf("Dave"), before)
    const done = await transfer("Dave", 17n).signAndSubmit(signerOf("Alice"))
    assert.isTrue(done.ok)
    assert.strictEqual((await accountOf("Dave")).data.free, before.data.free + 17n)
  })

  it("outlives more blocks at once than are kept for it", async () => {
    await run(node.devnet.mine(1500))
    const { number } = await run(node.devnet.head)
    await transfer("Dave", 19n).signAndSubmit(signerOf("Alice"))
    assert.isAtLeast((await client.getFinalizedBlock()).number, number)
  })

  it("goes on where the chain went back just after it came", async () => {
    await run(node.devnet.mine(10))
    const fresh = createClient(getWsProvider(node.url))
    const { number } = await fresh.getFinalizedBlock()
    const isBack = new Promise<void>((resolve) => {
      fresh.finalizedBlock$.subscribe((block) => {
        if (block.number === number - 2) resolve()
      })
    })
    await run(node.devnet.setHead(number - 2))
    await isBack
    assert.strictEqual(await fresh.getUnsafeApi().query["System"]!["Number"]!.getValue(), number - 2)
    fresh.destroy()
  })
  it("sees a transaction move to another block, where finality takes its time", async () => {
    const { devnet, stop, url } = await startNode({ finalityLag: 2 })
    await run(devnet.mine(3))
    const fresh = createClient(getWsProvider(url))
    const moveOn = async () => {
      await run(devnet.setHead((await run(devnet.head)).number - 1))
      await run(devnet.advanceTime("10 minutes"))
      await run(devnet.mine(3))
    }
    try {
      const blocks = await new Promise<ReadonlyArray<string>>((resolve, reject) => {
        const found: Array<string> = []
        const transaction = fresh.getUnsafeApi().tx["Balances"]!["transfer_keep_alive"]!
        transaction({ dest: idOf("Dave"), value: 3n })
          .signSubmitAndWatch(signerOf("Alice"))
          .subscribe({
            next: (event) => {
              if (event.type !== "finalized" && (event.type !== "txBestBlocksState" || !event.found)) return
              if (found.length === 0) moveOn().catch(reject)
              if (found.at(-1) !== event.block.hash) found.push(event.block.hash)
            },
            error: reject,
            complete: () => resolve(found)
          })
      })
      assert.lengthOf(blocks, 2)
      assert.strictEqual(blocks[1], (await run(devnet.finalized)).hash)
    } finally {
      fresh.destroy()
      await stop()
    }
  })
})
