/**
 * A subnet at a glance: who is first, what there is in all, and how evenly it is spread.
 *
 * @since 0.2.0
 */
/**
 * Finds the places of the `k` largest values, the largest first; of equal ones the lower place is first.
 *
 * @category combinators
 */
export const largest = (values: ArrayLike<number>, k: number): ReadonlyArray<number> =>
  Array.from({ length: values.length }, (_, index) => index)
    .toSorted((a, b) => values[b]! - values[a]! || a - b)
    .slice(0, Math.max(0, k))

/**
 * Computes the Gini coefficient of values that are not negative: 0 if all are the same, towards 1 if one has all there is. Of nothing it is 0.
 *
 * **Example** (One of four has it all)
 *
 * ```ts run
 * import { gini } from "effect-bittensor/services/metagraph/statistics"
 *
 * gini([0, 0, 0, 5]) // => 0.75
 * gini([2, 2]) // => 0
 * ```
 *
 * @category combinators
 */
export const gini = (values: ArrayLike<number>): number => {
  const sorted = Float64Array.from(values).toSorted()
  const n = sorted.length
  let [sum, weighted] = [0, 0]
  for (const [index, value] of sorted.entries()) {
    sum += value
    weighted += (2 * index + 1 - n) * value
  }
  return sum === 0 ? 0 : weighted / (n * sum)
}

/**
 * Adds amounts up, to the last rao.
 *
 * @category combinators
 */
export const sumOf = (amounts: BigUint64Array): bigint => amounts.reduce((sum, amount) => sum + amount, 0n)

/**
 * Counts the flags that are set.
 *
 * @category combinators
 */
export const countOf = (flags: Uint8Array): number => flags.reduce((count, flag) => count + flag, 0)
