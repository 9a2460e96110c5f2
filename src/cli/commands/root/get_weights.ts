/** `btcli root get_weights` */
import { Effect, Schema } from "effect"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import { percent } from "../../subject/stake.ts"
import type { Pen } from "../../terminal/Pen.ts"

const Weight = Schema.Struct({
  netuid: Schema.Int,
  /** A part of 1. */
  weight: Schema.Finite
})

const Result = Schema.Struct({
  validators: Schema.Array(Schema.Struct({ uid: Schema.Int, weights: Schema.Array(Weight) }))
})

const partsOf = (row: ReadonlyArray<readonly [number, number]>) => {
  const sum = Math.max(
    1,
    row.reduce((total, [, weight]) => total + weight, 0)
  )
  return row.map(([netuid, weight]) => ({ netuid, weight: weight / sum }))
}

const read = Effect.gen(function* () {
  const subtensor = yield* Subtensor
  const weights = yield* subtensor.weights(0)
  return {
    validators: [...weights]
      .toSorted(([one], [other]) => one - other)
      .map(([uid, row]) => ({ uid, weights: partsOf(row) }))
  }
})

const cell = (part: number | undefined) => (part === undefined ? "-" : percent(part))

const show = ({ validators }: typeof Result.Type, pen: Pen): string => {
  const all = validators.flatMap(({ weights }) => weights.map(({ netuid }) => netuid))
  const netuids = [...new Set(all)].toSorted((one, other) => one - other)
  return pen.table({
    title: "Root Network Weights",
    columns: [
      { title: "UID", align: "right", style: "cyan" },
      ...netuids.map((netuid) => ({ title: String(netuid), align: "right" as const, style: "green" as const }))
    ],
    rows: validators.map(({ uid, weights }) => {
      const parts = new Map(weights.map(({ netuid, weight }) => [netuid, weight]))
      return [String(uid), ...netuids.map((netuid) => cell(parts.get(netuid)))]
    })
  })
}

export const command = Leaf.make({
  flags: { chain: Chain.flags },
  examples: [{ command: "btcli root get_weights", description: "what its members give to each subnet" }],
  result: Result,
  run: ({ chain }) => Effect.provide(read, Chain.layer(chain)),
  show
})
