/**
 * Difficulties, and what a seal must be to meet one. Exact, as the chain reckons: the number times the difficulty must fit
 * into 256 bits (pow.md §1.2).
 *
 * @since 0.2.0
 */

const MAX = 2n ** 256n - 1n

/** The largest difficulty, a u64: the chain stores no larger one. */
export const maxDifficulty = 2n ** 64n - 1n

/**
 * The largest number that meets a difficulty, itself included: `⌊(2^256 − 1) / difficulty⌋`. Difficulty 0 is met by all.
 *
 * **Example** (Half of all seals meet difficulty 2)
 *
 * ```ts run
 * import * as Difficulty from "effect-bittensor/pow/Difficulty"
 *
 * Difficulty.threshold(2n) // => 2n ** 255n - 1n
 * ```
 *
 * @category arithmetic
 */
export const threshold = (difficulty: bigint): bigint => (difficulty === 0n ? MAX : MAX / difficulty)

/**
 * Whether a seal's number meets a difficulty.
 *
 * @category arithmetic
 */
export const isMet = (difficulty: bigint, value: bigint): boolean => value <= threshold(difficulty)

/**
 * The upper 32 bits of the threshold: what a kernel compares. It lets through all that meet the difficulty, and some more.
 *
 * @category arithmetic
 */
export const filter = (difficulty: bigint): number => Number(threshold(difficulty) >> 224n)

/**
 * How many nonces a search tries on average: one in `2^256 / (threshold + 1)` meets the difficulty.
 *
 * @category arithmetic
 */
export const expectedNonces = (difficulty: bigint): number => Math.max(1, Number(difficulty))

/**
 * How likely it is that `tried` nonces hold one that meets the difficulty: `1 − e^(−tried/difficulty)`, from 0 to 1.
 *
 * @category arithmetic
 */
export const probability = (difficulty: bigint, tried: number): number =>
  -Math.expm1(-tried / expectedNonces(difficulty))
