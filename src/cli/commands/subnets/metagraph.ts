/** `btcli subnets metagraph` */
import { Effect, Option, Path, Schema } from "effect"
import type { Command } from "effect/cli"
import * as MetagraphFile from "../../../layers/MetagraphFile.ts"
import { Rao } from "../../../protocol/Money.ts"
import { Metagraph, type MetagraphState } from "../../../services/Metagraph.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Flags from "../../frame/Flags.ts"
import { replace } from "../../frame/file.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import { TaoText } from "../../subject/values.ts"
import { Screen } from "../../terminal/Screen.ts"
import { neuronsOf, Neuron, show as table, Weights, weightsOf } from "./metagraph/table.ts"
import * as Subnet from "./subnet.ts"

const Result = Schema.Struct({
  network: Schema.String,
  netuid: Schema.Int,
  block: Schema.Int,
  issuance_tao: TaoText,
  difficulty: Schema.BigIntFromString,
  neurons: Schema.Array(Neuron),
  /** Only where it was drawn; `null` otherwise. */
  weights: Schema.NullOr(Weights),
  /** The drawing for the terminal. */
  plot: Schema.NullOr(Schema.String),
  /** The file that a later command can load; `null` if it could not be written. */
  saved_to: Schema.NullOr(Schema.String),
  /** The page that was written. */
  page: Schema.NullOr(Schema.String)
})

const flags = {
  subnet: Subnet.flags,
  plot: Flags.toggle("plot", "draw stakes, emissions and weights below the table"),
  html: Flags.text("html", "write a page with the table, stakes, emissions and weights to this file"),
  chain: Chain.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

/** Where metagraphs are kept is no reason not to look at one. */
const save = (metagraph: MetagraphState) =>
  MetagraphFile.save(metagraph).pipe(
    Effect.catchTag("MetagraphFileError", ({ message }) =>
      Effect.as(
        Screen.use((screen) => screen.warn(message)),
        null
      )
    )
  )

type Read = Omit<typeof Result.Type, "plot" | "page">

const read = (netuid: number, isDrawn: boolean) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const network = yield* subtensor.network
    const { difficulty, issuance, metagraph } = yield* Screen.during(`📡 Syncing with chain: ${network}`)(
      Effect.all(
        {
          metagraph: Metagraph.at(netuid, { lite: !isDrawn }),
          issuance: subtensor.totalIssuance(),
          difficulty: subtensor.difficulty(netuid)
        },
        { concurrency: "unbounded" }
      )
    )
    const found: Read = {
      network,
      netuid,
      block: metagraph.block,
      issuance_tao: Rao(issuance),
      difficulty: difficulty ?? 0n,
      neurons: neuronsOf(metagraph),
      weights: isDrawn ? weightsOf(metagraph) : null,
      saved_to: yield* save(metagraph)
    }
    return found
  })

/** The drawing; who reads JSON has the numbers. */
const plotOf = (read: Read) =>
  Effect.gen(function* () {
    const { isJson, pen } = yield* Screen
    if (isJson) return null
    const { plot } = yield* Effect.promise(() => import("./metagraph/plot.ts"))
    return plot(read, pen)
  })

const pageOf = (read: Read, file: string) =>
  Effect.gen(function* () {
    const path = (yield* Path.Path).resolve(file)
    const { page } = yield* Effect.promise(() => import("./metagraph/page.ts"))
    yield* replace(path, page(read))
    return path
  })

const run = ({ chain, html, plot, subnet }: Input) =>
  Effect.gen(function* () {
    const netuid = yield* Subnet.chosen(subnet)
    const found = yield* read(netuid, plot || Option.isSome(html))
    return {
      ...found,
      plot: plot ? yield* plotOf(found) : null,
      page: Option.isSome(html) ? yield* pageOf(found, html.value) : null
    }
  }).pipe(Effect.provide(Chain.layer(chain)))

export const command = Leaf.make({
  flags,
  description: "It is also saved below ~/.bittensor/metagraphs.",
  examples: [
    { command: "btcli subnets metagraph --netuid 1 --plot", description: "the table, and drawings below it" },
    { command: "btcli subnets metagraph --netuid 1 --html subnet-1.html", description: "a page for a browser" }
  ],
  result: Result,
  run,
  show: ({ page, plot, ...metagraph }, pen) =>
    [table(metagraph, pen), plot, page === null ? null : `The page is ${page}`]
      .filter((part) => part !== null)
      .join("\n\n")
})
