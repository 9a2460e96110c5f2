/**
 * Addresses as text: base58 of a network prefix, a 32-byte public key and a checksum. Bittensor's prefix is 42.
 *
 * @since 0.1.0
 */
import { blake2b } from "@noble/hashes/blake2.js"
import { base58 } from "@scure/base"
import { Result, Schema } from "effect"

/** The network prefix of every Bittensor address. */
export const PREFIX = 42

const KEY_LENGTH = 32
const CHECKSUM_LENGTH = 2
const CONTEXT = new TextEncoder().encode("SS58PRE")
/** Base58 of 35 or 36 bytes; a longer text is refused before the conversion, whose cost is quadratic. */
const MINIMUM_LENGTH = 46
const MAXIMUM_LENGTH = 50

/**
 * The text is no address, or one of another network. The text itself is not kept: people paste mnemonics into address fields.
 *
 * @category errors
 */
export class Ss58Error extends Schema.TaggedError<Ss58Error>()("Ss58Error", {
  reason: Schema.Literals(["Length", "Characters", "Checksum", "Prefix"]),
  /** The network prefix found, when the reason is `Prefix`. */
  prefix: Schema.optionalKey(Schema.Int),
  /** What is wrong and what to do next. */
  detail: Schema.String
}) {
  override get message(): string {
    return this.detail
  }
}

const failures = {
  length: () =>
    new Ss58Error({
      reason: "Length",
      detail: "An address is the base58 text of a 32-byte key, usually 48 characters. Copy it again, whole."
    }),
  characters: () =>
    new Ss58Error({
      reason: "Characters",
      detail: "The address has a character outside base58 (blanks, 0, O, I and l are never part of one)."
    }),
  checksum: () =>
    new Ss58Error({
      reason: "Checksum",
      detail: "The checksum of the address does not match: at least one character is wrong. Copy it again."
    }),
  prefix: (prefix: number) =>
    new Ss58Error({
      reason: "Prefix",
      prefix,
      detail:
        `The address has network prefix ${prefix}; Bittensor's is ${PREFIX}. ` +
        "It belongs to another network: ask for the same key's address with prefix 42."
    })
}

const checksum = (body: Uint8Array): Uint8Array => {
  const input = new Uint8Array(CONTEXT.length + body.length)
  input.set(CONTEXT)
  input.set(body, CONTEXT.length)
  return blake2b(input, { dkLen: 64 })
}

/** One byte below 64; above, the 14 bits lie in two bytes in an order of their own. */
const prefixBytes = (prefix: number): Array<number> =>
  prefix < 64
    ? [prefix]
    : [((prefix & 0b0000_0000_1111_1100) >> 2) | 0b0100_0000, (prefix >> 8) | ((prefix & 0b0000_0000_0000_0011) << 6)]

const isPrefix = (prefix: number): boolean =>
  Number.isInteger(prefix) && prefix >= 0 && prefix < 16384 && prefix !== 46 && prefix !== 47

const fromBase58 = (text: string): Uint8Array | undefined => {
  try {
    return base58.decode(text)
  } catch {
    return undefined
  }
}

/**
 * Reads an address of any network; ask `prefix` which one.
 *
 * @category decoding
 */
export const decode = (
  text: string
): Result.Result<{ readonly prefix: number; readonly publicKey: Uint8Array }, Ss58Error> => {
  if (text.length < MINIMUM_LENGTH || text.length > MAXIMUM_LENGTH) return Result.fail(failures.length())
  const bytes = fromBase58(text)
  if (bytes === undefined) return Result.fail(failures.characters())
  const [first = 0, second = 0] = bytes
  const size = first < 64 ? 1 : 2
  if (bytes.length !== size + KEY_LENGTH + CHECKSUM_LENGTH) return Result.fail(failures.length())
  const prefix = size === 1 ? first : ((first & 0b0011_1111) << 2) | (second >> 6) | ((second & 0b0011_1111) << 8)
  if (first >= 128 || !isPrefix(prefix) || (size === 2 && prefix < 64)) return Result.fail(failures.prefix(prefix))
  const body = bytes.subarray(0, size + KEY_LENGTH)
  const expected = checksum(body)
  if (bytes[body.length] !== expected[0] || bytes[body.length + 1] !== expected[1]) {
    return Result.fail(failures.checksum())
  }
  return Result.succeed({ prefix, publicKey: bytes.slice(size, size + KEY_LENGTH) })
}

/**
 * Reads a Bittensor address and gives its 32-byte public key; another network's address fails with its prefix named.
 *
 * @category decoding
 */
export const decodePublicKey = (text: string): Result.Result<Uint8Array, Ss58Error> => {
  const decoded = decode(text)
  if (Result.isFailure(decoded)) return Result.fail(decoded.failure)
  return decoded.success.prefix === PREFIX
    ? Result.succeed(decoded.success.publicKey)
    : Result.fail(failures.prefix(decoded.success.prefix))
}

/**
 * Whether the text is a Bittensor address: valid, prefix 42, 32-byte key.
 *
 * @category guards
 */
export const is = (text: string): text is Ss58 => Result.isSuccess(decodePublicKey(text))

/**
 * A Bittensor address: valid checksum, network prefix 42, 32-byte public key.
 *
 * **Example** (Check what a user typed)
 *
 * ```ts run
 * import { Result, Schema } from "effect"
 * import { Ss58 } from "effect-bittensor/protocol/Ss58"
 *
 * const alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
 * Schema.is(Ss58)(alice) // => true
 * Result.isFailure(Schema.decodeUnknownResult(Ss58)("5Grw")) // => true
 * ```
 *
 * @category schemas
 */
export const Ss58 = Schema.String.check(
  Schema.makeFilter((text: string) => {
    const decoded = decodePublicKey(text)
    return Result.isSuccess(decoded) ? undefined : decoded.failure.detail
  })
).pipe(Schema.brand("Ss58"))

/** @category models */
export type Ss58 = typeof Ss58.Type

/**
 * The 32-byte public key of an address that is already known to be valid.
 *
 * @category decoding
 */
export const publicKey = (address: Ss58): Uint8Array => base58.decode(address).slice(1, 1 + KEY_LENGTH)

/**
 * Writes the address of a 32-byte public key. Other lengths and impossible prefixes are programming errors: `RangeError`.
 *
 * @category encoding
 */
export function encode(publicKey: Uint8Array): Ss58
export function encode(publicKey: Uint8Array, prefix: number): string
export function encode(publicKey: Uint8Array, prefix: number = PREFIX): string {
  if (publicKey.length !== KEY_LENGTH) throw new RangeError(`A public key has 32 bytes, not ${publicKey.length}.`)
  if (!isPrefix(prefix)) throw new RangeError(`${prefix} is no network prefix.`)
  const body = Uint8Array.of(...prefixBytes(prefix), ...publicKey)
  const bytes = new Uint8Array(body.length + CHECKSUM_LENGTH)
  bytes.set(body)
  bytes.set(checksum(body).subarray(0, CHECKSUM_LENGTH), body.length)
  return base58.encode(bytes)
}
