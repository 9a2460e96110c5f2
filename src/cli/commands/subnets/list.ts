/** `btcli subnets list` */
import { Effect, Schema } from "effect"
import type { SubnetInfo } from "../../../protocol/chain/SubnetInfo.ts"
import { Rao, RAO_PER_TAO } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Live from "../../subject/live.ts"
import * as Names from "../../subject/names.ts"
import { TaoText } from "../../subject/values.ts"
import { brief, type Pen } from "../../terminal/Pen.ts"
import { Screen } from "../../terminal/Screen.ts"
import { millify, ownerOf, percent } from "./figures.ts"

const Subnet = Schema.Struct({
  netuid: Schema.Int,
  neurons: Schema.Int,
  max_neurons: Schema.Int,
  /** Its part of what a block brings; 0 from dTAO on, where prices decide that. */
  emission_share: Schema.Finite,
  tempo: Schema.Int,
  /** What a place in it costs. */
  recycle_tao: TaoText,
  difficulty: Schema.BigIntFromString,
  /** `null` where it belongs to nobody. */
  owner: Schema.NullOr(Schema.String),
  owner_name: Schema.NullOr(Schema.String)
})

const Result = Schema.Struct({ network: Schema.String, subnets: Schema.Array(Subnet) })

const rowOf =
  (names: ReadonlyMap<string, string>) =>
  (info: SubnetInfo): typeof Subnet.Type => {
    const owner = ownerOf(info.owner)
    return {
      netuid: info.netuid,
      neurons: info.subnetworkN,
      max_neurons: info.maxAllowedUids,
      emission_share: Number(info.emissionValue) / Number(RAO_PER_TAO),
      tempo: info.tempo,
      recycle_tao: Rao(info.burn),
      difficulty: info.difficulty,
      owner,
      owner_name: owner === null ? null : (names.get(owner) ?? null)
    }
  }

const list = Effect.gen(function* () {
  const subtensor = yield* Subtensor
  const network = yield* subtensor.network
  const infos = yield* Screen.during(`📡 Syncing with chain: ${network}`)(subtensor.allSubnetsInfo())
  return { network, subnets: infos.map(rowOf(yield* Names.all)) }
})

const show = ({ network, subnets }: typeof Result.Type, pen: Pen): string =>
  pen.table({
    title: `Subnets - ${network}`,
    columns: [
      { title: "NETUID", align: "center", style: "green", footer: String(subnets.length) },
      { title: "N", align: "right", footer: String(subnets.reduce((sum, { max_neurons }) => sum + max_neurons, 0)) },
      { title: "MAX_N", align: "right" },
      { title: "EMISSION", align: "right" },
      { title: "TEMPO", align: "right" },
      { title: "RECYCLE", align: "right" },
      { title: "POW", align: "right" },
      { title: "SUDO", style: "cyan" }
    ],
    rows: subnets.map((subnet) => [
      String(subnet.netuid),
      String(subnet.neurons),
      millify(subnet.max_neurons),
      percent(subnet.emission_share),
      String(subnet.tempo),
      `τ${brief(subnet.recycle_tao)}`,
      millify(subnet.difficulty),
      subnet.owner_name ?? subnet.owner ?? "-"
    ])
  })

export const command = Leaf.make({
  flags: { live: Live.flag, chain: Chain.flags },
  examples: [
    { command: "btcli subnets list --subtensor.network test", description: "the subnets of the test network" }
  ],
  result: Result,
  run: ({ chain, live }) => Effect.andThen(Live.note(live, "subnets list"), Effect.provide(list, Chain.layer(chain))),
  show
})
