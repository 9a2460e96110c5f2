/**
 * Scripts that teach a shell the commands and flags of the tree. They are tables: what to offer behind which words. Each may be
 * appended to the start-up file of its shell, and be read more than once.
 */
import { Effect } from "effect"
import { Completions } from "effect/cli"
import { commandOf, pathOf } from "./command.ts"
import { quote } from "./shell.ts"
import type { Entry, Group, Tree } from "./Tree.ts"

/** The shells that have completions. @category constants */
export const shells = ["bash", "zsh", "tcsh", "fish"] as const

/** @category guards */
export const isShell = (text: string): text is (typeof shells)[number] =>
  (shells as ReadonlyArray<string>).includes(text)

/** Something to offer. */
interface Word {
  readonly word: string
  readonly summary: string
}

/** What is offered behind a group and a name; without a name it is a group's commands, or a command that stands by itself. */
interface Row {
  readonly group: string
  readonly name: string | undefined
  readonly words: ReadonlyArray<Word>
}

interface Table {
  /** The names of each group, and what it is here. */
  readonly aliases: ReadonlyArray<readonly [aliases: ReadonlyArray<string>, group: string]>
  readonly first: ReadonlyArray<Word>
  readonly rows: ReadonlyArray<Row>
  /** Flags with a value: from a few, or any. */
  readonly choices: ReadonlyMap<string, ReadonlyArray<string>>
  readonly valued: ReadonlyArray<string>
}

const HELP: Word = { word: "--help", summary: "show the help" }

const ofProgram: ReadonlyArray<Word> = [
  HELP,
  { word: "--version", summary: "print the version" },
  { word: "--commands", summary: "print all commands" },
  { word: "--print-completion", summary: "print the completions of a shell" }
]

const describe = (group: Group | undefined, entry: Entry) =>
  Effect.map(Effect.promise(entry.load), (leaf) => {
    const { flags } = Completions.fromCommand(commandOf(pathOf(group, entry), leaf, entry.summary))
    return { group, entry, flags }
  })

type Described = Effect.Success<ReturnType<typeof describe>>

const wordsOf = (flags: Described["flags"]): ReadonlyArray<Word> =>
  flags.map(({ description = "", name }) => ({ word: `--${name}`, summary: description }))

const rowOf = ({ entry, flags, group }: Described): Row => ({
  group: group?.name ?? entry.name,
  name: group === undefined ? undefined : entry.name,
  words: [...wordsOf(flags), HELP]
})

const commandsOf = (commands: ReadonlyArray<Pick<Entry, "name" | "summary">>): ReadonlyArray<Word> =>
  commands.map(({ name, summary }) => ({ word: name, summary }))

const tableOf = (tree: Tree): Effect.Effect<Table> =>
  Effect.gen(function* () {
    const described = yield* Effect.forEach(
      tree.groups.flatMap((group) => group.commands.map((entry) => [group, entry] as const)),
      ([group, entry]) => describe(group, entry)
    )
    const single = yield* Effect.forEach(tree.commands, (entry) => describe(undefined, entry))
    const withValue = [...described, ...single]
      .flatMap(({ flags }) => flags)
      .filter(({ type }) => type._tag !== "Boolean")
    return {
      aliases: tree.groups.filter(({ aliases }) => aliases.length > 0).map(({ aliases, name }) => [aliases, name]),
      first: [...commandsOf(tree.groups), ...commandsOf(tree.commands), ...ofProgram],
      rows: [
        ...tree.groups.map(({ commands, name }) => ({ group: name, name: "", words: [...commandsOf(commands), HELP] })),
        ...described.map(rowOf),
        ...single.map(rowOf)
      ],
      choices: new Map([
        ["--print-completion", shells],
        ...withValue.flatMap(({ name, type }) => (type._tag === "Choice" ? [[`--${name}`, type.values] as const] : []))
      ]),
      valued: [...new Set(["--print-completion", ...withValue.map(({ name }) => `--${name}`)])]
    }
  })

const lines = (indent: string, texts: ReadonlyArray<string>): string =>
  texts.map((text) => `${indent}${text}`).join("\n")

const plain = (words: ReadonlyArray<Word>): string => words.map(({ word }) => word).join(" ")

const bash = ({ aliases, choices, first, rows, valued }: Table): string => `# btcli: completions for bash
_btcli() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} group= name= word list= at
  for ((at = 1; at < COMP_CWORD; at++)); do
    word=\${COMP_WORDS[at]}
    case $word in
      ${valued.join("|")})
        [[ \${COMP_WORDS[at+1]} == = ]] && at=$((at + 1))
        at=$((at + 1)) ;;
      -*) ;;
      *) if [[ -z $group ]]; then group=$word; elif [[ -z $name ]]; then name=\${word//-/_}; fi ;;
    esac
  done
  case $group in
${lines(
  "    ",
  aliases.map(([names, group]) => `${names.join("|")}) group=${group} ;;`)
)}
  esac
  case $prev in
${lines(
  "    ",
  [...choices].map(
    ([flag, values]) => `${flag}) COMPREPLY=($(compgen -W ${quote(values.join(" "))} -- "$cur")); return ;;`
  )
)}
    ${valued.join("|")}) COMPREPLY=(); return ;;
  esac
  case "$group $name" in
    " ") list=${quote(plain(first))} ;;
${lines(
  "    ",
  rows.map(({ group, name, words }) => `"${group} "${name ?? "*"}) list=${quote(plain(words))} ;;`)
)}
  esac
  COMPREPLY=($(compgen -W "$list" -- "$cur"))
}
complete -o default -F _btcli btcli`

/** A word and what it is, as `_describe` takes it. */
const explained = ({ summary, word }: Word): string => quote(`${word}:${summary.replaceAll(/[\\:]/g, "\\$&")}`)

const zsh = ({ aliases, choices, first, rows, valued }: Table): string => `#compdef btcli
# btcli: completions for zsh
_btcli() {
  local group= name= word
  local -a list
  local -i at
  for ((at = 2; at < CURRENT; at++)); do
    word=\${words[at]}
    case $word in
      (${valued.join("|")}) at+=1 ;;
      (-*) ;;
      (*) if [[ -z $group ]]; then group=$word; elif [[ -z $name ]]; then name=\${word//-/_}; fi ;;
    esac
  done
  case $group in
${lines(
  "    ",
  aliases.map(([names, group]) => `(${names.join("|")}) group=${group} ;;`)
)}
  esac
  case \${words[CURRENT-1]} in
${lines(
  "    ",
  [...choices].map(([flag, values]) => `(${flag}) compadd -- ${values.join(" ")}; return ;;`)
)}
    (${valued.join("|")}) _files; return ;;
  esac
  case "$group $name" in
    (" ") list=(${first.map(explained).join(" ")}) ;;
${lines(
  "    ",
  rows.map(({ group, name, words }) => `("${group} "${name ?? "*"}) list=(${words.map(explained).join(" ")}) ;;`)
)}
  esac
  _describe btcli list || _files
}
if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then
  _btcli "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
  compdef _btcli btcli
fi`

const tabbed = ({ summary, word }: Word): string => `'${`${word}\t${summary}`.replaceAll(/[\\']/g, "\\$&")}'`

const fish = ({ aliases, choices, first, rows, valued }: Table): string => `# btcli: completions for fish
function __btcli_complete
    set -l tokens (commandline -opc)
    set -e tokens[1]
    set -l group ''
    set -l name ''
    set -l flag ''
    for token in $tokens
        if test -n "$flag"
            set flag ''
            continue
        end
        switch $token
            case ${valued.join(" ")}
                set flag $token
            case '-*'
            case '*'
                if test -z "$group"
                    set group $token
                else if test -z "$name"
                    set name (string replace -a -- - _ $token)
                end
        end
    end
    switch $flag
        case ''
${lines(
  "        ",
  [...choices].flatMap(([name, values]) => [`case ${name}`, `    printf '%s\\n' ${values.join(" ")}`, "    return"])
)}
        case '*'
            __fish_complete_path (commandline -ct)
            return
    end
    switch $group
${lines(
  "        ",
  aliases.flatMap(([names, group]) => [`case ${names.join(" ")}`, `    set group ${group}`])
)}
    end
    switch "$group $name"
        case ' '
            printf '%s\\n' ${first.map(tabbed).join(" ")}
${lines(
  "        ",
  rows.flatMap(({ group, name, words }) => [
    `case '${group} ${name ?? "*"}'`,
    `    printf '%s\\n' ${words.map(tabbed).join(" ")}`
  ])
)}
    end
end
complete -c btcli -e
complete -c btcli -f -a '(__btcli_complete)'`

/** tcsh completes by the place of a word and by the one before: groups, the commands of each, and all flags of all. */
const tcsh = ({ aliases, choices, first, rows }: Table): string => {
  const flags = new Set(
    rows.flatMap(({ words }) => words).flatMap(({ word }) => (word.startsWith("--") ? [word.slice(2)] : []))
  )
  const commands = rows
    .filter(({ name }) => name === "")
    .flatMap(({ group, words }) =>
      [group, ...(aliases.find(([, name]) => name === group)?.[0] ?? [])].map(
        (name) => `'n/${name}/(${plain(words.filter(({ word }) => !word.startsWith("-")))})/'`
      )
    )
  return [
    "# btcli: completions for tcsh",
    "complete btcli \\",
    ...[
      `'p/1/(${plain(first.filter(({ word }) => !word.startsWith("-")))})/'`,
      ...commands,
      ...[...choices].map(([flag, values]) => `'n/${flag}/(${values.join(" ")})/'`)
    ].map((rule) => `  ${rule} \\`),
    `  'c/--/(${[...flags].join(" ")})/'`
  ].join("\n")
}

const writers = { bash, zsh, tcsh, fish }

/**
 * The script for a shell.
 *
 * @category constructors
 */
export const script = (tree: Tree, shell: (typeof shells)[number]): Effect.Effect<string> =>
  Effect.map(tableOf(tree), writers[shell])
