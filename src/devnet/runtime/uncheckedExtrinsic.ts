/**
 * Extrinsics as bytes: read by the form of a runtime, written, and the message that is signed.
 *
 * @since 0.2.0
 */
import { concatBytes } from "@noble/hashes/utils.js"
import { blake2_256 } from "../mathematics/digest.ts"
import { Reader } from "../../protocol/internal/Reader.ts"
import { Malformed, typed } from "../scale/ScaleError.ts"
import { bytes, tuple } from "../scale/sequences.ts"
import type { MultiAddress } from "../scale/substrate.ts"
import { decodeUnsafe, encode, type Input, type Type, type Value } from "../scale/Type.ts"
import type { Call } from "./dispatch.ts"
import type { Era } from "./era.ts"
import { type ExtrinsicForm, extraOf } from "./extrinsic.ts"
import type { Runtime } from "./runtime.ts"
import type { Signature } from "./signature.ts"

/**
 * What the extensions of a runtime have in an extrinsic, by their identifiers; those that are not here have nothing.
 *
 * @category models
 */
export interface Extra {
  readonly CheckMortality: Era
  readonly CheckNonce: number
  readonly ChargeTransactionPayment: bigint
}

/**
 * Who is said to have signed an extrinsic.
 *
 * @category models
 */
export interface Signing {
  readonly address: Value<typeof MultiAddress>
  readonly signature: Signature
  readonly extra: Extra
}

/**
 * An extrinsic that was read, and of which nothing else is known.
 *
 * @category models
 */
export interface Unchecked {
  readonly call: Call
  readonly signing: Signing | undefined
  /** The call and the extra as they were read: what was signed begins with them. */
  readonly bytes: { readonly call: Uint8Array; readonly extra: Uint8Array }
}

const SIGNED = 0x80

const under = <A>(part: string, read: () => A): A => {
  try {
    return read()
  } catch (error) {
    throw Malformed.under(part, error)
  }
}

const readSigning = (form: ExtrinsicForm, input: Input) => {
  const address = under("address", () => form.address.decode(input))
  const signature = under("signature", () => form.signature.decode(input))
  const start = input.offset
  const values = under("extra", () => extraOf(form).decode(input))
  const extra = Object.fromEntries(form.extensions.map(({ identifier }, index) => [identifier, values[index]]))
  // The form's own types read these, and forms differ in none of them.
  return { signing: { address, signature, extra } as unknown as Signing, start, end: input.offset }
}

/** Fails if bytes follow: what is signed ends with the call. */
const readCall = (type: Type<unknown>, input: Input): Call => {
  const call = under("call", () => type.decode(input))
  if (input.remaining > 0) throw new Malformed("TrailingBytes")
  // `RuntimeCall` read it.
  return call as Call
}

/**
 * Reads an extrinsic without the length before it. Throws a `ScaleError` for whatever is none of this runtime.
 *
 * @category decoding
 */
export const readExtrinsic = ({ extrinsic: form, outer }: Runtime, body: Uint8Array): Unchecked =>
  typed(() => {
    const input = new Reader(body, outer)
    const version = input.u8()
    if ((version & ~SIGNED) !== form.version) throw Malformed.under("version", new Malformed("UnknownVariant"))
    const part = (version & SIGNED) === 0 ? undefined : readSigning(form, input)
    const start = input.offset
    return {
      call: readCall(outer.RuntimeCall, input),
      signing: part?.signing,
      bytes: { call: body.subarray(start), extra: body.subarray(part?.start ?? 0, part?.end ?? 0) }
    }
  })

/**
 * Reads an extrinsic. Throws a `ScaleError` for whatever is none of this runtime, or whose length is not the one before it.
 *
 * @category decoding
 */
export const decodeExtrinsic = (runtime: Runtime, extrinsic: Uint8Array): Unchecked =>
  readExtrinsic(runtime, decodeUnsafe(bytes, extrinsic))

const encodeExtra = (form: ExtrinsicForm, extra: Readonly<Record<string, unknown>>): Uint8Array =>
  encode(
    extraOf(form),
    form.extensions.map(({ identifier }) => extra[identifier] ?? null)
  )

/**
 * Writes an extrinsic, with its length before it.
 *
 * @category encoding
 */
export const encodeExtrinsic = ({ extrinsic: form, outer }: Runtime, call: Call, signing?: Signing): Uint8Array => {
  const head =
    signing === undefined
      ? Uint8Array.of(form.version)
      : concatBytes(
          Uint8Array.of(form.version | SIGNED),
          encode(form.address, signing.address),
          encode(form.signature, signing.signature),
          encodeExtra(form, { ...signing.extra })
        )
  return encode(bytes, concatBytes(head, encode(outer.RuntimeCall, call, outer)))
}

/** Longer messages are signed as their hash. */
const LONGEST_MESSAGE = 256

/**
 * The message that is signed: the call, the extra, and what both sides know without being told, by the identifiers of the extensions.
 *
 * @category encoding
 */
export const signedMessage = (
  form: ExtrinsicForm,
  { call, extra }: Unchecked["bytes"],
  additional: Readonly<Record<string, unknown>>
): Uint8Array => {
  const known = encode(
    tuple(...form.extensions.map((extension) => extension.additional)),
    form.extensions.map(({ identifier }) => additional[identifier] ?? null)
  )
  const message = concatBytes(call, extra, known)
  return message.length > LONGEST_MESSAGE ? blake2_256(message) : message
}

/**
 * The parts of the message that a signer says: for those who make extrinsics.
 *
 * @category encoding
 */
export const toSign = ({ extrinsic: form, outer }: Runtime, call: Call, extra: Extra): Unchecked["bytes"] => ({
  call: encode(outer.RuntimeCall, call, outer),
  extra: encodeExtra(form, { ...extra })
})
