/** That long work does not keep the event loop from everything else. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { Turnstile } from "../../../src/layers/internal/axon/Turnstile.ts"

/** A turnstile, and work that takes more than half of what one turn is given: two of them fill it. */
const make = () => {
  let now = 0
  const work = Effect.sync(() => {
    now += 6
  })
  return { turnstile: new Turnstile(() => now), work }
}

const nextTurn = Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve)))

describe("Turnstile", () => {
  it.live("lets so much work begin in one turn, in the order of arrival, and the rest in later ones", () =>
    Effect.gen(function* () {
      const { turnstile, work } = make()
      let turn = 0
      let ticking = setImmediate(function tick() {
        turn++
        ticking = setImmediate(tick)
      })
      const begun: Array<readonly [n: number, turn: number]> = []
      const pass = (n: number) =>
        Effect.andThen(
          turnstile.pass("a"),
          Effect.andThen(
            Effect.sync(() => begun.push([n, turn])),
            work
          )
        )
      const fibers = yield* Effect.forEach([1, 2, 3, 4, 5], (n) =>
        Effect.forkChild(pass(n), { startImmediately: true })
      )
      yield* Effect.forEach(fibers, Fiber.await)
      clearImmediate(ticking)
      assert.deepStrictEqual(
        begun.map(([n]) => n),
        [1, 2, 3, 4, 5]
      )
      for (const [index, [, turn]] of begun.slice(2).entries()) assert.isAbove(turn, begun[index]![1])
    })
  )

  it.live("lets those with the fewest waiting pass first, and what is long last", () =>
    Effect.gen(function* () {
      const { turnstile, work } = make()
      const passed: Array<string> = []
      const pass = (key: string) =>
        Effect.forkChild(
          Effect.andThen(
            key === "long" ? turnstile.passLong : turnstile.pass(key),
            Effect.andThen(
              Effect.sync(() => passed.push(key)),
              work
            )
          ),
          { startImmediately: true }
        )
      const fibers = yield* Effect.forEach(["many", "many", "many", "many", "many", "long", "few", "other"], pass)
      yield* Effect.forEach(fibers, Fiber.await)
      // Two begin while the turn in which they come is young. In each later one two more do, and one that is long.
      assert.deepStrictEqual(passed, ["many", "many", "few", "other", "long", "many", "many", "many"])
    })
  )

  it.live("forgets who leaves before its turn", () =>
    Effect.gen(function* () {
      const { turnstile, work } = make()
      const busy = Effect.andThen(turnstile.pass("a"), Effect.andThen(work, work))
      yield* busy
      let hasPassed = false
      const late = yield* Effect.forkChild(
        Effect.andThen(
          turnstile.pass("a"),
          Effect.sync(() => (hasPassed = true))
        ),
        { startImmediately: true }
      )
      assert.isFalse(turnstile.isEmpty)
      yield* Fiber.interrupt(late)
      assert.isTrue(turnstile.isEmpty)
      yield* nextTurn
      assert.isFalse(hasPassed)
      yield* turnstile.pass("a")
    })
  )
})
