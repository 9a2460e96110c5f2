/**
 * How a command of `btcli` ends badly: one class, with the exit code that scripts see and what a person does next.
 */
import { Schema } from "effect"

/**
 * The exit codes of `btcli`. They are an interface: none is ever given another meaning.
 *
 * @category constants
 */
export const exitCodes = {
  /** It could not be done, for a reason of none of the kinds below. */
  failed: 1,
  /** The command line is wrong: an unknown command or flag, a value missing or of the wrong form. */
  usage: 2,
  /** Somebody answered no, or nobody could be asked. */
  refused: 3,
  /** The wallet, key, file, subnet or account is not there. */
  not_found: 4,
  /** The chain refused the call, or what was asked of it does not exist in its runtime. */
  chain: 5,
  /** No endpoint answered, or not in time. */
  network: 6,
  /** A key cannot be opened: wrong password, damaged file, no permission. */
  key: 7,
  /** Ctrl+C, or asked to stop. */
  interrupted: 130
} as const

/**
 * The kind of a failure, as scripts read it.
 *
 * @category models
 */
export const FailureCode = Schema.Literals([
  "failed",
  "usage",
  "refused",
  "not_found",
  "chain",
  "network",
  "key",
  "interrupted"
])

/** @category models */
export type FailureCode = typeof FailureCode.Type

/**
 * A command that did not do what was asked of it.
 *
 * @category errors
 */
export class Failure extends Schema.TaggedError<Failure>()("Failure", {
  code: FailureCode,
  /** What went wrong, and why: one sentence or a few. */
  what: Schema.String,
  /** What to do next, such as a command to type. */
  next: Schema.optionalKey(Schema.String)
}) {
  override get message(): string {
    return this.next === undefined ? this.what : `${this.what} ${this.next}`
  }

  get exitCode(): number {
    return exitCodes[this.code]
  }
}

/**
 * What is wrong stands in the result, which was printed.
 *
 * @category errors
 */
export class Found extends Schema.TaggedError<Found>()("Found", {}) {}

/**
 * The command line is wrong.
 *
 * @category constructors
 */
export const usage = (what: string, next?: string): Failure =>
  new Failure({ code: "usage", what, ...(next !== undefined && { next }) })

/**
 * Two flags that exclude each other were given.
 *
 * @category constructors
 */
export const contradiction = (one: string, other: string): Failure =>
  usage(`${one} and ${other}: it is either one or the other.`, "Give one of them.")

/**
 * What is named is not there.
 *
 * @category constructors
 */
export const notFound = (what: string, next?: string): Failure =>
  new Failure({ code: "not_found", what, ...(next !== undefined && { next }) })

/**
 * What was asked for cannot be done, for a reason of the chain's state or of its runtime.
 *
 * @category constructors
 */
export const onChain = (what: string, next?: string): Failure =>
  new Failure({ code: "chain", what, ...(next !== undefined && { next }) })
