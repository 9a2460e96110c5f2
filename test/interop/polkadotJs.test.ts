/** @polkadot/api as it comes, on the embedded chain: what it reads, follows and submits. */
// oxlint-disable-next-line import/no-unassigned-import -- it only declares the types of what every chain has
import "@polkadot/api/augment"
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api"
import type { ApiOptions, SubmittableExtrinsic } from "@polkadot/api/types"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { type RunningNode, startNode } from "./lives/node.ts"

let node: RunningNode
let api: ApiPromise

const keyring = new Keyring({ type: "sr25519", ss58Format: 42 })
const keyOf = (name: string) => keyring.addFromUri(`//${name}`)

/** A client of a node. The types of the client's own parts do not agree on what may be `undefined`. */
const connect = (url: string) => {
  const provider = new WsProvider(url) as NonNullable<ApiOptions["provider"]>
  return ApiPromise.create({ provider, noInitWarn: true, throwOnConnect: true })
}

beforeAll(async () => {
  node = await startNode({ archive: true })
  api = await connect(node.url)
})

afterAll(async () => {
  await api?.disconnect()
  await node?.stop()
})

const run = <A, E>(effect: Effect.Effect<A, E>) => Effect.runPromise(effect)
const balanceOf = (address: string) => run(node.devnet.balance(address))

/** Items of pallets that the client learns of from the metadata alone. */
const query = (pallet: string, item: string) =>
  api.query[pallet]?.[item] ?? assert.fail(`metadata has no ${pallet}.${item}`)

/** What a watched transaction went through, and the block that it got into. */
interface Watched {
  readonly statuses: ReadonlyArray<string>
  readonly block: string
  readonly error: string | undefined
  readonly events: ReadonlyArray<string>
}

/** Submits and watches until the end. */
const watch = (
  transaction: SubmittableExtrinsic<"promise">,
  name: string,
  options: { readonly era?: number; readonly onInBlock?: () => void } = {}
) =>
  new Promise<Watched>((resolve, reject) => {
    const { onInBlock, ...signing } = options
    const statuses: Array<string> = []
    transaction
      .signAndSend(keyOf(name), signing, ({ dispatchError, events, status }) => {
        statuses.push(status.type)
        if (status.isInBlock) onInBlock?.()
        if (!status.isFinalized) return
        const { section, name = "" } =
          dispatchError?.isModule === true ? api.registry.findMetaError(dispatchError.asModule) : { section: "" }
        resolve({
          statuses,
          block: status.asFinalized.toHex(),
          error:
            dispatchError === undefined ? undefined : section === "" ? dispatchError.toString() : `${section}.${name}`,
          events: events.map(({ event }) => `${event.section}.${event.method}`)
        })
      })
      .catch(reject)
  })

/** The first values of a subscription, which ends with them. */
const firstOf = <A>(count: number, subscribe: (each: (value: A) => void) => Promise<() => void>) =>
  new Promise<ReadonlyArray<A>>((resolve, reject) => {
    const values: Array<A> = []
    const ending = subscribe((value) => {
      if (values.push(value) === count) ending.then((stop) => resolve((stop(), values)), reject)
    })
    ending.catch(reject)
  })

describe("@polkadot/api", () => {
  it("connects", async () => {
    assert.strictEqual(api.genesisHash.toHex(), node.devnet.genesis)
    assert.strictEqual(api.runtimeVersion.specVersion.toNumber(), 185)
    assert.deepStrictEqual([api.runtimeChain.toString(), api.registry.chainTokens], ["Bittensor", ["TAO"]])
  })

  it("queries, with and without a value", async () => {
    const alice = keyOf("Alice").address
    const account = await api.query.system.account(alice)
    assert.strictEqual(account.data.free.toBigInt(), await balanceOf(alice))
    assert.strictEqual(`${await query("subtensorModule", "tempo")(3)}`, "99")
    assert.strictEqual(`${await query("subtensorModule", "tempo")(77)}`, "99") // the default
  })

  it("walks a map, and reads several keys at once", async () => {
    const networks = await query("subtensorModule", "networksAdded").entries()
    assert.deepStrictEqual(
      networks.map(([{ args }, value]) => [`${args[0]}`, value.toJSON()]),
      [
        ["0", true],
        ["3", true]
      ]
    )
    const accounts = await api.query.system.account.multi(["Alice", "Bob"].map((name) => keyOf(name).address))
    assert.deepStrictEqual(
      accounts.map(({ data }) => data.free.toBigInt()),
      [await balanceOf(keyOf("Alice").address), await balanceOf(keyOf("Bob").address)]
    )
  })

  it("submits and watches", async () => {
    const dave = keyOf("Dave").address
    const before = await balanceOf(dave)
    const { block, error, events, statuses } = await watch(api.tx.balances.transferKeepAlive(dave, 7_000n), "Alice")
    // The client fetches events for each status, and lets go of one that the next overtakes: here the block is final at once.
    assert.deepStrictEqual([statuses[0], statuses.at(-1), error], ["Ready", "Finalized", undefined])
    assert.includeMembers(
      [...events],
      ["balances.Transfer", "transactionPayment.TransactionFeePaid", "system.ExtrinsicSuccess"]
    )
    assert.strictEqual((await balanceOf(dave)) - before, 7_000n)
    assert.strictEqual(block, (await run(node.devnet.head)).hash)
  })

  it("sees each status once and in order where finality takes its time", async () => {
    const slow = await startNode({ finalityLag: 1 })
    const client = await connect(slow.url)
    try {
      const remark = client.tx.system.remark("0x00")
      const { block, statuses } = await watch(remark, "Alice", { onInBlock: () => void run(slow.devnet.mine(1)) })
      assert.deepStrictEqual(statuses, ["Ready", "InBlock", "Finalized"])
      assert.strictEqual(block, (await run(slow.devnet.finalized)).hash)
    } finally {
      await client.disconnect()
      await slow.stop()
    }
  })

  it("submits without watching", async () => {
    const dave = keyOf("Dave").address
    const before = await balanceOf(dave)
    const transfer = await api.tx.balances.transferKeepAlive(dave, 5n).signAsync(keyOf("Alice"), { nonce: -1 })
    assert.strictEqual((await transfer.send()).toHex(), transfer.hash.toHex())
    assert.strictEqual((await balanceOf(dave)) - before, 5n)
  })

  it("names the error of a call that failed", async () => {
    const register = api.tx["subtensorModule"]?.["burnedRegister"]
    assert.isDefined(register)
    const failed = await watch(register(3, keyOf("Eve").address), "Bob")
    assert.deepStrictEqual(
      [failed.error, failed.events.at(-1)],
      ["subtensorModule.RegistrationDisabled", "system.ExtrinsicFailed"]
    )
    const poor = await watch(api.tx.balances.transferKeepAlive(keyOf("Eve").address, 10n ** 17n), "Dave")
    assert.strictEqual(poor.error, '{"token":"FundsUnavailable"}')
  })

  it("is told why the pool refuses", async () => {
    const refused = await api.tx.balances
      .transferKeepAlive(keyOf("Eve").address, 1n)
      .signAndSend(keyOf("nobody"))
      .then(() => "taken", String)
    assert.include(refused, "1010: Invalid Transaction: Inability to pay some fees")
  })

  it("runs a batch up to the call that fails", async () => {
    const [dave, eve] = [keyOf("Dave").address, keyOf("Eve").address]
    const before = await Promise.all([balanceOf(dave), balanceOf(eve)])
    const batch = api.tx.utility.batch([
      api.tx.balances.transferKeepAlive(dave, 1_000n),
      api.tx.balances.transferKeepAlive(eve, 10n ** 19n - 1n),
      api.tx.balances.transferKeepAlive(eve, 1n)
    ])
    const { error, events } = await watch(batch, "Alice")
    assert.isUndefined(error)
    assert.includeMembers([...events], ["utility.ItemCompleted", "utility.BatchInterrupted"])
    assert.deepStrictEqual(await Promise.all([balanceOf(dave), balanceOf(eve)]), [before[0] + 1_000n, before[1]])
  })

  it("knows the fee beforehand", async () => {
    const transfer = api.tx.balances.transferKeepAlive(keyOf("Eve").address, 2_000n)
    const { class: dispatchClass, partialFee } = await transfer.paymentInfo(keyOf("Bob"))
    assert.isTrue(dispatchClass.isNormal)
    const before = await balanceOf(keyOf("Bob").address)
    await watch(transfer, "Bob")
    assert.strictEqual(before - (await balanceOf(keyOf("Bob").address)), 2_000n + partialFee.toBigInt())
  })

  it("lives within a mortal era, and for ever", async () => {
    for (const era of [8, 0]) {
      const { block, error } = await watch(api.tx.system.remark("0x00"), "Bob", { era })
      assert.isUndefined(error)
      const { extrinsics } = (await api.rpc.chain.getBlock(block)).block
      assert.strictEqual(extrinsics.at(-1)?.era.isMortalEra, era > 0)
    }
  })

  it("reads at a past block", async () => {
    const dave = keyOf("Dave").address
    const past = await api.at(node.devnet.genesis)
    assert.strictEqual((await past.query.system.account(dave)).data.free.toBigInt(), 2_000_000_000n)
    assert.notStrictEqual((await api.query.system.account(dave)).data.free.toBigInt(), 2_000_000_000n)
  })

  it("calls the runtime", async () => {
    const nonce = await api.call.accountNonceApi.accountNonce(keyOf("Alice").address)
    assert.strictEqual(nonce.toNumber(), (await api.query.system.account(keyOf("Alice").address)).nonce.toNumber())
    const cost = await api.rpc.state.call("SubnetRegistrationRuntimeApi_get_network_registration_cost", "0x")
    assert.strictEqual(api.createType("u64", cost.toU8a(true)).toBigInt(), 10n ** 12n)
  })

  it("follows heads, best and final", async () => {
    const next = (await run(node.devnet.head)).number
    const subscribers = [api.rpc.chain.subscribeNewHeads, api.rpc.chain.subscribeFinalizedHeads] as const
    const seen = subscribers.map((subscribe) => {
      let hasBegun = () => {}
      const begun = new Promise<void>((resolve) => (hasBegun = resolve))
      const numbers = firstOf<number>(3, (each) =>
        subscribe((header) => {
          hasBegun()
          each(header.number.toNumber())
        })
      )
      return { begun, numbers }
    })
    await Promise.all(seen.map(({ begun }) => begun))
    await run(node.devnet.mine(2))
    for (const { numbers } of seen) assert.deepStrictEqual(await numbers, [next, next + 1, next + 2])
  })

  it("follows an item of storage, which tells only what changes", async () => {
    const ferdie = keyOf("Ferdie").address
    let hasBegun = () => {}
    const begun = new Promise<void>((resolve) => (hasBegun = resolve))
    const seen = firstOf<bigint>(2, (each) =>
      api.query.system.account(ferdie, ({ data }) => {
        hasBegun()
        each(data.free.toBigInt())
      })
    )
    await begun
    const before = await balanceOf(ferdie)
    await run(node.devnet.mine(3))
    await watch(api.tx.balances.transferKeepAlive(ferdie, 9n), "Alice")
    assert.deepStrictEqual(await seen, [before, before + 9n])
  })
})
