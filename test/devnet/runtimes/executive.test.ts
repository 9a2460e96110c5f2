import { assert, describe, it } from "vitest"
import { behaviour } from "effect-bittensor/devnet/runtime/behaviour"
import { type Call, tokenError, Trap } from "effect-bittensor/devnet/runtime/dispatch"
import { dispatcher } from "effect-bittensor/devnet/runtime/dispatcher"
import type { Applied } from "effect-bittensor/devnet/runtime/executable"
import { declared, weight } from "effect-bittensor/devnet/runtime/weight"
import { extrinsicIndex } from "effect-bittensor/devnet/runtime/wellKnown"
import { preRuntime } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/aura"
import { registerWeight } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/blockWeight"
import { deposit } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/events"
import { behaviours } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/index"
import { system } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/system"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { executive, executiveOf, hashOf } from "effect-bittensor/devnet/runtimes/subtensor185/executive"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { pallets } from "effect-bittensor/devnet/runtimes/subtensor185/pallets"
import { Aura } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/aura"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { RandomnessCollectiveFlip } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/randomnessCollectiveFlip"
import { Sudo } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/sudo"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Timestamp } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/timestamp"
import { TransactionPayment } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/transactionPayment"
import { Utility } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/utility"
import { behaviours as lateBehaviours } from "effect-bittensor/devnet/runtimes/subtensor185Late/behaviour"
import { pallets as latePallets } from "effect-bittensor/devnet/runtimes/subtensor185Late/pallets"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { changes, Storage } from "effect-bittensor/devnet/state/Storage"
import { account, apply, begin, eventsOf, inherent, localnet, signed } from "../../support/localnet.ts"

const { alice, dave, eve } = sr25519
const { Account, BlockHash, BlockWeight, Digest, Events, ExecutionPhase } = System.storage
const id = (value: `0x${string}`) => ({ _tag: "Id", value }) as const
const remark = System.call("remark", { remark: new Uint8Array() })
const pay = (value: bigint) => Balances.call("transfer_allow_death", { dest: id(eve), value })
const invalid = (_tag: "Payment" | "Future" | "Stale" | "ExhaustsResources" | "BadMandatory"): Applied => ({
  _tag: "Err",
  value: { _tag: "Invalid", value: { _tag } }
})

const host = {
  blockOf: (state: State) => System.storage.Number.get(state),
  deposit,
  filtered: System.error("CallFiltered")
}

/** What an extrinsic that is not in the block has changed: nothing. */
const refusal = (state: State, extrinsic: Parameters<typeof executive.apply>[1]) => {
  const before = state.storage.snapshot()
  const applied = executive.apply(state, extrinsic)
  assert.deepStrictEqual(changes(before, state.storage.snapshot()), [])
  return applied
}

describe("a block", () => {
  it("begins by forgetting the one before", () => {
    const state = localnet()
    executive.finalize(state)
    begin(state, 3)
    assert.deepStrictEqual(eventsOf(state), [])
    assert.strictEqual(System.storage.Number.get(state), 3)
    assert.strictEqual(Aura.storage.CurrentSlot.get(state), 3n)
    assert.strictEqual(BlockHash.get(state, 2), System.storage.ParentHash.get(state))
    assert.lengthOf(RandomnessCollectiveFlip.storage.RandomMaterial.get(state), 3)
    assert.deepStrictEqual(ExecutionPhase.get(state), { _tag: "ApplyExtrinsic", value: 0 })
  })

  it("says in which part of it something happened", () => {
    const state = localnet()
    apply(state, dave, remark)
    const info = { class: "Mandatory", weight: { ref_time: 284_906_000n, proof_size: 1493n }, pays_fee: "Yes" } as const
    assert.deepStrictEqual(Events.get(state)[0], {
      phase: { _tag: "ApplyExtrinsic", value: 0 },
      event: System.event("ExtrinsicSuccess", { dispatch_info: info }),
      topics: []
    })
    assert.deepStrictEqual(Events.get(state).at(-1)?.phase, { _tag: "ApplyExtrinsic", value: 1 })
    assert.strictEqual(System.storage.EventCount.get(state), Events.get(state).length)
    assert.deepStrictEqual(state.storage.get(extrinsicIndex), Uint8Array.of(2, 0, 0, 0))
  })

  it("ends with a header, whose hash is its own", () => {
    const state = localnet()
    const header = executive.finalize(state)
    const parent_hash = `0x${"0".repeat(63)}1` as const
    assert.deepStrictEqual(header, { number: 2, parent_hash, digest: { logs: [preRuntime(2n)] } })
    assert.isUndefined(ExecutionPhase.get(state))
    assert.isFalse(state.storage.has(extrinsicIndex))
    assert.strictEqual(TransactionPayment.storage.NextFeeMultiplier.get(state), 0n)
    const roots = { state_root: parent_hash, extrinsics_root: parent_hash }
    // BLAKE2b of 00…01, 08, twice 00…01 and 040661757261200200000000000000, by Python's hashlib.
    assert.strictEqual(
      hashOf({ ...header, ...roots }),
      "0x8d79f66676afd3512e0e879c6213eb216c3ed5b7581cbe079e9fd998e0e76d2c"
    )
  })

  it("keeps the hashes of 2400 blocks, and of the first", () => {
    const state = localnet()
    executive.finalize(state)
    BlockHash.put(state, 5, BlockHash.get(state, 0))
    begin(state, 2406)
    executive.apply(state, inherent(2406))
    executive.finalize(state)
    assert.isFalse(BlockHash.contains(state, 5))
    assert.isTrue(BlockHash.contains(state, 0))
    assert.isTrue(BlockHash.contains(state, 2405))
  })

  it("cannot be without its time, with two, or with one of another slot", () => {
    const state = localnet()
    assert.throws(() => refusal(state, inherent(2)), Trap)
    executive.finalize(state)
    assert.throws(() => begin(state, 2), Trap)
    begin(state, 3)
    assert.throws(() => executive.finalize(state), Trap)
    begin(state, 4)
    assert.throws(() => executive.apply(state, inherent(5)), Trap)
    const tooEarly = Timestamp.call("set", { now: 24_001n })
    assert.throws(() => executive.apply(state, { call: tooEarly, length: 10, signed: undefined }), Trap)
    assert.strictEqual(Timestamp.storage.Now.get(state), 24_000n)
  })

  it("has no room for more than a class may use", () => {
    const state = localnet()
    const heavy = Sudo.call("sudo_unchecked_weight", { call: remark, weight: weight(2_599_875_586_001n) })
    assert.deepStrictEqual(refusal(state, signed(state, alice, heavy)), invalid("ExhaustsResources"))
    const half = Sudo.call("sudo_unchecked_weight", { call: remark, weight: weight(1_600_000_000_000n) })
    assert.strictEqual(apply(state, alice, half).applied._tag, "Ok")
    assert.deepStrictEqual(refusal(state, signed(state, alice, half)), invalid("ExhaustsResources"))
    const long = { ...signed(state, alice, remark), length: 7_864_320 }
    assert.deepStrictEqual(refusal(state, long), invalid("ExhaustsResources"))
  })

  it("that is full still takes what is operational, out of a reserve", () => {
    const state = localnet()
    const weighing = (call: Call, ref_time: bigint) =>
      Sudo.call("sudo_unchecked_weight", { call, weight: weight(ref_time) })
    const operational = System.call("set_storage", { items: [] })
    assert.strictEqual(apply(state, alice, weighing(remark, 2_500_000_000_000n)).applied._tag, "Ok")
    registerWeight(state, weight(1_500_000_000_000n))
    assert.deepStrictEqual(refusal(state, signed(state, alice, remark)), invalid("ExhaustsResources"))
    assert.strictEqual(apply(state, alice, weighing(operational, 900_000_000_000n)).applied._tag, "Ok")
    const more = signed(state, alice, weighing(operational, 100_000_000_000n))
    assert.deepStrictEqual(refusal(state, more), invalid("ExhaustsResources"))
  })

  it("gets back the room that was not used", () => {
    const state = localnet()
    const before = BlockWeight.get(state).normal.ref_time
    apply(state, dave, Utility.call("batch", { calls: [pay(10n ** 18n), pay(1n)] }))
    assert.strictEqual(BlockWeight.get(state).normal.ref_time - before, 124_414_000n + 21_597_012n + 172_297_000n)
  })
})

describe("an extrinsic", () => {
  it("leaves fee, nonce and events if its call fails", () => {
    const state = localnet()
    const { applied, events } = apply(state, dave, pay(10n ** 18n))
    const error = { _tag: "Token", value: "FundsUnavailable" } as const
    assert.deepStrictEqual(applied, { _tag: "Ok", value: { _tag: "Err", value: error } })
    assert.lengthOf(events, 3)
    assert.deepInclude(Account.get(state, dave), { nonce: 1 })
    assert.isBelow(Number(Account.get(state, dave).data.free), 2_000_000_000)
  })

  it("needs its turn and its fee, and leaves nothing otherwise", () => {
    const state = localnet()
    const first = signed(state, dave, remark)
    assert.deepStrictEqual(refusal(state, { ...first, signed: { ...first.signed, nonce: 1 } }), invalid("Future"))
    assert.strictEqual(executive.apply(state, first)._tag, "Ok")
    assert.deepStrictEqual(refusal(state, first), invalid("Stale"))
    assert.deepStrictEqual(refusal(state, signed(state, dave, remark, 2_000_000_000n)), invalid("Payment"))
    assert.deepStrictEqual(refusal(state, signed(state, account("nobody"), remark)), invalid("Payment"))
  })

  it("pays to the existential deposit, and not below", () => {
    const state = localnet()
    const { data } = Account.get(state, dave)
    const extrinsic = signed(state, dave, remark)
    const free = BigInt(extrinsic.length) + 124_414n + 499n
    Account.mutate(state, dave, (info) => ({ ...info, data: { ...data, free } }))
    assert.deepStrictEqual(refusal(state, extrinsic), invalid("Payment"))
    Account.mutate(state, dave, (info) => ({ ...info, data: { ...data, free: free + 1n } }))
    assert.strictEqual(executive.apply(state, extrinsic)._tag, "Ok")
    assert.strictEqual(Account.get(state, dave).data.free, 500n)
  })

  it("pays with nothing that is frozen", () => {
    const state = localnet()
    Account.mutate(state, dave, (info) => ({ ...info, data: { ...info.data, frozen: info.data.free - 1000n } }))
    assert.deepStrictEqual(refusal(state, signed(state, dave, remark)), invalid("Payment"))
  })

  it("burns the fee, and tells the tip", () => {
    const state = localnet()
    const issuance = Balances.storage.TotalIssuance.get(state)
    const extrinsic = signed(state, dave, remark, 11n)
    executive.apply(state, extrinsic)
    const fee = BigInt(extrinsic.length) + 124_414n + 11n
    assert.strictEqual(Balances.storage.TotalIssuance.get(state), issuance - fee)
    assert.deepStrictEqual(
      eventsOf(state).at(-2),
      TransactionPayment.event("TransactionFeePaid", { who: dave, actual_fee: fee, tip: 11n })
    )
  })

  it("gives nothing back to an account that it ended", () => {
    const state = localnet()
    Sudo.storage.Key.put(state, dave)
    const ends = Balances.call("force_set_balance", { who: id(dave), new_free: 0n })
    const { events } = apply(state, dave, Sudo.call("sudo", { call: ends }))
    assert.notInclude(
      events.map((event) => JSON.stringify(event, (_, value: unknown) => String(value))).join(),
      "Deposit"
    )
    assert.isFalse(Account.contains(state, dave))
  })

  it("pays for its weight in the first block, and gets back what it did not use", () => {
    const state = subtensor185.over(new Storage())
    subtensor185.genesis(state)
    begin(state, 1)
    const calls = [pay(10n ** 18n), pay(1n)]
    const extrinsic = signed(state, dave, Utility.call("batch", { calls }))
    executive.apply(state, extrinsic)
    // The weights of `batch` with two calls and with one, of a transfer each, in thousands and rounded.
    const [two, one] = [26_251n + 344_594n, 21_597n + 172_297n]
    const actual_fee = 124_414n + BigInt(extrinsic.length) + one
    assert.deepStrictEqual(eventsOf(state).slice(0, -1), [
      Balances.event("Withdraw", { who: dave, amount: actual_fee - one + two }),
      Utility.event("BatchInterrupted", { index: 0, error: tokenError("FundsUnavailable") }),
      Balances.event("Deposit", { who: dave, amount: two - one }),
      TransactionPayment.event("TransactionFeePaid", { who: dave, actual_fee, tip: 0n })
    ])
    assert.strictEqual(Account.get(state, dave).data.free, 2_000_000_000n - actual_fee)
  })

  it("that costs nothing may come from an account without balance", () => {
    const free = { ...system, declares: { ...system.declares, remark: declared(weight(1n), "Normal", "No") } }
    const own = executiveOf(dispatcher([free], host))
    const state = localnet()
    const nobody = account("nobody")
    const before = eventsOf(state).length
    assert.strictEqual(own.apply(state, signed(state, nobody, remark))._tag, "Ok")
    const dispatch_info = { weight: weight(124_414_001n), class: "Normal", pays_fee: "No" } as const
    assert.deepStrictEqual(eventsOf(state).slice(before), [
      TransactionPayment.event("TransactionFeePaid", { who: nobody, actual_fee: 0n, tip: 0n }),
      System.event("ExtrinsicSuccess", { dispatch_info })
    ])
    assert.deepInclude(Account.get(state, nobody), { nonce: 1, providers: 0 })
  })

  it("of the block must not fail", () => {
    const state = localnet()
    const bySigner = signed(state, dave, Timestamp.call("set", { now: 24_000n }))
    assert.deepStrictEqual(refusal(state, bySigner), invalid("BadMandatory"))
  })
})

describe.each([
  { name: "first", behaviours, pallets },
  { name: "late", behaviours: lateBehaviours, pallets: latePallets }
])("all calls of the $name revision", ({ behaviours, pallets }) => {
  it("do something, and declare what they cost", () => {
    const built = new Map(behaviours.map((one) => [one.pallet, one]))
    for (const { definition, name } of pallets) {
      const calls = "calls" in definition ? Object.keys(definition.calls).toSorted() : []
      const { calls: done, declares } = built.get(name) ?? { calls: {}, declares: {} }
      assert.deepStrictEqual([Object.keys(done).toSorted(), Object.keys(declares).toSorted()], [calls, calls], name)
    }
  })
})

describe("the hooks", () => {
  it("run in the order of the pallets, whatever order they are given in, and cost what they say", () => {
    const told: Array<string> = []
    const hooks = (name: string) => ({
      onInitialize: () => weight(BigInt(told.push(`begin ${name}`))),
      onFinalize: () => void told.push(`end ${name}`)
    })
    const payment = behaviour(TransactionPayment, hooks("TransactionPayment"))
    const flip = behaviour(RandomnessCollectiveFlip, hooks("RandomnessCollectiveFlip"))
    const own = executiveOf(dispatcher([payment, flip], host))
    const state = localnet()
    own.initialize(state, { number: 3, parent_hash: BlockHash.get(state, 0), digest: Digest.get(state) })
    assert.deepStrictEqual(BlockWeight.get(state).mandatory, weight(390_584_000n + 1n + 2n))
    own.finalize(state)
    assert.deepStrictEqual(told, [
      "begin RandomnessCollectiveFlip",
      "begin TransactionPayment",
      "end RandomnessCollectiveFlip",
      "end TransactionPayment"
    ])
  })
})

describe("a behaviour", () => {
  it("is typed by its pallet", () => {
    const info = declared(weight(1n))
    const set = () => undefined
    // @ts-expect-error there is no `sets`
    behaviour(Timestamp, { declares: { set: info, sets: info }, calls: { set } })
    // @ts-expect-error `set` is missing
    behaviour(Timestamp, { declares: { set: info }, calls: {} })
    // @ts-expect-error there is no `then`
    behaviour(Timestamp, { declares: { set: info }, calls: { set: (_, { then }) => void then } })
    // @ts-expect-error it has calls
    behaviour(Timestamp, {})
    assert.strictEqual(behaviour(Timestamp, { declares: { set: info }, calls: { set } }).index, 2)
  })
})
