/** What the commands that change the mechanisms of a subnet share. */
import { otherwise } from "../../subject/sinceDTao.ts"

/** @category combinators */
export const sinceMechanisms = otherwise(
  "Subnets have several mechanisms since 2025.",
  "Here a subnet is one mechanism, which gets all."
)

/** What the parts of all mechanisms come to. */
const WHOLE = 65_535

/**
 * Parts of the whole as the chain has them, of numbers that say how much each gets of all: they come to the whole exactly, and none is a
 * unit or more away from what it should be.
 *
 * @category combinators
 */
export const splitOf = (numbers: ReadonlyArray<number>): ReadonlyArray<number> => {
  const sum = numbers.reduce((all, one) => all + one, 0)
  const exact = numbers.map((number) => (number / sum) * WHOLE)
  const parts = exact.map(Math.floor)
  const left = WHOLE - parts.reduce((all, one) => all + one, 0)
  const byRest = exact
    .map((part, at) => ({ at, rest: part - Math.floor(part) }))
    .toSorted((one, other) => other.rest - one.rest || one.at - other.at)
  const raised = new Set(byRest.slice(0, left).map(({ at }) => at))
  return parts.map((part, at) => (raised.has(at) ? part + 1 : part))
}
