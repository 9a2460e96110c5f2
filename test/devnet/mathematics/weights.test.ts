/** Weights on their way into storage: recorded scalings and limits of the runtime. */
import { assert, describe, it } from "@effect/vitest"
import { isWithinLimit, maxUpscale } from "../../../src/devnet/mathematics/weights.ts"
import { loadVectors } from "../../support/vectors.ts"

interface Weights {
  readonly upscale: ReadonlyArray<{ readonly values: ReadonlyArray<number>; readonly stored: ReadonlyArray<number> }>
  readonly max_weight_limit: ReadonlyArray<{
    readonly max_weight_limit: number
    readonly values: ReadonlyArray<number>
    readonly accepted: boolean
  }>
}

describe("maxUpscale", () => {
  const recordings = loadVectors<Weights>("runtime", "weights.json").flatMap(({ data }) => data.upscale)

  it("stores what the runtime stores", () => {
    assert.isAtLeast(recordings.length, 20)
    for (const { stored, values } of recordings) assert.deepStrictEqual(Array.from(maxUpscale(values)), stored)
  })

  it("leaves nothing as nothing", () => assert.deepStrictEqual(maxUpscale([]), new Uint16Array()))

  /** I32F32 as the specification spells it: a quotient first or last, and then rounded. */
  const exact = (weight: bigint, maximum: bigint): bigint => {
    const bits = 2n ** 32n
    const scaled = maximum > 32_768n ? weight * ((65_535n * bits) / maximum) : (weight * 65_535n * bits) / maximum
    return (scaled + bits / 2n) / bits
  }

  it("rounds every weight below every maximum as the specification does", () => {
    for (const maximum of [1, 2, 3, 7, 32_767, 32_768, 32_769, 43_690, 50_001, 65_534, 65_535]) {
      const weights = Array.from({ length: maximum + 1 }, (_, weight) => weight)
      const wrong = Array.from(maxUpscale(weights)).filter(
        (stored, weight) => BigInt(stored) !== exact(BigInt(weight), BigInt(maximum))
      )
      assert.deepStrictEqual(wrong, [], `maximum ${maximum}`)
    }
  })
})

describe("isWithinLimit", () => {
  const recordings = loadVectors<Weights>("runtime", "weights.json").flatMap(({ data }) => data.max_weight_limit)

  it("accepts what the runtime accepts", () => {
    assert.isAtLeast(recordings.length, 14)
    for (const { accepted, max_weight_limit, values } of recordings) {
      const isAccepted = max_weight_limit === 65535 || isWithinLimit(maxUpscale(values), max_weight_limit)
      assert.strictEqual(isAccepted, accepted, `${values.join()} with ${max_weight_limit}`)
    }
  })
})
