/** The flags of all commands, and how flags are made here. */
import { Option } from "effect"
import { Argument, Flag } from "effect/cli"
import type { listNames } from "./flagNames.ts"

/** @category constructors */
export const list = (name: (typeof listNames)[number], description: string): Flag.Flag<ReadonlyArray<string>> =>
  Flag.String(name).pipe(
    Flag.atLeast(0),
    Flag.map((values) => values.flatMap((value) => value.split(/[\s,]+/)).filter((value) => value !== "")),
    Flag.withDescription(description)
  )

/**
 * Off unless it is given. What turns it off again, `--no-…`, is a matter of spelling.
 *
 * @category constructors
 */
export const toggle = (name: string, description: string): Flag.Flag<boolean> =>
  Flag.Boolean(name).pipe(Flag.withoutNegation, Flag.withDefault(false), Flag.withDescription(description))

/** @category constructors */
export const text = (name: string, description: string): Flag.Flag<Option.Option<string>> =>
  Flag.optional(Flag.String(name)).pipe(Flag.withDescription(description))

/** Digits, and nothing else that JavaScript takes for a number: `1e2`, `0x1` and `1.0` are slips of the finger here. */
const digits = (text: string): Option.Option<number> =>
  /^-?\d{1,15}$/.test(text) ? Option.some(Number(text)) : Option.none()

const noDigits = () => "it is no whole number in digits."

/** @category constructors */
export const wholeNumber = (name: string): Flag.Flag<number> =>
  Flag.String(name).pipe(Flag.withMetavar("integer"), Flag.filterMap(digits, noDigits))

/** @category constructors */
export const wholeArgument = (name: string): Argument.Argument<number> =>
  Argument.String(name).pipe(Argument.withMetavar("integer"), Argument.filterMap(digits, noDigits))

/** @category constructors */
export const integer = (name: string, description: string): Flag.Flag<Option.Option<number>> =>
  Flag.optional(wholeNumber(name)).pipe(Flag.withDescription(description))

/**
 * What every command takes.
 *
 * @category constants
 */
export const common = {
  json: toggle("json", "print the result as one JSON document (its schema: btcli info schema)"),
  yes: toggle("yes", "answer yes to every confirmation").pipe(Flag.withAlias("y")),
  no: toggle("no", "answer no to every confirmation, which is shown all the same"),
  noPrompt: toggle("no_prompt", "ask nothing: what is missing is an error, what is to be confirmed is confirmed"),
  passwordFile: text("password_file", "file that holds the password of the key that is opened"),
  config: text("config", "file of settings (~/.bittensor/config.yml)"),
  quiet: toggle("quiet", "print the result and errors only").pipe(Flag.withAlias("q")),
  debug: toggle("debug", "print where in the program an error came from"),
  noVersionChecking: toggle("no_version_checking", "do not look for a newer version"),
  strict: toggle("strict", "unknown flags are errors, as they always are")
}
