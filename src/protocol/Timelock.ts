/**
 * Secrets that open by themselves at a time: encrypted to a round of drand's quicknet, whose signature is the key
 * (chain-client.md §3.7). The bytes are those of the Rust crate `tle`, with AES-256-GCM.
 *
 * Made with `@noble/curves`, since `tlock-js` writes another format (age, ChaCha20).
 *
 * @since 0.2.0
 */
import { gcm } from "@noble/ciphers/aes.js"
import { bls12_381 as bls } from "@noble/curves/bls12-381.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js"
import { Result, Schema } from "effect"
import { compact } from "./internal/compact.ts"

/**
 * The network whose rounds open what is encrypted here.
 *
 * @category models
 */
export const quicknet = {
  chainHash: "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
  /** The second of the first round, of Unix time. */
  genesis: 1_692_803_367,
  /** Seconds from one round to the next. */
  period: 3,
  /** A point of G2, compressed. */
  publicKey:
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
} as const

/**
 * It cannot be opened.
 *
 * @category errors
 */
export class TimelockError extends Schema.TaggedError<TimelockError>()("TimelockError", {
  /** `Malformed`: it is no ciphertext of this form. `BadSignature`: the signature is no point. `Mismatch`: it is of another round, or the bytes were changed. */
  reason: Schema.Literals(["Malformed", "BadSignature", "Mismatch"])
}) {
  override get message(): string {
    return `the ciphertext cannot be opened (${this.reason}): take the whole of it, and the signature of the round that it was made for`
  }
}

/**
 * The round to encrypt for, if a chain is to open it at a second of Unix time: as the SDK reckons it, the one before the last that
 * is published by then, so that the chain has its signature in time. The first, of `quicknet.genesis`, is 1.
 *
 * **Example** (Round 2 is published after three seconds)
 *
 * ```ts run
 * import { quicknet, roundAt } from "effect-bittensor/protocol/Timelock"
 *
 * roundAt(quicknet.genesis + 3) // => 1
 * roundAt(quicknet.genesis + 6.5) // => 2
 * ```
 *
 * @category constructors
 */
export const roundAt = (second: number): number =>
  Math.max(1, Math.floor((second - quicknet.genesis) / quicknet.period))

const DST = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
const CIPHER = new TextEncoder().encode("AES_GCM_")
const POINT = 96
const KEY = 32
const NONCE = 12

/**
 * How many random bytes {@link encrypt} takes.
 *
 * @category models
 */
export const ENTROPY = KEY + KEY + NONCE

const u64 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true)
  return bytes
}

const xor = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((byte, index) => byte ^ b[index]!)

/** The point of G1 that a round's signature is a multiple of. */
const pointOf = (round: number) =>
  bls.G1.hashToCurve(sha256(u64(round).toReversed()), { DST }) as typeof bls.G1.Point.BASE

const coefficient = (value: bigint): Uint8Array => hexToBytes(value.toString(16).padStart(96, "0")).toReversed()

/** A pairing as a key: its twelve coefficients, the lowest first, each 48 bytes, the lowest first. */
const keyOf = ({ c0, c1 }: ReturnType<typeof bls.pairing>): Uint8Array =>
  sha256(
    concatBytes(
      ...[c0, c1]
        .flatMap((six) => [six.c0, six.c1, six.c2])
        .flatMap((two) => [coefficient(two.c0), coefficient(two.c1)])
    )
  )

/** The multiple that binds a ciphertext to what is in it. */
const scalarOf = (sigma: Uint8Array, key: Uint8Array): bigint =>
  bls.fields.Fr.create(BigInt(`0x${bytesToHex(sha256(concatBytes(sigma, key)))}`))

const sized = (bytes: Uint8Array): Uint8Array => concatBytes(u64(bytes.length), bytes)

/**
 * Encrypts a message so that it opens when a round is published. `entropy` is {@link ENTROPY} random bytes, which nobody else may know and
 * which are used once.
 *
 * @category combinators
 */
export const encrypt = (message: Uint8Array, round: number, entropy: Uint8Array): Uint8Array => {
  if (!Number.isSafeInteger(round) || round < 1) throw new RangeError(`${round} is no round: an integer from 1 on.`)
  if (entropy.length !== ENTROPY) throw new RangeError(`It takes ${ENTROPY} random bytes, not ${entropy.length}.`)
  const key = entropy.subarray(0, KEY)
  const sigma = entropy.subarray(KEY, 2 * KEY)
  const nonce = entropy.subarray(2 * KEY)
  const scalar = scalarOf(sigma, key)
  const publicKey = bls.G2.Point.fromHex(quicknet.publicKey)
  const shared = keyOf(bls.pairing(pointOf(round), publicKey.multiply(scalar)))
  const body = concatBytes(sized(gcm(key, nonce).encrypt(message)), sized(nonce))
  return concatBytes(
    bls.G2.Point.BASE.multiply(scalar).toBytes(true),
    sized(xor(sigma, shared)),
    sized(xor(key, sha256(sigma))),
    sized(body),
    sized(CIPHER)
  )
}

/** Reads parts of which each begins with its length; `undefined` if they end too early. */
const partsOf = (bytes: Uint8Array, count: number): ReadonlyArray<Uint8Array> | undefined => {
  const parts: Array<Uint8Array> = []
  let offset = 0
  for (let index = 0; index < count; index++) {
    if (bytes.length < offset + 8) return undefined
    const length = Number(new DataView(bytes.buffer, bytes.byteOffset + offset).getBigUint64(0, true))
    const part = bytes.subarray(offset + 8, offset + 8 + length)
    if (part.length !== length) return undefined
    parts.push(part)
    offset += 8 + length
  }
  return parts
}

const failed = (reason: TimelockError["reason"]) => Result.fail(new TimelockError({ reason }))

/** A point in its compressed form, if it is one. */
const parsed = <P>(parse: () => P): P | undefined =>
  Result.getOrUndefined(Result.try({ try: parse, catch: () => undefined }))

/**
 * Opens what was encrypted to a round, with the signature that was published for it: 48 bytes.
 *
 * @category combinators
 */
export const decrypt = (ciphertext: Uint8Array, signature: Uint8Array): Result.Result<Uint8Array, TimelockError> => {
  const [masked, hidden, body] = partsOf(ciphertext.subarray(POINT), 4) ?? []
  const [sealed, nonce] = partsOf(body ?? new Uint8Array(), 2) ?? []
  const point = parsed(() => bls.G2.Point.fromBytes(ciphertext.subarray(0, POINT)))
  if (
    masked?.length !== KEY ||
    hidden?.length !== KEY ||
    nonce?.length !== NONCE ||
    sealed === undefined ||
    point === undefined
  ) {
    return failed("Malformed")
  }
  const opening = parsed(() => bls.G1.Point.fromBytes(signature))
  if (opening === undefined) return failed("BadSignature")
  const sigma = xor(masked, keyOf(bls.pairing(opening, point)))
  const key = xor(hidden, sha256(sigma))
  if (!bls.G2.Point.BASE.multiply(scalarOf(sigma, key)).equals(point)) return failed("Mismatch")
  const message = parsed(() => gcm(key, nonce).decrypt(sealed))
  return message === undefined ? failed("Mismatch") : Result.succeed(message)
}

/**
 * Weights as a timelocked commit holds them.
 *
 * @category models
 */
export interface TimelockedWeights {
  /** The 32-byte public key of the hotkey; absent before version 4 of commit and reveal. */
  readonly hotkey?: Uint8Array | undefined
  readonly uids: ReadonlyArray<number>
  /** u16, one for each uid. */
  readonly values: ReadonlyArray<number>
  readonly versionKey: bigint
}

const u16s = (list: ReadonlyArray<number>): Uint8Array =>
  concatBytes(compact(list.length), Uint8Array.from(list.flatMap((value) => [value & 0xff, value >>> 8])))

/**
 * The SCALE of such weights, which is what is encrypted.
 *
 * @category combinators
 */
export const payloadOf = ({ hotkey, uids, values, versionKey }: TimelockedWeights): Uint8Array => {
  const version = new Uint8Array(8)
  new DataView(version.buffer).setBigUint64(0, versionKey, true)
  const owner = hotkey === undefined ? [] : [compact(hotkey.length), hotkey]
  return concatBytes(...owner, u16s(uids), u16s(values), version)
}
