/** `btcli subnets burn_cost`: of btcli 9 what a new subnet costs, and of btcli 11, with a number, a place in that one. */
import { Effect, Option, Schema } from "effect"
import { Rao } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import { TaoText } from "../../subject/values.ts"
import { tao } from "../../terminal/Pen.ts"
import * as Subnet from "./subnet.ts"

const Result = Schema.Struct({
  /** `null` where it is about a new subnet. */
  netuid: Schema.NullOr(Schema.Int),
  cost_tao: TaoText
})

const ofSubnet = Effect.gen(function* () {
  const found: typeof Result.Type = { netuid: null, cost_tao: yield* (yield* Subtensor).subnetBurnCost() }
  return found
})

const ofPlace = (given: Subnet.Given) =>
  Effect.gen(function* () {
    const netuid = yield* Subnet.chosen(given)
    const found: typeof Result.Type = { netuid, cost_tao: (yield* (yield* Subtensor).recycle(netuid)) ?? Rao(0n) }
    return found
  })

export const command = Leaf.make({
  flags: { subnet: Subnet.flags, chain: Chain.flags },
  examples: [
    { command: "btcli subnets burn_cost", description: "what a new subnet costs now" },
    { command: "btcli subnets burn_cost 1", description: "what a place in subnet 1 costs now" }
  ],
  result: Result,
  run: ({ chain, subnet }) =>
    Effect.provide(Option.isSome(Subnet.said(subnet)) ? ofPlace(subnet) : ofSubnet, Chain.layer(chain)),
  show: ({ cost_tao, netuid }, pen) =>
    `${netuid === null ? "A new subnet" : `A place in subnet ${netuid}`} costs ${pen.paint("green", tao(cost_tao))}`
})
