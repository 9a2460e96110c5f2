/** What the parser finds wrong with a command line, as somebody at a terminal reads it: what, where, and what to write instead. */
import type { CliError, Completions } from "effect/cli"
import { type Failure, usage } from "./Failure.ts"
import { spellings } from "./flagNames.ts"
import { nearest } from "./spelling.ts"

/** A command as its parser knows it. @category models */
export interface Parsed {
  readonly path: string
  readonly descriptor: Completions.CommandDescriptor
  /** A command line that works. */
  readonly example: string | undefined
}

type Descriptor = Completions.FlagDescriptor | Completions.ArgumentDescriptor

const placeOf = ({ descriptor }: Parsed, { kind, option }: CliError.InvalidValue): Descriptor | undefined =>
  (kind === "flag" ? descriptor.flags : descriptor.arguments).find(({ name }) => name === option)

/** What may stand there. */
const remedyOf = (place: Descriptor | undefined, name: string): string => {
  if (place?.type._tag === "Choice") return `Give one of ${place.type.values.join(", ")}.`
  if (place?.type._tag === "Boolean") return `Give ${name} alone, or with =true or =false.`
  return `${name} is ${place?.description ?? "a value"}.`
}

const faults: { readonly [Tag in Descriptor["type"]["_tag"]]?: string } = {
  Choice: "that is no choice.",
  Boolean: "it is neither true nor false.",
  Finite: "it is no number."
}

const ofValue = (parsed: Parsed, error: CliError.InvalidValue): Failure => {
  const place = placeOf(parsed, error)
  const name = error.kind === "flag" ? `--${error.option}` : error.option
  const remedy = remedyOf(place, name)
  if (error.value === "") return usage(`${name} has no value behind it.`, remedy)
  return usage(`${name} ${error.value}: ${faults[place?.type._tag ?? "String"] ?? error.expected}`, remedy)
}

const nearestFlag = ({ descriptor: { flags } }: Parsed, typed: string): string | undefined => {
  const names = flags.flatMap(({ aliases, name }) => [name, ...aliases])
  const later = Object.keys(spellings).filter((name) => names.includes(spellings[name] ?? ""))
  return nearest(typed.replace(/^-+/, "").replaceAll("-", "_"), [...names, ...later])
}

const ofFlag = (parsed: Parsed, typed: string): Failure => {
  const near = nearestFlag(parsed, typed)
  const next = near === undefined ? `'btcli ${parsed.path} --help' lists those there are.` : `Did you mean --${near}?`
  return usage(`btcli ${parsed.path} has no flag ${typed}.`, next)
}

const suchAs = ({ example, path }: Parsed): string => `Such as: ${example ?? `btcli ${path} --help`}`

/** The words are not repeated: they may be those of a mnemonic. */
const ofWords = (parsed: Parsed, surplus: number): Failure => {
  const { length } = parsed.descriptor.arguments
  const takes = length === 0 ? "none" : `${length} at most`
  return usage(
    `${surplus} ${surplus === 1 ? "word" : "words"} too many: beside flags and their values, btcli ${parsed.path} takes ${takes}.`,
    `Quote a value that has blanks in it. ${suchAs(parsed)}`
  )
}

/** The first of what is wrong: one thing at a time can be mended. @category constructors */
export const explained = (parsed: Parsed, error: CliError.CliError): Failure => {
  switch (error._tag) {
    case "UnexpectedArgument":
      return ofWords(parsed, error.arguments.length)
    case "UnrecognizedOption":
      return ofFlag(parsed, error.option)
    case "InvalidValue":
      return ofValue(parsed, error)
    case "MissingArgument":
      return usage(`btcli ${parsed.path} wants <${error.argument}>, which is missing.`, suchAs(parsed))
    default:
      return usage(error.message, suchAs(parsed))
  }
}
