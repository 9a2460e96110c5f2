/**
 * The runtime's wide fixed-point numbers (runtime.md §0) as bigints of their bits: exact, and wrapping around at the width of
 * the type as a release build does. For what is computed once a block or once a neuron; an epoch's matrices are `i32f32.ts`.
 */

/** One type: its fraction has `fraction` binary digits. */
export interface Fixed {
  readonly fraction: bigint
  /** The bits of an integer. */
  readonly of: (integer: bigint | number) => bigint
  /** x·y, floored. */
  readonly multiply: (x: bigint, y: bigint) => bigint
  /** x/y, truncated towards zero. Nothing is divided by zero: the runtime traps, and this throws. */
  readonly divide: (x: bigint, y: bigint) => bigint
  /** The integer below. */
  readonly floor: (bits: bigint) => bigint
}

const fixed = (fraction: bigint, wrap: (bits: bigint) => bigint): Fixed => ({
  fraction,
  of: (integer) => wrap(BigInt(integer) << fraction),
  multiply: (x, y) => wrap((x * y) >> fraction),
  divide: (x, y) => wrap((x << fraction) / y),
  floor: (bits) => bits >> fraction
})

const signed = (bits: bigint): bigint => BigInt.asIntN(128, bits)

/** Stakes, ranks and trust of the root network; shares of a delegate's stake. */
export const I64F64 = fixed(64n, signed)

/** Emission. */
export const I96F32 = fixed(32n, signed)

/** Burn and difficulty while they are adjusted. */
export const I110F18 = fixed(18n, signed)

/** What a delegate returns. */
export const U64F64 = fixed(64n, (bits) => BigInt.asUintN(128, bits))
