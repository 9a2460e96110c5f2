/**
 * What a caller gives, in the form that the codecs take, or what is wrong with it and where. The codecs cut what is too large without
 * a word, and money goes through them.
 */
import type { getLookupFn } from "@polkadot-api/metadata-builders"
import { Result } from "effect"
import * as HexText from "../../../../protocol/Hex.ts"
import * as Ss58 from "../../../../protocol/Ss58.ts"
import type { ChainValue } from "../../../../services/subtensor/ChainValue.ts"

/** A type of the metadata. */
export type Type = ReturnType<ReturnType<typeof getLookupFn>>
type Shape<Kind extends Type["type"]> = Extract<Type, { readonly type: Kind }>
/** What lies in a variant: a type, or fields without a type of their own. */
type Content = Shape<"enum">["value"][string]

type Fields = { readonly [name: string]: ChainValue }

/** Thrown within this file alone: where it is, and what is wrong. */
class Wrong extends Error {
  readonly path: string

  constructor(path: string, detail: string) {
    super(detail)
    this.path = path
  }
}

const kindOf = (value: ChainValue): string =>
  value === null ? "null" : value instanceof Uint8Array ? "bytes" : Array.isArray(value) ? "a list" : typeof value

const wrong = (path: string, wanted: string, value: ChainValue): never => {
  throw new Wrong(path, `${wanted} is wanted, ${kindOf(value)} was given`)
}

const isFields = (value: ChainValue): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)

/** Bits of an integer, such as of `u64`, and whether it may be negative. */
const integer = (path: string, kind: string, value: ChainValue): number | bigint => {
  if (typeof value !== "bigint" && !(typeof value === "number" && Number.isSafeInteger(value))) {
    return wrong(path, `an integer (${kind})`, value)
  }
  const bits = BigInt(kind.slice(1))
  const [least, most] = kind[0] === "i" ? [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n] : [0n, 2n ** bits - 1n]
  const units = BigInt(value)
  if (units < least || units > most) throw new Wrong(path, `${units} is not between ${least} and ${most} (${kind})`)
  return bits > 32n ? units : Number(units)
}

const bytes = (path: string, value: ChainValue): Uint8Array => {
  if (value instanceof Uint8Array) return value
  const decoded = typeof value === "string" && value.startsWith("0x") ? HexText.decode(value) : undefined
  return decoded ?? wrong(path, "bytes, as Uint8Array or hex that begins with 0x", value)
}

const fixedBytes = (path: string, length: number, value: ChainValue): string => {
  const given = bytes(path, value)
  if (given.length !== length) throw new Wrong(path, `${length} bytes are wanted, ${given.length} were given`)
  return HexText.encode(given)
}

/** Of an address, or of the 32 bytes of a public key. */
const account = (path: string, value: ChainValue): string => {
  if (typeof value === "string" && !value.startsWith("0x")) {
    const decoded = Ss58.decodePublicKey(value)
    if (Result.isFailure(decoded)) throw new Wrong(path, decoded.failure.message)
    return value
  }
  return Ss58.encode(HexText.decode(fixedBytes(path, 32, value))!)
}

const list = (path: string, value: ChainValue): ReadonlyArray<ChainValue> =>
  Array.isArray(value) ? value : wrong(path, "a list", value)

const isByte = (type: Type): boolean => type.type === "primitive" && type.value === "u8"

const primitive = (path: string, kind: Shape<"primitive">["value"], value: ChainValue): ChainValue => {
  if (kind === "bool") return typeof value === "boolean" ? value : wrong(path, "true or false", value)
  if (kind === "str" || kind === "char") return typeof value === "string" ? value : wrong(path, "a text", value)
  return integer(path, kind, value)
}

const struct = (path: string, types: { readonly [name: string]: Type }, value: ChainValue): ChainValue => {
  if (!isFields(value)) return wrong(path, `an object of ${Object.keys(types).join(", ")}`, value)
  const surplus = Object.keys(value).find((name) => !Object.hasOwn(types, name))
  if (surplus !== undefined) {
    throw new Wrong(path, `there is no '${surplus}' among ${Object.keys(types).join(", ") || "no arguments at all"}`)
  }
  return Object.fromEntries(
    Object.entries(types).map(([name, type]) => [
      name,
      given(path === "" ? name : `${path}.${name}`, type, value[name])
    ])
  )
}

const tuple = (path: string, types: ReadonlyArray<Type>, value: ChainValue): ChainValue => {
  const parts = list(path, value)
  if (parts.length !== types.length) throw new Wrong(path, `${types.length} are wanted, ${parts.length} were given`)
  return types.map((type, index) => given(`${path}[${index}]`, type, parts[index]))
}

const array = (path: string, type: Type, length: number, value: ChainValue): ChainValue =>
  isByte(type)
    ? fixedBytes(path, length, value)
    : tuple(
        path,
        Array.from({ length }, () => type),
        value
      )

/** What is left out, or said not to be there. */
const nothing = (path: string, value: ChainValue): undefined =>
  value === undefined || value === null ? undefined : wrong(path, "nothing", value)

const content = (path: string, inner: Content, value: ChainValue): ChainValue => {
  switch (inner.type) {
    case "lookupEntry":
      return given(path, inner.value, value)
    case "void":
      return nothing(path, value)
    case "struct":
      return struct(path, inner.value, value)
    case "tuple":
      return tuple(path, inner.value, value)
    case "array":
      return array(path, inner.value, inner.len, value)
  }
}

/** `{ type, value }`, the name alone of a variant without content, and an address for what is reached by one. */
const variant = (path: string, variants: Shape<"enum">["value"], value: ChainValue): ChainValue => {
  const names = Object.keys(variants)
  if (typeof value === "string" && !names.includes(value) && variants["Id"] !== undefined) {
    return variant(path, variants, { type: "Id", value })
  }
  const { type, value: inner } =
    typeof value === "string" ? { type: value, value: undefined } : isFields(value) ? value : {}
  const chosen = typeof type === "string" && Object.hasOwn(variants, type) ? variants[type] : undefined
  if (typeof type !== "string" || chosen === undefined) {
    throw new Wrong(path, `one of ${names.slice(0, 40).join(", ")} is wanted, as { type, value }`)
  }
  return { type, value: content(`${path}.${type}`, chosen, inner) }
}

const given = (path: string, type: Type, value: ChainValue): ChainValue => {
  switch (type.type) {
    case "primitive":
      return primitive(path, type.value, value)
    case "compact":
      return integer(path, type.size, value)
    case "void":
      return nothing(path, value)
    case "AccountId32":
      return account(path, value)
    case "AccountId20":
      return fixedBytes(path, 20, value)
    case "option":
      return value === undefined || value === null ? undefined : given(path, type.value, value)
    case "sequence":
      if (isByte(type.value)) return bytes(path, value)
      return list(path, value).map((part, index) => given(`${path}[${index}]`, type.value, part))
    case "array":
      return array(path, type.value, type.len, value)
    case "tuple":
      return tuple(path, type.value, value)
    case "struct":
      return struct(path, type.value, value)
    case "enum":
      return variant(path, type.value, value)
    case "result":
    case "bitSequence":
      throw new Wrong(path, `values of the type ${type.type} cannot be given`)
  }
}

/** The value as the codec of its type takes it, or what is wrong, and where. */
export const argumentOf = (name: string, type: Type, value: ChainValue): Result.Result<ChainValue, string> => {
  try {
    return Result.succeed(given(name, type, value))
  } catch (error) {
    // Nested so deeply that JavaScript cannot follow; nothing of that size fits into a block.
    if (error instanceof RangeError) return Result.fail(`${name}: it is nested too deeply`)
    if (!(error instanceof Wrong)) throw error
    return Result.fail(error.path === "" ? error.message : `${error.path}: ${error.message}`)
  }
}
