/** Difficulties, on both sides of each boundary that the chain was seen to draw (pow.md §1.2). */
import { assert, describe, it } from "vitest"
import * as Difficulty from "../../src/pow/Difficulty.ts"
import * as Seal from "../../src/protocol/Seal.ts"
import { powVectors } from "../support/powVectors.ts"
import { hex, toHex } from "../support/vectors.ts"

describe("difficulty", () => {
  for (const { data, directory } of powVectors) {
    it(`is met as the chain sees it (${data.difficulty.length} of ${directory})`, () => {
      for (const { difficulty, meets, note, seal, threshold } of data.difficulty) {
        assert.strictEqual(Difficulty.isMet(BigInt(difficulty), BigInt(seal)), meets, note)
        if (threshold !== null) assert.strictEqual(Difficulty.threshold(BigInt(difficulty)), BigInt(threshold), note)
      }
    })
  }

  for (const { data, directory } of powVectors) {
    it(`is judged as a runtime judged it (${directory})`, () => {
      for (const { blockHash, difficulty, key, nonce, note, result, work } of data.chain.entries) {
        if (work === undefined || difficulty === undefined || result === "ERR InvalidWorkBlock") continue
        const isMet = Difficulty.isMet(BigInt(difficulty), Seal.value("Classic", hex(work)))
        assert.strictEqual(isMet, result !== "ERR InvalidDifficulty", note)
        if (!result.startsWith("OK") || blockHash === undefined || key === undefined || nonce === undefined) continue
        const preimage = Seal.preimage(Seal.classic({ blockHash: hex(blockHash), key: hex(key) }))
        assert.strictEqual(toHex(Seal.hash(preimage, BigInt(nonce))), work, note)
      }
    })
  }

  it("lets a kernel pass all that meets it, and hardly more", () => {
    for (const difficulty of [1n, 2n, 3n, 1_000_003n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 63n, Difficulty.maxDifficulty]) {
      const filter = BigInt(Difficulty.filter(difficulty))
      assert.isTrue(Difficulty.threshold(difficulty) >> 224n <= filter)
      assert.isFalse(Difficulty.isMet(difficulty, (filter + 1n) << 224n))
    }
  })

  it("says how likely it was to have found something", () => {
    assert.strictEqual(Difficulty.probability(1000n, 0), 0)
    assert.closeTo(Difficulty.probability(1000n, 1000), 1 - Math.exp(-1), 1e-12)
    // Far below one, where 1 − e^x would lose all digits.
    assert.closeTo(Difficulty.probability(2n ** 63n, 1) * 2 ** 63, 1, 1e-12)
  })
})
