/** What a block emits: recorded values of the runtime, and the logarithm that the specification spells. */
import { assert, describe, it } from "@effect/vitest"
import { blockEmission, supply } from "../../../src/devnet/mathematics/blockEmission.ts"
import { loadVectors } from "../../support/vectors.ts"

interface EmissionCase {
  readonly total_issuance: string
  readonly expected_block_emission: string
  readonly block_emission_storage: string
}

describe("blockEmission", () => {
  const recordings = loadVectors<{ readonly cases: ReadonlyArray<EmissionCase> }>("runtime", "block_emission.json")

  it("has recordings", () => assert.isAtLeast(recordings.flatMap(({ data }) => data.cases).length, 14))

  it("halves as the runtime, and at the supply leaves what is stored", () => {
    for (const { data } of recordings) {
      let stored = 1_000_000_000n
      for (const { block_emission_storage, expected_block_emission, total_issuance } of data.cases) {
        const issuance = BigInt(total_issuance)
        const emission = blockEmission(issuance)
        if (issuance < supply) stored = emission
        assert.strictEqual(String(emission), expected_block_emission, total_issuance)
        assert.strictEqual(String(stored), block_emission_storage, total_issuance)
      }
    }
  })

  it("halves by the logarithm that the specification spells", () => {
    const one = 1n << 32n
    /** Halving rounds there; which never gets a value to the next power of two. */
    const logarithm = (x: bigint): bigint => (x < 2n * one ? 0n : 1n + logarithm((x >> 1n) + (x & 1n)))
    const exact = (issuance: bigint): bigint => {
      const x = (one << 32n) / (one - (issuance << 32n) / supply)
      return (1_000_000_000n * ((one << 32n) / (one << logarithm(x)))) >> 32n
    }
    const steps = Array.from({ length: 33 }, (_, halving) => supply - (supply >> BigInt(halving)))
    const near = steps.flatMap((step) =>
      [-9_777_777n, -4_889_000n, -2n, -1n, 0n, 1n, 4_889_000n].map((by) => step + by)
    )
    for (const issuance of near.filter((issuance) => issuance >= 0n && issuance < supply)) {
      assert.strictEqual(blockEmission(issuance), exact(issuance), String(issuance))
    }
  })

  it("halves at each half of what is left, to the block", () => {
    let left = supply
    for (let halving = 1n; halving <= 8n; halving++) {
      left /= 2n
      assert.strictEqual(blockEmission(supply - left), 1_000_000_000n >> halving)
    }
  })
})
