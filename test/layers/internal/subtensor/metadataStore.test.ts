import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { DEFAULT_DIRECTORY, inDirectory, none } from "../../../../src/layers/internal/subtensor/metadataStore.ts"
import { temporaryDirectory } from "../../../support/temporary.ts"

const genesis = `0x${"ab".repeat(32)}` as const
const version = { specName: "node-subtensor", specVersion: 185, transactionVersion: 1 }
const metadata = Uint8Array.from({ length: 1000 }, (_, index) => index & 0xff)

describe("a store of metadata", () => {
  it.effect("gives what was kept, for the same chain and version", () =>
    Effect.gen(function* () {
      const store = inDirectory(join(yield* temporaryDirectory, "not", "there", "yet"))
      assert.isUndefined(yield* store.load(genesis, version))
      yield* store.save(genesis, version, metadata)
      assert.deepStrictEqual(Uint8Array.from((yield* store.load(genesis, version)) ?? []), metadata)
      assert.isUndefined(yield* store.load(genesis, { ...version, specVersion: 186 }))
      assert.isUndefined(yield* store.load(`0x${"cd".repeat(32)}`, version))
    })
  )

  it.effect("gives nothing that was damaged", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      const store = inDirectory(directory)
      yield* store.save(genesis, version, metadata)
      const [name = ""] = readdirSync(directory)
      const path = join(directory, name)
      const whole = readFileSync(path)
      const flipped = Uint8Array.from(whole, (byte, index) => (index === 500 ? byte ^ 1 : byte))
      for (const damaged of [flipped, whole.subarray(0, 500), whole.subarray(0, 10), new Uint8Array()]) {
        writeFileSync(path, damaged)
        assert.isUndefined(yield* store.load(genesis, version))
      }
    })
  )

  it.effect("does not mind what it cannot read or write", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      writeFileSync(join(directory, "file"), "")
      const store = inDirectory(join(directory, "file"))
      yield* store.save(genesis, version, metadata)
      assert.isUndefined(yield* store.load(genesis, version))
      mkdirSync(join(directory, "closed"))
      chmodSync(join(directory, "closed"), 0o500)
      yield* inDirectory(join(directory, "closed")).save(genesis, version, metadata)
    })
  )

  it.effect("may keep nothing at all", () =>
    Effect.gen(function* () {
      yield* none.save(genesis, version, metadata)
      assert.isUndefined(yield* none.load(genesis, version))
    })
  )

  it("is where the Python SDK's files are, if nothing is said", () => {
    assert.strictEqual(DEFAULT_DIRECTORY, "~/.bittensor/metadata")
  })
})
