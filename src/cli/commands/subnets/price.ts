/** `btcli subnets price` */
import { Effect, Option, Schema } from "effect"
import { Flag } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import { TaoText } from "../../subject/values.ts"
import { tao } from "../../terminal/Pen.ts"
import { otherwise } from "../../subject/sinceDTao.ts"
import * as Subnet from "./subnet.ts"

const Result = Schema.Struct({
  network: Schema.String,
  /** Of one alpha. */
  prices: Schema.Array(Schema.Struct({ netuid: Schema.Int, price_tao: TaoText }))
})

/** The price of each subnet's alpha, or of one's. @category reads */
export const look = (netuid: Option.Option<number>) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const prices = Option.isSome(netuid)
      ? [[netuid.value, yield* subtensor.subnetPrice(netuid.value)] as const]
      : [...(yield* subtensor.subnetPrices())]
    return {
      network: yield* subtensor.network,
      prices: prices.map(([of, price_tao]) => ({ netuid: of, price_tao })).toSorted((a, b) => a.netuid - b.netuid)
    }
  })

const chosen = (given: Subnet.Given) =>
  Option.isSome(Subnet.said(given)) ? Effect.asSome(Subnet.chosen(given)) : Effect.succeedNone

export const command = Leaf.make({
  flags: { subnet: { ...Subnet.flags, netuid: Flag.withAlias(Subnet.flags.netuid, "netuids") }, chain: Chain.flags },
  description: "Of all subnets, or of one.",
  examples: [{ command: "btcli subnets price 1", description: "what one alpha of subnet 1 costs" }],
  result: Result,
  run: ({ chain, subnet }) =>
    chosen(subnet).pipe(
      Effect.flatMap(look),
      Effect.provide(Chain.layer(chain)),
      otherwise("Subnets have alpha, which has a price, since dTAO (2025).", "Here all that they earn is TAO.")
    ),
  show: ({ network, prices }, pen) =>
    pen.table({
      title: `Prices - ${network}`,
      columns: [
        { title: "NETUID", align: "center", style: "green" },
        { title: "PRICE(τ)", align: "right" }
      ],
      rows: prices.map(({ netuid, price_tao }) => [String(netuid), tao(price_tao)])
    })
})
