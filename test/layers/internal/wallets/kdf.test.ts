/** Argon2: off the main thread, never two at once, and nobody is left waiting for one that was given up. */
import crypto from "node:crypto"
import { syncBuiltinESMExports } from "node:module"
import { afterEach, assert, describe, it, vi } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { argon2iPortable, KeyDerivation } from "../../../../src/layers/internal/wallets/kdf.ts"
import type { Kdf } from "../../../../src/protocol/KeyfileEncryption.ts"

/** As in keyfiles, with an eighth of the memory. */
const KDF: Extract<Kdf, { name: "argon2i" }> = {
  name: "argon2i",
  salt: new Uint8Array(16).fill(7),
  passes: 8,
  memoryKib: 65_536,
  length: 32
}
const password = (text: string) => new TextEncoder().encode(text)
/** With less again, where several are derived. */
const QUICK = { ...KDF, memoryKib: 16_384 }
const derive = KeyDerivation.defaultValue()

/** Counts how many derivations Node works on at the same time. */
const watch = () => {
  const seen = { running: 0, most: 0, started: 0 }
  const argon2 = crypto.argon2
  vi.spyOn(crypto, "argon2").mockImplementation((name, parameters, finish) => {
    seen.started++
    seen.most = Math.max(seen.most, ++seen.running)
    argon2(name, parameters, (error, key) => {
      seen.running--
      finish(error, key)
    })
  })
  syncBuiltinESMExports()
  return seen
}

afterEach(() => {
  vi.restoreAllMocks()
  syncBuiltinESMExports()
})

describe("KeyDerivation", () => {
  it.live("keeps the event loop answering", () =>
    Effect.gen(function* () {
      let longest = 0
      let last = performance.now()
      const timer = setInterval(() => {
        longest = Math.max(longest, performance.now() - last)
        last = performance.now()
      }, 5)
      yield* derive(KDF, password("x"))
      clearInterval(timer)
      assert.isBelow(longest, 200)
    })
  )

  it.live("works on one at a time, and gives each its own key", () =>
    Effect.gen(function* () {
      const seen = watch()
      const keys = yield* Effect.forEach(["a", "b", "c"], (text) => derive(QUICK, password(text)), {
        concurrency: "unbounded"
      })
      assert.deepStrictEqual([seen.started, seen.most], [3, 1])
      assert.strictEqual(new Set(keys.map((key) => key.join())).size, 3)
    })
  )

  it.live("lets an interrupted caller go at once, and the next one only when the thread is free", () =>
    Effect.gen(function* () {
      const seen = watch()
      const first = yield* Effect.forkChild(derive(QUICK, password("a")), { startImmediately: true })
      const waiting = yield* Effect.forkChild(derive(QUICK, password("b")), { startImmediately: true })
      const before = performance.now()
      yield* Fiber.interruptAll([first, waiting])
      assert.isBelow(performance.now() - before, 100)
      assert.strictEqual(seen.running, 1)
      yield* derive(QUICK, password("c"))
      assert.deepStrictEqual([seen.started, seen.most, seen.running], [2, 1, 0])
    })
  )

  it.live("has the same answer in plain JavaScript, for a Node without Argon2", () =>
    Effect.gen(function* () {
      const small = { ...KDF, memoryKib: 1024, passes: 2 }
      const native = yield* derive(small, password("пароль"))
      assert.deepStrictEqual(yield* argon2iPortable(small, password("пароль")), native)
    })
  )

  it.live("fails with a typed error where memory does not suffice", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(derive({ ...KDF, memoryKib: 2 ** 32 - 1, passes: 1 }, password("x")))
      assert.strictEqual(error._tag, "KdfError")
      // The turn has been given back.
      yield* derive({ ...KDF, memoryKib: 1024, passes: 1 }, password("x"))
    })
  )
})
