/** The order of last use, and that looking at its front costs the same however large the map is. */
import { assert, describe, it } from "vitest"
import { Oldest } from "../../../src/layers/internal/Oldest.ts"

const make = (...keys: ReadonlyArray<string>) => {
  const map = new Map<string, object>()
  const use = (key: string) => {
    map.delete(key)
    map.set(key, {})
  }
  keys.forEach(use)
  const oldest = new Oldest(map)
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
    // With an iterator for each look it takes several seconds.
    assert.isBelow(performance.now() - startedAt, 1000)
  })
})
