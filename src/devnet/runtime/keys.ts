/**
 * How the keys of storage are made: 32 bytes that name the item, then, for maps, each key after its hash.
 *
 * Only the hashers that keep the key itself are here, since a map whose keys cannot be read back cannot be walked.
 *
 * @since 0.2.0
 */
import { blake2b } from "@noble/hashes/blake2.js"
import { bytesToHex } from "@noble/hashes/utils.js"
import { Twox128, Twox64Concat } from "@polkadot-api/substrate-bindings"
import type { Hex } from "../scale/Hex.ts"
import { encode, type Outer, type Type } from "../scale/Type.ts"

/**
 * The hashers, under their names in metadata.
 *
 * @category models
 */
export type Hasher = "Blake2_128Concat" | "Twox64Concat" | "Identity"

/** How many bytes of hash stand before the key. */
const HASH_BYTES: Readonly<Record<Hasher, number>> = { Blake2_128Concat: 16, Twox64Concat: 8, Identity: 0 }

const HASH: Readonly<Record<Hasher, (encoded: Uint8Array) => string>> = {
  Blake2_128Concat: (encoded) => bytesToHex(blake2b(encoded, { dkLen: 16 })) + bytesToHex(encoded),
  Twox64Concat: (encoded) => bytesToHex(Twox64Concat(encoded)),
  Identity: bytesToHex
}

/**
 * One key of a map.
 *
 * @category models
 */
export interface KeyPart<A> {
  readonly hasher: Hasher
  readonly type: Type<A>
  /** Bytes before the key itself. */
  readonly hashBytes: number
  /** The hex digits that stand for a key, without `0x`. */
  digits(key: A, outer: Outer): string
}

/** As many keys as the hot part of a chain has: accounts, and the neurons of a few subnets. */
const CACHED_KEYS = 8192

const keyPart = <A>(hasher: Hasher, type: Type<A>): KeyPart<A> => {
  // A hash takes microseconds, and most reads ask for a key that was asked for before. Emptied when it is full, so it cannot grow.
  const cache = new Map<A, string>()
  const compute = (key: A, outer: Outer) => HASH[hasher](encode(type, key, outer))
  return {
    hasher,
    type,
    hashBytes: HASH_BYTES[hasher],
    digits: (key, outer) => {
      if (typeof key === "object") return compute(key, outer)
      const known = cache.get(key)
      if (known !== undefined) return known
      if (cache.size === CACHED_KEYS) cache.clear()
      const digits = compute(key, outer)
      cache.set(key, digits)
      return digits
    }
  }
}

/**
 * BLAKE2b of 128 bits before the key: for keys that a stranger chooses.
 *
 * @category constructors
 */
export const blake2_128Concat = <A>(type: Type<A>): KeyPart<A> => keyPart("Blake2_128Concat", type)

/**
 * xxHash of 64 bits before the key.
 *
 * @category constructors
 */
export const twox64Concat = <A>(type: Type<A>): KeyPart<A> => keyPart("Twox64Concat", type)

/**
 * The key alone. A walk follows the bytes of the keys: little-endian integers beyond one byte are not in the order of numbers.
 *
 * @category constructors
 */
export const identity = <A>(type: Type<A>): KeyPart<A> => keyPart("Identity", type)

const utf8 = new TextEncoder()
const twox128 = (text: string): string => bytesToHex(Twox128(utf8.encode(text)))

/**
 * The first 32 bytes of all keys of a storage item.
 *
 * **Example** (Where the accounts lie)
 *
 * ```ts run
 * import { itemPrefix } from "effect-bittensor/devnet/runtime/keys"
 *
 * itemPrefix("System", "Account") // => "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9"
 * ```
 *
 * @category constructors
 */
export const itemPrefix = (pallet: string, item: string): Hex => `0x${twox128(pallet)}${twox128(item)}`
