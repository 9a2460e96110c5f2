/**
 * Parameters, read one by one. What is not as it should be is an error that says what was expected.
 *
 * @since 0.2.0
 */
import { hexToBytes } from "@noble/hashes/utils.js"
import { Result } from "effect"
import * as Ss58 from "../../../protocol/Ss58.ts"
import type { Hex } from "../../scale/Hex.ts"
import { hexOf } from "../Block.ts"
import { isObject, type Json } from "./Json.ts"
import { errors } from "./protocol.ts"

/**
 * Reads a parameter; one that is not there is `undefined`.
 *
 * @category models
 */
export type Decoder<A> = (value: unknown) => A

/**
 * What the decoders of several parameters give.
 *
 * @category models
 */
export type Decoded<D extends ReadonlyArray<Decoder<unknown>>> = { readonly [I in keyof D]: ReturnType<D[I]> }

/** As much of a wrong value as is worth to be told. */
const shown = (value: unknown): string => {
  if (value === undefined) return "nothing"
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

/** Fails, as an expression. */
const expected = (what: string, value: unknown): never => {
  throw errors.invalidParams(`invalid value: ${shown(value)}, expected ${what}`)
}

/**
 * Reads the parameters of a request. Those behind them are not minded, as in a node.
 *
 * @category decoding
 */
export const decodeParams = <const D extends ReadonlyArray<Decoder<unknown>>>(
  decoders: D,
  params: unknown
): Decoded<D> => {
  const given = params ?? []
  if (!Array.isArray(given)) return expected("a list of parameters", params)
  // One value for each decoder, which is what `Decoded` says.
  return decoders.map((decoder, index) => decoder(given[index])) as unknown as Decoded<D>
}

/**
 * What may be absent: clients say `null` for that, or nothing.
 *
 * @category combinators
 */
export const maybe =
  <A>(decoder: Decoder<A>): Decoder<A | undefined> =>
  (value) =>
    value === undefined || value === null ? undefined : decoder(value)

/**
 * A list.
 *
 * @category combinators
 */
export const list =
  <A>(decoder: Decoder<A>): Decoder<ReadonlyArray<A>> =>
  (value) =>
    Array.isArray(value) ? value.map(decoder) : expected("a list", value)

/**
 * A list of at most so many.
 *
 * @category combinators
 */
export const listOf =
  <A>(decoder: Decoder<A>, most: number): Decoder<ReadonlyArray<A>> =>
  (value) =>
    Array.isArray(value) && value.length > most
      ? expected(`a list of at most ${most}`, value.length)
      : list(decoder)(value)

/**
 * The first decoder that reads the value.
 *
 * @category combinators
 */
export const either =
  <A, B>(test: (value: unknown) => boolean, then: Decoder<A>, otherwise: Decoder<B>): Decoder<A | B> =>
  (value) =>
    test(value) ? then(value) : otherwise(value)

/**
 * Text.
 *
 * @category decoders
 */
export const text: Decoder<string> = (value) => (typeof value === "string" ? value : expected("a string", value))

/**
 * One of a few texts.
 *
 * @category combinators
 */
export const oneOf =
  <const T extends string>(texts: ReadonlyArray<T>): Decoder<T> =>
  (value) =>
    texts.find((one) => one === value) ?? expected(`one of ${texts.join(", ")}`, value)

/**
 * A yes or no.
 *
 * @category decoders
 */
export const flag: Decoder<boolean> = (value) => (typeof value === "boolean" ? value : expected("a boolean", value))

/**
 * An object.
 *
 * @category decoders
 */
export const object: Decoder<Readonly<Record<string, Json>>> = (value) =>
  // Whatever JSON said is `Json`.
  isObject(value) ? (value as Readonly<Record<string, Json>>) : expected("an object", value)

/**
 * A whole number of at least 0 and at most `most`.
 *
 * @category decoders
 */
export const integer =
  (most: number): Decoder<number> =>
  (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most
      ? value
      : expected(`an integer between 0 and ${most}`, value)

/**
 * A number of 32 bits.
 *
 * @category decoders
 */
export const u32 = integer(2 ** 32 - 1)

/**
 * A number of 16 bits.
 *
 * @category decoders
 */
export const u16 = integer(2 ** 16 - 1)

/**
 * A number of 8 bits.
 *
 * @category decoders
 */
export const u8 = integer(2 ** 8 - 1)

/**
 * The number of a block: a number, or a text in hex.
 *
 * @category decoders
 */
export const blockNumber: Decoder<number> = (value) =>
  typeof value === "string" && /^0x[0-9a-f]{1,64}$/i.test(value) && BigInt(value) < 2 ** 32 ? Number(value) : u32(value)

/**
 * An amount: a number, or a text of decimal or hexadecimal digits where a number would be rounded.
 *
 * @category decoders
 */
export const amount: Decoder<bigint> = (value) => {
  if (typeof value === "string" && /^(\d{1,80}|0x[0-9a-f]{1,64})$/i.test(value)) return BigInt(value)
  return BigInt(integer(Number.MAX_SAFE_INTEGER)(value))
}

/**
 * Bytes in hex, with `0x` or without; the empty text is no bytes.
 *
 * @category decoders
 */
export const bytes: Decoder<Uint8Array> = (value) => {
  const digits = text(value).replace(/^0x/, "")
  try {
    return hexToBytes(digits)
  } catch {
    return expected("hexadecimal bytes", value)
  }
}

/**
 * Bytes in hex, as text in the form that keys of storage have.
 *
 * @category decoders
 */
export const hex: Decoder<Hex> = (value) => hexOf(bytes(value))

/**
 * A hash of 32 bytes.
 *
 * @category decoders
 */
export const hash: Decoder<Hex> = (value) => {
  const found = typeof value === "string" && value.length <= 66 ? hex(value) : expected("a hash of 32 bytes", value)
  return found.length === 66 ? found : expected("a hash of 32 bytes", value)
}

/**
 * An account by its address, of whatever network.
 *
 * @category decoders
 */
export const address: Decoder<Hex> = (value) => {
  const decoded = typeof value === "string" ? Ss58.decode(value) : expected("an SS58 address", value)
  return Result.isSuccess(decoded) ? hexOf(decoded.success.publicKey) : expected("an SS58 address", value)
}

/**
 * An account by its address or its public key in hex.
 *
 * @category decoders
 */
export const account: Decoder<Hex> = either(
  (value) => typeof value === "string" && value.startsWith("0x"),
  hash,
  address
)
