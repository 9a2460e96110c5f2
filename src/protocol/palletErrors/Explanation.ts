/**
 * What an error means and what to do about it, in a sentence each.
 *
 * @since 0.2.0
 */

/**
 * Why something failed, and what to do next.
 *
 * @category models
 */
export interface Explanation {
  /** Why it happened. */
  readonly cause: string
  /** What to do; names of calls, arguments, storage items, constants and commands stand in backticks. */
  readonly remedy: string
}

/** A table of explanations whose type knows the names and not the sentences. @internal */
export const explanations = <const Name extends string>(
  table: Readonly<Record<Name, Explanation>>
): Readonly<Record<Name, Explanation>> => table
