/** The examples of --help are command lines that work: each means its command, with flags that it has. */
import { assert, describe, it } from "vitest"
import { flagsOf, pathOf } from "../../../src/cli/frame/command.ts"
import { respell, understand } from "../../../src/cli/frame/spelling.ts"
import type { Entry, Group } from "../../../src/cli/frame/Tree.ts"
import { tree } from "../../../src/cli/tree.ts"

const entries: ReadonlyArray<readonly [group: Group | undefined, entry: Entry]> = [
  ...tree.groups.flatMap((group) => group.commands.map((entry) => [group, entry] as const)),
  ...tree.commands.map((entry) => [undefined, entry] as const)
]

/** As a shell would, as far as examples need it. */
const wordsOf = (command: string): ReadonlyArray<string> =>
  Array.from(command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g), ([, one, two, plain]) => one ?? two ?? plain ?? "")

describe("the examples", () => {
  it.each(entries.map(([group, entry]) => [pathOf(group, entry), entry] as const))(
    "of %s mean it",
    async (path, entry) => {
      const leaf = await entry.load()
      const known = flagsOf(path, leaf, entry.summary)
      assert.isNotEmpty(leaf.examples, "every command has one")
      for (const { command } of leaf.examples ?? []) {
        const [program, ...words] = wordsOf(command)
        assert.strictEqual(program, "btcli", command)
        const meant = understand(tree, words)
        if (meant._tag !== "Run") return assert.fail(`${command} is no command`)
        // The faucet stands in two groups.
        assert.strictEqual(meant.entry.name, entry.name, command)
        for (const word of respell(known, meant.args)) {
          const [, name] = /^--([^=]+)/.exec(word) ?? []
          if (name !== undefined)
            assert.isTrue(
              known.some((flag) => flag.name === name),
              `${command}: --${name}`
            )
        }
      }
    }
  )
})
