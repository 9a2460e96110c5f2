/**
 * What becomes of weights that are set (runtime.md §3.8).
 *
 * @since 0.2.0
 */
import { divide, one, roundToU16, shareOf } from "./internal/i32f32.ts"

const greatest = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => Math.max(a, b), 0)

/**
 * Weights as they are stored: scaled so that the greatest is 65535.
 *
 * **Example** (Only the ratios matter)
 *
 * ```ts run
 * import { maxUpscale } from "effect-bittensor/devnet/mathematics/weights"
 *
 * Array.from(maxUpscale([100, 90, 80])) // => [65535, 58982, 52428]
 * ```
 *
 * @category conversions
 */
export const maxUpscale = (weights: ArrayLike<number>): Uint16Array => {
  const maximum = greatest(weights)
  if (maximum === 0) return new Uint16Array(weights.length)
  if (maximum <= 32768) return Uint16Array.from(weights, (weight) => roundToU16(weight, maximum))
  // 65535 times such a weight would not fit I32F32, so the runtime divides first, and that quotient is cut off
  const factor = divide(65535, maximum)
  return Uint16Array.from(weights, (weight) => Math.floor((weight * factor) / one + 0.5))
}

/**
 * Whether no stored weight has a greater share of their sum than `maxWeightsLimit`, a fraction of 65535. The sum has to fit
 * I32F32, as that of 32,768 weights always does.
 *
 * @category guards
 */
export const isWithinLimit = (stored: Uint16Array, maxWeightsLimit: number): boolean => {
  const sum = stored.reduce((total, weight) => total + weight, 0)
  return shareOf(greatest(stored), sum) <= divide(maxWeightsLimit, 65535)
}
