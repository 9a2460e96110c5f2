/**
 * What is wrong with a transaction, and what is known of a valid one.
 *
 * @since 0.2.0
 */
import type {
  InvalidTransaction,
  UnknownTransaction,
  TransactionValidityError,
  ValidTransaction
} from "./executable.ts"

/**
 * The reasons that say no more than their name.
 *
 * @category models
 */
export type Invalid = Exclude<InvalidTransaction, { readonly _tag: "Custom" }>["_tag"]

/**
 * A transaction is not valid.
 *
 * @category models
 */
export interface Refused {
  readonly _tag: "Err"
  readonly value: TransactionValidityError
}

/**
 * A transaction is not valid.
 *
 * @category constructors
 */
export const invalid = (_tag: Invalid): Refused => ({ _tag: "Err", value: { _tag: "Invalid", value: { _tag } } })

/**
 * Nothing can be said of a transaction.
 *
 * @category constructors
 */
export const unknown = (_tag: Exclude<UnknownTransaction["_tag"], "Custom">): Refused => ({
  _tag: "Err",
  value: { _tag: "Unknown", value: { _tag } }
})

/**
 * The most that a `u64` holds: the highest priority, and for ever.
 *
 * @category constants
 */
export const MOST = 2n ** 64n - 1n

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/**
 * What several say of one transaction, together: priorities add up, and it is valid for as long as all of them say.
 *
 * @category combinators
 */
export const together = (all: ReadonlyArray<Partial<ValidTransaction>>): ValidTransaction => ({
  priority: all.reduce((sum, { priority = 0n }) => least(sum + priority, MOST), 0n),
  requires: all.flatMap(({ requires = [] }) => requires),
  provides: all.flatMap(({ provides = [] }) => provides),
  longevity: all.reduce((shortest, { longevity = MOST }) => least(shortest, longevity), MOST),
  propagate: all.every(({ propagate = true }) => propagate)
})
