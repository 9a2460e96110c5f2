/**
 * Calls that are kept for later: short ones as they are, long ones by the hash of them.
 *
 * @since 0.2.0
 */
import type { BlockContext, Call, DispatchError } from "../../../runtime/dispatch.ts"
import { Reader } from "../../../../protocol/internal/Reader.ts"
import { ScaleError, typed } from "../../../scale/ScaleError.ts"
import type { Hex } from "../../../scale/Hex.ts"
import type { Value } from "../../../scale/Type.ts"
import type { Bounded } from "../pallets/scheduler.ts"
import { RuntimeCall } from "../types/outer.ts"
import { encodedCall } from "./hashing.ts"
import { fetch, note, unrequest } from "./preimages.ts"

/** How many bytes are kept as they are, as the bound of `Inline` says. */
const MAX_INLINE = 128

/** How long FRAME takes a call for whose length is not known. */
const MAX_LEGACY = 1_000_000

/**
 * A call, or the hash of it.
 *
 * @category models
 */
export type BoundedCall = Value<typeof Bounded>

/**
 * Keeps a call. A long one is noted as a preimage, and the chain wants it.
 *
 * @category calls
 */
export const bound = (context: BlockContext, call: Call): BoundedCall | DispatchError => {
  const bytes = encodedCall(context, call)
  if (bytes.length <= MAX_INLINE) return { _tag: "Inline", value: bytes }
  const noted = note(context, bytes, undefined)
  // What no preimage may be is `Exhausted` here; nothing else can be wrong, as nobody pays.
  return "_tag" in noted ? { _tag: "Exhausted" } : { _tag: "Lookup", hash: noted.hash, len: bytes.length }
}

/**
 * Whether {@link bound} kept a call.
 *
 * @category calls
 */
export const isBound = (bounded: BoundedCall | DispatchError): bounded is BoundedCall =>
  bounded._tag === "Inline" || bounded._tag === "Lookup" || bounded._tag === "Legacy"

/**
 * The hash of a call that is kept elsewhere.
 *
 * @category calls
 */
export const lookupHash = (bounded: BoundedCall): Hex | undefined =>
  bounded._tag === "Inline" ? undefined : bounded.hash

/**
 * How long a call may be that is kept elsewhere, before it is looked at. Of an old kind it is not known.
 *
 * @category calls
 */
export const lookupLength = (bounded: BoundedCall): number | undefined => {
  if (bounded._tag === "Inline") return undefined
  return bounded._tag === "Lookup" ? bounded.len : MAX_LEGACY
}

/** The bytes of a call, if they are there. */
const bytesOf = (context: BlockContext, bounded: BoundedCall): Uint8Array | undefined => {
  if (bounded._tag === "Inline") return bounded.value
  return fetch(context, bounded.hash, bounded._tag === "Lookup" ? bounded.len : undefined)
}

/** The call at the beginning of bytes, which need not be all of them. */
const read = (context: BlockContext, bytes: Uint8Array): Call | undefined => {
  try {
    return typed(() => RuntimeCall.decode(new Reader(bytes, context.outer)))
  } catch (error) {
    if (error instanceof ScaleError) return undefined
    throw error
  }
}

/**
 * A call that was kept, and how long it was elsewhere; nothing if it is not there, or is no call.
 *
 * @category calls
 */
export const peek = (
  context: BlockContext,
  bounded: BoundedCall
): { readonly call: Call; readonly length: number | undefined } | undefined => {
  const bytes = bytesOf(context, bounded)
  const call = bytes && read(context, bytes)
  return call && { call, length: bounded._tag === "Inline" ? undefined : bytes.length }
}

/**
 * Does not need a call any more: the chain wants it once less. That it did not want it at all is no matter.
 *
 * @category calls
 */
export const drop = (context: BlockContext, bounded: BoundedCall): void => {
  const hash = lookupHash(bounded)
  if (hash !== undefined) unrequest(context, hash)
}
