/**
 * IEEE 754 binary16, which JavaScript has only from Node 24 on.
 */

const smallestNormal = 2 ** -14
const largest = 65504

/** The nearest half-precision number, ties to even, as a double. */
export const roundToHalf = (value: number): number => {
  const magnitude = Math.abs(value)
  if (!(magnitude < 65520)) return Number.isNaN(value) ? value : value < 0 ? -Infinity : Infinity
  // below the smallest normal number the spacing stays the same; above, it has ten binary digits less than the number
  const exponent = magnitude < smallestNormal ? -14 : Math.min(Math.floor(Math.log2(magnitude)), 15)
  // adding and taking away 1.5 * 2^52 spacings makes the processor round to a whole number of them
  const shift = 1.5 * 2 ** 52 * 2 ** (exponent - 10)
  const rounded = Math.min(magnitude + shift - shift, largest)
  return value < 0 || Object.is(value, -0) ? -rounded : rounded
}

/** The sixteen bits of a number that {@link roundToHalf} gave. */
export const halfToBits = (value: number): number => {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0
  const magnitude = Math.abs(value)
  if (Number.isNaN(value)) return 0x7e00
  if (magnitude === Infinity) return sign | 0x7c00
  if (magnitude < smallestNormal) return sign | (magnitude * 2 ** 24)
  const exponent = Math.floor(Math.log2(magnitude))
  return sign | ((exponent + 15) << 10) | ((magnitude * 2 ** -exponent - 1) * 1024)
}

/** The number that sixteen bits stand for. */
export const halfFromBits = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
