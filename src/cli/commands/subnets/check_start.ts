/** `btcli subnets check_start` */
import { Effect, Schema } from "effect"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import { otherwise } from "../../subject/sinceDTao.ts"
import * as Subnet from "./subnet.ts"

const Result = Schema.Struct({
  netuid: Schema.Int,
  is_started: Schema.Boolean,
  /** Blocks between a registration and its start, at least. */
  start_delay: Schema.Int
})

/** Whether a subnet was started. @category reads */
export const look = (netuid: number) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const is_started = yield* subtensor.isSubnetActive(netuid)
    return { netuid, is_started, start_delay: yield* subtensor.startCallDelay() }
  })

export const command = Leaf.make({
  flags: { subnet: Subnet.flags, chain: Chain.flags },
  examples: [{ command: "btcli subnets check_start --netuid 1", description: "whether subnet 1 was started" }],
  result: Result,
  run: ({ chain, subnet }) =>
    Subnet.chosen(subnet).pipe(
      Effect.flatMap(look),
      Effect.provide(Chain.layer(chain)),
      otherwise("Subnets are started since dTAO (2025).", "Here one earns as soon as it is there.")
    ),
  show: ({ is_started, netuid, start_delay }, pen) =>
    is_started
      ? pen.paint("green", `✅ Subnet ${netuid} was started.`)
      : `Subnet ${netuid} was not started: its owner may, ${start_delay} blocks after it was registered, by 'btcli subnets start --netuid ${netuid}'.`
})
