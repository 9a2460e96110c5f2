import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { NodeServices } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { Hotkey, Metagraph, WeightSetter } from "effect-bittensor"
import * as WeightSetterFile from "effect-bittensor/layers/WeightSetterFile"
import { make as makeJournal } from "effect-bittensor/services/weightSetter/Journal"
import { layerTest, Subnet } from "effect-bittensor/testing"
import { KeyValueStore } from "effect/persistence"
import { modeOf, temporaryDirectory } from "../support/temporary.ts"

const storeIn = (directory: string) =>
  KeyValueStore.KeyValueStore.pipe(Effect.provide(Layer.fresh(WeightSetterFile.layerJournal(directory))))

/** The number in a journal, which goes up by one. */
const lived = (store: KeyValueStore.KeyValueStore) =>
  Effect.gen(function* () {
    const journal = makeJournal(store, "effect-bittensor/weights/0xab/1/5F")
    const { settled = 0 } = yield* journal.load
    yield* journal.save({ settled: settled + 1, commits: [] })
    return settled
  })

describe("a journal in files", () => {
  it.live(
    "is nobody else's to read",
    Effect.fn(function* () {
      const directory = join(yield* temporaryDirectory, "of", "mine")
      const store = yield* storeIn(directory)
      assert.isFalse(existsSync(directory))
      assert.isUndefined(yield* store.get("a/b"))
      yield* store.set("a/b", "secret")
      yield* store.set("c", Uint8Array.of(1, 2))
      assert.strictEqual(modeOf(directory), 0o700)
      assert.deepStrictEqual(
        readdirSync(directory).map((name) => [name, modeOf(join(directory, name))]),
        [
          ["a%2Fb", 0o600],
          ["c", 0o600]
        ]
      )
      assert.strictEqual(yield* store.get("a/b"), "secret")
      assert.deepStrictEqual(yield* store.getUint8Array("c"), Uint8Array.of(1, 2))
    }, Effect.scoped)
  )

  it.live(
    "lasts from one program to the next, also from one that had Effect's own files, which others could read",
    Effect.fn(function* () {
      const directory = yield* temporaryDirectory
      const before = yield* KeyValueStore.KeyValueStore.pipe(
        Effect.provide(KeyValueStore.layerFileSystem(directory).pipe(Layer.provide(NodeServices.layer)))
      )
      assert.deepStrictEqual([yield* lived(before), yield* lived(before)], [0, 1])
      const open = () => Effect.flatMap(storeIn(directory), lived)
      assert.deepStrictEqual([yield* open(), yield* open(), yield* open()], [2, 3, 4])
      const modes = readdirSync(directory).map((name) => modeOf(join(directory, name)))
      assert.deepStrictEqual(modes, [0o600, 0o600])
    }, Effect.scoped)
  )

  it.live(
    "is a store as others are, which does not see what was left half written",
    Effect.fn(function* () {
      const directory = yield* temporaryDirectory
      const store = yield* storeIn(directory)
      yield* Effect.forEach(["x/1", "x/2", "y"], (key) => store.set(key, key))
      writeFileSync(join(directory, "y.7f1d3b52-0c1e-4c0b-9a55-6d1f0e0c7a11"), "half")
      assert.deepStrictEqual((yield* store.keys).toSorted(), ["x/1", "x/2", "y"])
      yield* store.clearPrefix("x/")
      yield* store.remove("never there")
      assert.strictEqual(yield* store.size, 1)
      yield* store.clear
      assert.isTrue(yield* store.isEmpty)
    }, Effect.scoped)
  )

  it.live(
    "says what it could not do",
    Effect.fn(function* () {
      const directory = yield* temporaryDirectory
      mkdirSync(join(directory, "k"))
      const store = yield* storeIn(directory)
      const refused = [yield* Effect.flip(store.get("k")), yield* Effect.flip(store.set("k", ""))]
      assert.deepStrictEqual(
        refused.map(({ key, method }) => [method, key]),
        [
          ["get", "k"],
          ["set", "k"]
        ]
      )
      // Nothing is left of the attempt.
      assert.deepStrictEqual(readdirSync(directory), ["k"])
    }, Effect.scoped)
  )

  it.live(
    "brings weights to the chain",
    Effect.fn(
      function* () {
        const directory = yield* temporaryDirectory
        const subnet = yield* Subnet.launch({ validators: 1, miners: 1 })
        const setter = WeightSetterFile.layer({
          weights: Effect.succeed(new Map([[1, 1]])),
          isManual: true,
          directory
        }).pipe(Layer.provide([Metagraph.layer(subnet.netuid), Layer.succeed(Hotkey, subnet.validator(0).hotkey)]))
        const events = yield* Effect.provide(
          WeightSetter.use(({ once }) => once),
          setter
        )
        assert.deepStrictEqual(
          events.map(({ _tag }) => _tag),
          ["Set"]
        )
        assert.strictEqual(readdirSync(directory).length, 2)
      },
      Effect.scoped,
      Effect.provide(layerTest)
    )
  )
})
