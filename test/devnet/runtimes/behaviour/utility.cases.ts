import { assert, describe, it } from "vitest"
import { asRoot, type Call, caller, tokenError } from "effect-bittensor/devnet/runtime/dispatch"
import { none, signedBy } from "effect-bittensor/devnet/runtime/origin"
import { dispatch } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/index"
import { derivative } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/utility"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Utility } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/utility"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { errorOf, localnet, run } from "../../../support/localnet.ts"

const { alice, dave, eve } = sr25519
const badOrigin = { _tag: "BadOrigin" } as const
const remark = System.call("remark", { remark: new Uint8Array() })
const pay = (to: Hex, value: bigint) =>
  Balances.call("transfer_allow_death", { dest: { _tag: "Id", value: to }, value })
const paid = (from: Hex, to: Hex, amount: bigint) => Balances.event("Transfer", { from, to, amount })
const tooMuch = pay(eve, 10n ** 18n)
const unavailable = tokenError("FundsUnavailable")
const items = { completed: Utility.event("ItemCompleted"), failed: Utility.event("ItemFailed", { error: unavailable }) }

const batches = (["batch", "batch_all", "force_batch"] as const).map(
  (name) => [name, (...calls: ReadonlyArray<Call>) => Utility.call(name, { calls })] as const
)
const [[, batch], [, batchAll], [, forceBatch]] = batches as [
  (typeof batches)[0],
  (typeof batches)[0],
  (typeof batches)[0]
]

describe.each(batches)("%s", (_, several) => {
  it("runs all calls, for an account or for root", () => {
    const { events } = run(localnet(), dave, several(pay(eve, 1n), remark))
    assert.deepStrictEqual(events, [
      paid(dave, eve, 1n),
      items.completed,
      items.completed,
      Utility.event("BatchCompleted")
    ])
    assert.isUndefined(errorOf(localnet(), asRoot, several(System.call("set_storage", { items: [] }))))
  })

  it("takes no call of nobody, and no more than 10922", () => {
    assert.deepStrictEqual(errorOf(localnet(), caller(none), several(remark)), badOrigin)
    const calls = Array.from({ length: 10_923 }, () => remark)
    assert.deepStrictEqual(errorOf(localnet(), dave, several(...calls)), Utility.error("TooManyCalls"))
  })

  it("is operational if all within it are", () => {
    const operational = System.call("set_heap_pages", { pages: 1n })
    assert.strictEqual(run(localnet(), asRoot, several(operational)).info.class, "Operational")
    assert.strictEqual(run(localnet(), asRoot, several(operational, remark)).info.class, "Normal")
  })
})

describe("a call that fails", () => {
  it("interrupts batch, which keeps what was done", () => {
    const { error, events } = run(localnet(), dave, batch(pay(eve, 1n), tooMuch, pay(eve, 2n)))
    assert.isUndefined(error)
    assert.deepStrictEqual(events, [
      paid(dave, eve, 1n),
      items.completed,
      Utility.event("BatchInterrupted", { index: 1, error: unavailable })
    ])
  })

  it("undoes batch_all", () => {
    const state = localnet()
    assert.deepStrictEqual(errorOf(state, dave, batchAll(pay(eve, 1n), tooMuch)), unavailable)
    assert.strictEqual(System.storage.Account.get(state, eve).data.free, 2_000_000_000n)
  })

  it("is passed over by force_batch", () => {
    assert.deepStrictEqual(run(localnet(), dave, forceBatch(tooMuch, pay(eve, 1n))).events, [
      items.failed,
      paid(dave, eve, 1n),
      items.completed,
      Utility.event("BatchCompletedWithErrors")
    ])
  })
})

describe("batch_all within batch_all", () => {
  it("is let through for root alone, however deep it lies", () => {
    const filtered = System.error("CallFiltered")
    assert.deepStrictEqual(errorOf(localnet(), dave, batchAll(batchAll(remark))), filtered)
    assert.deepInclude(
      run(localnet(), dave, batchAll(batch(batchAll(remark)))).events[0],
      Utility.event("BatchInterrupted", { index: 0, error: filtered })
    )
    assert.isUndefined(errorOf(localnet(), asRoot, batchAll(batchAll(remark))))
    assert.isUndefined(errorOf(localnet(), dave, batch(batchAll(remark), batchAll(remark))))
  })
})

describe("as_derivative", () => {
  const asSeventh = (call: Call) => Utility.call("as_derivative", { index: 7, call })
  // BLAKE2b of `modlpy/utilisuba`, the account and the index, by Python's hashlib.
  const seventh = "0x63d33ee47719f264c03143b0f4d69ff1751b7e2da5697cbf6906c74d734dcd28"

  it("calls as an account that belongs to the caller", () => {
    const state = localnet()
    assert.strictEqual(derivative(alice, 7), seventh)
    assert.isUndefined(errorOf(state, alice, pay(seventh, 10_000n)))
    assert.deepStrictEqual(run(state, alice, asSeventh(pay(eve, 1000n))).events, [paid(seventh, eve, 1000n)])
    assert.deepStrictEqual(errorOf(state, alice, asSeventh(tooMuch)), unavailable)
    assert.deepStrictEqual(errorOf(state, asRoot, asSeventh(remark)), badOrigin)
    assert.deepStrictEqual(errorOf(state, alice, batchAll(asSeventh(batchAll(remark)))), System.error("CallFiltered"))
  })
})

describe("dispatch_as", () => {
  const asDave = (call: Call) => Utility.call("dispatch_as", { as_origin: signedBy(dave), call })

  it("calls as anybody, and tells how it ended", () => {
    assert.deepStrictEqual(run(localnet(), asRoot, asDave(pay(eve, 1n))).events, [
      paid(dave, eve, 1n),
      Utility.event("DispatchedAs", { result: { _tag: "Ok", value: null } })
    ])
    assert.deepStrictEqual(run(localnet(), asRoot, asDave(tooMuch)).events, [
      Utility.event("DispatchedAs", { result: { _tag: "Err", value: unavailable } })
    ])
    assert.deepStrictEqual(errorOf(localnet(), alice, asDave(remark)), badOrigin)
  })
})

describe("with_weight", () => {
  const weighed = (call: Call) => Utility.call("with_weight", { call, weight: { ref_time: 5n, proof_size: 6n } })

  it("calls as root, and weighs what it is told", () => {
    const { error, info } = run(localnet(), asRoot, weighed(System.call("set_storage", { items: [] })))
    assert.isUndefined(error)
    assert.deepStrictEqual(info, { weight: { ref_time: 5n, proof_size: 6n }, class: "Operational", pays_fee: "Yes" })
    assert.deepStrictEqual(errorOf(localnet(), alice, weighed(remark)), badOrigin)
    assert.deepStrictEqual(errorOf(localnet(), asRoot, weighed(pay(eve, 1n))), badOrigin)
  })
})

// The real runtime says so; `batch` says what it weighed in the end, and so this is seen in what is declared only.
it("force_batch declares so much for each of its calls", () => {
  const weigh = (call: Call) => dispatch.infoOf(call).weight.ref_time
  const each = weigh(forceBatch(remark, remark)) - weigh(forceBatch(remark)) - weigh(remark)
  assert.strictEqual(each, 4_630_079n)
})
