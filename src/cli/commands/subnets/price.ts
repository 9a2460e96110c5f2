/** `btcli subnets price` */
import { Effect, Option, Path, Schema } from "effect"
import { type Command, Flag } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import { usage } from "../../frame/Failure.ts"
import { replace } from "../../frame/file.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Netuid from "../../subject/netuid.ts"
import { TaoText } from "../../subject/values.ts"
import { tao } from "../../terminal/Pen.ts"
import { Screen } from "../../terminal/Screen.ts"
import { otherwise } from "../../subject/sinceDTao.ts"
import * as History from "./price/history.ts"
import * as Subnet from "./subnet.ts"

/** Of how many a page tells, unless it is said. */
const HOURS = 24

/** A year. */
const MOST_HOURS = 24 * 365

const Result = Schema.Struct({
  network: Schema.String,
  /** Of one alpha. */
  prices: Schema.Array(Schema.Struct({ netuid: Schema.Int, price_tao: TaoText })),
  /** Only where it was asked for; `null` otherwise. */
  history: Schema.NullOr(Schema.Array(History.History)),
  /** The drawing for the terminal. */
  plot: Schema.NullOr(Schema.String),
  /** The page that was written. */
  page: Schema.NullOr(Schema.String)
})

const flags = {
  netuids: Flags.list("netuids", "these subnets only, such as 1,2,5-7").pipe(Flag.withAlias("netuid")),
  position: Subnet.flags.position,
  interval: Flags.integer("interval_hours", "draw the prices of so many hours, too").pipe(Flag.withAlias("interval")),
  html: Flags.text("html", "write a page with the prices of these hours (24) to this file"),
  chain: Chain.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

/** The price of these subnets' alpha, or of all. @category reads */
export const look = (netuids: ReadonlyArray<number>) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const prices =
      netuids.length === 0
        ? [...(yield* subtensor.subnetPrices())]
        : yield* Effect.forEach(netuids, (netuid) =>
            Effect.map(subtensor.subnetPrice(netuid), (price) => [netuid, price] as const)
          )
    return {
      network: yield* subtensor.network,
      prices: prices.map(([of, price_tao]) => ({ netuid: of, price_tao })).toSorted((a, b) => a.netuid - b.netuid)
    }
  })

/** The subnets that were named, and of how many hours their prices are wanted. */
const ask = ({ html, interval, netuids: words, position }: Input) =>
  Effect.gen(function* () {
    const netuids = yield* Netuid.listOf("--netuids", [...words, ...Option.toArray(Option.map(position, String))])
    if (Option.isNone(html) && Option.isNone(interval)) return { netuids, hours: undefined }
    const hours = Option.getOrElse(interval, () => HOURS)
    if (hours < 1 || hours > MOST_HOURS) {
      return yield* usage(`--interval_hours ${hours}: it is a number of hours, from 1 to ${MOST_HOURS}.`)
    }
    return netuids.length > 0 && netuids.length <= History.MOST_SUBNETS
      ? { netuids, hours }
      : yield* usage(
          `Prices of past hours are those of 1 to ${History.MOST_SUBNETS} subnets.`,
          "Name them with --netuids, such as --netuids 1,2,5-7."
        )
  })

/** The drawing; who reads JSON has the numbers. */
const plotOf = (histories: ReadonlyArray<History.History>) =>
  Effect.gen(function* () {
    const { isJson, pen } = yield* Screen
    if (isJson) return null
    const { plot } = yield* Effect.promise(() => import("./price/plot.ts"))
    return plot(histories, pen)
  })

const pageOf = (network: string, histories: ReadonlyArray<History.History>, file: string) =>
  Effect.gen(function* () {
    const path = (yield* Path.Path).resolve(file)
    const { page } = yield* Effect.promise(() => import("./price/page.ts"))
    yield* replace(path, page(network, histories))
    return path
  })

const read = ({ hours, netuids }: Effect.Success<ReturnType<typeof ask>>, { html, interval }: Input) =>
  Effect.gen(function* () {
    const there = yield* Effect.forEach(netuids, (netuid) => Netuid.chosen(Option.some(netuid)))
    const found = yield* look(there)
    if (hours === undefined) return { ...found, history: null, plot: null, page: null }
    const history = yield* History.read(there, hours)
    return {
      ...found,
      history,
      plot: Option.isSome(interval) ? yield* plotOf(history) : null,
      page: Option.isSome(html) ? yield* pageOf(found.network, history, html.value) : null
    }
  })

export const command = Leaf.make({
  flags,
  description: "Of all subnets, or of some. Prices of past hours are read from the node, of which archives know all.",
  examples: [
    { command: "btcli subnets price 1", description: "what one alpha of subnet 1 costs" },
    {
      command: "btcli subnets price --netuids 1,2 --interval_hours 24 --subtensor.network archive",
      description: "how that went in the last day"
    }
  ],
  result: Result,
  run: (input) =>
    Effect.flatMap(ask(input), (asked) => Effect.provide(read(asked, input), Chain.layer(input.chain))).pipe(
      otherwise("Subnets have alpha, which has a price, since dTAO (2025).", "Here all that they earn is TAO.")
    ),
  show: ({ network, page, plot, prices }, pen) =>
    [
      pen.table({
        title: `Prices - ${network}`,
        columns: [
          { title: "NETUID", align: "center", style: "green" },
          { title: "PRICE(τ)", align: "right" }
        ],
        rows: prices.map(({ netuid, price_tao }) => [String(netuid), tao(price_tao)])
      }),
      plot,
      page === null ? null : `The page is ${page}`
    ]
      .filter((part) => part !== null)
      .join("\n\n")
})
