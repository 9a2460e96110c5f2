/** `btcli root senate` */
import { Effect, Schema } from "effect"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Names from "../../subject/names.ts"
import type { Pen } from "../../terminal/Pen.ts"
import { needsSenate } from "./senators.ts"

const Result = Schema.Struct({
  members: Schema.Array(Schema.Struct({ name: Schema.NullOr(Schema.String), hotkey: Schema.String }))
})

const senate = Effect.gen(function* () {
  const subtensor = yield* Subtensor
  const members = yield* needsSenate(subtensor.senateMembers())
  const names = yield* Names.all
  return { members: members.map((hotkey) => ({ name: names.get(hotkey) ?? null, hotkey })) }
})

const show = ({ members }: typeof Result.Type, pen: Pen): string =>
  pen.table({
    title: "Senate",
    columns: [
      { title: "NAME", style: "cyan" },
      { title: "ADDRESS", style: "yellow", isWhole: true }
    ],
    rows: members.map(({ hotkey, name }) => [name ?? "", hotkey])
  })

export const command = Leaf.make({
  flags: { chain: Chain.flags },
  examples: [{ command: "btcli root senate", description: "who may vote" }],
  result: Result,
  run: ({ chain }) => Effect.provide(senate, Chain.layer(chain)),
  show
})
