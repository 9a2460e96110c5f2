/**
 * The texts that an axon and a dendrite sign (wire.md §4.1, §4.2), and the form of a signature in a header.
 *
 * @since 0.1.0
 */

/**
 * What a request signature covers. Route, timeout and unlisted fields are **not** among it.
 *
 * @category models
 */
export interface SignedRequest {
  /** Unix time in nanoseconds. */
  readonly nonce: bigint
  /** Hotkey of the caller, ss58. */
  readonly dendrite: string
  /** Hotkey of the axon that is called, ss58. */
  readonly axon: string
  /** Names the lane in which nonces only rise. */
  readonly uuid: string
  /** 64 lower-case hexadecimal digits, see `BodyHash`. */
  readonly bodyHash: string
}

/**
 * The message a dendrite signs: five parts with dots between them.
 *
 * **Example** (The message of one request)
 *
 * ```ts run
 * import * as Signature from "effect-bittensor/protocol/Signature"
 *
 * Signature.requestMessage({ nonce: 7n, dendrite: "5D", axon: "5A", uuid: "u", bodyHash: "ab" }) // => "7.5D.5A.u.ab"
 * ```
 *
 * @category constructors
 */
export const requestMessage = (request: SignedRequest): string =>
  `${request.nonce}.${request.dendrite}.${request.axon}.${request.uuid}.${request.bodyHash}`

/**
 * The message an axon signs. It binds neither the request's nonce nor the body, so it proves no more than that the key
 * signed around that time.
 *
 * @category constructors
 */
export const responseMessage = (response: {
  readonly nonce: bigint
  readonly dendrite: string
  readonly axon: string
  readonly uuid: string
}): string => `${response.nonce}.${response.dendrite}.${response.axon}.${response.uuid}`

const pattern = /^0x[0-9a-fA-F]{128}$/

/** Both directions are on the path of every request, where `toString(16)` byte by byte shows. */
const digits = Uint8Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0))

/** The value of a character code that is known to be a hexadecimal digit. */
const nibble = (code: number): number => (code & 0xf) + (code > 0x39 ? 9 : 0)

/**
 * Reads `0x` and 128 hexadecimal digits; anything else is `undefined`.
 *
 * @category constructors
 */
export const fromHex = (text: string): Uint8Array | undefined => {
  if (!pattern.test(text)) return undefined
  const bytes = new Uint8Array(64)
  for (let i = 0; i < 64; i++) {
    bytes[i] = (nibble(text.charCodeAt(2 + 2 * i)) << 4) | nibble(text.charCodeAt(3 + 2 * i))
  }
  return bytes
}

/**
 * Writes a signature as headers carry it.
 *
 * @category combinators
 */
export const toHex = (signature: Uint8Array): string => {
  const codes: Array<number> = [0x30, 0x78] // 0x
  for (const byte of signature) codes.push(digits[byte >> 4]!, digits[byte & 15]!)
  return String.fromCharCode(...codes)
}
