/** The children that somebody wants a hotkey to have, and which part of its stake each: as they are typed, and held against the chain's bounds. */
import { Effect } from "effect"
import * as Ss58 from "../../../protocol/Ss58.ts"
import { type Failure, usage } from "../../frame/Failure.ts"
import { wordsOf } from "../../subject/lists.ts"

const MOST_CHILDREN = 5
/** What sums of decimal fractions may be above 1 by. */
const ROUNDING = 1e-9

/** @category checks */
export const checkAddresses = (text: string): string | undefined => {
  const words = wordsOf(text)
  const wrong = words.find((word) => !Ss58.is(word))
  if (wrong !== undefined) return `Invalid SS58 address: ${wrong}`
  if (words.length > MOST_CHILDREN) return `Too many children. Maximum ${MOST_CHILDREN} children per hotkey`
  if (new Set(words).size !== words.length) return "each child is named once."
  return words.length === 0 ? "give at least one address." : undefined
}

/** @category checks */
export const checkProportions = (text: string): string | undefined => {
  const words = wordsOf(text)
  if (words.length === 0 || !words.every((word) => /^(\d+\.?\d*|\.\d+)$/.test(word))) {
    return "give numbers from 0 to 1, such as 0.3, 0.5."
  }
  const total = words.reduce((all, word) => all + Number(word), 0)
  return total > 1 + ROUNDING
    ? `Invalid proportion: The sum of all proportions must be less or equal to than 1 (or 100%). Proposed sum is ${total}.`
    : undefined
}

/** Proportions by child. @category parsing */
export const byChild = (children: string, proportions: string): Effect.Effect<ReadonlyMap<string, number>, Failure> => {
  const [addresses, parts] = [wordsOf(children), wordsOf(proportions).map(Number)]
  return addresses.length === parts.length
    ? Effect.succeed(new Map(addresses.map((address, at) => [address, parts[at] ?? 0])))
    : Effect.fail(
        usage(
          `Invalid proportion and children length: there are ${addresses.length} children and ${parts.length} proportions.`,
          "Give a proportion for each child."
        )
      )
}
