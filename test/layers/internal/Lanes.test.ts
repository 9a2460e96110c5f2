/** Lanes of nonces: one uuid for each request under way, and none more than needed. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Schema, Scope } from "effect"
import { TestClock } from "effect/testing"
import { Lanes } from "../../../src/layers/internal/dendrite/Lanes.ts"

/** A request under way. Leaving while it waits is an interruption. */
interface Request {
  uuid: string | undefined
  readonly leave: Effect.Effect<void>
}

const settle = Effect.forEach(Array.from({ length: 5 }), () => Effect.yieldNow, { discard: true })

const start = Effect.fnUntraced(function* (lanes: Lanes, target = "5A") {
  const scope = yield* Scope.make()
  const request: Request = { uuid: undefined, leave: Effect.suspend(() => leave) }
  const fiber = yield* lanes.take(target).pipe(
    Effect.map((uuid) => void (request.uuid = uuid)),
    Effect.provideService(Scope.Scope, scope),
    Effect.forkChild
  )
  const leave = Effect.andThen(Fiber.interrupt(fiber), Scope.close(scope, Exit.void))
  yield* settle
  return request
})

describe("take", () => {
  it.effect("gives every request under way a uuid of its own", () =>
    Effect.gen(function* () {
      const lanes = new Lanes(3)
      const requests = yield* Effect.forEach([1, 2, 3], () => start(lanes))
      assert.strictEqual(new Set(requests.map(({ uuid }) => uuid)).size, 3)
      for (const { uuid } of requests) assert.match(String(uuid), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    })
  )

  it.effect("uses a uuid again as soon as it is free: one request after another needs one", () =>
    Effect.gen(function* () {
      const lanes = new Lanes(16)
      const uuids = yield* Effect.forEach(Array.from({ length: 20 }), () => Effect.scoped(lanes.take("5A")))
      assert.strictEqual(new Set(uuids).size, 1)
    })
  )

  it.effect("waits at the limit of a target, and hands over to whoever waited longest", () =>
    Effect.gen(function* () {
      const lanes = new Lanes(1)
      const [a, b, c] = yield* Effect.forEach([1, 2, 3], () => start(lanes))
      assert.deepStrictEqual([b!.uuid, c!.uuid], [undefined, undefined])
      yield* a!.leave
      yield* settle
      assert.deepStrictEqual([b!.uuid, c!.uuid], [a!.uuid, undefined])
      yield* b!.leave
      yield* settle
      assert.strictEqual(c!.uuid, a!.uuid)
    })
  )

  it.effect("does not let one target wait for another", () =>
    Effect.gen(function* () {
      const lanes = new Lanes(1)
      const [one, waiting, other] = [yield* start(lanes, "5A"), yield* start(lanes, "5A"), yield* start(lanes, "5B")]
      assert.isDefined(one.uuid)
      assert.isUndefined(waiting.uuid)
      assert.isDefined(other.uuid)
      assert.notStrictEqual(other.uuid, one.uuid)
    })
  )

  it.effect("gives the lane back when the request fails or is interrupted", () =>
    Effect.gen(function* () {
      const lanes = new Lanes(1)
      const fail = Effect.scoped(Effect.andThen(lanes.take("5A"), Effect.fail("refused")))
      assert.strictEqual(yield* Effect.flip(fail), "refused")
      const first = yield* start(lanes)
      yield* first.leave
      assert.strictEqual((yield* start(lanes)).uuid, first.uuid)
    })
  )

  it.effect("forgets a request that is interrupted while it waits", () =>
    Effect.gen(function* () {
      const lanes = new Lanes(1)
      const [a, b, c] = yield* Effect.forEach([1, 2, 3], () => start(lanes))
      yield* b!.leave
      yield* a!.leave
      yield* settle
      assert.isUndefined(b!.uuid)
      assert.strictEqual(c!.uuid, a!.uuid)
    })
  )

  it.effect("loses no lane when the one that holds it and the one that gets it are interrupted at once", () =>
    Effect.gen(function* () {
      for (const order of [
        [0, 1],
        [1, 0]
      ]) {
        const lanes = new Lanes(1)
        const hold = Effect.scoped(Effect.andThen(lanes.take("5A"), Effect.never))
        const fibers = [yield* Effect.forkChild(hold), yield* Effect.forkChild(hold)]
        yield* settle
        const last = yield* start(lanes)
        assert.isUndefined(last.uuid)
        yield* Fiber.interruptAll(order.map((index) => fibers[index]!))
        yield* settle
        assert.isDefined(last.uuid)
      }
    })
  )

  it.effect.prop(
    "never has two requests on one uuid, nor more uuids than its limit, and ends with all of them free",
    {
      steps: Schema.Array(
        Schema.Struct({ leaves: Schema.Boolean, who: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 30 })) })
      ).check(Schema.isMaxLength(30))
    },
    ({ steps }) =>
      Effect.gen(function* () {
        const lanes = new Lanes(3)
        const here: Array<Request> = []
        const seen = new Set<string>()
        for (const { leaves, who } of steps) {
          if (leaves && here.length > 0) {
            const [leaver] = here.splice(who % here.length, 1)
            yield* leaver!.leave
            yield* settle
          } else here.push(yield* start(lanes))
          const used = here.flatMap(({ uuid }) => (uuid === undefined ? [] : [uuid]))
          for (const uuid of used) seen.add(uuid)
          assert.strictEqual(new Set(used).size, used.length)
          assert.strictEqual(used.length, Math.min(3, here.length))
        }
        assert.isAtMost(seen.size, 3)
        for (const request of here) yield* request.leave
        const all = yield* Effect.forEach([1, 2, 3], () => start(lanes))
        assert.isTrue(all.every(({ uuid }) => uuid !== undefined))
      })
  )

  it.effect("remembers a bounded number of idle targets, the last used ones", () =>
    Effect.gen(function* () {
      const lanes = new Lanes(1)
      const use = (target: string) => Effect.scoped(lanes.take(target))
      const [first, second] = [yield* use("first"), yield* use("second")]
      for (let i = 0; i < 8190; i++) yield* use(`${i}`)
      assert.strictEqual(yield* use("first"), first)
      yield* use("one more")
      assert.strictEqual(yield* use("first"), first)
      assert.notStrictEqual(yield* use("second"), second)
    })
  )
})

describe("nonce", () => {
  it.effect("is the time in nanoseconds", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(1_752_076_800_000)
      assert.strictEqual(yield* new Lanes(1).nonce, 1_752_076_800_000_000_000n)
    })
  )

  it.effect("strictly rises: at one instant, and when the clock goes back", () =>
    Effect.gen(function* () {
      const lanes = new Lanes(1)
      yield* TestClock.setTime(1000)
      const [a, b] = [yield* lanes.nonce, yield* lanes.nonce]
      yield* TestClock.setTime(500)
      const c = yield* lanes.nonce
      yield* TestClock.setTime(2000)
      const d = yield* lanes.nonce
      assert.deepStrictEqual([a, b, c, d], [1_000_000_000n, 1_000_000_001n, 1_000_000_002n, 2_000_000_000n])
    })
  )
})
