/** Storage that several ask for at once. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { ChainError } from "effect-bittensor"
import { Unreachable } from "effect-bittensor/services/ChainError"
import { make } from "../../../../src/layers/internal/subtensor/stored.ts"

const BLOCK = { hash: `0x${"11".repeat(32)}` } as const
const LAST = { hash: undefined }
const key = (index: number) => `0x${index.toString(16).padStart(4, "0")}`

/** A node that holds, under each key, the key itself, but nothing under key 0; and what it was asked. */
const node = () => {
  const asked: Array<readonly [method: string, keys: number, hash: string | undefined]> = []
  const heldUnder = (one: string) => (one === key(0) ? null : one)
  const stored = make((method, [given], { hash }) => {
    const keys = typeof given === "string" ? [given] : (given as ReadonlyArray<string>)
    asked.push([method, keys.length, hash])
    const changes = keys.map((one) => [one, heldUnder(one)])
    return Effect.succeed(method === "state_getStorage" ? heldUnder(keys[0]!) : [{ block: "0x00", changes }])
  })
  const all = (...keys: ReadonlyArray<string>) =>
    Effect.forEach(keys, (one) => stored.one(one, LAST), { concurrency: "unbounded" })
  return { asked, all, stored }
}

describe("what is stored", () => {
  it.effect("under one key is one question for it", () =>
    Effect.gen(function* () {
      const { all, asked } = node()
      assert.deepStrictEqual(yield* all(key(1)), [key(1)])
      assert.deepStrictEqual(yield* all(key(0)), [null])
      assert.deepStrictEqual(
        asked,
        Array.from({ length: 2 }, () => ["state_getStorage", 1, undefined] as const)
      )
    })
  )

  it.effect("under keys that are asked for at once is one question for all, each key once", () =>
    Effect.gen(function* () {
      const { all, asked } = node()
      assert.deepStrictEqual(yield* all(key(2), key(0), key(2)), [key(2), null, key(2)])
      assert.deepStrictEqual(asked, [["state_queryStorageAt", 2, undefined]])
    })
  )

  it.effect("of two blocks is two questions, and of more than a thousand keys one for each thousand", () =>
    Effect.gen(function* () {
      const { asked, stored } = node()
      const now = Array.from({ length: 1001 }, (_, index) => stored.one(key(index), LAST))
      yield* Effect.all([...now, stored.one(key(1), BLOCK)], { concurrency: "unbounded" })
      assert.sameDeepMembers(asked, [
        ["state_queryStorageAt", 1000, undefined],
        ["state_queryStorageAt", 1, undefined],
        ["state_getStorage", 1, BLOCK.hash]
      ])
    })
  )

  it.effect("comes to the others though one does not wait for it", () =>
    Effect.gen(function* () {
      const { stored } = node()
      const [gone, there] = yield* Effect.forEach([1, 2], (index) =>
        Effect.forkChild(stored.one(key(index), LAST), { startImmediately: true })
      )
      yield* Fiber.interrupt(gone!)
      assert.strictEqual(yield* Fiber.join(there!), key(2))
    })
  )

  it.effect("is not to be had by anybody where the node does not answer, or leaves a key out", () =>
    Effect.gen(function* () {
      const error = new ChainError({ reason: new Unreachable({ endpoints: [], detail: "nobody is there" }) })
      const silent = make(() => Effect.fail(error))
      const errors = yield* Effect.forEach([1, 2], (index) => Effect.flip(silent.one(key(index), LAST)), {
        concurrency: 2
      })
      assert.deepStrictEqual(errors, [error, error])
      const forgetful = make(() => Effect.succeed([{ block: "0x00", changes: [] }]))
      const { reason } = yield* Effect.flip(forgetful.many("System.Account", [key(1)], LAST))
      assert.strictEqual(reason._tag, "Undecodable")
    })
  )
})
