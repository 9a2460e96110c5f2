/** `btcli root list` */
import { Effect, Schema } from "effect"
import { Rao } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Names from "../../subject/names.ts"
import { TaoText } from "../../subject/values.ts"
import { type Pen, tao } from "../../terminal/Pen.ts"

const Result = Schema.Struct({
  neurons: Schema.Array(
    Schema.Struct({
      uid: Schema.Int,
      name: Schema.NullOr(Schema.String),
      hotkey: Schema.String,
      stake_tao: TaoText,
      /** `null` where there is no senate: from dTAO's later runtimes on. */
      senator: Schema.NullOr(Schema.Boolean)
    })
  )
})

const list = Effect.gen(function* () {
  const subtensor = yield* Subtensor
  const neurons = yield* subtensor.neuronsLite(0)
  const names = yield* Names.all
  const senate = yield* Effect.catchReason(
    subtensor.senateMembers(),
    "ChainError",
    "NotInRuntime",
    () => Effect.undefined
  )
  return {
    neurons: neurons.map(({ hotkey, stake, uid }) => ({
      uid,
      name: names.get(hotkey) ?? null,
      hotkey,
      stake_tao: Rao(stake),
      senator: senate?.includes(hotkey) ?? null
    }))
  }
})

const show = ({ neurons }: typeof Result.Type, pen: Pen): string =>
  pen.table({
    title: "Root Network",
    columns: [
      { title: "UID", align: "right", style: "yellow" },
      { title: "NAME", style: "cyan" },
      { title: "ADDRESS", style: "yellow", isWhole: true },
      { title: "STAKE(τ)", align: "right", style: "green" },
      { title: "SENATOR", style: "green" }
    ],
    rows: neurons.map(({ hotkey, name, senator, stake_tao, uid }) => [
      String(uid),
      name ?? "",
      hotkey,
      tao(stake_tao),
      senator === null ? "-" : senator ? "Yes" : "No"
    ])
  })

export const command = Leaf.make({
  flags: { chain: Chain.flags },
  examples: [{ command: "btcli root list", description: "who sits in the root network" }],
  result: Result,
  run: ({ chain }) => Effect.provide(list, Chain.layer(chain)),
  show
})
