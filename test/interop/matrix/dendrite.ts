/** Our dendrite against the axon of `python/axon.py`. */
import { Cause, Effect, Exit, Layer } from "effect"
import type { AxonInfo, Dendrite } from "effect-bittensor"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { asking, type Case, type Cases } from "./cases.ts"
import { exchanges } from "./exchanges.ts"
import type { Outcome, Row } from "./table.ts"
import { statuses } from "./statuses.ts"
import { values } from "./values.ts"

const alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"

const outcomeOf = (row: Row, name: string, { note, run }: Case): Effect.Effect<Outcome, never, Dendrite> =>
  run.pipe(
    Effect.timeout("1 minute"),
    Effect.exit,
    Effect.map((exit) => ({
      row,
      name,
      note: note ?? null,
      failure: Exit.isSuccess(exit) ? null : Cause.pretty(exit.cause)
    }))
  )

/** All cases against one axon of Python: the rows beside one another, the cases of a row in their order. */
export const play = (axon: AxonInfo, version: string) => {
  const ways = asking(axon)
  const all = { ...values(ways), ...exchanges(axon, alice, ways, version), ...statuses(axon, alice, ways, version) }
  const rows = Object.entries(all) as ReadonlyArray<[Row, Cases]>
  return Effect.forEach(
    rows,
    ([row, cases]) => Effect.forEach(Object.entries(cases), ([name, each]) => outcomeOf(row, name, each)),
    { concurrency: 4 }
  ).pipe(
    Effect.map((outcomes) => outcomes.flat()),
    Effect.provide(DendriteHttp.layer().pipe(Layer.provide(WalletsMemory.layerHotkey({ uri: "//Alice" }))))
  )
}
