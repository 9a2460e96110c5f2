/**
 * What a call costs, as it declares it before it runs.
 *
 * @since 0.2.0
 */

/**
 * Computation in picoseconds, and bytes of proof.
 *
 * @category models
 */
export interface Weight {
  readonly ref_time: bigint
  readonly proof_size: bigint
}

/**
 * Which share of a block a call may use.
 *
 * @category models
 */
export type DispatchClass = "Normal" | "Operational" | "Mandatory"

/**
 * Whether a call pays a fee.
 *
 * @category models
 */
export type Pays = "Yes" | "No"

/**
 * What a call declares, and, with its actual weight, what its last event says.
 *
 * @category models
 */
export interface DispatchInfo {
  readonly weight: Weight
  readonly class: DispatchClass
  readonly pays_fee: Pays
}

/**
 * A weight.
 *
 * @category constructors
 */
export const weight = (ref_time: bigint, proof_size = 0n): Weight => ({ ref_time, proof_size })

/** What both parts of a weight are at most. */
const MOST = 2n ** 64n - 1n

const saturating = (value: bigint): bigint => (value < MOST ? value : MOST)

/**
 * All weights together, however many they are: a stranger chooses how many calls a batch has, and what they say they weigh.
 *
 * @category combinators
 */
export const total = (weights: ReadonlyArray<Weight>): Weight =>
  weights.reduce(
    (a, b) => weight(saturating(a.ref_time + b.ref_time), saturating(a.proof_size + b.proof_size)),
    weight(0n)
  )

/**
 * The weights together.
 *
 * @category combinators
 */
export const sum = (...weights: ReadonlyArray<Weight>): Weight => total(weights)

/**
 * What is left of a weight after another, or nothing.
 *
 * @category combinators
 */
export const minus = (a: Weight, b: Weight): Weight =>
  weight(
    a.ref_time > b.ref_time ? a.ref_time - b.ref_time : 0n,
    a.proof_size > b.proof_size ? a.proof_size - b.proof_size : 0n
  )

/**
 * A weight so many times.
 *
 * @category combinators
 */
export const times = ({ proof_size, ref_time }: Weight, count: number): Weight =>
  weight(saturating(ref_time * BigInt(count)), saturating(proof_size * BigInt(count)))

/**
 * The smaller of both parts.
 *
 * @category combinators
 */
export const min = (a: Weight, b: Weight): Weight =>
  weight(a.ref_time < b.ref_time ? a.ref_time : b.ref_time, a.proof_size < b.proof_size ? a.proof_size : b.proof_size)

/**
 * The larger of both parts.
 *
 * @category combinators
 */
export const max = (a: Weight, b: Weight): Weight =>
  weight(a.ref_time > b.ref_time ? a.ref_time : b.ref_time, a.proof_size > b.proof_size ? a.proof_size : b.proof_size)

/**
 * Whether a weight is more than another in one part at least.
 *
 * @category accessors
 */
export const exceeds = (a: Weight, b: Weight): boolean => a.ref_time > b.ref_time || a.proof_size > b.proof_size

/**
 * What a call declares.
 *
 * @category constructors
 */
export const declared = (
  weight: Weight,
  dispatchClass: DispatchClass = "Normal",
  pays_fee: Pays = "Yes"
): DispatchInfo => ({
  weight,
  class: dispatchClass,
  pays_fee
})
