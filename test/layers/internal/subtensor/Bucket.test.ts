import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import * as Bucket from "../../../../src/layers/internal/subtensor/rpc/Bucket.ts"

/** Wants many turns, and counts those that it had. */
const taking = (bucket: Bucket.Bucket) =>
  Effect.gen(function* () {
    let taken = 0
    const once = Effect.andThen(
      bucket,
      Effect.sync(() => void taken++)
    )
    for (let turn = 0; turn < 100; turn++) yield* Effect.forkChild(once, { startImmediately: true })
    return () => taken
  })

describe("a bucket", () => {
  it.effect("gives so many turns at once, and then so many a second", () =>
    Effect.gen(function* () {
      const taken = yield* taking(Bucket.make({ burst: 5, perSecond: 10 }))
      yield* TestClock.adjust(0)
      assert.strictEqual(taken(), 5)
      yield* TestClock.adjust("1 second")
      assert.strictEqual(taken(), 15)
      yield* TestClock.adjust("250 millis")
      assert.strictEqual(taken(), 17)
    })
  )

  it.effect("is full again after a while, and no fuller", () =>
    Effect.gen(function* () {
      const bucket = Bucket.make({ burst: 3, perSecond: 1 })
      yield* Effect.all([bucket, bucket, bucket])
      yield* TestClock.adjust("1 hour")
      const taken = yield* taking(bucket)
      yield* TestClock.adjust(0)
      assert.strictEqual(taken(), 3)
    })
  )

  it.effect("gives turns in order", () =>
    Effect.gen(function* () {
      const bucket = Bucket.make({ burst: 1, perSecond: 1 })
      const order: Array<number> = []
      yield* Effect.forkChild(
        Effect.forEach(
          [1, 2, 3],
          (place) =>
            Effect.andThen(
              bucket,
              Effect.sync(() => void order.push(place))
            ),
          {
            concurrency: "unbounded"
          }
        )
      )
      yield* TestClock.adjust("1500 millis")
      assert.deepStrictEqual(order, [1, 2])
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(order, [1, 2, 3])
    })
  )

  it.effect("takes nothing for those who gave up", () =>
    Effect.gen(function* () {
      const bucket = Bucket.make({ burst: 1, perSecond: 1 })
      yield* bucket
      const waiting = yield* Effect.forEach([1, 2, 3], () => Effect.forkChild(bucket, { startImmediately: true }))
      yield* Fiber.interruptAll(waiting)
      const taken = yield* taking(bucket)
      yield* TestClock.adjust("1 second")
      assert.strictEqual(taken(), 1)
    })
  )
})
