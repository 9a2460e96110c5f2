/**
 * The arithmetic of numpy on arrays of binary32 and binary64, as far as the SDK's weights need it, to the last bit.
 */

/** An array of either width; every function here keeps its width. */
export type Floats = Float32Array | Float64Array

/** Rounds to the width of an array. */
export const roundingOf = (array: Floats): ((value: number) => number) =>
  array instanceof Float32Array ? Math.fround : (value) => value

/** Below this, numpy adds one after the other; at most 128 by eight sums side by side; more in halves. */
const LANES = 8
const BLOCK = 128

const pairwise = (array: Floats, from: number, length: number, round: (value: number) => number): number => {
  if (length > BLOCK) {
    const half = Math.floor(length / 2)
    const left = half - (half % LANES)
    return round(pairwise(array, from, left, round) + pairwise(array, from + left, length - left, round))
  }
  let index = 0
  let sum = 0
  if (length >= LANES) {
    const lanes = Array.from(array.subarray(from, from + LANES))
    for (index = LANES; index + LANES <= length; index += LANES) {
      for (let lane = 0; lane < LANES; lane++) lanes[lane] = round(lanes[lane]! + array[from + index + lane]!)
    }
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = lanes
    sum = round(round(round(a + b) + round(c + d)) + round(round(e + f) + round(g + h)))
  }
  for (; index < length; index++) sum = round(sum + array[from + index]!)
  return sum
}

/** `array.sum()`: pairwise, which is not the order of the elements. */
export const sum = (array: Floats): number => pairwise(array, 0, array.length, roundingOf(array))

/** `np.cumsum(array)`: in the order of the elements. */
export const cumulativeSum = <A extends Floats>(array: A): A => {
  const sums = array.slice() as A
  for (let index = 1; index < sums.length; index++) sums[index]! += sums[index - 1]!
  return sums
}

/** `array / divisor`, the divisor of the array's width. */
export const divide = <A extends Floats>(array: A, divisor: number): A => array.map((value) => value / divisor) as A
