/**
 * Rounds to the nearest integer, ties to the even one, as Python's `round`. For non-negative numbers.
 */
export const roundHalfEven = (value: number): number => {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor
}
