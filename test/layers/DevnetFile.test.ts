import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Devnet } from "effect-bittensor"
import * as DevnetFile from "effect-bittensor/layers/DevnetFile"
import * as DevnetMemory from "effect-bittensor/layers/DevnetMemory"

/** A file in a directory that is gone afterwards. */
const file = Effect.acquireRelease(
  Effect.sync(() => join(mkdtempSync(join(tmpdir(), "devnet-")), "state")),
  (path) => Effect.sync(() => rmSync(join(path, ".."), { recursive: true }))
)

const onChain = (options?: DevnetMemory.Options) => Effect.provide(DevnetMemory.layer(options))
const mined = (count: number) => Effect.flatMap(Devnet, (devnet) => devnet.mine(count))
const head = Effect.flatMap(Devnet, (devnet) => devnet.head)

describe("a state in a file", () => {
  it.live(
    "is gone on from",
    Effect.fn(function* () {
      const path = yield* file
      const saved = yield* mined(5).pipe(Effect.tap(DevnetFile.save(path)), onChain())
      const loaded = Effect.andThen(DevnetFile.load(path), head)
      assert.deepStrictEqual(yield* loaded.pipe(onChain()), saved)
      assert.deepStrictEqual(readdirSync(join(path, "..")), ["state"])
    }, Effect.scoped)
  )

  it.live(
    "need not be there",
    Effect.fn(function* () {
      assert.isFalse(yield* DevnetFile.load(yield* file).pipe(onChain()))
    }, Effect.scoped)
  )

  it.live(
    "is that of this chain, in order and in full",
    Effect.fn(function* () {
      const path = yield* file
      yield* mined(1).pipe(Effect.andThen(DevnetFile.save(path)), onChain())
      const whole = readFileSync(path)
      const reason = (options?: DevnetMemory.Options) =>
        Effect.map(Effect.flip(DevnetFile.load(path).pipe(onChain(options))), (error) => error.reason)
      assert.strictEqual(yield* reason({ seed: "1" }), "OtherGenesis")
      for (const length of [0, 1, 17, 100, whole.length - 1]) {
        writeFileSync(path, whole.subarray(0, length))
        assert.strictEqual(yield* reason(), "NotAnImage", `${length} bytes`)
      }
      writeFileSync(path, Buffer.concat([whole, Buffer.of(0)]))
      assert.strictEqual(yield* reason(), "NotAnImage")
    }, Effect.scoped)
  )

  it.live(
    "stays as it was where it cannot be written",
    Effect.fn(function* () {
      const path = yield* file
      const missing = join(path, "..", "missing", "state")
      const error = yield* Effect.flip(DevnetFile.save(missing).pipe(onChain()))
      assert.deepStrictEqual([error.reason, error.detail], ["Io", `${missing} cannot be written`])
      assert.isFalse(existsSync(missing))
      writeFileSync(path, "")
      chmodSync(path, 0o000)
      if (process.getuid?.() === 0) return // whom no rights keep out
      assert.strictEqual((yield* Effect.flip(DevnetFile.load(path).pipe(onChain()))).reason, "Io")
    }, Effect.scoped)
  )
})
