/** `btcli subnets show` */
import { Effect, Schema } from "effect"
import type { SubnetIdentity } from "../../../protocol/chain/SubnetIdentity.ts"
import { Rao, RAO_PER_TAO } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import { notFound } from "../../frame/Failure.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Names from "../../subject/names.ts"
import { TaoText } from "../../subject/values.ts"
import { type Pen, tao } from "../../terminal/Pen.ts"
import { millify, ownerOf, percent } from "./figures.ts"
import * as Subnet from "./subnet.ts"

const Result = Schema.Struct({
  network: Schema.String,
  netuid: Schema.Int,
  /** What its owner wrote about it; `null` where that is nothing, and before dTAO. */
  name: Schema.NullOr(Schema.String),
  owner: Schema.NullOr(Schema.String),
  owner_name: Schema.NullOr(Schema.String),
  neurons: Schema.Int,
  max_neurons: Schema.Int,
  max_validators: Schema.Int,
  emission_share: Schema.Finite,
  tempo: Schema.Int,
  /** `null` where there is none. */
  blocks_until_next_epoch: Schema.NullOr(Schema.Int),
  recycle_tao: TaoText,
  difficulty: Schema.BigIntFromString
})

const nameOf = (netuid: number) =>
  Effect.flatMap(Subtensor, (subtensor) => subtensor.subnetIdentity(netuid)).pipe(
    Effect.catchReason("ChainError", "NotInRuntime", () => Effect.succeed<SubnetIdentity | undefined>(undefined)),
    Effect.map((identity) => identity?.subnetName ?? null)
  )

const look = (netuid: number) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const network = yield* subtensor.network
    const info = yield* subtensor.subnetInfo(netuid)
    if (info === undefined)
      return yield* notFound(
        `There is no subnet ${netuid} on ${network}.`,
        "'btcli subnets list' shows which there are."
      )
    const owner = ownerOf(info.owner)
    return {
      network,
      netuid,
      name: yield* nameOf(netuid),
      owner,
      owner_name: owner === null ? null : ((yield* Names.all).get(owner) ?? null),
      neurons: info.subnetworkN,
      max_neurons: info.maxAllowedUids,
      max_validators: info.maxAllowedValidators,
      emission_share: Number(info.emissionValue) / Number(RAO_PER_TAO),
      tempo: info.tempo,
      blocks_until_next_epoch: (yield* subtensor.blocksUntilNextEpoch(netuid)) ?? null,
      recycle_tao: Rao(info.burn),
      difficulty: info.difficulty
    }
  })

const show = (subnet: typeof Result.Type, pen: Pen): string =>
  pen.table({
    title: `Subnet ${subnet.netuid}${subnet.name === null ? "" : `: ${subnet.name}`} - ${subnet.network}`,
    columns: [{ title: "" }, { title: "", isWhole: true }],
    rows: [
      ["Owner", subnet.owner_name === null ? (subnet.owner ?? "-") : `${subnet.owner_name} (${subnet.owner})`],
      ["Neurons", `${subnet.neurons} of ${subnet.max_neurons}`],
      ["Validators", `up to ${subnet.max_validators}`],
      ["Emission", percent(subnet.emission_share)],
      ["Tempo", `${subnet.tempo} blocks`],
      ["Next epoch", subnet.blocks_until_next_epoch === null ? "-" : `in ${subnet.blocks_until_next_epoch} blocks`],
      ["Recycle", tao(subnet.recycle_tao)],
      ["Difficulty", millify(subnet.difficulty)]
    ]
  })

export const command = Leaf.make({
  flags: { subnet: Subnet.flags, chain: Chain.flags },
  description: "Its neurons are what 'btcli subnets metagraph' shows.",
  examples: [{ command: "btcli subnets show 1", description: "whose subnet 1 is, and how large" }],
  result: Result,
  run: ({ chain, subnet }) => Subnet.chosen(subnet).pipe(Effect.flatMap(look), Effect.provide(Chain.layer(chain))),
  show
})
