/**
 * How much a block emits: 1 TAO, halved each time that half of what was left to emit is out (runtime.md §5.3).
 *
 * @since 0.2.0
 */
import { I96F32 } from "./internal/fixed.ts"

/**
 * 21 million TAO in rao. From here on nothing is emitted, and `BlockEmission` keeps the value that it had.
 *
 * @category models
 */
export const supply = 21_000_000_000_000_000n

const firstEmission = 1_000_000_000n

const { divide, of } = I96F32

/**
 * The emission of a block in rao, by SubtensorModule's `TotalIssuance`.
 *
 * **Example** (Before, at and after the first halving)
 *
 * ```ts run
 * import { blockEmission } from "effect-bittensor/devnet/mathematics/blockEmission"
 *
 * blockEmission(0n) // => 1_000_000_000n
 * blockEmission(10_500_000_000_000_000n) // => 500_000_000n
 * blockEmission(21_000_000_000_000_000n) // => 0n
 * ```
 *
 * @category constructors
 */
export const blockEmission = (totalIssuance: bigint): bigint => {
  if (totalIssuance >= supply) return 0n
  const left = of(1) - divide(of(totalIssuance), of(supply))
  // the runtime halves by the logarithm of 1/left: that passes its next integer just when left gets down to the next half
  let emission = firstEmission
  for (let half = of(1) >> 1n; left <= half; half >>= 1n) emission >>= 1n
  return emission
}
