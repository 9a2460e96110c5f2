import { assert, describe, it } from "vitest"
import { asRoot, badOrigin, type Call, tokenError } from "effect-bittensor/devnet/runtime/dispatch"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { encodedCall, hash } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/hashing"
import { dispatch } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/index"
import { multiAccount } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/multisig"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { Multisig } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/multisig"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Utility } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/utility"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { account, errorOf, localnet, run } from "../../../support/localnet.ts"

/*
 * Not reachable: `AlreadyStored`, which no call fails with.
 */

const sorted: ReadonlyArray<Hex> = [sr25519.alice, sr25519.bob, sr25519.charlie].toSorted()
const [one = "0x", two = "0x", three = "0x"] = sorted
const nobody = account("nobody")
const ok = { _tag: "Ok", value: null } as const
const remark = System.call("remark", { remark: Uint8Array.of(1) })
const plenty = { ref_time: 10n ** 9n, proof_size: 10_000n }
/** The first extrinsic of the second block that is not the block's own. */
const when = { height: 2, index: 1 }

interface Rest {
  readonly threshold?: number
  readonly at?: typeof when | undefined
  readonly max_weight?: typeof plenty
}
const asMulti = (
  other_signatories: ReadonlyArray<Hex>,
  call: Call,
  { at, max_weight = plenty, threshold = 2 }: Rest = {}
) => Multisig.call("as_multi", { threshold, other_signatories, maybe_timepoint: at, call, max_weight })
const approve = (other_signatories: ReadonlyArray<Hex>, call_hash: Hex, { at, threshold = 2 }: Rest = {}) =>
  Multisig.call("approve_as_multi", {
    threshold,
    other_signatories,
    maybe_timepoint: at,
    call_hash,
    max_weight: plenty
  })
const cancel = (other_signatories: ReadonlyArray<Hex>, call_hash: Hex, timepoint = when, threshold = 2) =>
  Multisig.call("cancel_as_multi", { threshold, other_signatories, timepoint, call_hash })

const hashOf = (call: Call) => hash(encodedCall(localnet(), call))
const call_hash = hashOf(remark)
const multisig = multiAccount([one, two, three], 2)
const balanceOf = (state: State, who: Hex) => System.storage.Account.get(state, who).data

/** A call that the first of three accounts began. */
const begun = (call: Call = remark, threshold = 2) => {
  const state = localnet()
  assert.isUndefined(errorOf(state, one, asMulti([two, three], call, { threshold })))
  return state
}

describe("a call of several", () => {
  it("begins with a deposit, and runs with the last approval that it needs", () => {
    const state = localnet()
    const first = run(state, one, asMulti([two, three], remark))
    const deposit = 132_000_000n + 2n * 32_000_000n
    assert.deepStrictEqual(first.events, [
      Balances.event("Reserved", { who: one, amount: deposit }),
      Multisig.event("NewMultisig", { approving: one, multisig, call_hash })
    ])
    assert.deepStrictEqual(Multisig.storage.Multisigs.get(state, multisig, call_hash), {
      when,
      deposit,
      depositor: one,
      approvals: [one]
    })
    assert.strictEqual(balanceOf(state, one).reserved, deposit)
    assert.deepStrictEqual(run(state, two, asMulti([one, three], remark, { at: when })).events, [
      Balances.event("Unreserved", { who: one, amount: deposit }),
      Multisig.event("MultisigExecuted", { approving: two, timepoint: when, multisig, call_hash, result: ok })
    ])
    assert.isFalse(Multisig.storage.Multisigs.contains(state, multisig, call_hash))
    assert.strictEqual(balanceOf(state, one).reserved, 0n)
  })

  it("collects approvals, by the call or by its hash", () => {
    const state = begun(remark, 3)
    const account3 = multiAccount([one, two, three], 3)
    const { events, info } = run(state, three, approve([one, two], call_hash, { at: when, threshold: 3 }))
    assert.deepStrictEqual(events, [
      Multisig.event("MultisigApproval", { approving: three, timepoint: when, multisig: account3, call_hash })
    ])
    assert.deepStrictEqual(info.weight, { ref_time: 20_189_154n + 2n * 110_080n + 125_000_000n, proof_size: 6811n })
    assert.deepStrictEqual(Multisig.storage.Multisigs.get(state, account3, call_hash)?.approvals, [one, three])
    const last = run(state, two, asMulti([one, three], remark, { at: when, threshold: 3 }))
    assert.deepInclude((last.events.at(-1) as { value: object }).value, { _tag: "MultisigExecuted", result: ok })
  })

  it("may be begun by the hash, and needs somebody in the end who has the call", () => {
    const state = localnet()
    assert.isUndefined(errorOf(state, one, approve([two, three], call_hash)))
    assert.isUndefined(errorOf(state, two, approve([one, three], call_hash, { at: when })))
    assert.deepStrictEqual(
      errorOf(state, three, approve([one, two], call_hash, { at: when })),
      Multisig.error("AlreadyApproved")
    )
    const { events } = run(state, one, asMulti([two, three], remark, { at: when }))
    assert.deepInclude((events.at(-1) as { value: object }).value, { approving: one, result: ok })
  })

  it("tells how it ended, and weighs what it says itself", () => {
    const pay = Balances.call("transfer_keep_alive", { dest: { _tag: "Id", value: one }, value: 1n })
    const call = Utility.call("batch_all", { calls: [pay, pay] })
    const state = begun(call)
    const result = { _tag: "Err", value: tokenError("FundsUnavailable") } as const
    const { error, events, info } = run(state, two, asMulti([one, three], call, { at: when }))
    assert.isUndefined(error)
    assert.deepInclude((events.at(-1) as { value: object }).value, { _tag: "MultisigExecuted", result })
    const itself = 39_246_644n + 2n * 143_313n + 1523n * BigInt(encodedCall(state, call).length) + 250_000_000n
    // `batch_all` with one call of two, which then failed.
    const within = 16_448_433n + 4_796_983n + dispatch.infoOf(pay).weight.ref_time
    assert.strictEqual(info.weight.ref_time, itself + within)
  })

  it("is only what was approved, in its time, and not heavier than said", () => {
    const state = begun()
    const by = (others: ReadonlyArray<Hex>, rest: Rest) => errorOf(state, two, asMulti(others, remark, rest))
    const others = [one, three]
    assert.deepStrictEqual(by(others, {}), Multisig.error("NoTimepoint"))
    assert.deepStrictEqual(by(others, { at: { height: 2, index: 2 } }), Multisig.error("WrongTimepoint"))
    assert.deepStrictEqual(by(others, { at: { height: 3, index: 1 } }), Multisig.error("WrongTimepoint"))
    const light = { ref_time: 1n, proof_size: 0n }
    assert.deepStrictEqual(by(others, { at: when, max_weight: light }), Multisig.error("MaxWeightTooLow"))
    assert.deepStrictEqual(by(others, { at: when, threshold: 3 }), Multisig.error("UnexpectedTimepoint"))
    const again = errorOf(state, one, asMulti([two, three], remark, { at: when }))
    assert.deepStrictEqual(again, Multisig.error("AlreadyApproved"))
  })

  it("needs a deposit", () => {
    const others = [one, two, three]
    const state = localnet()
    assert.deepStrictEqual(errorOf(state, nobody, asMulti(others, remark)), Balances.error("InsufficientBalance"))
    System.storage.Account.mutate(state, one, (info) => ({ ...info, data: { ...info.data, frozen: info.data.free } }))
    assert.deepStrictEqual(errorOf(state, one, asMulti([two, three], remark)), Balances.error("LiquidityRestrictions"))
  })
})

describe("the others", () => {
  const ways = [
    (others: ReadonlyArray<Hex>) => asMulti(others, remark),
    (others: ReadonlyArray<Hex>) => approve(others, call_hash),
    (others: ReadonlyArray<Hex>) => cancel(others, call_hash),
    (others: ReadonlyArray<Hex>) => Multisig.call("as_multi_threshold_1", { other_signatories: others, call: remark })
  ]

  it.each(ways.map((way) => [way([]).value._tag, way] as const))("are some, in order, for %s", (_, way) => {
    const failing = (others: ReadonlyArray<Hex>) => errorOf(localnet(), two, way(others))
    const many = Array.from({ length: 100 }, (_unused, index) => account(String(index))).toSorted()
    assert.deepStrictEqual(failing([]), Multisig.error("TooFewSignatories"))
    assert.deepStrictEqual(failing(many), Multisig.error("TooManySignatories"))
    assert.deepStrictEqual(failing([three, one]), Multisig.error("SignatoriesOutOfOrder"))
    assert.deepStrictEqual(failing([one, one]), Multisig.error("SignatoriesOutOfOrder"))
    assert.deepStrictEqual(failing([one, two]), Multisig.error("SenderInSignatories"))
    assert.deepStrictEqual(errorOf(localnet(), asRoot, way([one])), badOrigin)
  })

  it("are two at least with whoever calls", () => {
    const tooLow = Multisig.error("MinimumThreshold")
    assert.deepStrictEqual(errorOf(localnet(), one, asMulti([], remark, { threshold: 1 })), tooLow)
    assert.deepStrictEqual(errorOf(localnet(), one, approve([], call_hash, { threshold: 1 })), tooLow)
    assert.deepStrictEqual(errorOf(localnet(), one, cancel([], call_hash, when, 1)), tooLow)
  })
})

describe("cancel_as_multi", () => {
  it("gives the deposit back to whoever began", () => {
    const state = begun()
    const { events } = run(state, one, cancel([two, three], call_hash))
    assert.deepStrictEqual(events, [
      Balances.event("Unreserved", { who: one, amount: 196_000_000n }),
      Multisig.event("MultisigCancelled", { cancelling: one, timepoint: when, multisig, call_hash })
    ])
    assert.isFalse(Multisig.storage.Multisigs.contains(state, multisig, call_hash))
  })

  it("is for whoever began, of what waits", () => {
    const state = begun()
    assert.deepStrictEqual(errorOf(state, one, cancel([two], call_hash)), Multisig.error("NotFound"))
    const late = cancel([two, three], call_hash, { height: 3, index: 1 })
    assert.deepStrictEqual(errorOf(state, one, late), Multisig.error("WrongTimepoint"))
    assert.deepStrictEqual(errorOf(state, two, cancel([one, three], call_hash)), Multisig.error("NotOwner"))
  })
})

describe("as_multi_threshold_1", () => {
  const single = (call: Call) => Multisig.call("as_multi_threshold_1", { other_signatories: [two], call })
  const account1 = multiAccount([one, two], 1)

  it("calls at once", () => {
    const call = System.call("remark_with_event", { remark: new Uint8Array() })
    const { events, info } = run(localnet(), one, single(call))
    assert.deepStrictEqual(events, [System.event("Remarked", { sender: account1, hash: hash(new Uint8Array()) })])
    assert.deepStrictEqual(info, dispatch.infoOf(single(call)))
  })

  it("fails with its call, and weighs what that says itself", () => {
    const pay = Balances.call("transfer_keep_alive", { dest: { _tag: "Id", value: one }, value: 1n })
    assert.deepStrictEqual(errorOf(localnet(), one, single(pay)), tokenError("FundsUnavailable"))
    const empty = Utility.call("batch", { calls: [] })
    const { ref_time } = run(localnet(), one, single(empty)).info.weight
    assert.strictEqual(ref_time, 14_425_869n + 493n * 3n + dispatch.infoOf(empty).weight.ref_time)
  })
})
