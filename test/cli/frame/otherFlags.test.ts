/** Every option of real btclis: whether it is understood, passed over or refused by name. */
import { assert, describe, it } from "vitest"
import { flagsOf, pathOf } from "../../../src/cli/frame/command.ts"
import { general, numbered, opposites, spellings } from "../../../src/cli/frame/flagNames.ts"
import { type KnownFlag, lacking, othersOf, respell, understand } from "../../../src/cli/frame/spelling.ts"
import type { OtherFlags } from "../../../src/cli/frame/Tree.ts"
import { tree } from "../../../src/cli/tree.ts"
import { loadVectors } from "../../support/vectors.ts"

interface Btcli {
  readonly version: string
  /** Spellings, and `VALUE` or `VALUES` where it takes some. */
  readonly options: ReadonlyArray<string>
  readonly commands: { readonly [command: string]: ReadonlyArray<number> }
}

/** What an option means here because of the value behind it. */
const means: { readonly [spelling: string]: string } = { json: "json_file" }

/** Kinds that differ, and why that is right. */
const otherKinds: { readonly [option: string]: string } = {
  "config clear --dashboard-path": "a path that is to be cleared needs none of its own",
  "subnets price --html": "the page is a file with a name, not a window of a browser"
}

const unify = (spelling: string): string => spelling.replace(/^--?/, "").replaceAll("-", "_")

/** No wallet and no network is called so; `-n` and `-w` of btcli 9 are known by that. */
const VALUE = "1"

interface Command {
  readonly known: ReadonlyArray<KnownFlag>
  readonly others: OtherFlags
  readonly args: (spelling: string, takesValue: boolean) => ReadonlyArray<string>
}

const commandOf = async (command: string): Promise<Command | string> => {
  const found = understand(tree, command.split(" "))
  if (found._tag !== "Run") return found._tag === "Wrong" ? `${found.what} ${found.next}` : found._tag
  const path = pathOf(found.group, found.entry)
  const known = flagsOf(path, await found.entry.load(), found.entry.summary)
  return {
    known,
    others: othersOf(tree, path),
    args: (spelling, takesValue) => {
      const meant = understand(tree, [...command.split(" "), spelling, ...(takesValue ? [VALUE] : [])])
      return meant._tag === "Run" ? meant.args : [meant._tag]
    }
  }
}

/** Whether a flag is among those that are known to be of no use. */
const isIdle = ({ idle }: OtherFlags, spelling: string): boolean => {
  const name = spellings[unify(spelling)] ?? unify(spelling)
  return name === "" || general.includes(name) || idle?.[unify(spelling)] !== undefined
}

/** What is wrong with what becomes of one spelling of an option; `undefined` if nothing is. */
const wrongWith = ({ args, known, others }: Command, option: string, spelling: string): string | undefined => {
  const words = option.split(" ")
  const takesValue = /^VALUES?$/.test(words.at(-1) ?? "")
  const given = args(spelling, takesValue)
  const refused = lacking(known, others.lacking ?? {}, given)
  if (refused !== undefined) return refused.next.length < 20 ? `is refused with "${refused.next}"` : undefined
  const [word, ...more] = respell(known, given, others)
  if (word === undefined) return isIdle(others, spelling) ? undefined : "is passed over"
  const [, name = "", value = ""] = /^--([^=]+)=(.*)$/.exec(word) ?? []
  if (name === "") return "is unknown"
  if (more.length > 0 || (takesValue ? value !== VALUE : !/^(true|false)$/.test(value))) return `is ${word} ${more}`
  const { aliases = [] } = known.find((flag) => flag.name === name) ?? {}
  const called = new Set([name, ...aliases].map(unify))
  const isItself = words.map(unify).some((one) => {
    const bare = one.replace(/^no_|^not_/, "")
    const other = opposites[one] ?? spellings[one] ?? spellings[bare] ?? numbered[one]?.find((flag) => flag === name)
    return called.has(one) || called.has(bare) || called.has(other ?? "") || means[one] === name
  })
  return isItself ? undefined : `is ${word}`
}

describe.each(loadVectors<Btcli>("cli", "btcli-7.4.0.json").concat(loadVectors<Btcli>("cli", "btcli-9.21.2.json")))(
  "btcli $data.version",
  ({ data: { commands, options } }) => {
    it.each(Object.keys(commands))("%s", async (name) => {
      const command = await commandOf(name)
      if (typeof command === "string") return assert.match(command, /is no command here\. .{20}/)
      const wrong = (commands[name] ?? []).flatMap((at) => {
        const option = options[at] ?? ""
        const spelled = option.split(" ").filter((word) => word.startsWith("-"))
        if (otherKinds[`${name} ${spelled[0]}`] !== undefined) return []
        return spelled.flatMap((spelling) => {
          const problem = wrongWith(command, option, spelling)
          return problem === undefined ? [] : [`${spelling} of ${option}: ${problem}`]
        })
      })
      assert.deepStrictEqual(wrong, [])
    })
  }
)

describe("what is said of flags that are none here", () => {
  it.each(Object.keys(tree.otherFlags).filter((path) => path !== ""))(
    "of %s is about none that it has",
    async (path) => {
      const command = await commandOf(path)
      if (typeof command === "string") return assert.fail(command)
      const { idle, lacking: none } = tree.otherFlags[path] ?? {}
      const own = [...Object.keys(idle ?? {}), ...Object.keys(none ?? {})].filter((flag) =>
        command.known.some(({ aliases, name }) => [name, ...aliases].map(unify).includes(flag))
      )
      assert.deepStrictEqual(own, [])
    }
  )
})
