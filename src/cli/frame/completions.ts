/** Scripts that teach a shell the commands and flags of the tree. */
import { Effect } from "effect"
import { Command, Completions } from "effect/cli"
import { commandOf, pathOf } from "./command.ts"
import type { Entry, Group, Tree } from "./Tree.ts"

/** The shells that have completions. @category constants */
export const shells = ["bash", "zsh", "tcsh", "fish"] as const

/** @category guards */
export const isShell = (text: string): text is (typeof shells)[number] =>
  (shells as ReadonlyArray<string>).includes(text)

const load = (group: Group | undefined, entry: Entry) =>
  Effect.map(Effect.promise(entry.load), (leaf) =>
    Completions.fromCommand(commandOf(pathOf(group, entry), leaf, entry.summary))
  )

/** The whole tree, all flags included. A group stands there under each of its names. */
const describe = (tree: Tree): Effect.Effect<Completions.CommandDescriptor> =>
  Effect.gen(function* () {
    const root = Completions.fromCommand(Command.make("btcli"))
    const groups = yield* Effect.forEach(tree.groups, (group) =>
      Effect.map(
        Effect.forEach(group.commands, (entry) => load(group, entry)),
        (subcommands) =>
          [group.name, ...group.aliases].map((name) => ({ ...root, name, description: group.summary, subcommands }))
      )
    )
    const commands = yield* Effect.forEach(tree.commands, (entry) => load(undefined, entry))
    return { ...root, subcommands: [...groups.flat(), ...commands] }
  })

const names = (commands: ReadonlyArray<Completions.CommandDescriptor>): string =>
  commands.map(({ name }) => name).join(" ")

/** tcsh completes by the place of a word: groups, then the commands of each, then flags. */
const tcsh = ({ subcommands }: Completions.CommandDescriptor): string => {
  const flags = new Set(
    subcommands
      .flatMap((group) => [group, ...group.subcommands])
      .flatMap((command) => command.flags.map(({ name }) => `--${name}`))
  )
  return [
    "complete btcli \\",
    `  'p/1/(${names(subcommands)})/' \\`,
    ...subcommands
      .filter((group) => group.subcommands.length > 0)
      .map((group) => `  'n/${group.name}/(${names(group.subcommands)})/' \\`),
    `  'c/--/(${[...flags].map((flag) => flag.slice(2)).join(" ")})/'`
  ].join("\n")
}

/**
 * The script for a shell; to be appended to its start-up file.
 *
 * @category constructors
 */
export const script = (tree: Tree, shell: (typeof shells)[number]): Effect.Effect<string> =>
  Effect.map(describe(tree), (descriptor) =>
    shell === "tcsh" ? tcsh(descriptor) : Completions.generate("btcli", shell, descriptor)
  )
