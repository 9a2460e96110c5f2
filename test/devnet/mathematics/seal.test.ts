/** Seals: recorded work that the runtime accepted, and the bound of a difficulty. */
import { assert, describe, it } from "@effect/vitest"
import { meetsDifficulty, seal } from "../../../src/devnet/mathematics/seal.ts"
import { hex, loadVectors, toHex } from "../../support/vectors.ts"

interface SealCase {
  readonly block_hash: string
  readonly hotkey: string
  readonly nonce: string
  readonly difficulty: number
  readonly seal: string
}

describe("seal", () => {
  const cases = loadVectors<{ readonly cases: ReadonlyArray<SealCase> }>("runtime", "pow.json").flatMap(
    ({ data }) => data.cases
  )

  it("is the runtime's, and accepted at the recorded difficulty", () => {
    assert.isAtLeast(cases.length, 4)
    for (const one of cases) {
      const work = { blockHash: hex(one.block_hash), account: hex(one.hotkey), nonce: BigInt(one.nonce) }
      assert.strictEqual(toHex(seal(work)), one.seal)
      assert.isTrue(meetsDifficulty(seal(work), BigInt(one.difficulty)))
      assert.notStrictEqual(toHex(seal({ ...work, nonce: work.nonce + 1n })), one.seal)
    }
  })

  it("has to stay below 2^256 with the difficulty", () => {
    const half = Uint8Array.of(0x80, ...new Uint8Array(31))
    assert.isFalse(meetsDifficulty(half, 2n))
    assert.isTrue(meetsDifficulty(half, 1n))
    assert.isTrue(meetsDifficulty(Uint8Array.of(0x7f, ...new Uint8Array(31).fill(0xff)), 2n))
    assert.isTrue(meetsDifficulty(half, 0n))
  })
})
