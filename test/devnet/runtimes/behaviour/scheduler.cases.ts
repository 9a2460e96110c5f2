import { assert, describe, it } from "vitest"
import { asRoot, badOrigin, type Call } from "effect-bittensor/devnet/runtime/dispatch"
import { signedBy } from "effect-bittensor/devnet/runtime/origin"
import type { State } from "effect-bittensor/devnet/runtime/storage"
import { encodedCall, hash } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/hashing"
import { dispatch } from "effect-bittensor/devnet/runtimes/subtensor185/behaviour/index"
import { sr25519 } from "effect-bittensor/devnet/runtimes/subtensor185/devAccounts"
import { Preimage } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/preimage"
import { Scheduler } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/scheduler"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Utility } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/utility"
import { advance, errorOf, localnet, run } from "../../../support/localnet.ts"

/*
 * Not reachable: `RescheduleNoChange` and `Named`, which only other pallets could fail with, and `BadOrigin` for tasks of those
 * who have more to say than whoever calls: all are of root.
 */

const { alice } = sr25519
const { Agenda, IncompleteSince, Lookup, Retries } = Scheduler.storage
const name = `0x${"aa".repeat(32)}` as const
const remark = System.call("remark", { remark: new Uint8Array() })
/** Fails, as root signs nothing. */
const failing = System.call("remark_with_event", { remark: new Uint8Array() })
const long = System.call("remark", { remark: new Uint8Array(200) })
const ok = { _tag: "Ok", value: null } as const
const failed = { _tag: "Err", value: badOrigin } as const

type Period = readonly [period: number, count: number]
interface Rest {
  readonly priority?: number
  readonly maybe_periodic?: Period | undefined
}
const defaults = { priority: 0, maybe_periodic: undefined }
const schedule = (when: number, call: Call = remark, rest: Rest = {}) =>
  Scheduler.call("schedule", { ...defaults, ...rest, when, call })
const scheduleNamed = (when: number, call: Call = remark, rest: Rest = {}) =>
  Scheduler.call("schedule_named", { ...defaults, ...rest, id: name, when, call })
const cancel = (when: number, index = 0) => Scheduler.call("cancel", { when, index })
const cancelNamed = Scheduler.call("cancel_named", { id: name })
const setRetry = (when: number, retries: number, period: number, index = 0) =>
  Scheduler.call("set_retry", { task: [when, index], retries, period })

const scheduled = (when: number, index = 0) => Scheduler.event("Scheduled", { when, index })
const canceled = (when: number, index = 0) => Scheduler.event("Canceled", { when, index })
const dispatched = (when: number, index = 0, result: typeof ok | typeof failed = ok, id?: typeof name) =>
  Scheduler.event("Dispatched", { task: [when, index], id, result })

/** A state after calls of root, which all succeed. */
const after = (...calls: ReadonlyArray<Call>): State => {
  const state = localnet()
  for (const call of calls) assert.isUndefined(errorOf(state, asRoot, call))
  return state
}
const wishes = (state: State, call: Call) => {
  const status = Preimage.storage.RequestStatusFor.get(state, hash(encodedCall(state, call)))
  return status?._tag === "Requested" ? status.count : 0
}
const error = (state: State, call: Call) => errorOf(state, asRoot, call)

describe("a task", () => {
  it("runs at the beginning of its block, as root", () => {
    const state = localnet()
    assert.deepStrictEqual(run(state, asRoot, schedule(4)).events, [scheduled(4)])
    assert.deepStrictEqual(Agenda.get(state, 4), [
      {
        maybe_id: undefined,
        priority: 0,
        call: { _tag: "Inline", value: encodedCall(state, remark) },
        maybe_periodic: undefined,
        origin: asRoot.origin
      }
    ])
    assert.deepStrictEqual(advance(state, 3), [])
    assert.deepStrictEqual(advance(state, 4), [dispatched(4)])
    assert.isFalse(Agenda.contains(state, 4))
    assert.deepStrictEqual(advance(state, 5), [])
  })

  it("tells if it failed", () =>
    assert.deepStrictEqual(advance(after(schedule(3, failing)), 3), [dispatched(3, 0, failed)]))

  it("may have a name, of which there is one", () => {
    const state = localnet()
    assert.deepStrictEqual(run(state, asRoot, scheduleNamed(3)).events, [scheduled(3)])
    assert.deepStrictEqual(Lookup.get(state, name), [3, 0])
    assert.deepStrictEqual(error(state, scheduleNamed(1)), Scheduler.error("FailedToSchedule"))
    assert.deepStrictEqual(advance(state, 3), [dispatched(3, 0, ok, name)])
    assert.isFalse(Lookup.contains(state, name))
  })

  it("may be asked for after some blocks", () => {
    const wish = { ...defaults, call: remark }
    assert.deepStrictEqual(run(localnet(), asRoot, Scheduler.call("schedule_after", { ...wish, after: 0 })).events, [
      scheduled(3)
    ])
    const last = Scheduler.call("schedule_named_after", { ...wish, id: name, after: 2 ** 32 - 1 })
    assert.deepStrictEqual(run(localnet(), asRoot, last).events, [scheduled(2 ** 32 - 1)])
  })

  it("comes again, so many times", () => {
    const state = after(scheduleNamed(3, remark, { maybe_periodic: [2, 3] }))
    assert.deepStrictEqual(advance(state, 3), [dispatched(3, 0, ok, name), scheduled(5)])
    assert.deepStrictEqual(Lookup.get(state, name), [5, 0])
    advance(state, 4)
    assert.deepStrictEqual(advance(state, 5), [dispatched(5, 0, ok, name), scheduled(7)])
    assert.isUndefined(Agenda.get(state, 7)[0]?.maybe_periodic)
    advance(state, 6)
    assert.deepStrictEqual(advance(state, 7), [dispatched(7, 0, ok, name)])
    const once: ReadonlyArray<Period> = [
      [0, 3],
      [2, 1]
    ]
    for (const maybe_periodic of once) {
      assert.isUndefined(Agenda.get(after(schedule(3, remark, { maybe_periodic })), 3)[0]?.maybe_periodic)
    }
  })

  it("is lost if it cannot come again", () => {
    const state = after(schedule(3, long, { maybe_periodic: [2, 2] }))
    for (let index = 0; index < 50; index++) assert.isUndefined(error(state, schedule(5)))
    assert.deepStrictEqual(advance(state, 3), [
      dispatched(3),
      Scheduler.event("PeriodicFailed", { task: [3, 0], id: undefined })
    ])
    assert.strictEqual(wishes(state, long), 1)
  })

  it("has its turn by priority, and keeps its place", () => {
    const state = after(schedule(3, remark, { priority: 9 }), schedule(3, remark, { priority: 1 }), schedule(3))
    assert.deepStrictEqual(advance(state, 3), [dispatched(3, 2), dispatched(3, 1), dispatched(3, 0)])
  })

  it("is in time, and has room", () => {
    const state = localnet()
    for (const call of [schedule(2), scheduleNamed(2)]) {
      assert.deepStrictEqual(error(state, call), Scheduler.error("TargetBlockNumberInPast"))
    }
    for (let index = 0; index < 50; index++) assert.isUndefined(error(state, schedule(5)))
    for (const call of [schedule(5), scheduleNamed(5)])
      assert.deepStrictEqual(error(state, call), { _tag: "Exhausted" })
    assert.isUndefined(error(state, cancel(5, 7)))
    assert.deepStrictEqual(run(state, asRoot, schedule(5)).events, [scheduled(5, 7)])
  })
})

describe("a long call", () => {
  const preimage = { hash: hash(encodedCall(localnet(), long)) }

  it("is kept as a preimage, which the chain wants once more than it should", () => {
    const state = localnet()
    assert.deepStrictEqual(run(state, asRoot, schedule(3, long)).events, [
      Preimage.event("Noted", preimage),
      scheduled(3)
    ])
    assert.deepStrictEqual(Agenda.get(state, 3)[0]?.call, { _tag: "Lookup", ...preimage, len: 204 })
    assert.strictEqual(wishes(state, long), 2)
    assert.deepStrictEqual(advance(state, 3), [dispatched(3)])
    assert.strictEqual(wishes(state, long), 1)
  })

  it("is wanted once less if it is cancelled", () => {
    const state = after(schedule(3, long), cancel(3), scheduleNamed(3, long), cancelNamed)
    assert.strictEqual(wishes(state, long), 1)
  })

  it("stays on the agenda for good if it is not there", () => {
    const state = after(scheduleNamed(3, long))
    Preimage.storage.PreimageFor.clear(state)
    const unavailable = Scheduler.event("CallUnavailable", { task: [3, 0], id: name })
    assert.deepStrictEqual(advance(state, 3), [unavailable])
    assert.isDefined(Agenda.get(state, 3)[0])
    assert.isFalse(Lookup.contains(state, name))
    assert.deepStrictEqual(advance(state, 4), [])
  })

  it("of an old kind is looked for by its hash alone", () => {
    const state = after(schedule(3, long))
    Agenda.mutate(state, 3, ([task]) => [task && { ...task, call: { _tag: "Legacy", ...preimage } }])
    assert.deepStrictEqual(advance(state, 3), [dispatched(3)])
  })

  it("must be no more than a preimage may be", () => {
    const huge = System.call("remark", { remark: new Uint8Array(4 * 1024 * 1024) })
    assert.deepStrictEqual(error(localnet(), schedule(3, huge)), { _tag: "Exhausted" })
  })

  it("may be no call at all", () => {
    const state = after(schedule(3))
    Agenda.mutate(state, 3, ([task]) => [task && { ...task, call: { _tag: "Inline", value: Uint8Array.of(255) } }])
    assert.deepStrictEqual(advance(state, 3), [Scheduler.event("CallUnavailable", { task: [3, 0], id: undefined })])
  })
})

describe("what is cancelled", () => {
  it("is gone, with its name and its retries", () => {
    const state = after(scheduleNamed(5), setRetry(5, 3, 1))
    assert.deepStrictEqual(run(state, asRoot, cancel(5)).events, [canceled(5)])
    assert.isFalse(Agenda.contains(state, 5))
    assert.isFalse(Lookup.contains(state, name))
    assert.isFalse(Retries.contains(state, [5, 0]))
    const named = after(scheduleNamed(5), setRetry(5, 3, 1))
    assert.deepStrictEqual(run(named, asRoot, cancelNamed).events, [canceled(5)])
    assert.isFalse(Lookup.contains(named, name))
    assert.isFalse(Retries.contains(named, [5, 0]))
  })

  it("leaves others in their places", () => {
    const state = after(schedule(5), schedule(5), schedule(5), cancel(5, 1))
    assert.deepStrictEqual(
      Agenda.get(state, 5).map((task) => task !== undefined),
      [true, false, true]
    )
    assert.isUndefined(error(state, cancel(5, 2)))
    assert.lengthOf(Agenda.get(state, 5), 1)
  })

  it("must be there", () => {
    const state = after(schedule(5))
    for (const call of [cancel(5, 1), cancel(6), cancelNamed]) {
      assert.deepStrictEqual(error(state, call), Scheduler.error("NotFound"))
    }
    // A name without a task can be forgotten all the same; only root can have stored it.
    Lookup.put(state, name, [9, 9])
    assert.deepStrictEqual(run(state, asRoot, cancelNamed).events, [canceled(9, 9)])
  })
})

describe("a task that fails", () => {
  const retryFailed = (when: number) => Scheduler.event("RetryFailed", { task: [when, 0], id: undefined })

  it("is tried again", () => {
    const state = after(schedule(3, failing), setRetry(3, 2, 1))
    assert.deepStrictEqual(advance(state, 3), [dispatched(3, 0, failed), scheduled(4)])
    assert.deepStrictEqual(Retries.get(state, [4, 0]), { total_retries: 2, remaining: 1, period: 1 })
    assert.deepStrictEqual(advance(state, 4), [dispatched(4, 0, failed), scheduled(5)])
    assert.deepStrictEqual(advance(state, 5), [dispatched(5, 0, failed)])
    assert.isFalse(Retries.contains(state, [5, 0]))
  })

  it("comes again by itself besides", () => {
    const state = after(scheduleNamed(3, failing, { maybe_periodic: [4, 2] }), setRetry(3, 1, 1))
    assert.deepStrictEqual(advance(state, 3), [dispatched(3, 0, failed, name), scheduled(4), scheduled(7)])
    assert.isUndefined(Agenda.get(state, 4)[0]?.maybe_id)
    assert.deepStrictEqual(Lookup.get(state, name), [7, 0])
    assert.deepStrictEqual(Retries.get(state, [7, 0]), { total_retries: 1, remaining: 1, period: 1 })
  })

  it("is not tried again where there is no room", () => {
    const state = after(schedule(3, failing), setRetry(3, 2, 1))
    for (let index = 0; index < 50; index++) assert.isUndefined(error(state, schedule(4)))
    assert.deepStrictEqual(advance(state, 3), [dispatched(3, 0, failed), retryFailed(3)])
  })

  it("is not tried again where there is no weight left", () => {
    const heavy = Utility.call("with_weight", {
      call: failing,
      weight: { ref_time: 3_200_000_000_000n - 700_000_000n, proof_size: 0n }
    })
    const state = after(schedule(3, heavy), setRetry(3, 2, 1))
    assert.deepStrictEqual(advance(state, 3), [dispatched(3, 0, failed), retryFailed(3)])
  })

  it("has its retries set and cancelled, by its place or its name", () => {
    const state = after(scheduleNamed(5))
    const set = { task: [5, 0], period: 4, retries: 3 } as const
    assert.deepStrictEqual(run(state, asRoot, setRetry(5, 3, 4)).events, [
      Scheduler.event("RetrySet", { ...set, id: undefined })
    ])
    assert.deepStrictEqual(Retries.get(state, [5, 0]), { total_retries: 3, remaining: 3, period: 4 })
    const cancelRetry = Scheduler.call("cancel_retry", { task: [5, 0] })
    assert.deepStrictEqual(run(state, asRoot, cancelRetry).events, [
      Scheduler.event("RetryCancelled", { task: [5, 0], id: undefined })
    ])
    assert.isFalse(Retries.contains(state, [5, 0]))
    const byName = Scheduler.call("set_retry_named", { id: name, retries: 3, period: 4 })
    assert.deepStrictEqual(run(state, asRoot, byName).events, [Scheduler.event("RetrySet", { ...set, id: name })])
    const cancelByName = Scheduler.call("cancel_retry_named", { id: name })
    assert.deepStrictEqual(run(state, asRoot, cancelByName).events, [
      Scheduler.event("RetryCancelled", { task: [5, 0], id: name })
    ])
    assert.isUndefined(error(state, cancelNamed))
    for (const call of [setRetry(5, 3, 4), cancelRetry, byName, cancelByName]) {
      assert.deepStrictEqual(error(state, call), Scheduler.error("NotFound"))
    }
  })
})

describe("the weight of tasks", () => {
  const heavy = (ref_time: bigint) =>
    Utility.call("with_weight", { call: remark, weight: { ref_time, proof_size: 0n } })
  const used = (state: State) => System.storage.BlockWeight.get(state).mandatory.ref_time
  const trillion = 10n ** 12n

  it("is the block's", () => {
    const state = after(schedule(4, remark), scheduleNamed(4, remark, { maybe_periodic: [5, 2] }))
    advance(state, 3)
    const idle = used(state)
    advance(state, 4)
    // To come again would be less than nothing more, and so it is nothing.
    const tasks = 2n * 332_570n + 3_680_000n + 5_275_000n + 100_000_000n
    const calls = 2n * (2_266_000n + dispatch.infoOf(remark).weight.ref_time)
    assert.strictEqual(used(state) - idle, tasks + calls)
  })

  it("counts the bytes of long calls, and what calls say themselves", () => {
    const batch = Utility.call("batch", { calls: [failing, long] })
    const state = after(schedule(4, batch))
    advance(state, 3)
    const idle = used(state)
    advance(state, 4)
    const bytes = BigInt(encodedCall(state, batch).length)
    // Only one call of two ran; `batch` says so.
    const ran = 16_943_157n + 4_653_855n + dispatch.infoOf(failing).weight.ref_time
    assert.strictEqual(used(state) - idle, 332_570n + 17_887_000n + 1253n * bytes + 275_000_000n + 2_266_000n + ran)
  })

  it("lets tasks wait that have no room, for the next block", () => {
    const state = after(schedule(3, heavy(2n * trillion)), schedule(3, heavy(2n * trillion)), schedule(3))
    assert.deepStrictEqual(advance(state, 3), [dispatched(3, 0), dispatched(3, 2)])
    assert.strictEqual(IncompleteSince.get(state), 3)
    assert.deepStrictEqual(advance(state, 4), [dispatched(3, 1)])
    assert.isFalse(IncompleteSince.contains(state))
    assert.isFalse(Agenda.contains(state, 3))
  })

  it("lets agendas wait for which there is none", () => {
    const state = after(schedule(3, heavy(3_199_680_000_000n)), schedule(3, heavy(3_199_680_000_000n)), schedule(4))
    assert.deepStrictEqual(advance(state, 3), [dispatched(3, 0)])
    assert.deepStrictEqual(advance(state, 4), [dispatched(3, 1)])
    assert.strictEqual(IncompleteSince.get(state), 4)
    assert.deepStrictEqual(advance(state, 5), [dispatched(4, 0)])
  })

  it("loses a task that there was no room to look at", () => {
    const state = after(schedule(3, heavy(3_199_700_000_000n)), schedule(3, long))
    assert.deepStrictEqual(advance(state, 3), [dispatched(3, 0)])
    assert.strictEqual(IncompleteSince.get(state), 3)
    assert.deepStrictEqual(Agenda.get(state, 3), [undefined, undefined])
    assert.deepStrictEqual(advance(state, 4), [])
    assert.isFalse(IncompleteSince.contains(state))
  })

  it("keeps a task from running that no block has room for", () => {
    const state = after(scheduleNamed(3, heavy(3_200_000_000_000n)))
    assert.deepStrictEqual(advance(state, 3), [Scheduler.event("PermanentlyOverweight", { task: [3, 0], id: name })])
    assert.isDefined(Agenda.get(state, 3)[0])
    assert.isFalse(IncompleteSince.contains(state))
  })

  it("is more for tasks of accounts, which only root can have stored", () => {
    const state = after(schedule(4, failing))
    advance(state, 3)
    const idle = used(state)
    Agenda.mutate(state, 4, ([task]) => [task && { ...task, origin: signedBy(alice) }])
    assert.lengthOf(advance(state, 4), 2)
    const call = dispatch.infoOf(failing).weight.ref_time
    assert.strictEqual(used(state) - idle, 332_570n + 3_680_000n + 6_642_000n + 50_000_000n + call)
  })
})

describe("the calls", () => {
  it("are root's", () => {
    const wish = { ...defaults, after: 1, call: remark }
    const calls = [
      schedule(5),
      cancel(5),
      scheduleNamed(5),
      cancelNamed,
      Scheduler.call("schedule_after", wish),
      Scheduler.call("schedule_named_after", { ...wish, id: name }),
      setRetry(5, 1, 1),
      Scheduler.call("set_retry_named", { id: name, retries: 1, period: 1 }),
      Scheduler.call("cancel_retry", { task: [5, 0] }),
      Scheduler.call("cancel_retry_named", { id: name })
    ]
    for (const call of calls) assert.deepStrictEqual(errorOf(localnet(), alice, call), badOrigin)
  })
})
