/**
 * What a registration costs: after each interval the burn and the proof-of-work difficulty follow the demand (runtime.md §5.2).
 *
 * @since 0.2.0
 */
import { I110F18 } from "./internal/fixed.ts"

/**
 * A value that is adjusted, and its bounds.
 *
 * @category models
 */
export interface Term {
  readonly value: bigint
  readonly minimum: bigint
  readonly maximum: bigint
}

/**
 * A network at the end of an adjustment interval.
 *
 * @category models
 */
export interface Interval {
  /** Rao. */
  readonly burn: Term
  readonly difficulty: Term
  /** How slowly the terms follow: 2^64 − 1 is 1, at which they do not move. */
  readonly adjustmentAlpha: bigint
  /** Registrations that are aimed at. A target of 0 divides by zero: the runtime traps, and this throws. */
  readonly target: number
  readonly registrations: number
  readonly powRegistrations: number
  readonly burnRegistrations: number
}

/**
 * The terms that are set; `undefined` leaves one alone. A difficulty that is set is an event, even if it stays the same.
 *
 * @category models
 */
export interface Adjustment {
  readonly burn: bigint | undefined
  readonly difficulty: bigint | undefined
}

const { divide, floor, multiply, of } = I110F18

const u16 = (value: number): number => value & 0xffff

/** Moves a term towards what it would be if it were proportional to the demand. */
const adjust = ({ maximum, minimum, value }: Term, { adjustmentAlpha, registrations, target }: Interval): bigint => {
  const current = of(value)
  const proportional = divide(multiply(current, of(u16(registrations + target))), of(u16(target + target)))
  const alpha = divide(of(adjustmentAlpha), of(2n ** 64n - 1n))
  const moved = multiply(alpha, current) + multiply(of(1) - alpha, proportional)
  if (moved >= of(maximum)) return maximum
  return moved <= of(minimum) ? minimum : floor(moved)
}

/**
 * The terms for the next interval. Too many registrations move the term by which most came; too few move the other one, as it was
 * not worth its price; and both move when the ways were equal.
 *
 * @category constructors
 */
export const adjustRegistrationTerms = (interval: Interval): Adjustment => {
  const { burnRegistrations, difficulty, burn, powRegistrations, registrations, target } = interval
  const isAbove = registrations > target
  const movesBurn = powRegistrations === burnRegistrations || powRegistrations < burnRegistrations === isAbove
  const movesDifficulty = powRegistrations === burnRegistrations || powRegistrations > burnRegistrations === isAbove
  return {
    burn: movesBurn ? adjust(burn, interval) : undefined,
    difficulty: movesDifficulty ? adjust(difficulty, interval) : undefined
  }
}
