/** The storage of SubtensorModule at the end of a recorded life, out of what the recording says was stored. */
import type { State, StorageItem } from "effect-bittensor/devnet/runtime/storage"
import { subtensor185 } from "effect-bittensor/devnet/runtimes/subtensor185/index"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import type { Type } from "effect-bittensor/devnet/scale/Type"
import { Storage } from "effect-bittensor/devnet/state/Storage"
import { accountsOf, type Json, type Trace } from "./traceReplay.ts"
import { hex } from "./vectors.ts"

type Named = ReadonlyMap<string, Hex>
type AnyItem = StorageItem<ReadonlyArray<unknown>, unknown, unknown>

const camel = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

/** A recorded value as one of its type: all integers are texts. */
const valueOf = (type: Type<unknown>, json: Json, named: Named): unknown => {
  const { shape } = type
  if (typeof json === "string" && json.startsWith("@")) return named.get(json)
  switch (shape._tag) {
    case "primitive":
      if (typeof json === "boolean") return json
      return /64|128/.test(shape.primitive) ? BigInt(json as string) : Number(json)
    case "sequence":
      if (typeof json === "string") return hex(json)
      return (json as ReadonlyArray<Json>).map((element) => valueOf(shape.element, element, named))
    case "tuple":
      return shape.elements.map((element, index) => valueOf(element, (json as ReadonlyArray<Json>)[index]!, named))
    case "composite": {
      if (shape.fields[0]?.name === undefined) return json
      const fields = json as Readonly<Record<string, Json>>
      return Object.fromEntries(
        shape.fields.map((field) => [field.name, valueOf(field.type, fields[camel(field.name!)]!, named)])
      )
    }
    default:
      throw new Error(`${type.id} is in no recording`)
  }
}

/** Items by their names in lower case: a recording spells `POW…` and `RAO…` in its own way. */
const items = new Map(
  Object.entries(SubtensorModule.storage).map(([name, item]) => [name.toLowerCase(), item as unknown as AnyItem])
)

/** Removes all that the genesis says of SubtensorModule, and writes what was recorded instead. */
export const endOf = (trace: Trace): State => {
  const state = subtensor185.over(new Storage())
  subtensor185.genesis(state)
  for (const item of items.values()) item.clear(state)
  const named = accountsOf(trace)
  const stored = Object.assign({}, trace.initial_state, ...trace.blocks.map((block) => block.storage_changes))
  for (const [key, json] of Object.entries<Json>(stored)) {
    const [name = "", keys] = key.split("/")
    const item = items.get(name.toLowerCase())
    if (item === undefined || json === null) continue
    const parts = keys?.split("|") ?? []
    item.put(
      state,
      ...parts.map((part, index) => valueOf(item.entry.keys[index]!.type, part, named)),
      valueOf(item.entry.type, json, named)
    )
  }
  System.storage.Number.put(state, trace.blocks.at(-1)?.number ?? 0)
  return state
}
