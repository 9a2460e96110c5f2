import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { assert, describe, it } from "vitest"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import { changes, type Change, type Snapshot, Storage } from "effect-bittensor/devnet/state/Storage"
import { type Random, seeded } from "../../support/randomPython.ts"

const key = (text: string): Hex => `0x${text}`
const below = (random: Random, limit: number): number => Math.floor(random() * limit)

/** Keys of one to four bytes, most of which share a beginning, so that prefixes, neighbours and equals are common. */
const randomKey = (random: Random): Hex =>
  key(Array.from({ length: 1 + below(random, 4) }, () => `0${below(random, 4)}`).join(""))

/** What a storage must do, done with a Map that is copied and sorted each time. */
class Model {
  map = new Map<Hex, Uint8Array>()
  sorted = () =>
    [...this.map].toSorted(([a], [b]) => Buffer.compare(Buffer.from(a.slice(2), "hex"), Buffer.from(b.slice(2), "hex")))
  under = (prefix: Hex) => this.sorted().filter(([one]) => one.startsWith(prefix))
  keys = (prefix: Hex, after: Hex | undefined, limit: number) =>
    this.under(prefix)
      .map(([one]) => one)
      .filter((one) => after === undefined || one > after)
      .slice(0, limit)
  changesSince = (before: ReadonlyMap<Hex, Uint8Array>): ReadonlyArray<Change> =>
    [...new Set([...before.keys(), ...this.map.keys()])].toSorted().flatMap((one) => {
      const [old, value] = [before.get(one), this.map.get(one)]
      if (old === undefined && value === undefined) return []
      return old !== undefined && value !== undefined && Buffer.compare(old, value) === 0 ? [] : [{ key: one, value }]
    })
}

/** One step on both. */
const step = (random: Random, storage: Storage, model: Model): void => {
  const at = randomKey(random)
  const value = Uint8Array.of(below(random, 3))
  switch (below(random, 10)) {
    case 0:
    case 1:
      storage.delete(at)
      model.map.delete(at)
      break
    case 2:
      assert.strictEqual(storage.clear(at), model.under(at).length)
      for (const [one] of model.under(at)) model.map.delete(one)
      break
    default:
      storage.set(at, value)
      model.map.set(at, value)
  }
}

describe("a storage, beside a Map that is sorted", () => {
  it("has the same values, keys, pages and changes through snapshots and reverts", () => {
    const random = seeded(4)
    const storage = new Storage()
    const model = new Model()
    const kept: Array<{ readonly snapshot: Snapshot; readonly map: ReadonlyMap<Hex, Uint8Array> }> = []
    for (let round = 0; round < 2000; round++) {
      step(random, storage, model)
      if (random() < 0.05) kept.push({ snapshot: storage.snapshot(), map: new Map(model.map) })
      const old = kept[below(random, kept.length)]
      if (old !== undefined && random() < 0.1) {
        assert.deepStrictEqual(changes(old.snapshot, storage.snapshot()), model.changesSince(old.map))
      }
      if (old !== undefined && random() < 0.03) {
        storage.restore(old.snapshot)
        model.map = new Map(old.map)
      }
      const [prefix, after] = [randomKey(random), random() < 0.5 ? undefined : randomKey(random)]
      const limit = below(random, 5)
      assert.deepStrictEqual(storage.keys(prefix, { after, limit }), model.keys(prefix, after, limit))
      assert.strictEqual(storage.get(prefix), model.map.get(prefix))
      assert.strictEqual(storage.has(prefix), model.map.has(prefix))
    }
    assert.deepStrictEqual([...storage.entries("0x")], model.sorted())
    assert.strictEqual(storage.size, model.map.size)
    for (const { map, snapshot } of kept) assert.strictEqual(snapshot.size, map.size)
    assert.isAbove(kept.length, 50)
  })

  it("leaves no trace of transactions that fail, however deep", () => {
    const random = seeded(5)
    const storage = new Storage()
    const model = new Model()
    const transaction = (depth: number): void => {
      const before = new Map(model.map)
      const keep = random() < 0.5
      const run = () => {
        for (let count = 0; count < 5; count++) step(random, storage, model)
        if (depth > 0) for (let count = 0; count < 2; count++) transaction(depth - 1)
        if (!keep && random() < 0.5) throw new Error("trap")
        return keep
      }
      try {
        storage.transaction(run, (kept) => kept)
      } catch (error) {
        assert.strictEqual((error as Error).message, "trap")
      }
      if (!keep) model.map = before
      assert.deepStrictEqual([...storage.entries("0x")], model.sorted())
    }
    for (let round = 0; round < 50; round++) transaction(3)
    assert.isAbove(storage.size, 0)
  })
})

describe("a walk", () => {
  it("does not see what is written meanwhile", () => {
    const storage = new Storage()
    for (let index = 0; index < 200; index++)
      storage.set(key(index.toString(16).padStart(2, "0")), Uint8Array.of(index))
    const seen: Array<number> = []
    for (const [at, [value]] of storage.entries("0x")) {
      seen.push(value!)
      storage.delete(at)
      storage.set(key("ffff"), Uint8Array.of(0))
    }
    assert.deepStrictEqual(
      seen,
      Array.from({ length: 200 }, (_, index) => index)
    )
    assert.deepStrictEqual(storage.keys("0x"), [key("ffff")])
  })

  it("goes on behind a key that is gone, or before the prefix", () => {
    const storage = new Storage()
    for (const text of ["01", "0201", "0203", "03"]) storage.set(key(text), Uint8Array.of())
    assert.deepStrictEqual(storage.keys(key("02"), { after: key("0202") }), [key("0203")])
    assert.deepStrictEqual(storage.keys(key("02"), { after: key("01"), limit: 1 }), [key("0201")])
    assert.deepStrictEqual(storage.keys(key("02"), { after: key("03") }), [])
    assert.deepStrictEqual(storage.keys(key("02"), { limit: 0 }), [])
  })
})

describe("a snapshot", () => {
  it("can be compared with that of a storage made elsewhere", () => {
    const [one, other] = [new Storage(), new Storage()]
    one.set("0x01", Uint8Array.of(1))
    other.set("0x02", Uint8Array.of(2))
    assert.deepStrictEqual(changes(one.snapshot(), other.snapshot()), [
      { key: "0x01", value: undefined },
      { key: "0x02", value: Uint8Array.of(2) }
    ])
  })

  it("can begin several storages, none of which changes it", () => {
    const storage = new Storage()
    storage.set(key("01"), Uint8Array.of(1))
    const snapshot = storage.snapshot()
    const other = new Storage(snapshot)
    other.set(key("01"), Uint8Array.of(2))
    storage.delete(key("01"))
    assert.deepStrictEqual(new Storage(snapshot).get(key("01")), Uint8Array.of(1))
    assert.deepStrictEqual(changes(snapshot, other.snapshot()), [{ key: key("01"), value: Uint8Array.of(2) }])
    assert.deepStrictEqual(changes(snapshot, storage.snapshot()), [{ key: key("01"), value: undefined }])
  })

  it("is no change if the same value was written again", () => {
    const storage = new Storage()
    storage.set(key("01"), Uint8Array.of(1))
    const before = storage.snapshot()
    storage.set(key("01"), Uint8Array.of(1))
    assert.deepStrictEqual(changes(before, storage.snapshot()), [])
  })

  it("of something else is refused", () => assert.throws(() => new Storage({ size: 0 }), TypeError))

  it("frees what only it held when nobody holds it", async () => {
    setFlagsFromString("--expose-gc")
    const collect = runInNewContext("gc") as () => void
    const storage = new Storage()
    for (let index = 0; index < 1000; index++) storage.set(key(index.toString(16).padStart(4, "0")), Uint8Array.of(1))
    const snapshots = [storage.snapshot()]
    const old = new WeakRef(storage.get(key("0001"))!)
    storage.set(key("0001"), Uint8Array.of(2))
    // A WeakRef keeps its target until the present task ends.
    await new Promise((resolve) => setImmediate(resolve))
    collect()
    assert.isDefined(old.deref(), "the snapshot holds it")
    snapshots.length = 0
    await new Promise((resolve) => setImmediate(resolve))
    collect()
    assert.isUndefined(old.deref())
    assert.deepStrictEqual(storage.get(key("0001")), Uint8Array.of(2))
  })
})
