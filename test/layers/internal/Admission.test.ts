/** Who runs, who waits, and who is told to come back: the priority queue in front of bounded concurrency. */
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Effect, Exit, Fiber, Schema, Scope } from "effect"
import { TestClock } from "effect/testing"
import { Admission, type Lane } from "../../../src/layers/internal/axon/Admission.ts"

/** One request that asked to be admitted: what became of it, and how it leaves. */
interface Guest {
  readonly name: string
  state: "waiting" | "running" | "refused"
  retryAfter: number | undefined
  readonly leave: Effect.Effect<void>
}

/** Lets all fibers run until nothing is left to do without a guest leaving. */
const settle = Effect.forEach(Array.from({ length: 5 }), () => Effect.yieldNow, { discard: true })

/** A request that holds its slot until it is told to leave; leaving while it waits is an interruption. */
const enter = Effect.fnUntraced(function* (admission: Admission, lane: Lane, name: string, priority = 0) {
  const scope = yield* Scope.make()
  const guest: Guest = { name, state: "waiting", retryAfter: undefined, leave: Effect.suspend(() => leave) }
  const fiber = yield* admission.admit(lane, priority).pipe(
    Effect.matchEffect({
      onSuccess: () => Effect.sync(() => void (guest.state = "running")),
      onFailure: (refusal) =>
        Effect.sync(() => {
          assert.strictEqual(refusal.status, 503)
          guest.state = "refused"
          guest.retryAfter = refusal.retryAfter
        })
    }),
    Effect.provideService(Scope.Scope, scope),
    Effect.forkChild
  )
  const leave = Effect.andThen(Fiber.interrupt(fiber), Scope.close(scope, Exit.void))
  yield* settle
  return guest
})

const names = (guests: ReadonlyArray<Guest>, state: Guest["state"]): string =>
  guests
    .filter((guest) => guest.state === state)
    .map((guest) => guest.name)
    .join("")

/** Lets whoever runs leave, again and again, and says in which order they ran. */
const drain = Effect.fnUntraced(function* (guests: ReadonlyArray<Guest>) {
  let order = ""
  const left = new Set<Guest>()
  for (;;) {
    const next = guests.find((guest) => guest.state === "running" && !left.has(guest))
    if (next === undefined) return order
    left.add(next)
    order += next.name
    yield* next.leave
    yield* settle
  }
})

describe("a free slot", () => {
  it.effect("is taken at once, up to the limit", () =>
    Effect.gen(function* () {
      const admission = new Admission({ maxConcurrency: 2, maxQueue: 10 })
      const lane = admission.addLane(undefined)
      const guests = yield* Effect.forEach(["a", "b", "c"], (name) => enter(admission, lane, name))
      assert.strictEqual(names(guests, "running"), "ab")
      assert.strictEqual(names(guests, "waiting"), "c")
      assert.deepStrictEqual([admission.running, admission.queued], [2, 1])
    })
  )

  it.effect("is given back when the scope closes", () =>
    Effect.gen(function* () {
      const admission = new Admission({ maxConcurrency: 1, maxQueue: 10 })
      const lane = admission.addLane(undefined)
      yield* Effect.scoped(admission.admit(lane, 0))
      yield* Effect.exit(Effect.scoped(Effect.andThen(admission.admit(lane, 0), Effect.die("forward failed"))))
      assert.deepStrictEqual([admission.running, admission.queued], [0, 0])
    })
  )
})

describe("the queue", () => {
  it.effect("serves the highest priority first, and equals in the order of arrival", () =>
    Effect.gen(function* () {
      const admission = new Admission({ maxConcurrency: 1, maxQueue: 10 })
      const lane = admission.addLane(undefined)
      const guests = [yield* enter(admission, lane, "0")]
      for (const [name, priority] of [
        ["a", 1],
        ["b", 5],
        ["c", 1],
        ["d", Infinity],
        ["e", 5],
        ["f", -1],
        ["g", Number.NaN]
      ] as const) {
        guests.push(yield* enter(admission, lane, name, priority))
      }
      assert.strictEqual(yield* drain(guests), "0dbeacgf")
      assert.deepStrictEqual([admission.running, admission.queued], [0, 0])
    })
  )

  const Priorities = Arbitrary.schema(
    Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 4 }))).check(Schema.isMaxLength(20))
  )
  it.effect.prop("is a stable sort by priority", [Priorities], ([priorities]) =>
    Effect.gen(function* () {
      const admission = new Admission({ maxConcurrency: 1, maxQueue: 20 })
      const lane = admission.addLane(undefined)
      const first = yield* enter(admission, lane, "*")
      const waiting = yield* Effect.forEach(priorities, (priority, index) =>
        enter(admission, lane, String.fromCharCode(97 + index), priority)
      )
      const expected = waiting
        .map(({ name }, index) => ({ name, priority: priorities[index]! }))
        .toSorted((a, b) => b.priority - a.priority)
      assert.strictEqual(yield* drain([first, ...waiting]), `*${expected.map(({ name }) => name).join("")}`)
    })
  )

  it.effect("is bounded: full, it gives the last one's place to somebody who comes before it", () =>
    Effect.gen(function* () {
      const admission = new Admission({ maxConcurrency: 1, maxQueue: 2 })
      const lane = admission.addLane(undefined)
      const guests = [yield* enter(admission, lane, "0")]
      for (const [name, priority] of [
        ["a", 1],
        ["b", 1],
        ["c", 1],
        ["d", 2],
        ["e", 0]
      ] as const) {
        guests.push(yield* enter(admission, lane, name, priority))
      }
      // `c` is no better than `b`, `d` takes the place of `b`, `e` is worse than all.
      assert.strictEqual(names(guests, "refused"), "bce")
      assert.strictEqual(admission.queued, 2)
      assert.strictEqual(yield* drain(guests), "0da")
    })
  )

  it.effect("finds the last one in all lanes", () =>
    Effect.gen(function* () {
      const admission = new Admission({ maxConcurrency: 1, maxQueue: 2 })
      const [one, two] = [admission.addLane(undefined), admission.addLane(undefined)]
      const guests = [
        yield* enter(admission, one, "0"),
        yield* enter(admission, one, "a", 5),
        yield* enter(admission, two, "b", 1),
        yield* enter(admission, one, "c", 3)
      ]
      assert.strictEqual(names(guests, "refused"), "b")
      assert.strictEqual(yield* drain(guests), "0ac")
    })
  )

  it.effect("may have no place at all", () =>
    Effect.gen(function* () {
      const admission = new Admission({ maxConcurrency: 1, maxQueue: 0 })
      const lane = admission.addLane(undefined)
      const guests = [yield* enter(admission, lane, "a"), yield* enter(admission, lane, "b", 9)]
      assert.strictEqual(names(guests, "refused"), "b")
    })
  )
})

describe("a lane", () => {
  it.effect("that is full does not block the others, even by higher priorities", () =>
    Effect.gen(function* () {
      const admission = new Admission({ maxConcurrency: 3, maxQueue: 10 })
      const [slow, fast] = [admission.addLane(1), admission.addLane(undefined)]
      const guests = [
        yield* enter(admission, slow, "a"),
        yield* enter(admission, slow, "b", 9),
        yield* enter(admission, fast, "c"),
        yield* enter(admission, fast, "d")
      ]
      assert.strictEqual(names(guests, "running"), "acd")
      yield* guests[2]!.leave
      yield* settle
      assert.strictEqual(names(guests, "waiting"), "b", "the free slot is none of its lane")
      yield* guests[0]!.leave
      yield* settle
      assert.strictEqual(names(guests, "waiting"), "")
    })
  )

  it.effect("shares the server's slots with others by priority", () =>
    Effect.gen(function* () {
      const admission = new Admission({ maxConcurrency: 1, maxQueue: 10 })
      const [one, two] = [admission.addLane(undefined), admission.addLane(undefined)]
      const guests = [
        yield* enter(admission, one, "0"),
        yield* enter(admission, one, "a", 1),
        yield* enter(admission, two, "b", 2),
        yield* enter(admission, one, "c", 3),
        yield* enter(admission, two, "d", 3)
      ]
      assert.strictEqual(yield* drain(guests), "0cdba")
    })
  )

  it.effect("that is removed refuses those who wait and those who come, and lets those who run finish", () =>
    Effect.gen(function* () {
      const admission = new Admission({ maxConcurrency: 1, maxQueue: 10 })
      const [gone, kept] = [admission.addLane(undefined), admission.addLane(undefined)]
      const guests = [
        yield* enter(admission, gone, "a"),
        yield* enter(admission, gone, "b"),
        yield* enter(admission, kept, "c"),
        yield* enter(admission, gone, "d", 5)
      ]
      admission.removeLane(gone)
      yield* settle
      guests.push(yield* enter(admission, gone, "e"))
      assert.strictEqual(names(guests, "refused"), "bde")
      assert.strictEqual(names(guests, "running"), "a")
      assert.strictEqual(yield* drain(guests), "ac")
      assert.deepStrictEqual([admission.running, admission.queued], [0, 0])
    })
  )
})

describe("an interruption", () => {
  it.effect("while waiting gives up the place and no slot", () =>
    Effect.gen(function* () {
      const admission = new Admission({ maxConcurrency: 1, maxQueue: 2 })
      const lane = admission.addLane(undefined)
      const guests = yield* Effect.forEach(["a", "b", "c"], (name) => enter(admission, lane, name))
      yield* guests[1]!.leave
      assert.deepStrictEqual([admission.running, admission.queued], [1, 1])
      assert.strictEqual((yield* enter(admission, lane, "d")).state, "waiting")
      yield* guests[0]!.leave
      yield* settle
      assert.strictEqual(guests[2]!.state, "running")
    })
  )

  it.effect("of the one that holds the slot and of the one that gets it, at once, loses no slot", () =>
    Effect.gen(function* () {
      for (const order of [
        [0, 1],
        [1, 0]
      ]) {
        const admission = new Admission({ maxConcurrency: 1, maxQueue: 2 })
        const lane = admission.addLane(undefined)
        const hold = Effect.scoped(Effect.andThen(admission.admit(lane, 0), Effect.never))
        const fibers = [yield* Effect.forkChild(hold), yield* Effect.forkChild(hold)]
        yield* settle
        const last = yield* enter(admission, lane, "c")
        yield* Fiber.interruptAll(order.map((index) => fibers[index]!))
        yield* settle
        assert.strictEqual(last.state, "running")
        assert.deepStrictEqual([admission.running, admission.queued], [1, 0])
        yield* last.leave
      }
    })
  )

  it.effect.prop(
    "at any time leaves the counts right, and everybody is served or refused in the end",
    {
      steps: Schema.Array(
        Schema.Struct({
          leaves: Schema.Boolean,
          who: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 30 })),
          lane: Schema.Literals([0, 1]),
          priority: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 3 }))
        })
      ).check(Schema.isMaxLength(30))
    },
    ({ steps }) =>
      Effect.gen(function* () {
        const admission = new Admission({ maxConcurrency: 3, maxQueue: 4 })
        const lanes = [admission.addLane(2), admission.addLane(undefined)]
        const guests: Array<Guest> = []
        const here = new Set<Guest>()
        for (const { lane, leaves, priority, who } of steps) {
          const leaver = guests[who % Math.max(1, guests.length)]
          if (leaves && leaver !== undefined) {
            here.delete(leaver)
            yield* leaver.leave
            yield* settle
          } else {
            const guest = yield* enter(admission, lanes[lane]!, "x", priority)
            guests.push(guest)
            here.add(guest)
          }
          const count = (state: Guest["state"]) => [...here].filter((guest) => guest.state === state).length
          assert.strictEqual(admission.running, count("running"))
          assert.strictEqual(admission.queued, count("waiting"))
          assert.isAtMost(admission.running, 3)
          assert.isAtMost(admission.queued, 4)
          assert.isAtMost(lanes[0]!.running, 2)
        }
        for (const guest of guests) yield* guest.leave
        assert.deepStrictEqual([admission.running, admission.queued], [0, 0])
      })
  )
})

describe("Retry-After", () => {
  it.effect("grows with the queue: whole seconds, from 1 to 60", () =>
    Effect.gen(function* () {
      const refusedBehind = Effect.fnUntraced(function* (queue: number) {
        const admission = new Admission({ maxConcurrency: 1, maxQueue: queue })
        const lane = admission.addLane(undefined)
        for (let i = 0; i <= queue; i++) yield* enter(admission, lane, `${i}`)
        return (yield* enter(admission, lane, "last")).retryAfter
      })
      // A request is taken to hold its slot for 0.1 s until one has finished.
      assert.strictEqual(yield* refusedBehind(0), 1)
      assert.strictEqual(yield* refusedBehind(9), 1)
      assert.strictEqual(yield* refusedBehind(49), 5)
      assert.strictEqual(yield* refusedBehind(999), 60)
    })
  )

  it.effect("follows how long requests really take", () =>
    Effect.gen(function* () {
      const admission = new Admission({ maxConcurrency: 1, maxQueue: 0 })
      const lane = admission.addLane(undefined)
      for (let i = 0; i < 50; i++) {
        const guest = yield* enter(admission, lane, `${i}`)
        yield* TestClock.adjust("20 seconds")
        yield* guest.leave
      }
      yield* enter(admission, lane, "long")
      assert.strictEqual((yield* enter(admission, lane, "last")).retryAfter, 20)
    })
  )
})
