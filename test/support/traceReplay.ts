/** Plays recorded extrinsics against the executive, and says what it did in the words of the recording. */
import { decodeAddress } from "@polkadot/util-crypto"
import type { Call } from "effect-bittensor/devnet/runtime/dispatch"
import type { State, StorageItem } from "effect-bittensor/devnet/runtime/storage"
import { storageVersion } from "effect-bittensor/devnet/runtime/wellKnown"
import { pallets } from "effect-bittensor/devnet/runtimes/subtensor185/pallets"
import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
import { SenateMembers } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/senateMembers"
import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import { Triumvirate } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/triumvirate"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import type { Type } from "effect-bittensor/devnet/scale/Type"
import { hex, loadVectors, toHex } from "./vectors.ts"

/** What JSON can say. */
export type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json }

/** A recorded extrinsic. */
export interface Recorded {
  readonly signer: string
  readonly call: string
  readonly args: { readonly [key: string]: Json }
  readonly result: string
  readonly events: ReadonlyArray<Json>
}

/** A recording. */
export interface Trace {
  readonly accounts: Readonly<Record<string, string>>
  readonly initial_state: Readonly<Record<string, Json>>
  readonly blocks: ReadonlyArray<{
    readonly number: number
    readonly init_events: ReadonlyArray<Json>
    readonly extrinsics: ReadonlyArray<Recorded>
    readonly storage_changes: Readonly<Record<string, Json>>
  }>
}

/** The recordings, with the names of their files. */
export const recordings = ["trace_localnet.json", "trace_governance.json"].flatMap((file) =>
  loadVectors<Trace>("runtime", file).map(({ data, directory }) => ({ file, directory, trace: data }))
)

const camel = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
const lower = (name: string) => name.slice(0, 1).toLowerCase() + name.slice(1)

/** The accounts of a recording, by the names that it gives them. */
export const accountsOf = ({ accounts }: Trace): ReadonlyMap<string, Hex> =>
  new Map(Object.entries(accounts).map(([name, address]) => [`@${name}`, toHex(decodeAddress(address)) as Hex]))

type Named = ReadonlyMap<string, Hex>
type Calls = Readonly<
  Record<string, { readonly index: number; readonly payload: Readonly<Record<string, Type<unknown>>> }>
>

const callsOf = (pallet: (typeof pallets)[number]): Calls =>
  "calls" in pallet.definition ? pallet.definition.calls : {}

const argsOf = (fields: Readonly<Record<string, Type<unknown>>>, json: Json, named: Named) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, type]) => {
      const args = json as Readonly<Record<string, Json>>
      return [name, valueOf(type, args[name] ?? args[camel(name)] ?? null, named)]
    })
  )

/** A call within a call: `{ callIndex: "0x0503", args }`. */
const innerCall = (json: Json, named: Named): Call => {
  const { args, callIndex } = json as { readonly callIndex: string; readonly args: Json }
  const [palletIndex, index] = hex(callIndex)
  const pallet = pallets.find((one) => one.index === palletIndex)
  const found = pallet && Object.entries(callsOf(pallet)).find(([, call]) => call.index === index)
  if (pallet === undefined || found === undefined) throw new Error(`no call ${callIndex}`)
  return { _tag: pallet.name, value: { _tag: found[0], ...argsOf(found[1].payload, args, named) } }
}

/** A recorded argument as a value of its type. */
const valueOf = (type: Type<unknown>, json: Json, named: Named): unknown => {
  const { shape } = type
  if (typeof json === "string" && json.startsWith("@")) return named.get(json)
  switch (shape._tag) {
    case "outer":
      return innerCall(json, named)
    case "compact":
      return valueOf(shape.of, json, named)
    case "sequence":
      if (typeof json === "string") return hex(json)
      return (json as ReadonlyArray<Json>).map((element) => valueOf(shape.element, element, named))
    case "primitive":
      return /64|128/.test(shape.primitive) ? BigInt(json as string | number) : json
    case "array":
      return json
    case "composite": {
      const [first] = shape.fields
      if (first !== undefined && first.name === undefined) return valueOf(first.type, json, named)
      return argsOf(Object.fromEntries(shape.fields.map((field) => [field.name, field.type])), json, named)
    }
    case "variant": {
      if (shape.path === "Option") return json === null ? undefined : valueOf(shape.params["T"]!, json, named)
      if (typeof json === "string") return json
      const { id } = json as { readonly id: string }
      return { _tag: "Id", value: named.get(id) }
    }
    default:
      throw new Error(`${type.id} is in no recorded call`)
  }
}

/** A recorded extrinsic's call. */
export const callOf = ({ args, call }: Recorded, named: Named): Call => {
  const [section, method] = call.split(".")
  const pallet = pallets.find(({ name }) => lower(name) === section)
  const found = pallet && Object.entries(callsOf(pallet)).find(([name]) => camel(name) === method)
  if (pallet === undefined || found === undefined) throw new Error(`no call ${call}`)
  return { _tag: pallet.name, value: { _tag: found[0], ...argsOf(found[1].payload, args, named) } }
}

/** An account that a recording has no name for. */
const ADDRESS = /^5[1-9A-HJ-NP-Za-km-z]{47}$/

/** Numbers of any kind are their digits: recordings write large ones as text. */
const printed = (value: unknown, names: ReadonlyMap<string, string>): Json => {
  if (value === null || value === undefined) return null
  if (typeof value === "string") return names.get(value) ?? (ADDRESS.test(value) ? toHex(decodeAddress(value)) : value)
  if (typeof value === "number" || typeof value === "bigint") return String(value)
  if (Array.isArray(value)) return value.map((element) => printed(element, names))
  if (typeof value !== "object") return value as boolean
  if ("_tag" in value) return { [lower(String(value._tag))]: printed("value" in value ? value.value : null, names) }
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [camel(key), printed(field, names)]))
}

/** What was recorded, with numbers as digits. */
export const recorded = (json: Json): Json => printed(json, new Map())

/** The events from one on, as recordings have them: section, method, and the fields in order. */
export const eventsSince = (state: State, first: number, named: Named): Json => {
  const names = new Map([...named].map(([name, account]) => [account, name]))
  return System.storage.Events.get(state)
    .slice(first)
    .map(({ event }) => {
      const { _tag, ...fields } = event.value
      const data = "value" in fields ? [fields.value].flat() : Object.values(fields)
      return [lower(event._tag), _tag, data.map((field) => printed(field, names))]
    })
}

/** The name of an item in a recording: `POWRegistrationsThisInterval` is `powRegistrationsThisInterval`. */
const itemName = (name: string): string =>
  name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, (letters) => letters.toLowerCase())

/** All that SubtensorModule stores. Work that was used is in no recording of storage. */
const subtensor = (state: State, names: ReadonlyMap<string, string>): ReadonlyArray<readonly [string, Json]> =>
  Object.entries(SubtensorModule.storage as Readonly<Record<string, AnyItem>>)
    .filter(([name]) => name !== "UsedWork")
    .flatMap(([name, item]) =>
      Array.from(item.entries(state), ([keys, value]): readonly [string, Json] => {
        const path = keys.map((key) => printed(key, names)).join("|")
        return [path === "" ? itemName(name) : `${itemName(name)}/${path}`, printed(value, names)]
      })
    )

type AnyItem = StorageItem<ReadonlyArray<unknown>, unknown, unknown>

/** What is stored of all that recordings tell of. */
export const stored = (state: State, named: Named): Readonly<Record<string, Json>> => {
  const names = new Map([...named].map(([name, account]) => [account, name]))
  const accounts = [...named].flatMap(([name, account]) => {
    const { consumers, data, nonce, providers } = System.storage.Account.get(state, account)
    const { free, frozen, reserved } = data
    return Object.entries({ nonce, free, reserved, frozen, providers, consumers }).map(
      ([field, value]) => [`account/${name}/${field}`, String(value)] as const
    )
  })
  return Object.fromEntries([
    ...accounts,
    ...subtensor(state, names),
    ["palletVersion", String(state.storage.get(storageVersion(SubtensorModule.name))?.[0])],
    ["balancesTotalIssuance", String(Balances.storage.TotalIssuance.get(state))],
    ["senateMembers", printed(SenateMembers.storage.Members.get(state), names)],
    ["triumvirateProposals", String(Triumvirate.storage.Proposals.get(state).length)]
  ])
}
