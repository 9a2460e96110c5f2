/** Values between what a user of the service writes and what the runtime holds. */
import type { Call, DispatchError } from "../../../devnet/runtime/dispatch.ts"
import type { Runtime } from "../../../devnet/runtime/runtime.ts"
import type { State } from "../../../devnet/runtime/storage.ts"
import { itemOf, palletOf, read } from "../../../devnet/node/items.ts"
import { hexOf } from "../../../devnet/node/Block.ts"
import { ChainError } from "../../../devnet/node/ChainError.ts"
import { scaleOfJson } from "../../../devnet/node/rpc/scaleJson.ts"
import { decodeUnsafe, type Type } from "../../../devnet/scale/Type.ts"
import type { DevnetEvent, DevnetValue } from "../../../services/Devnet.ts"

/** As JSON says it, by which the runtime's types read it: a variant is an object of its name. */
const jsonOf = (value: DevnetValue): unknown => {
  if (typeof value === "bigint") return String(value)
  if (value instanceof Uint8Array) return hexOf(value)
  if (Array.isArray(value)) return value.map(jsonOf)
  if (typeof value !== "object" || value === null) return value ?? null
  const entries = Object.entries(value)
  const [tag] = entries.flatMap(([key, tag]) => (key === "_tag" ? [String(tag)] : []))
  if (tag === undefined) return Object.fromEntries(entries.map(([key, field]) => [key, jsonOf(field)]))
  const { _tag, value: held, ...fields } = value as { readonly [key: string]: DevnetValue }
  return { [tag]: Object.keys(fields).length > 0 ? jsonOf(fields) : jsonOf(held) }
}

const typed = (type: Type<unknown>, value: DevnetValue, { outer }: Pick<Runtime, "outer">): unknown =>
  decodeUnsafe(type, scaleOfJson(type, jsonOf(value), outer), outer)

/** Keys of an item, as its declaration has them. */
const keysOf = (runtime: Runtime, pallet: string, item: string, keys: ReadonlyArray<DevnetValue>) => {
  const parts: ReadonlyArray<{ readonly type: Type<unknown> }> = itemOf(runtime, pallet, item).entry.keys
  if (keys.length !== parts.length) {
    throw new ChainError({ reason: "UnknownItem", subject: `${pallet}.${item} of ${keys.length} keys` })
  }
  return parts.map(({ type }, index) => typed(type, keys[index], runtime))
}

/** What an item holds, for its reader. */
export const readItem = (
  runtime: Runtime,
  state: State,
  pallet: string,
  item: string,
  keys: ReadonlyArray<DevnetValue>
): DevnetValue =>
  // What the types of a runtime decode is what `DevnetValue` says.
  read(runtime, state, pallet, item, ...keysOf(runtime, pallet, item, keys)) as DevnetValue

/** Keys and value of an item, for `Chain.setItem`. */
export const itemValue = (
  runtime: Runtime,
  pallet: string,
  item: string,
  keys: ReadonlyArray<DevnetValue>,
  value: DevnetValue
) => ({
  keys: keysOf(runtime, pallet, item, keys),
  value: value === undefined ? undefined : typed(itemOf(runtime, pallet, item).entry.type, value, runtime)
})

/** A call by its names. */
export const callOf = (
  runtime: Runtime,
  pallet: string,
  call: string,
  args: { readonly [name: string]: DevnetValue }
): Call => {
  palletOf(runtime, pallet)
  // A call is a variant of its pallet's variant of all calls, and is decoded as one.
  return typed(runtime.outer.RuntimeCall, { [pallet]: { [call]: args } }, runtime) as Call
}

interface Held {
  readonly _tag: string
  readonly value?: DevnetValue
}

/** What an event says besides its name: values in order, or fields. */
const dataOf = ({ _tag, ...fields }: Held): DevnetValue => ("value" in fields ? fields.value : { ...fields })

/** The events of the block whose state this is. */
export const eventsOf = (runtime: Runtime, state: State): ReadonlyArray<DevnetEvent> =>
  // `System.Events` is of this form in all runtimes.
  (read(runtime, state, "System", "Events") as ReadonlyArray<{ readonly event: Held & { readonly value: Held } }>).map(
    ({ event }) => ({ pallet: event._tag, name: event.value._tag, data: dataOf(event.value) })
  )

/** An error as people say it: `SubtensorModule.NotRegistered`. */
export const errorName = ({ pallets }: Runtime, error: DispatchError): string => {
  if (error._tag !== "Module") return "value" in error ? `${error._tag}.${error.value}` : error._tag
  const pallet = pallets.find(({ index }) => index === error.value.index)
  const name = pallet?.definition.errors?.[Number.parseInt(error.value.error.slice(2, 4), 16)]
  return `${pallet?.name ?? error.value.index}.${name ?? error.value.error}`
}
