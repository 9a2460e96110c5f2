/** How many bodies are read at once, and how many bytes they may hold together. */
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Scope } from "effect"
import { Bodies } from "../../../src/layers/internal/axon/Bodies.ts"
import type { BodyMeter, Refusal } from "../../../src/services/Axon.ts"

const kib = 1024

/** Lets forked fibers run until they wait. */
const settle = Effect.forEach([1, 2, 3, 4, 5], () => Effect.yieldNow, { discard: true })

/** A body whose pieces the test hands in: `take` says what the meter says to each. */
const reader = Effect.fnUntraced(function* (bodies: Bodies) {
  const scope = yield* Scope.make()
  const ended = yield* Deferred.make<Uint8Array, Refusal>()
  let meter: BodyMeter | undefined
  const source = (given: BodyMeter) => {
    meter = given
    return Deferred.await(ended)
  }
  const fiber = yield* Effect.forkChild(Effect.provideService(bodies.read(source, 1000 * kib), Scope.Scope, scope))
  yield* settle
  return {
    take: (bytes: number) => meter!.take(bytes)?.status ?? "taken",
    end: Effect.andThen(Deferred.succeed(ended, new Uint8Array()), Effect.andThen(Fiber.join(fiber), settle)),
    interrupt: Effect.andThen(Fiber.interrupt(fiber), Scope.close(scope, Exit.void)),
    close: Scope.close(scope, Exit.void)
  }
})

describe("Bodies", () => {
  it.effect("counts a body while it is read, and its bytes until its request is over", () =>
    Effect.gen(function* () {
      const bodies = new Bodies({ maxReaders: 10, maxBufferedBytes: 1000 * kib })
      const body = yield* reader(bodies)
      body.take(100 * kib)
      assert.deepStrictEqual([bodies.reading, bodies.held], [1, 36 * kib])
      yield* body.end
      assert.deepStrictEqual([bodies.reading, bodies.held], [0, 36 * kib])
      yield* body.close
      assert.deepStrictEqual([bodies.reading, bodies.held], [0, 0])
    })
  )

  it.effect("refuses what there is no room for, and always has room for small ones", () =>
    Effect.gen(function* () {
      const bodies = new Bodies({ maxReaders: 10, maxBufferedBytes: 100 * kib })
      const [large, small, other] = [yield* reader(bodies), yield* reader(bodies), yield* reader(bodies)]
      assert.strictEqual(large.take(164 * kib), "taken")
      assert.strictEqual(other.take(65 * kib), 503)
      assert.strictEqual(small.take(64 * kib), "taken")
      yield* Effect.all([large.interrupt, other.interrupt])
      assert.strictEqual(small.take(kib), "taken")
      yield* small.interrupt
      assert.deepStrictEqual([bodies.reading, bodies.held], [0, 0])
    })
  )

  it.effect("gives the slowest one up for a new one, which hears of it with its next piece", () =>
    Effect.gen(function* () {
      const bodies = new Bodies({ maxReaders: 2, maxBufferedBytes: 1000 * kib })
      const slow = yield* reader(bodies)
      const quick = yield* reader(bodies)
      slow.take(1)
      quick.take(kib)
      const newcomer = yield* reader(bodies)
      assert.strictEqual(slow.take(1), 408)
      assert.deepStrictEqual([quick.take(1), newcomer.take(1)], ["taken", "taken"])
      assert.strictEqual(bodies.reading, 2)
    })
  )
})
