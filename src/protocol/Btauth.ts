/**
 * Signed requests of SDK 11, `btauth/1` (wire.md §11.3): the whole request is signed, its target and the bytes of its body included.
 *
 * Everything but the replay check is here. A nonce that fits once fits again until it is too old, so whoever accepts a request
 * has to give {@link once} to a replay guard.
 *
 * @since 0.1.0
 */
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js"
import { bytesToHex } from "@noble/hashes/utils.js"
import { Result, Schema } from "effect"
import * as Hex from "./Hex.ts"
import type { RawHeaders } from "./Headers.ts"
import { isAcceptablePublicKey } from "./PublicKey.ts"
import * as Ss58 from "./Ss58.ts"

/**
 * The signature schemes of SDK 11.3.0. The name is among what is signed, so one scheme's signature is none of the other.
 *
 * @category models
 */
export type Scheme = "sr25519" | "ed25519"

/**
 * SHA-256 of bytes as 64 lower-case hexadecimal digits.
 *
 * @category models
 */
export type Sha256 = (data: Uint8Array) => string

/**
 * The portable {@link Sha256}. `node:crypto` is faster.
 *
 * @category constructors
 */
export const sha256: Sha256 = (data) => bytesToHex(nobleSha256(data))

/**
 * Whether the signature is this key's over this message: 64 bytes, 32 bytes. It must not throw.
 *
 * @category models
 */
export type VerifySignature = (message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array) => boolean

/**
 * Why a request is not authenticated. An HTTP server answers 401 to all of them.
 *
 * - `MalformedAuth`: a header is missing, sent twice, or not of its form.
 * - `WrongReceiver`: the request is bound to another hotkey, or to none where one is required.
 * - `StaleRequest`: the nonce is too old, or too far ahead of the clock.
 * - `BadSignature`: the signature is not the sender's over this request.
 *
 * @category errors
 */
export class BtauthError extends Schema.TaggedError<BtauthError>()("BtauthError", {
  reason: Schema.Literals(["MalformedAuth", "WrongReceiver", "StaleRequest", "BadSignature"]),
  /** What is wrong, without anything of the request. */
  detail: Schema.String
}) {
  override get message(): string {
    return this.detail
  }
}

/**
 * What is signed.
 *
 * @category models
 */
export interface SignedRequest {
  readonly scheme: Scheme
  /** Any case; signed in upper case. */
  readonly method: string
  /** The request target as sent: percent-encoded path and `?query`. */
  readonly target: string
  /** {@link Sha256} of the body's bytes; of no bytes when there is no body. */
  readonly bodyHash: string
  /** Unix time in nanoseconds; a new one for every attempt. */
  readonly nonce: bigint
  /** The sender, ss58. */
  readonly hotkey: string
  /** The axon that is called, ss58. Without it, whoever receives the request can use it at another axon. */
  readonly receiver?: string | undefined
}

/**
 * The eight signed lines. Their UTF-8 is what is signed, without any wrapping.
 *
 * **Example** (What is signed for a request without a body)
 *
 * ```ts run
 * import * as Btauth from "effect-bittensor/protocol/Btauth"
 *
 * const request = { scheme: "sr25519", method: "get", target: "/x", nonce: 7n, hotkey: "5D" } as const
 * const lines = Btauth.payload({ ...request, bodyHash: Btauth.sha256(new Uint8Array()) }).split("\n")
 *
 * lines.slice(0, 4) // => ["btauth/1", "sr25519", "GET", "/x"]
 * lines.slice(5) // => ["7", "5D", "-"]
 * ```
 *
 * @category constructors
 */
export const payload = (request: SignedRequest): string =>
  [
    "btauth/1",
    request.scheme,
    request.method.toUpperCase(),
    request.target,
    request.bodyHash,
    request.nonce,
    request.hotkey,
    request.receiver ?? "-"
  ].join("\n")

/**
 * The headers of a signed request. sr25519 is the scheme that goes without saying.
 *
 * @category constructors
 */
export const headers = (signed: {
  readonly scheme: Scheme
  readonly hotkey: string
  readonly receiver?: string | undefined
  readonly nonce: bigint
  /** 64 bytes: the signature of {@link payload}. */
  readonly signature: Uint8Array
}): ReadonlyArray<readonly [name: string, value: string]> => [
  ["X-Bittensor-Version", "1"],
  ["X-Bittensor-Hotkey", signed.hotkey],
  ["X-Bittensor-Nonce", `${signed.nonce}`],
  ["X-Bittensor-Signature", Hex.encode(signed.signature)],
  ...(signed.scheme === "sr25519" ? [] : [["X-Bittensor-Crypto", signed.scheme] as const]),
  ...(signed.receiver === undefined ? [] : [["X-Bittensor-Receiver", signed.receiver] as const])
]

/**
 * What a request's headers say: well-formed, fresh, addressed to us, and nothing proven.
 *
 * @category models
 */
export interface Claim {
  readonly scheme: Scheme
  readonly hotkey: Ss58.Ss58
  /** 32 bytes of that hotkey. */
  readonly publicKey: Uint8Array
  /** Which of our hotkeys is called; absent when the request is bound to none. */
  readonly receiver: Ss58.Ss58 | undefined
  /** Unix time in nanoseconds. */
  readonly nonce: bigint
  /** 64 bytes. */
  readonly signature: Uint8Array
}

/**
 * What is asked of a claim.
 *
 * @category models
 */
export interface ClaimOptions {
  /** Our own hotkeys. */
  readonly receivers: ReadonlySet<string>
  /**
   * Whether a request has to be bound to one of them.
   *
   * @default true
   */
  readonly requireReceiver?: boolean | undefined
  /** Unix time in nanoseconds. */
  readonly now: bigint
  /**
   * How old a nonce may be, in nanoseconds.
   *
   * @default 10 seconds
   */
  readonly maxAge?: bigint | undefined
  /**
   * How far ahead of `now` a nonce may be, in nanoseconds.
   *
   * @default 2 seconds
   */
  readonly maxAhead?: bigint | undefined
}

const defaultMaxAge = 10_000_000_000n
const defaultMaxAhead = 2_000_000_000n

const fail = (reason: BtauthError["reason"], detail: string): Result.Result<never, BtauthError> =>
  Result.fail(new BtauthError({ reason, detail }))

/** Our headers, under the names that are left when the prefix is cut off. */
type Found = { [name in "version" | "hotkey" | "receiver" | "nonce" | "crypto" | "signature"]?: string }

const isOurs = (name: string): name is keyof Found =>
  name === "version" ||
  name === "hotkey" ||
  name === "receiver" ||
  name === "nonce" ||
  name === "crypto" ||
  name === "signature"

const prefix = "x-bittensor-"

/** The longest header that is looked at, in characters. */
const maxHeader = 8192

const find = (raw: RawHeaders): Result.Result<Found, BtauthError> => {
  const found: Found = {}
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const header = raw[i]!.toLowerCase()
    const name = header.slice(prefix.length)
    if (!header.startsWith(prefix) || !isOurs(name)) continue
    if (found[name] !== undefined) return fail("MalformedAuth", `Header ${header} is sent more than once`)
    if (raw[i + 1]!.length > maxHeader) return fail("MalformedAuth", `Header ${header} is too long`)
    found[name] = raw[i + 1]!
  }
  return Result.succeed(found)
}

/** What Python strips of Latin-1 text, in a character class. */
const blank = String.raw`[\t-\r\x1c-\x20\x85\xa0]*`

const integer = new RegExp(String.raw`^${blank}([+-]?)([0-9]+(?:_[0-9]+)*)${blank}$`)

/** Python converts no longer text to an integer. */
const maxDigits = 4300

/** The integer that Python's `int` reads. */
const readNonce = (text: string): bigint | undefined => {
  const [, sign, grouped] = integer.exec(text) ?? []
  const digits = grouped?.replaceAll("_", "")
  if (digits === undefined || digits.length > maxDigits) return undefined
  return sign === "-" ? -BigInt(digits) : BigInt(digits)
}

const scheme = new RegExp(String.raw`^${blank}(?:(sr25519|0*1)|(ed25519|0+))${blank}$`, "i")

/** A name in any case, or the number that stands for it in keyfiles. */
const readScheme = (text: string): Scheme | undefined => {
  const [, sr25519, ed25519] = scheme.exec(text) ?? []
  return sr25519 !== undefined ? "sr25519" : ed25519 !== undefined ? "ed25519" : undefined
}

/** Hex as Python's `bytes.fromhex` reads it: blanks may stand between bytes. */
const readSignature = (text: string): Uint8Array | undefined => {
  const parts = text.replace(/^0x/, "").split(/[\t-\r ]+/)
  return parts.every((part) => part.length % 2 === 0 && /^[0-9a-f]*$/i.test(part))
    ? Hex.decode(parts.join(""))
    : undefined
}

/**
 * Reads the headers, as leniently as SDK 11.3.0: names in any case, an integer as Python reads it, hex in any case and with
 * or without `0x`. Then receiver and freshness, both edges of the window included. It needs no body, so a server can turn
 * most bad requests away before it reads one.
 *
 * @category constructors
 */
export const readClaim = (raw: RawHeaders, options: ClaimOptions): Result.Result<Claim, BtauthError> => {
  const headers = find(raw)
  if (Result.isFailure(headers)) return Result.fail(headers.failure)
  const found = headers.success
  if (found.version !== "1") return fail("MalformedAuth", "Header x-bittensor-version must be 1")
  if (found.hotkey === undefined || found.hotkey === "") return missing("hotkey")
  if (found.nonce === undefined) return missing("nonce")
  const nonce = readNonce(found.nonce)
  if (nonce === undefined) return fail("MalformedAuth", "Header x-bittensor-nonce must be an integer")
  const scheme = readScheme(found.crypto ?? "sr25519")
  if (scheme === undefined) return fail("MalformedAuth", "Header x-bittensor-crypto must be sr25519 or ed25519")
  if (found.signature === undefined) return missing("signature")
  const signature = readSignature(found.signature)
  if (signature === undefined) return fail("MalformedAuth", "Header x-bittensor-signature must be hexadecimal")
  const unfit = checkReceiver(found.receiver, options) ?? checkFreshness(nonce, options)
  if (unfit !== undefined) return unfit
  const publicKey = Ss58.decodePublicKey(found.hotkey)
  if (Result.isFailure(publicKey) || !isAcceptablePublicKey(publicKey.success, scheme)) {
    return fail("MalformedAuth", "Header x-bittensor-hotkey must be an address with network prefix 42")
  }
  if (signature.length !== 64) return fail("MalformedAuth", "Header x-bittensor-signature must have 64 bytes")
  return Result.succeed({
    scheme,
    hotkey: found.hotkey as Ss58.Ss58,
    publicKey: publicKey.success,
    receiver: found.receiver as Ss58.Ss58 | undefined,
    nonce,
    signature
  })
}

const missing = (name: keyof Found) => fail("MalformedAuth", `Header ${prefix}${name} is missing`)

const checkReceiver = (receiver: string | undefined, { receivers, requireReceiver = true }: ClaimOptions) => {
  if (receiver !== undefined) {
    return receivers.has(receiver) ? undefined : fail("WrongReceiver", "The request is addressed to another hotkey")
  }
  return requireReceiver
    ? fail("WrongReceiver", "The request is addressed to nobody; send x-bittensor-receiver")
    : undefined
}

const checkFreshness = (nonce: bigint, options: ClaimOptions) => {
  const { maxAge = defaultMaxAge, maxAhead = defaultMaxAhead, now } = options
  if (now - nonce > maxAge) return fail("StaleRequest", "The nonce is too old; sign every attempt anew")
  return nonce - now > maxAhead ? fail("StaleRequest", "The nonce is ahead of this server's clock") : undefined
}

/**
 * The parts of a request that its signature covers besides the headers.
 *
 * @category models
 */
export interface RequestParts {
  readonly method: string
  /** The request target as received, not decoded and not normalised. */
  readonly target: string
  /** {@link Sha256} of the body's bytes as received, before anything is parsed. */
  readonly bodyHash: string
}

/**
 * What a claim is proven with.
 *
 * @category models
 */
export interface ProveOptions {
  readonly verifySignature: { readonly [scheme in Scheme]: VerifySignature }
}

/**
 * Who signed a request, proven. That it was not sent before is not.
 *
 * @category models
 */
export interface Sender {
  readonly hotkey: Ss58.Ss58
  /** Unix time in nanoseconds. */
  readonly nonce: bigint
  readonly scheme: Scheme
}

const utf8 = new TextEncoder()

/**
 * Proves a claim by its signature, under the scheme it declares and no other. A method or target with a line break, which no
 * HTTP request has, proves nothing.
 *
 * @category constructors
 */
export const prove = (
  claim: Claim,
  request: RequestParts,
  options: ProveOptions
): Result.Result<Sender, BtauthError> => {
  const { hotkey, nonce, scheme } = claim
  if (/[\r\n]/.test(request.method + request.target)) {
    return fail("MalformedAuth", "A request target has no line breaks")
  }
  const message = payload({ ...claim, method: request.method, target: request.target, bodyHash: request.bodyHash })
  return options.verifySignature[scheme](utf8.encode(message), claim.signature, claim.publicKey)
    ? Result.succeed({ hotkey, nonce, scheme })
    : fail("BadSignature", "The signature is not this hotkey's over this request")
}

/**
 * Authenticates a request: {@link readClaim}, then {@link prove}. What is left is {@link once}.
 *
 * **Example** (A signer and a verifier)
 *
 * ```ts run
 * import { ed25519 } from "@noble/curves/ed25519.js"
 * import { Result } from "effect"
 * import * as Btauth from "effect-bittensor/protocol/Btauth"
 * import * as Ss58 from "effect-bittensor/protocol/Ss58"
 *
 * const { publicKey, secretKey } = ed25519.keygen()
 * const receiver = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
 * const request = { method: "POST", target: "/generate", body: new TextEncoder().encode("{}") }
 * const signed = { scheme: "ed25519", hotkey: Ss58.encode(publicKey), receiver, nonce: 1_752_076_800_000_000_000n } as const
 * const message = Btauth.payload({ ...signed, ...request, bodyHash: Btauth.sha256(request.body) })
 * const signature = ed25519.sign(new TextEncoder().encode(message), secretKey)
 *
 * const sender = Btauth.verify({ ...request, headers: Btauth.headers({ ...signed, signature }).flat() }, {
 *   receivers: new Set([receiver]),
 *   now: signed.nonce + 1_000_000n,
 *   verifySignature: {
 *     sr25519: () => false,
 *     ed25519: (message, signature, publicKey) => ed25519.verify(signature, message, publicKey)
 *   }
 * })
 *
 * Result.getOrThrow(sender).hotkey === signed.hotkey // => true
 * ```
 *
 * @category constructors
 */
export const verify = (
  request: Omit<RequestParts, "bodyHash"> & {
    readonly headers: RawHeaders
    /** The bytes of the body as received. It is hashed only when the headers pass. */
    readonly body: Uint8Array
  },
  options: ClaimOptions &
    ProveOptions & {
      /**
       * The hash of the body; a faster one may be given.
       *
       * @default sha256
       */
      readonly sha256?: Sha256 | undefined
    }
): Result.Result<Sender, BtauthError> =>
  Result.flatMap(readClaim(request.headers, options), (claim) =>
    prove(claim, { ...request, bodyHash: (options.sha256 ?? sha256)(request.body) }, options)
  )

/**
 * What a replay guard has to let pass once and never again, in the form that `ReplayGuard.advance` takes. Nonces of btauth
 * need no order, so each is a lane of its own: a guard for btauth has to allow a hotkey as many lanes as it sends requests in
 * one window. The lane's name cannot be a legacy uuid, which has no colon.
 *
 * @category combinators
 */
export const once = (
  sender: Sender,
  options: {
    /** As it was signed; `-` when it was not. */
    readonly receiver?: string | undefined
    readonly maxAge?: bigint | undefined
  } = {}
): {
  readonly receiver: string
  readonly hotkey: string
  readonly uuid: string
  readonly nonce: bigint
  readonly expiry: bigint
} => ({
  receiver: options.receiver ?? "-",
  hotkey: sender.hotkey,
  uuid: `btauth:${sender.nonce}`,
  nonce: sender.nonce,
  // The first nanosecond at which the nonce is too old.
  expiry: sender.nonce + (options.maxAge ?? defaultMaxAge) + 1n
})
