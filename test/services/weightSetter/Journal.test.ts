/** A journal that survives writes that are cut short. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Logger } from "effect"
import { KeyValueStore } from "effect/persistence"
import { type Journal, make } from "effect-bittensor/services/weightSetter/Journal"

const journalOf = (settled: number): Journal => ({ settled, commits: [] })
const layer = Layer.merge(KeyValueStore.layerMemory, Logger.layer([]))

/** What there is after a write that left only so much of its text. */
const afterTorn = (store: KeyValueStore.KeyValueStore, length: number, settled: number) =>
  Effect.gen(function* () {
    const torn = KeyValueStore.make({ ...store, set: (key, text) => store.set(key, text.slice(0, length)) })
    const writer = make(torn, "j")
    yield* writer.load
    yield* writer.save(journalOf(settled))
    return yield* make(store, "j").load
  })

describe("a journal", () => {
  it.effect(
    "is that of the last whole write, from the first on",
    Effect.fn(function* () {
      const store = yield* KeyValueStore.KeyValueStore
      assert.deepStrictEqual(yield* make(store, "j").load, { commits: [] })
      for (let settled = 1; settled < 6; settled++) {
        const journal = make(store, "j")
        yield* journal.load
        yield* journal.save(journalOf(settled))
        for (const length of [0, 40, 110]) {
          assert.deepStrictEqual(yield* afterTorn(store, length, 99), journalOf(settled))
        }
      }
    }, Effect.provide(layer))
  )

  it.effect(
    "begins anew if its very first write was cut short, and is an error if both copies are damaged",
    Effect.fn(function* () {
      const store = yield* KeyValueStore.KeyValueStore
      yield* store.set("j/b", "effect-bit")
      assert.deepStrictEqual(yield* make(store, "j").load, { commits: [] })
      yield* store.set("j/a", "effect-bit")
      yield* store.set("j/b", "effect-bit")
      assert.strictEqual((yield* Effect.flip(make(store, "j").load))._tag, "JournalCorrupt")
    }, Effect.provide(layer))
  )

  it.effect(
    "says which of its keys cannot be read or written",
    Effect.fn(function* () {
      const store = yield* KeyValueStore.KeyValueStore
      const broken = new KeyValueStore.KeyValueStoreError({ method: "set", message: "no room" })
      const full = make(KeyValueStore.make({ ...store, set: () => Effect.fail(broken) }), "j")
      const unread = make(KeyValueStore.make({ ...store, get: () => Effect.fail(broken) }), "j")
      for (const [effect, operation] of [
        [full.save(journalOf(1)), "write"],
        [unread.load, "read"]
      ] as const) {
        const error = yield* Effect.flip(effect as Effect.Effect<unknown, Effect.Error<typeof unread.load>>)
        assert.deepStrictEqual([error._tag, "operation" in error && error.operation], ["JournalUnavailable", operation])
      }
    }, Effect.provide(layer))
  )
})
