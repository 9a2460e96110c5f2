/**
 * What is stored, written from outside.
 *
 * @since 0.2.0
 */
import type { KeyPart } from "../../runtime/keys.ts"
import type { State } from "../../runtime/storage.ts"
import type { Hex } from "../../scale/Hex.ts"
import { decodeUnsafe } from "../../scale/Type.ts"
import type { Chain } from "../Chain.ts"
import { type AnyItem, itemOf, palletOf, read } from "../items.ts"
import { isObject, type Json } from "./Json.ts"
import { bytes, hex, list, maybe, object, text } from "./params.ts"
import { errors } from "./protocol.ts"
import { scaleOfJson } from "./scaleJson.ts"

/** `[key, value]`, both in hex; a value of `null` is none. */
const pair = (value: unknown): readonly [Hex, Uint8Array | undefined] => {
  const [key, stored] = list((one) => one)(value)
  return [hex(key), maybe(bytes)(stored)]
}

/** Keys as people write them; there may be fewer than the item has, for all that is under them. */
const keyOf = (item: AnyItem, state: State, keys: ReadonlyArray<unknown>): Hex => {
  const parts: ReadonlyArray<KeyPart<unknown>> = item.entry.keys
  if (keys.length > parts.length) throw errors.invalidParams(`${item.name} has ${parts.length} keys`)
  const values = keys.map((key, index) => {
    const { type } = parts[index]!
    return decodeUnsafe(type, scaleOfJson(type, key, state.outer), state.outer)
  })
  // As many keys as the item has, or fewer: that of any item.
  return item.key(state, ...(values as unknown as readonly []))
}

const put = (item: AnyItem, state: State, keys: ReadonlyArray<unknown>, value: Json): void => {
  if (keys.length !== item.entry.keys.length)
    throw errors.invalidParams(`${item.name} has ${item.entry.keys.length} keys`)
  const key = keyOf(item, state, keys)
  if (value === null) return state.storage.delete(key)
  const encoded = scaleOfJson(item.entry.type, value, state.outer)
  // Read once, so that nothing is stored that the runtime could not read.
  decodeUnsafe(item.entry.type, encoded, state.outer)
  state.storage.set(key, encoded)
}

/** A value, or for a map a list of pairs of keys and value. */
const putAll = (item: AnyItem, state: State, value: Json): void => {
  if (item.entry.keys.length === 0) return put(item, state, [], value)
  for (const entry of list(list((one) => one))(value)) {
    const [keys, held] = entry
    // Whatever JSON said is `Json`.
    put(item, state, list((one) => one)(keys), (held ?? null) as Json)
  }
}

const removeAll = (item: AnyItem, state: State, prefix: Json): void => {
  const keys = Array.isArray(prefix) ? prefix : []
  state.storage.clear(keyOf(item, state, keys))
}

/** `{"System": {"Account": [[["5G…"], {"data": {"free": "1"}}]], "$removePrefix": ["Account", ["Digest", []]]}}`. */
const writePallet = (chain: Chain, state: State, pallet: string, items: Readonly<Record<string, Json>>): void => {
  const { runtime } = chain.executable
  palletOf(runtime, pallet)
  for (const prefix of maybe(list((one) => one))(items["$removePrefix"]) ?? []) {
    const [name, keys] = Array.isArray(prefix) ? prefix : [prefix, []]
    removeAll(itemOf(runtime, pallet, text(name)), state, keys)
  }
  for (const [name, value] of Object.entries(items)) {
    if (name !== "$removePrefix") putAll(itemOf(runtime, pallet, name), state, value)
  }
}

/**
 * Writes to the state after the last block: a list of raw keys and values, or an object of pallets, of items, of values. All of it,
 * or nothing. Gives the hash of the block.
 *
 * @category calls
 */
export const writeStorage = (chain: Chain, values: unknown, at: Hex | undefined): Hex => {
  if (at !== undefined && at !== chain.head.hash) throw errors.invalidParams("only the last block can be written to")
  if (Array.isArray(values)) chain.setStorage(values.map(pair))
  else if (isObject(values)) {
    chain.write((state) => {
      for (const [pallet, items] of Object.entries(values)) writePallet(chain, state, pallet, object(items))
    })
  } else throw errors.invalidParams("expected a list or an object")
  return chain.head.hash
}

/**
 * Gives an account a free balance. What there is of the currency in all changes along.
 *
 * @category calls
 */
export const setBalance = (chain: Chain, who: Hex, free: bigint): Json => {
  const { runtime } = chain.executable
  const account = itemOf(runtime, "System", "Account")
  const issuance = itemOf(runtime, "Balances", "TotalIssuance")
  chain.write((state) => {
    // `AccountInfo` of FRAME, with the data of pallet-balances.
    const info = account.get(state, who) as AccountInfo
    account.put(state, who, { ...info, providers: Math.max(1, info.providers), data: { ...info.data, free } })
    const total = read(runtime, state, "Balances", "TotalIssuance")
    if (typeof total === "bigint") issuance.put(state, total + free - info.data.free)
  })
  return true
}

interface AccountInfo {
  readonly providers: number
  readonly data: { readonly free: bigint }
}
