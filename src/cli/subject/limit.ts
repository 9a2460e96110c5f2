/**
 * How far a price may go, and what an exchange loses against the price of now: exact, in the chain's units. A limit is never beyond
 * what was said; where it falls between two units, it is the stricter one.
 */
import { RAO_PER_TAO } from "../../protocol/Money.ts"

/** The whole of what tolerances are parts of, and the price of one TAO. @category constants */
export const ONE = RAO_PER_TAO

/** What one unit of what goes in and one of what comes out cost: rao, and `ONE` for TAO itself. @category models */
export interface Prices {
  readonly from: bigint
  readonly to: bigint
}

const ceiling = (dividend: bigint, divisor: bigint): bigint => (dividend + divisor - 1n) / divisor

/** The most that one unit may cost, for who buys it. @category combinators */
export const most = (price: bigint, tolerance: bigint): bigint => (price * (ONE + tolerance)) / ONE

/**
 * The least of the other that one unit must bring, in billionths, for who gives it away; 0 for what costs nothing. The Python SDK asks for
 * more than the price of now instead, by the tolerance, when it swaps: which the runtime always refuses.
 *
 * @category combinators
 */
export const least = ({ from, to }: Prices, tolerance: bigint): bigint =>
  to === 0n ? 0n : ceiling(from * (ONE - tolerance), to)

/** How many billionths of the other one unit is worth. @category combinators */
export const rate = ({ from, to }: Prices): bigint => (to === 0n ? 0n : (from * ONE) / to)

/**
 * The part of its worth that what goes in loses: by the price that it moves itself, and by fees. `null` if it is worth nothing.
 *
 * @category combinators
 */
export const slippage = ({ from, to }: Prices, given: bigint, received: bigint): number | null => {
  const worth = given * from
  return worth === 0n ? null : Number(((worth - received * to) * ONE) / worth) / Number(ONE)
}
