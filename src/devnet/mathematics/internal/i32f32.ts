/**
 * I32F32, the fixed point of an epoch (runtime.md §0), in doubles: a value is the integer of its bits, so that 1 is 2^32.
 *
 * This is exact. A double holds every integer below 2^53, and the products below are made in parts that stay under it. For that
 * the operands have to stay below 2^37, which is 32: an epoch knows shares, which are at most 1, and sums and averages of them.
 */

/** The bits of 1. */
export const one = 2 ** 32

const half = 2 ** 16

/** floor(x·y / 2^32), for any x between −2^37 and 2^37 and for y from 0 to {@link one}. */
export const multiply = (x: number, y: number): number => {
  const high = Math.floor(y / half)
  const low = y - high * half
  return Math.floor((x * high + Math.floor((x * low) / half)) / half)
}

/**
 * floor(x·2^32 / y), for x from 0 and y from 1, both below 2^37: two digits of a long division in base 2^16.
 * As both operands have the same unit, they may as well be integers instead of bits.
 *
 * A quotient of doubles is rounded, yet its floor is right: below 2^53 no quotient of integers is nearer to the next integer
 * than the spacing of doubles there.
 */
export const divide = (x: number, y: number): number => {
  const dividend = x * half
  const high = Math.floor(dividend / y)
  return high * half + Math.floor(((dividend - high * y) * half) / y)
}

/** {@link divide}, and 0 where the runtime leaves a zero sum alone. */
export const shareOf = (x: number, total: number): number => (total === 0 ? 0 : divide(x, total))

/** The sum. */
export const sum = (values: Float64Array): number => {
  let total = 0
  for (const value of values) total += value
  return total
}

/** Each value's share of their sum. */
export const normalise = (values: Float64Array): Float64Array => {
  const total = sum(values)
  return values.map((value) => shareOf(value, total))
}

/** A value from 0 to 1 as a fraction of 65535, floored: `p16` in runtime.md. */
export const toU16 = (bits: number): number => Math.floor((bits * 65535) / one)

/**
 * round(x·65535 / y) with ties up, for x from 0 to y and y from 1 to 2^36. The runtime rounds a quotient that it has cut off at
 * 32 binary digits; that comes to the same, as the ties have one digit only.
 */
export const roundToU16 = (x: number, y: number): number => Math.floor((x * 131_070 + y) / (2 * y))
