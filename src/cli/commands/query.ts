/** `btcli query`: whatever can be read from a chain. */
import { Effect, Option, Schema } from "effect"
import { Argument, type Command } from "effect/cli"
import type { ExtrinsicError } from "../../services/ExtrinsicError.ts"
import * as Ss58 from "../../protocol/Ss58.ts"
import { Subtensor } from "../../services/Subtensor.ts"
import type { ChainError } from "../../services/ChainError.ts"
import type { Hex } from "../../services/subtensor/ChainValue.ts"
import { usage } from "../frame/Failure.ts"
import * as Flags from "../frame/Flags.ts"
import * as Leaf from "../frame/Leaf.ts"
import * as Chain from "../subject/chain.ts"
import * as Given from "../subject/given.ts"
import * as Json from "../subject/json.ts"
import { ofReads } from "../subject/otherNames.ts"
import { argumentsOf, formsOf, parameters } from "../subject/readParameters.ts"
import { snake } from "../subject/snake.ts"
import * as Wallet from "../subject/wallet.ts"
import type { Pen } from "../terminal/Pen.ts"
import { Screen } from "../terminal/Screen.ts"

type Name = keyof typeof parameters

const names = Object.keys(parameters) as ReadonlyArray<Name>

const Result = Schema.Struct({
  /** The read; `null` where they were only listed. */
  name: Schema.NullOr(Schema.String),
  arguments: Schema.Record(Schema.String, Schema.Json),
  block: Schema.NullOr(Schema.Union([Schema.Int, Schema.String])),
  /** Amounts are integers of rao, or of the smallest unit of alpha, as decimal text. */
  value: Schema.Json
})

const nameOf = (typed: string) => {
  const wanted = snake(typed).replaceAll("-", "_").replace(/^get_/, "")
  const found = names.find((name) => snake(name) === wanted) ?? ofReads[wanted]
  if (found !== undefined) return Effect.succeed(found)
  const near = names.map(snake).filter((name) => name.includes(wanted) || wanted.includes(name))
  return Effect.fail(
    usage(
      `There is no read ${typed}.`,
      near.length === 0 ? "'btcli query' lists them." : `Do you mean ${near.slice(0, 8).join(", ")}?`
    )
  )
}

const blockOf = (block: Option.Option<string>) => {
  const text = Option.getOrUndefined(block)
  if (text === undefined) return Effect.succeed(undefined)
  if (/^\d{1,10}$/.test(text)) return Effect.succeed(Number(text))
  return /^0x[0-9a-f]{64}$/i.test(text)
    ? Effect.succeed(text as Hex)
    : Effect.fail(
        usage(
          `--block ${text}: it is neither the number nor the hash of a block.`,
          "Give such as 1000, or 0x and 64 digits."
        )
      )
}

/** The flag is the wallet's, unless it has an address, and a hotkey is asked about. */
const hotkeyOf = (
  name: Name,
  words: ReadonlyArray<string>,
  { hotkey }: Command.Command.Config.Infer<typeof Wallet.flags>
) =>
  Option.isSome(hotkey) &&
  Ss58.is(hotkey.value) &&
  "hotkey" in formsOf(name) &&
  !words.some((word) => word.startsWith("hotkey="))
    ? [`hotkey=${hotkey.value}`]
    : []

const listed: typeof Result.Type = {
  name: null,
  arguments: {},
  block: null,
  value: Object.fromEntries(names.map((name) => [snake(name), Given.usageOf(formsOf(name))]))
}

type Values = { readonly [name: string]: unknown }

/** What is read of one's own hotkey is read of a hotkey, which the wallet names. */
const ofOwn = (name: Name, values: Values, wallet: Command.Command.Config.Infer<typeof Wallet.flags>) =>
  Effect.gen(function* () {
    if (name !== "neuronForWallet") return { name, values }
    const own = yield* Wallet.chosen(wallet)
    const hotkey = yield* Wallet.hotkeyAddress(own.name, own.hotkey)
    return { name: "neuronForPubkeyAndSubnet" as const, values: { ...values, hotkey } }
  }).pipe(Effect.provide(Wallet.layer(wallet)))

/** Each read has the type of its own arguments, which its table has made sure of. */
type Method = (...args: ReadonlyArray<unknown>) => Effect.Effect<unknown, ChainError | ExtrinsicError>

const ask = (name: Name, values: Values, block: Hex | number | undefined) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const read = subtensor[name] as Method
    return yield* Screen.during("📡 Asking the chain")(read(...argumentsOf(name, values, { block })))
  })

const isFlat = (value: Schema.Json): boolean => typeof value !== "object" || value === null

const cell = (value: Schema.Json): string =>
  typeof value === "string" ? value : value === null ? "–" : JSON.stringify(value)

const isRow = (value: Schema.Json): value is { readonly [name: string]: Schema.Json } =>
  !isFlat(value) && !Array.isArray(value)

const shown = (value: Schema.Json, pen: Pen): string => {
  if (isFlat(value)) return cell(value)
  if (Array.isArray(value)) {
    if (value.length === 0) return "nothing"
    if (!value.every(isRow)) return value.map(cell).join("\n")
    const titles = [...new Set(value.flatMap((row) => Object.keys(row)))]
    const rows = value.map((row) => titles.map((title) => cell(row[title] ?? null)))
    return pen.table({ columns: titles.map((title) => ({ title })), rows })
  }
  const rows = Object.entries(value as { readonly [name: string]: Schema.Json }).map(([name, held]) => [
    name,
    cell(held)
  ])
  return rows.length === 0 ? "nothing" : pen.table({ columns: [{ title: "", style: "cyan" }, { title: "" }], rows })
}

export const command = Leaf.make({
  flags: {
    name: Argument.String("name").pipe(
      Argument.withDescription("what is read, as the Python SDK calls it; without it all are listed"),
      Argument.optional
    ),
    arguments: Argument.variadic(Argument.String("argument")).pipe(
      Argument.withDescription("what it is asked about: name=value, or the values in their order")
    ),
    block: Flags.text("block", "number or hash of the block; the last one without it"),
    wallet: Wallet.flags,
    chain: Chain.flags
  },
  description: "Amounts are rao, or the smallest unit of alpha. Arguments may be flags as well: --netuid 1.",
  takesAnyFlag: true,
  examples: [
    { command: "btcli query", description: "all reads, and what each is asked about" },
    { command: "btcli query balance 5F…", description: "what an account has, in rao" },
    { command: "btcli query neuron_for_uid netuid=1 uid=0 --json", description: "a neuron as JSON" }
  ],
  result: Result,
  run: ({ arguments: words, block, chain, name, wallet }) =>
    Effect.gen(function* () {
      if (Option.isNone(name)) return listed
      const read = yield* nameOf(name.value)
      const given = [...words, ...hotkeyOf(read, words, wallet)]
      const values = yield* Given.read(snake(read), formsOf(read), given, { mayOmitNames: true })
      const at = yield* blockOf(block)
      const asked = yield* ofOwn(read, values, wallet)
      const value = yield* Effect.provide(ask(asked.name, asked.values, at), Chain.layer(chain))
      const answered = Object.entries(values).map(([key, held]) => [snake(key), Json.of(held)] as const)
      return {
        name: snake(read),
        arguments: Object.fromEntries(answered),
        block: at ?? null,
        value: Json.of(value)
      }
    }),
  show: ({ value }, pen) => shown(value, pen)
})
