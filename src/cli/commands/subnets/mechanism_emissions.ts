/** `btcli subnets mechanism_emissions` */
import { Effect, Schema } from "effect"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import { percent } from "./figures.ts"
import { sinceMechanisms } from "./mechanisms.ts"
import * as Subnet from "./subnet.ts"

const Result = Schema.Struct({
  netuid: Schema.Int,
  mechanisms: Schema.Array(Schema.Struct({ mechanism: Schema.Int, emission_share: Schema.Finite }))
})

/** The mechanisms of a subnet, and what each gets of its emission: the same, unless the owner said otherwise. @category reads */
export const look = (netuid: number) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const count = yield* subtensor.mechanismCount(netuid)
    const split = yield* subtensor.mechanismEmissionSplit(netuid)
    return {
      netuid,
      mechanisms: Array.from({ length: count }, (_, mechanism) => ({
        mechanism,
        emission_share: split === undefined ? 1 / count : (split[mechanism] ?? 0)
      }))
    }
  })

export const command = Leaf.make({
  flags: { subnet: Subnet.flags, chain: Chain.flags },
  examples: [{ command: "btcli subnets mechanism_emissions --netuid 1", description: "the mechanisms of subnet 1" }],
  result: Result,
  run: ({ chain, subnet }) =>
    Subnet.chosen(subnet).pipe(Effect.flatMap(look), Effect.provide(Chain.layer(chain)), sinceMechanisms),
  show: ({ mechanisms, netuid }, pen) =>
    pen.table({
      title: `Mechanisms - NETUID: ${netuid}`,
      columns: [
        { title: "MECHANISM", align: "center", style: "green" },
        { title: "EMISSION", align: "right" }
      ],
      rows: mechanisms.map(({ emission_share, mechanism }) => [String(mechanism), percent(emission_share)])
    })
})
