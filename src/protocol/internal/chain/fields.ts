/** What the fields of subtensor's structures may be, each once: how it lies in bytes, and how it comes from a value that metadata decoded. */
import { Result } from "effect"
import { intToIp } from "../../AxonInfo.ts"
import { decodePublicKey, type Ss58 } from "../../Ss58.ts"
import { Malformed } from "../Malformed.ts"
import type { AnswerReader } from "./AnswerReader.ts"
import { Mismatch } from "./Mismatch.ts"

/** A field that only comes decoded: from dTAO on, the metadata knows the bytes. */
export interface Field<out A> {
  readonly take: (value: unknown) => A
}

/** A field whose bytes are known as well. */
export interface Coded<out A> extends Field<A> {
  readonly read: (reader: AnswerReader) => A
}

/** A value's kind in words, for an error: never the value itself, which is a stranger's and may be long. */
const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return String(value)
  return Array.isArray(value) ? "a list" : value instanceof Uint8Array ? "bytes" : `a ${typeof value}`
}

/** An integer of at most 32 bits: a number in every decoder of metadata. */
const unsigned =
  (limit: number) =>
  (value: unknown): number => {
    if (typeof value !== "number") throw new Mismatch(`a number was expected, not ${kindOf(value)}`)
    if (!Number.isInteger(value) || value < 0 || value > limit) {
      throw new Mismatch(`${value} is not in 0 to ${limit}`, true)
    }
    return value
  }

/** An integer of 64 bits and more: a bigint. A number passes, as widths differ between runtimes (`activity_cutoff`). */
const unsignedBig =
  (bits: number) =>
  (value: unknown): bigint => {
    const big = typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value
    if (typeof big !== "bigint") throw new Mismatch(`a bigint was expected, not ${kindOf(value)}`)
    if (big < 0n || big >> BigInt(bits) !== 0n)
      throw new Mismatch(`${big} is no unsigned integer of ${bits} bits`, true)
    return big
  }

const takeU16 = unsigned(0xffff)
const takeU64 = unsignedBig(64)
const SAFE = BigInt(Number.MAX_SAFE_INTEGER)

export const u8: Coded<number> = { read: (reader) => reader.u8(), take: unsigned(0xff) }
export const u16: Coded<number> = { read: (reader) => reader.u16(), take: takeU16 }
export const u32: Coded<number> = { read: (reader) => reader.u32(), take: unsigned(0xffff_ffff) }
export const u128: Coded<bigint> = { read: (reader) => reader.u128(), take: unsignedBig(128) }
export const compactU16: Coded<number> = { read: (reader) => reader.compactU16(), take: takeU16 }
export const compactU64: Coded<bigint> = { read: (reader) => reader.compactU64(), take: takeU64 }

/** A part of 65535, as a number from 0 to 1. */
export const ratio: Coded<number> = {
  read: (reader) => reader.compactU16() / 0xffff,
  take: (value) => takeU16(value) / 0xffff
}

const takeBlock = (value: unknown): number => {
  const big = takeU64(value)
  if (big > SAFE) throw new Mismatch(`${big} is no block number`, true)
  return Number(big)
}

/** A block number, or a count of something that happens once a block. */
export const block: Coded<number> = { read: (reader) => reader.block(), take: takeBlock }
export const compactBlock: Coded<number> = { read: (reader) => reader.compactBlock(), take: takeBlock }

/** A length of time that a subnet's owner may set to anything, and sets to 2⁶⁴−1 to say never: a subnet must stay readable for it. */
const saturated = (value: bigint): number => (value > SAFE ? Number.MAX_SAFE_INTEGER : Number(value))
export const span: Coded<number> = {
  read: (reader) => saturated(reader.compactU64()),
  take: (value) => saturated(takeU64(value))
}

export const flag: Coded<boolean> = {
  read: (reader) => reader.flag(),
  take: (value) => {
    if (typeof value !== "boolean") throw new Mismatch(`a boolean was expected, not ${kindOf(value)}`)
    return value
  }
}

export const account: Coded<Ss58> = {
  read: (reader) => reader.address(),
  take: (value) => {
    if (typeof value !== "string") throw new Mismatch(`an address was expected, not ${kindOf(value)}`)
    const key = decodePublicKey(value)
    if (Result.isFailure(key)) throw new Mismatch(`no address: ${key.failure.detail}`)
    return value as Ss58
  }
}

/** The bits of a fixed-point number as a number. Metadata does not say where the point is; the nearest double is given. */
export const fixed = (type: {
  readonly bits: 64 | 128
  readonly fraction: 32 | 64
  readonly isSigned: boolean
}): Field<number> => {
  const [least, limit] = type.isSigned
    ? [-(1n << BigInt(type.bits - 1)), 1n << BigInt(type.bits - 1)]
    : [0n, 1n << BigInt(type.bits)]
  return {
    take: (value) => {
      // A structure with one field comes as that field from some decoders, as it is from others.
      const bits = isObject(value) ? value["bits"] : value
      if (typeof bits !== "bigint")
        throw new Mismatch(`the bits of a fixed-point number were expected, not ${kindOf(bits)}`)
      if (bits < least || bits >= limit) throw new Mismatch(`${bits} does not fit into ${type.bits} bits`, true)
      return Number(bits) / 2 ** type.fraction
    }
  }
}

/** Bytes as they are: `Vec<u8>` comes as bytes, `Vec<Compact<u8>>` as a list of numbers. */
const takeBytes = (value: unknown): Uint8Array => {
  if (value instanceof Uint8Array) return value
  if (!Array.isArray(value)) throw new Mismatch(`bytes were expected, not ${kindOf(value)}`)
  return Uint8Array.from(each(value, u8.take))
}

export const bytes: Field<Uint8Array> = { take: takeBytes }

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true })

/** What people wrote: bytes that are no UTF-8 are shown as the replacement character, as they are no reason to lose a whole answer. */
export const text: Field<string> = { take: (value) => utf8.decode(takeBytes(value)) }

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)

const each = <A>(values: ReadonlyArray<unknown>, take: (value: unknown) => A): Array<A> => {
  const taken: Array<A> = []
  for (const value of values) {
    try {
      taken.push(take(value))
    } catch (error) {
      throw Malformed.under(taken.length, error)
    }
  }
  return taken
}

const takeArray = (value: unknown): ReadonlyArray<unknown> => {
  if (!Array.isArray(value)) throw new Mismatch(`a list was expected, not ${kindOf(value)}`)
  return value
}

/** A list that only comes decoded. */
export const listOf = <A>(field: Field<A>): Field<Array<A>> => ({ take: (value) => each(takeArray(value), field.take) })

/** A list; `elementBytes` is the least that an element takes, so that a length beyond the bytes is refused before it is believed. */
export const list = <A>(field: Coded<A>, elementBytes: number): Coded<Array<A>> => ({
  ...listOf(field),
  read: (reader) => {
    const length = reader.length(elementBytes)
    const values: Array<A> = []
    for (let index = 0; index < length; index++) values.push(field.read(reader))
    return values
  }
})

/** A pair that only comes decoded. */
export const pairOf = <A, B>(first: Field<A>, second: Field<B>): Field<[A, B]> => ({
  take: (value) => {
    const parts = takeArray(value)
    if (parts.length !== 2) throw new Mismatch(`a pair was expected, not a list of ${parts.length}`)
    const [left, right] = parts
    return [under(0, left, first), under(1, right, second)]
  }
})

/** Values of several kinds that only come decoded, together in a list. */
export const tupleOf = <const A extends ReadonlyArray<unknown>>(
  ...fields: { readonly [I in keyof A]: Field<A[I]> }
): Field<A> => ({
  take: (value) => {
    const parts = takeArray(value)
    if (parts.length !== fields.length) {
      throw new Mismatch(`${fields.length} values were expected, not a list of ${parts.length}`)
    }
    // Each was taken by the field of its place.
    return fields.map((field, index) => under(index, parts[index], field)) as unknown as A
  }
})

/** Two values one after the other. */
export const pair = <A, B>(first: Coded<A>, second: Coded<B>): Coded<[A, B]> => ({
  ...pairOf(first, second),
  read: (reader) => [first.read(reader), second.read(reader)]
})

/** Takes a part of a value; what is wrong with it is under that key. */
export const under = <A>(key: string | number, value: unknown, field: Field<A>): A => {
  try {
    return field.take(value)
  } catch (error) {
    throw Malformed.under(key, error)
  }
}

/** What may be absent, in a list; in a structure it is {@link optional}. */
export const maybe = <A>(field: Field<A>): Field<A | undefined> => ({
  take: (value) => (value === undefined || value === null ? undefined : field.take(value))
})

/** How a structure's field is found in a decoded value, when it is not its own name with underscores, or may be absent. */
interface Placed<out A> extends Field<A> {
  readonly names?: ReadonlyArray<string>
  readonly isOptional?: boolean
}

/** A field that metadata calls otherwise; the first of the names that is there. */
export const named = <F extends Field<unknown>>(field: F, ...names: ReadonlyArray<string>): F & Placed<unknown> => ({
  ...field,
  names
})

/** A field that some runtimes lack. */
export const optional = <A>(field: Field<A>): Placed<A> => ({ ...field, isOptional: true })

/** `returnPer1000` as metadata writes it: `return_per_1000`. */
export const snakeCase = (name: string): string => name.replaceAll(/[A-Z]|\d+/g, (part) => `_${part.toLowerCase()}`)

/** The fields of a structure; those that may be absent are optional keys. */
export type Fields<A> = { readonly [K in keyof A]-?: Placed<Exclude<A[K], undefined>> }

/** A structure that only comes decoded: an object with the metadata's names. Fields that are not ours are passed over. */
export const record = <A extends object>(fields: Fields<A>): Field<A> => {
  const entries = Object.entries<Placed<unknown>>(fields).map(([key, field]) => ({
    key,
    field,
    names: field.names ?? [snakeCase(key)]
  }))
  return {
    take: (value) => {
      if (!isObject(value)) throw new Mismatch(`a structure was expected, not ${kindOf(value)}`)
      const made: { [key: string]: unknown } = {}
      for (const { field, key, names } of entries) {
        const name = names.find((candidate) => Object.hasOwn(value, candidate)) ?? names[0]!
        const found = Object.hasOwn(value, name) ? value[name] : undefined
        if (found !== undefined && found !== null) made[key] = under(name, found, field)
        else if (field.isOptional !== true) throw Malformed.under(name, new Mismatch("the field is missing"))
      }
      // The table has exactly the keys of A, and each was taken by its own field.
      return made as A
    }
  }
}

/** A structure whose fields lie one after the other, in the order of the table. */
export const struct = <A extends object>(fields: { readonly [K in keyof A]-?: Coded<A[K]> }): Coded<A> => {
  const entries = Object.entries<Coded<unknown>>(fields)
  return {
    ...record<A>(fields as Fields<A>),
    read: (reader) => {
      const made: { [key: string]: unknown } = {}
      for (const [key, field] of entries) made[key] = field.read(reader)
      return made as A
    }
  }
}

/** A value of an enumeration: `{ type, value }`. */
export const takeVariant = (found: unknown): { readonly type: string; readonly value: unknown } => {
  const type = isObject(found) ? found["type"] : undefined
  if (!isObject(found) || typeof type !== "string") throw new Mismatch(`a variant was expected, not ${kindOf(found)}`)
  return { type, value: found["value"] }
}

/** The text of an address as the chain stores it: IPv6 by its type or its size, and all else IPv4, such as the zero of what was never served. */
export const ipText = (value: bigint, type: number): string => {
  if (type === 6 || value > 0xffff_ffffn) return intToIp(value, 6)
  const four = Number(value)
  return `${four >>> 24}.${(four >>> 16) & 255}.${(four >>> 8) & 255}.${four & 255}`
}
