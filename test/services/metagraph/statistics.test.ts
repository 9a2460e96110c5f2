/** Numbers worked out by hand. */
import { assert, describe, it } from "vitest"
import { countOf, gini, largest, sumOf } from "../../../src/services/metagraph/statistics.ts"

describe("largest", () => {
  it("gives places, the largest value first, of equal ones the lower place", () => {
    assert.deepStrictEqual(largest([1, 3, 2, 3], 3), [1, 3, 2])
  })

  it("gives no more than there are, and none if none is wanted", () => {
    assert.deepStrictEqual(largest([5, 6], 9), [1, 0])
    assert.deepStrictEqual(largest([5, 6], -1), [])
  })
})

describe("gini", () => {
  it("is 0 among equals, and of nothing", () => {
    assert.deepStrictEqual([gini([4, 4, 4]), gini([0, 0]), gini([])], [0, 0, 0])
  })

  it("is (n − 1) / n if one has all", () => {
    assert.strictEqual(gini([0, 7, 0, 0, 0]), 0.8)
  })

  it("is half of the mean difference over the mean", () => {
    // |1−2| + |1−3| + |2−3| = 4, twice, over 2 · 3² · 2
    assert.closeTo(gini([3, 1, 2]), 8 / 36, 1e-15)
  })
})

describe("sums", () => {
  it("are to the last rao", () => {
    assert.strictEqual(sumOf(BigUint64Array.of(2n ** 63n, 2n ** 63n, 1n)), 2n ** 64n + 1n)
  })

  it("count flags", () => {
    assert.strictEqual(countOf(Uint8Array.of(1, 0, 1)), 2)
  })
})
