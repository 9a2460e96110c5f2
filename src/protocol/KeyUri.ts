/**
 * Key URIs as Substrate tools write them: a phrase or a seed, then derivation junctions, then a password:
 * `//Alice`, `legal winner … yellow//miner/0`, `0x…//1`, `phrase///password`.
 *
 * @since 0.1.0
 */
import { blake2b } from "@noble/hashes/blake2.js"
import { Result, Schema } from "effect"
import * as Hex from "./Hex.ts"
import { compact } from "./internal/compact.ts"
import * as Mnemonic from "./Mnemonic.ts"

/** The development phrase, public knowledge: a URI without a phrase (`//Alice`) derives from it. */
export const DEVELOPMENT_PHRASE = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"

const CHAIN_CODE = 32
const MAXIMUM_NUMBER = 2n ** 64n - 1n

/**
 * One step of a derivation: a hard one (`//x`) needs the secret, a soft one (`/x`) can follow the public key alone.
 *
 * @category models
 */
export interface Junction {
  readonly hard: boolean
  /** 32 bytes. */
  readonly chainCode: Uint8Array
}

/**
 * What a URI says. Exactly one of `phrase` and `seed` is there.
 *
 * @category models
 */
export interface KeyUri {
  readonly phrase: string | undefined
  /** 32 bytes. */
  readonly seed: Uint8Array | undefined
  readonly junctions: ReadonlyArray<Junction>
  /** The passphrase of the mnemonic; "" when there is none. It has no effect on a seed. */
  readonly password: string
}

/**
 * The text is no key URI. No part of it is repeated here.
 *
 * @category errors
 */
export class KeyUriError extends Schema.TaggedError<KeyUriError>()("KeyUriError", {
  reason: Schema.Literals(["Phrase", "Seed", "Path"]),
  /** What is wrong and what to do next. */
  detail: Schema.String
}) {
  override get message(): string {
    return this.detail
  }
}

/**
 * The chain code of a junction's name: digits up to 2^64 − 1 are a little-endian number, anything else a SCALE string;
 * padded with zeros to 32 bytes, or hashed when longer.
 *
 * @category conversions
 */
export const chainCode = (name: string): Uint8Array => {
  const out = new Uint8Array(CHAIN_CODE)
  if (/^[0-9]+$/.test(name) && BigInt(name) <= MAXIMUM_NUMBER) {
    new DataView(out.buffer).setBigUint64(0, BigInt(name), true)
    return out
  }
  const text = new TextEncoder().encode(name)
  const encoded = Uint8Array.of(...compact(text.length), ...text)
  if (encoded.length > CHAIN_CODE) return blake2b(encoded, { dkLen: CHAIN_CODE })
  out.set(encoded)
  return out
}

const URI = /^([^/]*)((?:\/\/?[^/]+)*)(?:\/\/\/(.*))?$/su
const JUNCTION = /(\/\/?)([^/]+)/gu

const BLANK_END = /\p{White_Space}(?:\/|$)/u
const SIGNED_NUMBER = /\/\+[0-9]+(?:\/|$)/u

const blankEnd = () =>
  new KeyUriError({
    reason: "Path",
    detail: "A part of the key URI ends with a blank or a line end. Remove it: it would lead to another account."
  })

const signedNumber = () =>
  new KeyUriError({
    reason: "Path",
    detail:
      "The Rust wallets read a junction like +5 as the number 5, all others as a text. Write 5, or choose another name."
  })

const secretOf = (text: string): Result.Result<Pick<KeyUri, "phrase" | "seed">, KeyUriError> => {
  if (text.startsWith("0x")) {
    const seed = Hex.decode(text)
    return seed?.length === 32
      ? Result.succeed({ phrase: undefined, seed })
      : Result.fail(new KeyUriError({ reason: "Seed", detail: "The seed of the key URI is not 0x and 64 hex digits." }))
  }
  const phrase = Mnemonic.parse(text)
  return Result.isSuccess(phrase)
    ? Result.succeed({ phrase: phrase.success, seed: undefined })
    : Result.fail(new KeyUriError({ reason: "Phrase", detail: phrase.failure.detail }))
}

/**
 * Reads a key URI.
 *
 * **Example** (The junctions of a development key)
 *
 * ```ts run
 * import { Result } from "effect"
 * import * as KeyUri from "effect-bittensor/protocol/KeyUri"
 *
 * const uri = Result.getOrThrow(KeyUri.parse("//Alice/0"))
 * uri.phrase === KeyUri.DEVELOPMENT_PHRASE // => true
 * uri.junctions.map((junction) => junction.hard) // => [true, false]
 * ```
 *
 * @category decoding
 */
export const parse = (text: string): Result.Result<KeyUri, KeyUriError> => {
  const [, head = "", path = "", password = ""] = URI.exec(text) ?? []
  if (text === "" || !URI.test(text)) {
    return Result.fail(
      new KeyUriError({
        reason: "Path",
        detail: "A key URI is a phrase or a 0x seed, then //hard or /soft junctions, then ///password."
      })
    )
  }
  // A line end that a copy brought along would be part of a name, and lead to another account.
  if (BLANK_END.test(path) || BLANK_END.test(password)) return Result.fail(blankEnd())
  if (SIGNED_NUMBER.test(path)) return Result.fail(signedNumber())
  const secret = secretOf(head === "" ? DEVELOPMENT_PHRASE : head)
  if (Result.isFailure(secret)) return Result.fail(secret.failure)
  const junctions = Array.from(path.matchAll(JUNCTION), ([, slashes, name = ""]) => ({
    hard: slashes === "//",
    chainCode: chainCode(name)
  }))
  return Result.succeed({ ...secret.success, junctions, password })
}

/**
 * The ed25519 seed below a hard junction; ed25519 has no soft ones. The caller wipes both seeds.
 *
 * @category conversions
 */
export const deriveEd25519 = (seed: Uint8Array, chainCode: Uint8Array): Uint8Array => {
  const label = new TextEncoder().encode("Ed25519HDKD")
  const input = Uint8Array.of(label.length << 2, ...label, ...seed, ...chainCode)
  const derived = blake2b(input, { dkLen: 32 })
  input.fill(0)
  return derived
}
