/** The figures of a search (pow.md §5), and the faults of the old solver's that they must not have (§4.2). */
import { assert, describe, it } from "vitest"
import * as Progress from "../../src/pow/Progress.ts"

const difficulty = 1_000_000n

describe("progress", () => {
  it("takes the first rate as it is", () => {
    const first = Progress.next(difficulty, undefined, { tried: 5000, elapsed: 500 })
    assert.deepStrictEqual([first.rate, first.smoothedRate, first.averageRate], [10_000, 10_000, 10_000])
    assert.strictEqual(first.expected, 100_000)
  })

  it("follows a change by e^(−Δt/5 s), the newest counting most", () => {
    const first = Progress.next(difficulty, undefined, { tried: 1000, elapsed: 1000 })
    const second = Progress.next(difficulty, first, { tried: 4000, elapsed: 2000 })
    assert.strictEqual(second.rate, 3000)
    assert.closeTo(second.smoothedRate, 1000 + (1 - Math.exp(-0.2)) * 2000, 1e-9)
    assert.strictEqual(second.averageRate, 2000)
  })

  it("does not divide by a time that has not passed", () => {
    const now = Progress.next(difficulty, undefined, { tried: 10, elapsed: 0 })
    assert.deepStrictEqual([now.rate, now.smoothedRate, now.averageRate], [0, 0, 0])
    assert.strictEqual(now.expected, Number.POSITIVE_INFINITY)
  })
})
