/**
 * What is meant by a command line: the names of three generations of btcli become the names of the tree, and flags stand where the
 * parser of the command looks for them. Nothing is loaded for that.
 */
import { general, listNames, numbered, opposites, secretFlags, spellings, takesValue, unguarding } from "./flagNames.ts"
import type { Entry, Group, OtherFlags, Tree } from "./Tree.ts"

/** What is meant by a command line. @category models */
export type Meant =
  | { readonly _tag: "Help"; readonly group: Group | undefined }
  | { readonly _tag: "Version" }
  | { readonly _tag: "Commands" }
  | { readonly _tag: "Completion"; readonly shell: string }
  | {
      readonly _tag: "Run"
      readonly group: Group | undefined
      readonly entry: Entry
      /** What stands beside the command's name. */
      readonly args: ReadonlyArray<string>
    }
  | { readonly _tag: "Wrong"; readonly what: string; readonly next: string }

const unify = (name: string): string => name.replaceAll("-", "_")

/** A word that is a flag, not a negative number. */
const isFlag = (word: string): boolean => /^-(?![\d.])./.test(word)

const wrong = (what: string, next: string): Meant => ({ _tag: "Wrong", what, next })

/** Flags that stand before the command, and the words that follow them. */
const leading = (argv: ReadonlyArray<string>): readonly [flags: ReadonlyArray<string>, rest: ReadonlyArray<string>] => {
  let at = 0
  while (at < argv.length && argv[at]?.startsWith("-") === true) {
    const word = argv[at] ?? ""
    at += !word.includes("=") && takesValue(word.replace(/^--?/, "")) ? 2 : 1
  }
  return [argv.slice(0, at), argv.slice(at)]
}

/** How many letters have to be changed, added, left out or swapped. */
const distance = (one: string, other: string): number => {
  let before: ReadonlyArray<number> = []
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1)
      const isSwapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      const swapped = isSwapped ? (before[j - 2] ?? 0) + 1 : replaced
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[other.length] ?? 0
}

/** The name that somebody may have meant. @category parsing */
export const nearest = (word: string, names: ReadonlyArray<string>): string | undefined => {
  const [best] = names
    .map((name) => [distance(word, unify(name)), name] as const)
    .filter(([far, name]) => far <= Math.max(1, Math.floor(name.length / 3)))
    .toSorted(([one], [other]) => one - other)
  return best?.[1]
}

const didYouMean = (word: string, names: ReadonlyArray<string>, where: string): string => {
  const near = nearest(word, names)
  return near === undefined ? `See ${where} --help.` : `Did you mean ${where} ${near}?`
}

const groupOf = (tree: Tree, word: string): Group | undefined =>
  tree.groups.find(({ aliases, also = [], name }) =>
    [name, ...aliases, ...also].some((one) => unify(one) === unify(word))
  )

interface Found {
  readonly group: Group | undefined
  readonly entry: Entry
  /** How many words name it. */
  readonly length: number
  /** What is meant beside them. */
  readonly words?: ReadonlyArray<string> | undefined
}

/** The names of a later generation may have three words: they are looked for before those of the tree. */
const byOtherName = (tree: Tree, words: ReadonlyArray<string>): Found | undefined => {
  const [first = "", ...rest] = words.map(unify)
  const path = [groupOf(tree, first)?.name ?? first, ...rest]
  const all = [
    ...tree.groups.flatMap((group) => group.commands.map((entry) => ({ group, entry }))),
    ...tree.commands.map((entry) => ({ group: undefined, entry }))
  ]
  for (let length = Math.min(3, path.length); length > 0; length--) {
    const text = path.slice(0, length).join(" ")
    const same = (one: string) => unify(one) === text
    for (const found of all) {
      const { also = [], means = {} } = found.entry
      const words = Object.entries(means).find(([one]) => same(one))?.[1]
      if (words !== undefined || also.some(same)) return { ...found, length, words }
    }
  }
  return undefined
}

const elsewhere = (tree: Tree, words: ReadonlyArray<string>): Meant | undefined => {
  const [first = "", ...rest] = words.map(unify)
  const path = [groupOf(tree, first)?.name ?? first, ...rest]
  for (let length = Math.min(3, path.length); length > 0; length--) {
    const text = path.slice(0, length).join(" ")
    const known = Object.entries(tree.elsewhere).find(([name]) => unify(name) === text)
    if (known !== undefined) return wrong(`btcli ${known[0]} is no command here.`, known[1])
  }
  return undefined
}

const find = (tree: Tree, words: ReadonlyArray<string>): Found | Meant => {
  const other = byOtherName(tree, words)
  const [first = "", second] = words
  const group = groupOf(tree, first)
  const single = tree.commands.find(({ name }) => unify(name) === unify(first))
  const entry = group?.commands.find(({ name }) => second !== undefined && unify(name) === unify(second))
  if (entry !== undefined) return { group, entry, length: 2 }
  if (other !== undefined) return other
  if (single !== undefined) return { group: undefined, entry: single, length: 1 }
  const lacking = elsewhere(tree, words)
  if (lacking !== undefined) return lacking
  if (group === undefined) {
    const names = [...tree.groups, ...tree.commands].map(({ name }) => name)
    return wrong(`There is no command ${first}.`, didYouMean(unify(first), names, "btcli"))
  }
  if (second === undefined) return { _tag: "Help", group }
  const names = group.commands.map(({ name }) => name)
  return wrong(`btcli ${group.name} has no command ${second}.`, didYouMean(unify(second), names, `btcli ${group.name}`))
}

/** The words behind a command, with those flags as others that mean others when a value stands behind them. */
const valued = ({ valued = {} }: Entry, args: ReadonlyArray<string>): ReadonlyArray<string> =>
  args.map((word, at) => {
    const [flag = "", value] = word.split(/=(.*)/s)
    const other = isFlag(word) ? valued[unify(flag.replace(/^--?/, ""))] : undefined
    const next = args[at + 1]
    if (other === undefined) return word
    if (value !== undefined) return `--${other}=${value}`
    return next === undefined || isFlag(next) ? word : `--${other}`
  })

const namesWallet = /^(--wallet([._-]name)?|-w)(=|$)/

/** The words, with `--name` as the flag that it is in btcli 11. */
const renamed = ({ named }: Entry, args: ReadonlyArray<string>): ReadonlyArray<string> =>
  named === undefined || !args.some((word) => namesWallet.test(word))
    ? args
    : args.map((word) => word.replace(/^--name(?==|$)/, `--${named}`))

const named = (flags: ReadonlyArray<string>, ...names: ReadonlyArray<string>): boolean =>
  flags.some((flag) => names.includes(flag))

/**
 * Which command a command line means.
 *
 * @category parsing
 */
export const understand = (tree: Tree, argv: ReadonlyArray<string>): Meant => {
  const completion = argv.findIndex((word) => /^--print[-_]completion(=|$)/.test(word))
  if (completion >= 0) {
    const [, inline] = (argv[completion] ?? "").split("=")
    return { _tag: "Completion", shell: inline ?? argv[completion + 1] ?? "" }
  }
  const [flags, rest] = leading(argv)
  const words = rest.slice(0, rest.findIndex((word) => word.startsWith("-")) >>> 0)
  if (named(flags, "--install-completion", "--show-completion")) {
    return wrong("btcli prints its completions.", "'btcli info autocomplete' shows how they are installed.")
  }
  if (named(flags, "--version")) return { _tag: "Version" }
  if (named(flags, "--commands")) return { _tag: "Commands" }
  if (words.length === 0 || named(flags, "--help", "-h")) {
    const known = flags.length === 0 || named(flags, "--help", "-h")
    return known
      ? { _tag: "Help", group: words[0] === undefined ? undefined : groupOf(tree, words[0]) }
      : wrong("There is no command on the command line.", "See btcli --help.")
  }
  const found = find(tree, words)
  if ("_tag" in found) return found
  const args = renamed(found.entry, [
    ...flags,
    ...(found.words ?? []),
    ...valued(found.entry, rest.slice(found.length))
  ])
  return { _tag: "Run", group: found.group, entry: found.entry, args }
}

/**
 * What a command's parser has to know of its flags.
 *
 * @category models
 */
export interface KnownFlag {
  readonly name: string
  readonly aliases: ReadonlyArray<string>
  readonly isBoolean: boolean
}

/** A number, several, or ranges of them: no wallet and no network is called so. */
const isNumbers = (value: string | undefined): boolean => value !== undefined && /^[\d.][\d.,-]*$/.test(value)

/** The flag that is called so, in one of its spellings. */
const exact = (known: ReadonlyArray<KnownFlag>, typed: string, value?: string): KnownFlag | undefined => {
  const own = (name: string) =>
    known.find((flag) => [flag.name, ...flag.aliases].some((one) => unify(one) === unify(name)))
  const ofNumbers = isNumbers(value) ? numbered[typed] : undefined
  return own(typed) ?? ofNumbers?.map(own).find((flag) => flag !== undefined) ?? own(spellings[unify(typed)] ?? typed)
}

/** The only flag that begins so. A secret for which a command has no flag is no value of another: `--mnemonic` is not half of `--mnemonic_file`. */
const begun = (known: ReadonlyArray<KnownFlag>, typed: string): KnownFlag | undefined => {
  if (secretFlags.includes(unify(typed))) return undefined
  const found = known.filter((flag) => [flag.name, ...flag.aliases].some((one) => unify(one).startsWith(unify(typed))))
  const [flag] = found
  return typed.length >= 3 && found.length === 1 && !unguarding.includes(flag?.name ?? "") ? flag : undefined
}

/** The switch that `--no-…` turns off. */
const negated = (known: ReadonlyArray<KnownFlag>, typed: string): KnownFlag | undefined => {
  const [, bare] = /^(?:no|not)_(.+)$/.exec(unify(typed)) ?? []
  const name = opposites[unify(typed)] ?? bare
  const flag = name === undefined ? undefined : exact(known, name)
  return flag?.isBoolean === true ? flag : undefined
}

/** How a flag that the command has not is passed over; `undefined` if it is not. */
const idleness = (known: ReadonlyArray<KnownFlag>, idle: OtherFlags["idle"], typed: string) => {
  const spelled = spellings[unify(typed)] ?? unify(typed)
  if (spelled === "") return "alone"
  // A flag of all commands of 7.4.0, of which this one has some, but not this.
  const isGeneral = general.includes(spelled) && known.some(({ name }) => general.includes(name))
  return isGeneral ? "valued" : idle?.[unify(typed)]
}

/** By whichever of its names that cannot be another's. */
const isOfAll = (typed: string): boolean =>
  general.includes(unify(typed)) || /^(help|wallet|wallet_.+|network|chain|chain_endpoint)$/.test(unify(typed))

/** What is no flag of the command, nor one of all commands, is an argument by its name where a command takes any. */
const isArgument = (known: ReadonlyArray<KnownFlag>, typed: string): boolean =>
  typed.length > 1 &&
  !isOfAll(typed) &&
  spellings[unify(typed)] !== "" &&
  (exact(known, typed) ?? negated(known, typed) ?? begun(known, typed)) === undefined

/** A flag as such: without a value it is true, and `no_` makes it false. */
const asArgument = (name: string, value: string | undefined): string => {
  const [, bare] = /^no[-_](.+)/.exec(name) ?? []
  if (value !== undefined) return `${name}=${value}`
  return bare === undefined ? `${name}=true` : `${bare}=false`
}

const flagPattern = /^--?([^=]+)(?:=([\s\S]*))?$/

/**
 * The flags of other btclis that a command has not: its own, and those of every command unless it passes them over.
 *
 * @category parsing
 */
export const othersOf = ({ otherFlags }: Pick<Tree, "otherFlags">, path: string): Required<OtherFlags> => {
  const { idle = {}, lacking = {} } = otherFlags[path] ?? {}
  const ofAll = Object.entries(otherFlags[""]?.lacking ?? {}).filter(([flag]) => !(flag in idle))
  return { idle, lacking: { ...Object.fromEntries(ofAll), ...lacking } }
}

/**
 * What is wrong with the first flag of these words that other btclis have and this one has not.
 *
 * @category parsing
 */
export const lacking = (
  known: ReadonlyArray<KnownFlag>,
  flags: NonNullable<OtherFlags["lacking"]>,
  args: ReadonlyArray<string>
): { readonly what: string; readonly next: string } | undefined => {
  const words = args.slice(0, args.indexOf("--") >>> 0).filter(isFlag)
  for (const word of words) {
    const [, typed = ""] = flagPattern.exec(word) ?? []
    const next = exact(known, typed) === undefined ? flags[unify(typed)] : undefined
    if (next !== undefined) return { what: `${word.replace(/=.*/s, "")} is no flag of this command here.`, next }
  }
  return undefined
}

const isList = (name: string): boolean => (listNames as ReadonlyArray<string>).includes(name)

/** What a word means that looks like a flag: a flag of the command, or its opposite, or nothing, with or without a value. */
const meaning = (known: ReadonlyArray<KnownFlag>, idle: OtherFlags["idle"], typed: string, value?: string) => {
  const own = exact(known, typed, value)
  if (own !== undefined) return { flag: own, isOn: true }
  const passed = idleness(known, idle, typed)
  if (passed !== undefined) return passed
  const off = negated(known, typed)
  if (off !== undefined) return { flag: off, isOn: false }
  const flag = begun(known, typed)
  return flag && { flag, isOn: true }
}

/**
 * The words behind a command as its parser wants them: each flag by the name it has here, lists as repeated flags, and of what was
 * said twice the last. What every command of 7.4.0 takes and this one has no use for is passed over, as is what changes nothing of the
 * flags of others; what else is no flag of the command is left for the parser to refuse.
 *
 * @category parsing
 */
export const respell = (
  known: ReadonlyArray<KnownFlag>,
  args: ReadonlyArray<string>,
  { idle, takesAnyFlag = false }: Pick<OtherFlags, "idle"> & { readonly takesAnyFlag?: boolean | undefined } = {}
): ReadonlyArray<string> => {
  const said = new Map<string, ReadonlyArray<string>>()
  const others: Array<string> = []
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? ""
    if (word === "--") {
      others.push(...args.slice(at))
      break
    }
    const [, name, inline] = (isFlag(word) ? flagPattern.exec(word) : null) ?? []
    const next = args[at + 1]
    const behind = next === undefined || isFlag(next) ? undefined : next
    if (takesAnyFlag && name !== undefined && isArgument(known, name)) {
      if (inline === undefined && behind !== undefined) at++
      others.push(asArgument(name, inline ?? behind))
      continue
    }
    const meant = name === undefined ? undefined : meaning(known, idle, name, inline ?? behind)
    // `--no-prompt=false` says two things.
    if (meant === undefined || (typeof meant === "object" && !meant.isOn && inline !== undefined)) {
      others.push(word)
      continue
    }
    if (typeof meant === "string") {
      if (meant === "valued" && inline === undefined && behind !== undefined) at++
      continue
    }
    const { flag, isOn } = meant
    const values = inline === undefined ? [] : [inline]
    const wanted = flag.isBoolean ? 0 : isList(flag.name) ? Number.POSITIVE_INFINITY : 1
    while (values.length < wanted && at + 1 < args.length && !isFlag(args[at + 1] ?? "")) values.push(args[++at] ?? "")
    // Without a value of its own, a toggle would take a number behind it for one.
    const words =
      values.length === 0
        ? [flag.isBoolean ? `--${flag.name}=${isOn}` : `--${flag.name}`]
        : values.map((value) => `--${flag.name}=${value}`)
    said.set(flag.name, isList(flag.name) ? [...(said.get(flag.name) ?? []), ...words] : words)
  }
  return [...[...said.values()].flat(), ...others]
}
