/** The order of last use, that looking at its front costs the same however large the map is, and that nothing is kept for it. */
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { assert, describe, it } from "vitest"
import { Oldest } from "../../../src/layers/internal/Oldest.ts"

const make = (...keys: ReadonlyArray<string>) => {
  const map = new Map<string, object>()
  const use = (key: string) => {
    map.delete(key)
    map.set(key, {})
    oldest.joined()
  }
  const oldest = new Oldest(map)
  keys.forEach(use)
  return { map, use, key: () => oldest.entry?.[0] }
}

describe("Oldest", () => {
  it("is the entry that was not used for the longest time", () => {
    const { key, map, use } = make("a", "b", "c")
    assert.strictEqual(key(), "a")
    use("a")
    assert.strictEqual(key(), "b")
    map.delete("b")
    map.delete("c")
    assert.strictEqual(key(), "a")
    use("a")
    use("d")
    assert.strictEqual(key(), "a")
  })

  it("is none in an empty map, and there again when the map is filled again", () => {
    const { key, map, use } = make("a")
    assert.strictEqual(key(), "a")
    map.clear()
    assert.isUndefined(key())
    use("a")
    use("b")
    assert.strictEqual(key(), "a")
  })

  it("follows a queue, whatever its length", () => {
    const { key, map, use } = make(...Array.from({ length: 50_000 }, (_, index) => String(index)))
    const startedAt = performance.now()
    for (let index = 0; index < 50_000; index++) {
      assert.isTrue(key() === String(index))
      map.delete(String(index))
      use(String(index + 50_000))
    }
    // With an iterator for each look it takes many seconds.
    assert.isBelow(performance.now() - startedAt, 3000)
  })

  it.each(["never", "once"])("keeps nothing of what was moved since, if it is asked %s", async (asked) => {
    setFlagsFromString("--expose-gc")
    const collect = runInNewContext("gc") as () => void
    const { key, map, use } = make("idle", ...Array.from({ length: 100 }, (_, index) => String(index)))
    if (asked === "once") assert.strictEqual(key(), "idle")
    const moved = new WeakRef(map.get("0")!)
    for (let index = 0; index < 100_000; index++) use(String(index % 100))
    // A WeakRef keeps its target until the present task ends.
    await new Promise(setImmediate)
    collect()
    assert.isUndefined(moved.deref())
    assert.strictEqual(key(), "idle")
  })
})
