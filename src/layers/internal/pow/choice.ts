/** A card and the processor: the one in the other's stead, or both at once. */
import { Effect, type Scope } from "effect"
import { batchCount, nonceAt, placeOf } from "../../../pow/Search.ts"
import type { PowError } from "../../../services/PowSolver.ts"
import type { Engine, Making, Wanted } from "./solver.ts"

/** A card, or the processor if there is none that works; why there is none, its `device` says. */
export const cardOrCores = (card: Making, cores: Making): Making =>
  Effect.catchReason(card, "PowError", "NoGpu", (_, error) =>
    Effect.map(cores, (engine) => ({ ...engine, device: `${engine.device}. ${error.message}` }))
  )

/** What takes the place of a card beside which the processor searches anyhow. */
const nothing: Engine = { device: "no card", tried: () => 0, search: () => Effect.never }

/** The processor beside a card. When that is lost, the processor goes on alone. */
export const cardAndCores = Effect.fnUntraced(function* (
  card: (instead: Making) => Making,
  cores: Making
): Effect.fn.Return<Engine, PowError, Scope.Scope> {
  const gpu = yield* card(Effect.succeed(nothing))
  return together([yield* cores, gpu])
})

/** Several engines as one: each searches a part of the nonces, and what one finds ends the search of all. */
export const together = (engines: ReadonlyArray<Engine>): Engine => ({
  get device() {
    return engines.map(({ device }) => device).join(" and ")
  },
  tried: () => engines.reduce((sum, { tried }) => sum + tried(), 0),
  search: (wanted) =>
    Effect.raceAllFirst(engines.map((engine, index) => engine.search(partOf(wanted, index, engines.length))))
})

/** The batches are a ring, around which the engines begin at equal distances: none lives to see where the next one began. */
const partOf = (wanted: Wanted, engine: number, engines: number): Wanted => {
  if (engine === 0) return wanted
  const { kind } = wanted.preimage
  const all = batchCount(kind)
  const batch = (placeOf(kind, wanted.start).batch + engine * Math.floor(all / engines)) % all
  return { ...wanted, start: nonceAt(kind, { batch, index: 0 }) }
}
