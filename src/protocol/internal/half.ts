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

/** The number that sixteen bits stand for. */
const halfFromBits = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** The sixteen bits of the half nearest to the single-precision number that has these bits. */
const halfBits = (single: number): number => {
  const sign = (single >>> 16) & 0x8000
  const magnitude = single & 0x7fffffff
  if (magnitude >= 0x47800000) return magnitude > 0x7f800000 ? 0x7e00 : sign | 0x7c00
  if (magnitude < 0x33000000) return sign // less than half of the smallest
  const isSubnormal = magnitude < 0x38800000
  // a subnormal half counts how often it holds the smallest; the lowest binary digits are rounded away, ties to even
  const digits = isSubnormal ? (magnitude & 0x7fffff) | 0x800000 : magnitude - 0x38000000
  const dropped = isSubnormal ? 126 - (magnitude >>> 23) : 13
  const half = digits >>> dropped
  const rest = digits & ((1 << dropped) - 1)
  const middle = 1 << (dropped - 1)
  // a carry out of the fraction raises the exponent, up to infinity's
  return sign | (rest > middle || (rest === middle && (half & 1) === 1) ? half + 1 : half)
}

let table: Float32Array | undefined

/** All halves by their bits, made when first needed. */
const halves = (): Float32Array => (table ??= Float32Array.from({ length: 0x10000 }, (_, bits) => halfFromBits(bits)))

/** The numbers that halves stand for. */
export const readHalves = (bits: Uint16Array): Float32Array => {
  const known = halves()
  const values = new Float32Array(bits.length)
  for (let i = 0; i < bits.length; i++) values[i] = known[bits[i]!]!
  return values
}

/** The bits of the half nearest to each number. */
export const writeHalves = (values: Float32Array): Uint16Array => {
  const singles = new Int32Array(values.buffer, values.byteOffset, values.length)
  const bits = new Uint16Array(values.length)
  for (let i = 0; i < bits.length; i++) bits[i] = halfBits(singles[i]!)
  return bits
}

/** {@link roundToHalf} of each number in place; several times faster for those that single precision holds. */
export const roundToHalves = (values: Float64Array): void => {
  const known = halves()
  const single = new Float32Array(1)
  const bits = new Int32Array(single.buffer)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    single[0] = value
    values[i] = single[0] === value ? known[halfBits(bits[0]!)]! : roundToHalf(value)
  }
}
