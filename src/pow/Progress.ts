/**
 * How a search goes, from samples of a counter (pow.md §5).
 *
 * @since 0.2.0
 */
import * as Difficulty from "./Difficulty.ts"

/**
 * What was known at a sample. Rates are nonces a second, times milliseconds.
 *
 * @category models
 */
export interface Sample {
  readonly tried: number
  readonly elapsed: number
  /** Since the sample before. */
  readonly rate: number
  /** The same, smoothed over some five seconds. */
  readonly smoothedRate: number
  /** Since the beginning. */
  readonly averageRate: number
  /** How long a search of this difficulty takes on average at the smoothed rate. It has no memory: what is done does not shorten it. */
  readonly expected: number
  /** How likely it was to have found a nonce by now, from 0 to 1. */
  readonly probability: number
}

/** How long the past counts. */
const MEMORY = 5000

const perSecond = (nonces: number, millis: number): number => (millis > 0 ? (1000 * nonces) / millis : 0)

/**
 * The next sample. The first one's rate is taken as it is, later ones pull the smoothed rate towards theirs.
 *
 * **Example** (A thousand nonces in half a second)
 *
 * ```ts run
 * import * as Progress from "effect-bittensor/pow/Progress"
 *
 * Progress.next(10_000n, undefined, { tried: 1000, elapsed: 500 }).expected // => 5000
 * ```
 *
 * @category arithmetic
 */
export const next = (
  difficulty: bigint,
  last: Sample | undefined,
  { elapsed, tried }: { readonly tried: number; readonly elapsed: number }
): Sample => {
  const time = elapsed - (last?.elapsed ?? 0)
  const rate = perSecond(tried - (last?.tried ?? 0), time)
  const before = last?.smoothedRate ?? rate
  const smoothedRate = before - Math.expm1(-time / MEMORY) * (rate - before)
  return {
    tried,
    elapsed,
    rate,
    smoothedRate,
    averageRate: perSecond(tried, elapsed),
    expected: (1000 * Difficulty.expectedNonces(difficulty)) / smoothedRate,
    probability: Difficulty.probability(difficulty, tried)
  }
}
