/** A command line as another btcli has it, what it does here, and how that is seen without this one. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Schema } from "effect"
import { assert } from "vitest"
import { envelope } from "../../../src/cli/frame/envelope.ts"
import { pathOf } from "../../../src/cli/frame/command.ts"
import { understand } from "../../../src/cli/frame/spelling.ts"
import { tree } from "../../../src/cli/tree.ts"
import * as Hex from "../../../src/protocol/Hex.ts"
import * as Ss58 from "../../../src/protocol/Ss58.ts"
import type { DevnetError, DevnetShape, DevnetValue } from "../../../src/services/Devnet.ts"
import * as run from "../../support/btcli.ts"

type Person = Effect.Success<ReturnType<typeof run.people>>[number]

/** A chain, a home whose wallets are Alice's, Bob's and Charlie's, and what `{names}` in command lines stand for. */
export interface World {
  readonly chain: DevnetShape
  readonly home: run.Home
  readonly alice: Person
  readonly bob: Person
  readonly charlie: Person
  readonly named: Map<string, string>
  /** Of the runtime, as the node gives it. */
  readonly metadata: Buffer
}

/** Looks at the chain or at a file, not through this btcli, and asserts; `data` is the result of the command. */
export type Look = (world: World, data: any) => Effect.Effect<unknown, DevnetError>

/** Who has no such thing: the runtime, or this tool. */
export type Lacking = "runtime" | "tool"

export type Row =
  | { readonly _tag: "Works"; readonly typed: string; readonly look: Look }
  /** It prints text, whatever is asked for. */
  | { readonly _tag: "Prints"; readonly typed: string; readonly look: (said: run.Said) => void }
  /** Nobody can be asked and nothing says yes: it is told what would be done, and nothing is. */
  | { readonly _tag: "Declines"; readonly typed: string }
  | {
      readonly _tag: "Refused"
      readonly typed: string
      readonly by: Lacking
      /** What the runtime has to lack for that: an item of storage or a call, such as `Swap.Positions`. */
      readonly absent: string | undefined
      readonly exit: number
      readonly said: RegExp
    }

/** Command lines, in their order, and what a chain needs before the next of them. */
export type Step = Row | { readonly _tag: "Prepare"; readonly prepare: Look }

export const works = (typed: string, look: Look): Step => ({ _tag: "Works", typed, look })

export const prints = (typed: string, look: (said: run.Said) => void): Step => ({ _tag: "Prints", typed, look })

export const declines = (typed: string): Step => ({ _tag: "Declines", typed })

/** Runtime 185 has no such thing: the command finds that and says it. */
export const lacking = (typed: string, absent: string, said: RegExp): Step => ({
  _tag: "Refused",
  typed,
  by: "runtime",
  absent,
  exit: 5,
  said
})

/** Runtime 185 has no such thing, and the command line is wrong for that: mostly there is no such command here. */
export const unknown = (typed: string, absent: string, said: RegExp): Step => ({
  _tag: "Refused",
  typed,
  by: "runtime",
  absent,
  exit: 2,
  said
})

/** The runtime would do, but there is no such command here. */
export const unbuilt = (typed: string, said: RegExp): Step => ({
  _tag: "Refused",
  typed,
  by: "tool",
  absent: undefined,
  exit: 2,
  said
})

export const prepare = (prepare: Look): Step => ({ _tag: "Prepare", prepare })

/** A look at files, and at what was printed. */
export const sees =
  (body: (world: World, data: any) => void): Look =>
  (world, data) =>
    Effect.sync(() => body(world, data))

/** A look that reads the chain. */
export const look = (
  body: (world: World, data: any) => Generator<Effect.Effect<any, DevnetError>, unknown, never>
): Look => Effect.fnUntraced(body)

/** What an item of SubtensorModule holds. */
export const read = ({ chain }: World, item: string, ...keys: ReadonlyArray<DevnetValue>) =>
  chain.read("SubtensorModule", item, ...keys)

/** Puts it there. */
export const put = ({ chain }: World, item: string, keys: ReadonlyArray<DevnetValue>, value: DevnetValue) =>
  chain.setStorage("SubtensorModule", item, keys, value)

/** An item of SubtensorModule holds this now. */
export const holds = (item: string, keys: (world: World) => ReadonlyArray<DevnetValue>, expected: DevnetValue) =>
  look(function* (world) {
    assert.deepStrictEqual(yield* read(world, item, ...keys(world)), expected)
  })

/** An address as the chain keeps it. */
export const publicKey = (address: string) => Hex.encode(Ss58.publicKey(Ss58.Ss58.make(address)))

/** Alice's hotkey is in the senate, and Bob has proposed something: `{proposal}`. */
export const proposed = look(function* ({ alice, bob, chain, named }) {
  yield* chain.setStorage("SenateMembers", "Members", [], [alice.hotkey])
  const proposal = { _tag: "System", value: { _tag: "remark", value: { remark: new TextEncoder().encode("hello") } } }
  const args = { proposal, length_bound: 100, duration: 50_400 }
  const events = yield* chain.call(bob.coldkey, "Triumvirate", "propose", args)
  const { data } = events.find(({ name }: { readonly name: string }) => name === "Proposed") ?? assert.fail()
  named.set("proposal", (data as { readonly proposal_hash: string }).proposal_hash)
})

/** What a file of the wallets says. */
export const keyFile = ({ home }: World, path: string) =>
  JSON.parse(readFileSync(join(home.wallets, path), "utf8")) as {
    readonly ss58Address: string
    readonly secretPhrase?: string
    readonly privateKey?: string
  }

/** The words of a row, each with what its names stand for. */
export const wordsOf = ({ named }: World, typed: string): ReadonlyArray<string> =>
  typed
    .split(" ")
    .map((word) =>
      word.replace(/\{(.+?)\}/g, (_, name: string) => named.get(name) ?? assert.fail(`nothing is ${name}`))
    )

/** The same the other way round, for what is printed. */
const unnamed = ({ named }: World, text: string): string =>
  [...named]
    .filter(([, value]) => value.length > 8)
    .reduce((rest, [name, value]) => rest.replaceAll(value, `{${name}}`), text)

/** What a row is here: the command's own name, and the sentence of its refusal. */
export interface Outcome {
  readonly row: Row
  readonly here: string
  readonly refusal: string
}

const hereOf = (words: ReadonlyArray<string>): string => {
  const meant = understand(tree, words)
  return meant._tag === "Run" ? pathOf(meant.group, meant.entry) : ""
}

/** Registries are not asked: nothing of a test leaves the machine. */
const calling: run.Calling = { environment: { npm_config_registry: "http://127.0.0.1:9" } }

const anyDocument = Schema.toEncoded(envelope(Schema.Never))

/** What a command prints that the tree has not: the same document of an error. */
const refusedByTree = (world: World, words: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const { code, out } = yield* run.btcli(world.home, [...words, "--json"], calling)
    const document = yield* Schema.decodeUnknownEffect(anyDocument)(JSON.parse(out), { onExcessProperty: "error" })
    if (document.ok) return assert.fail()
    assert.strictEqual(code, document.error.exit)
    return document.error
  }).pipe(Effect.orDie)

/** The runtime's metadata has no such pallet, or nothing of that name in any. */
const isAbsent = ({ metadata }: World, name: string): boolean =>
  name.split(".").some((part) => !metadata.includes(Buffer.from([part.length * 4, ...Buffer.from(part)])))

/** Runs a row, and asserts all that it says. */
export const execute = (world: World, row: Row) =>
  Effect.gen(function* () {
    const words = wordsOf(world, row.typed)
    const here = hereOf(words)
    switch (row._tag) {
      case "Prints": {
        const said = yield* run.btcli(world.home, words, calling)
        assert.strictEqual(said.code, 0, said.err)
        row.look(said)
        return { row, here, refusal: "" }
      }
      case "Works": {
        const data = yield* run.succeeds(world.home, words, calling)
        yield* row.look(world, data)
        return { row, here, refusal: "" }
      }
      case "Declines": {
        const before = yield* world.chain.head
        const error = yield* run.fails(world.home, words, calling)
        assert.deepInclude(error, { exit: 3, next: "Give --yes if that is what you want." })
        assert.strictEqual((yield* world.chain.head).number, before.number)
        return { row, here, refusal: "" }
      }
      case "Refused": {
        const error = yield* here === "" ? refusedByTree(world, words) : run.fails(world.home, words, calling)
        const sentence = [error.what, error.next].filter((part) => part !== undefined).join(" ")
        assert.strictEqual(error.exit, row.exit, sentence)
        assert.match(sentence, row.said)
        if (row.absent !== undefined) assert.isTrue(isAbsent(world, row.absent), `there is ${row.absent}`)
        return { row, here, refusal: unnamed(world, sentence) }
      }
    }
  }).pipe(
    Effect.catchDefect((cause) =>
      Effect.die(new Error(`${row.typed}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause }))
    )
  )
