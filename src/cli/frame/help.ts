/** `btcli --help` and `btcli GROUP --help`, as the 7.4.0 tool lays them out. */
import type { Paint } from "../terminal/paint.ts"
import type { Meant } from "./spelling.ts"
import type { Entry, Group, Tree } from "./Tree.ts"

const lines = (paint: Paint, entries: ReadonlyArray<readonly [name: string, summary: string]>): string => {
  const width = Math.max(...entries.map(([name]) => name.length))
  return entries.map(([name, summary]) => `  ${paint("cyan", name.padEnd(width))}  ${summary}`).join("\n")
}

const section = (paint: Paint, title: string, body: string): string => `${paint("bold", title)}\n${body}`

const FLAGS = [
  ["--json", "print the result as one JSON document"],
  ["--yes, --no_prompt", "answer yes; ask nothing"],
  ["--config FILE", "file of settings"],
  ["--print-completion SHELL", "print the completions of bash, zsh, tcsh or fish"],
  ["--commands", "print all commands"],
  ["--version", "print the version"],
  ["--no_version_checking", "do not look for a newer version"],
  ["--help, -h", "show this help; of a command: btcli wallet balance --help"]
] as const

/** @category help */
export const ofProgram = (paint: Paint, tree: Tree, version: string): string =>
  [
    "usage: btcli <command> <command args>",
    `bittensor cli v${version}`,
    section(
      paint,
      "commands:",
      [
        ...tree.groups.map(({ aliases, name, summary }) =>
          aliases.length === 0 ? `  ${name} - ${summary}` : `  ${name} (${aliases.join(", ")}) - ${summary}`
        ),
        ...tree.commands.map(({ name, summary }) => `  ${name} - ${summary}`)
      ].join("\n")
    ),
    section(paint, "options:", lines(paint, FLAGS))
  ].join("\n\n")

const summaries = (commands: ReadonlyArray<Entry>) => commands.map(({ name, summary }) => [name, summary] as const)

/** @category help */
export const ofGroup = (paint: Paint, { commands, name, summary }: Group): string =>
  [
    `usage: btcli ${name} <command> <command args>`,
    summary,
    section(paint, "commands:", lines(paint, summaries(commands))),
    section(
      paint,
      "options:",
      lines(paint, [["--help, -h", `show this help; of a command: btcli ${name} ${commands[0]?.name} --help`]])
    )
  ].join("\n\n")

/** All commands, a line each. @category help */
export const all = (tree: Tree): string =>
  [
    ...tree.groups.flatMap((group) =>
      group.commands.map((entry) => [`btcli ${group.name} ${entry.name}`, entry] as const)
    ),
    ...tree.commands.map((entry) => [`btcli ${entry.name}`, entry] as const)
  ]
    .flatMap(([path, { also = [], summary }]) => [
      `${path.padEnd(36)}  ${summary}`,
      ...also.map((other) => `${`  = btcli ${other}`}`)
    ])
    .join("\n")

/** What is answered to a command line that means no command, or `undefined`. @category help */
export const answer = (meant: Meant, tree: Tree, version: string, paint: Paint): string | undefined => {
  switch (meant._tag) {
    case "Help":
      return meant.group === undefined ? ofProgram(paint, tree, version) : ofGroup(paint, meant.group)
    case "Version":
      return version
    case "Commands":
      return all(tree)
    default:
      return undefined
  }
}
