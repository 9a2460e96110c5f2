/** Events as the runtime stores them, and what an extrinsic came to. */
import { Result } from "effect"
import { ChainError, Undecodable } from "../../../../services/ChainError.ts"
import type { ChainValue } from "../../../../services/subtensor/ChainValue.ts"
import type { ChainEvent } from "../../../../services/subtensor/Core.ts"

type Fields = { readonly [name: string]: ChainValue }

const isFields = (value: ChainValue): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)

const eventOf = (record: ChainValue): ChainEvent | undefined => {
  if (!isFields(record)) return undefined
  const { event, phase } = record
  if (!isFields(event!) || !isFields(phase!)) return undefined
  const { type: pallet, value: inner } = event
  if (typeof pallet !== "string" || !isFields(inner!)) return undefined
  const { type: name, value: data } = inner
  if (typeof name !== "string") return undefined
  const extrinsic =
    phase["type"] === "ApplyExtrinsic" && typeof phase["value"] === "number" ? phase["value"] : undefined
  return { pallet, name, data, extrinsic }
}

/** The events of a block, of what `System.Events` holds. */
export const eventsOf = (records: ChainValue): Result.Result<ReadonlyArray<ChainEvent>, ChainError> => {
  const events = Array.isArray(records) ? records.map(eventOf) : [undefined]
  return events.every((event) => event !== undefined)
    ? Result.succeed(events)
    : Result.fail(
        new ChainError({ reason: new Undecodable({ item: "System.Events", detail: "it is no list of events" }) })
      )
}
