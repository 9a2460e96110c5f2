/** The weighted median against the runtime's bisection, where shares of stake meet kappa exactly and scores are alike. */
import { assert, describe, it } from "@effect/vitest"
import { fromRows } from "../../../src/devnet/mathematics/internal/columns.ts"
import { one } from "../../../src/devnet/mathematics/internal/i32f32.ts"
import { weightedMedians } from "../../../src/devnet/mathematics/internal/weightedMedian.ts"
import { seeded } from "../../support/randomPython.ts"
import { median } from "../../support/referenceEpoch.ts"

/** The first column of a matrix whose rows give these scores. */
const ours = (scores: ReadonlyArray<number>, stakes: ReadonlyArray<number>, kappa: number): number | undefined => {
  const rows = scores.map((score) => Uint16Array.of(0, score))
  return weightedMedians(
    fromRows(rows, () => true),
    Float64Array.from(stakes),
    kappa
  )[0]
}

describe("weightedMedians", () => {
  const half = one / 2

  it.each([
    ["the higher of two halves, when kappa is at most one half", [3, 7], [half, half], half, 7],
    ["the lower of two halves, when kappa is more", [3, 7], [half, half], half + 1, 3],
    ["0 when a half that says nothing holds more than the minority", [0, 7], [half, half], half + 1, 0],
    ["the score when such a half holds no more", [0, 7], [half, half], half, 7],
    ["the greatest without kappa", [1, 2, 9], [half, half / 2, half / 2], 0, 9],
    ["the least with a kappa above the stake", [5, 2, 9], [half, half / 2, half / 2], one + 1, 2],
    ["nothing of those without stake", [9, 1], [0, one], 0, 1],
    ["0 if nobody has stake", [9, 9], [0, 0], half, 0]
  ])("finds %s", (_, scores, stakes, kappa, expected) => assert.strictEqual(ours(scores, stakes, kappa), expected))

  it("finds what the bisection finds, at every eighth", () => {
    const random = seeded(8)
    for (let round = 0; round < 300; round++) {
      const size = 1 + Math.floor(random() * 8)
      const parts = Array.from({ length: 8 }, () => Math.floor(random() * size))
      const stakes = Array.from({ length: size }, (_, row) => (parts.filter((part) => part === row).length * one) / 8)
      const scores = stakes.map(() => Math.floor(random() * 4))
      const voters = Array.from(scores.keys()).filter((row) => stakes[row]! > 0)
      for (let eighths = 0; eighths <= 9; eighths++) {
        const kappa = (eighths * one) / 8
        const expected = median(
          voters.map((row) => BigInt(scores[row]!)),
          voters.map((row) => BigInt(stakes[row]!)),
          BigInt(one - kappa),
          Array.from(voters.keys()),
          0n,
          BigInt(one)
        )
        assert.strictEqual(ours(scores, stakes, kappa), Number(expected), `${scores} ${stakes} ${kappa}`)
      }
    }
  })
})
