import { Result } from "effect"
import { LayoutError, type LayoutReason } from "../../chain/LayoutError.ts"
import { Malformed, type ScaleReason } from "../Malformed.ts"
import { AnswerReader } from "./AnswerReader.ts"
import { Mismatch } from "./Mismatch.ts"

/** What a reader's reason is called where subtensor's structures are read, and in words. */
const told: { readonly [reason in ScaleReason]: readonly [reason: LayoutReason, detail: string] } = {
  EndOfInput: ["Truncated", "the bytes end here, or a list says that it is longer than the bytes that follow"],
  TrailingBytes: ["TrailingBytes", "more bytes follow than the structure has"],
  UnknownVariant: ["Flag", "a byte before this one must be 0 or 1, and is neither"],
  NotCanonical: ["NotCanonical", "the integer before this byte has a shorter form"],
  OutOfRange: ["OutOfRange", "the integer before this byte does not fit into its type"],
  NotText: ["Shape", "the bytes are no text"],
  TooDeep: ["Shape", "the structure is nested too deeply"]
}

const errorOf = (structure: string, error: Malformed, place: { offset: number } | { path: string }): LayoutError => {
  const [reason, detail] =
    error instanceof Mismatch ? ([error.isRange ? "OutOfRange" : "Shape", error.detail] as const) : told[error.reason]
  return new LayoutError({ structure, reason, detail, ...place })
}

/** Reads a structure that is all of the bytes. What the bytes do wrong is the failure; nothing is thrown. */
export const decodeBytes = <A>(
  structure: string,
  bytes: Uint8Array,
  read: (reader: AnswerReader) => A
): Result.Result<A, LayoutError> => {
  const reader = new AnswerReader(bytes)
  try {
    const value = read(reader)
    if (reader.remaining > 0) throw new Malformed("TrailingBytes")
    return Result.succeed(value)
  } catch (error) {
    if (error instanceof Malformed) return Result.fail(errorOf(structure, error, { offset: reader.offset }))
    throw error
  }
}

/** Where one present item is the plain structure, a missing one is no bytes at all. */
export const decodePresent = <A>(
  structure: string,
  bytes: Uint8Array,
  read: (reader: AnswerReader) => A
): Result.Result<A | undefined, LayoutError> =>
  bytes.length === 0 ? Result.succeed(undefined) : decodeBytes(structure, bytes, read)

/**
 * Reads bytes that do not say in which of several layouts they are: takes the first that consumes them all. If none does, the failure is
 * that of the first, which is the newest.
 */
export const decodeFirst = <A>(
  structure: string,
  bytes: Uint8Array,
  layouts: readonly [(reader: AnswerReader) => A, ...ReadonlyArray<(reader: AnswerReader) => A>]
): Result.Result<A, LayoutError> => {
  const [newest, ...older] = layouts
  const first = decodeBytes(structure, bytes, newest)
  if (Result.isSuccess(first)) return first
  for (const read of older) {
    const next = decodeBytes(structure, bytes, read)
    if (Result.isSuccess(next)) return next
  }
  const { detail, offset = 0, reason } = first.failure
  return Result.fail(
    new LayoutError({ structure, reason, offset, detail: `no known layout fits; read in the newest, ${detail}` })
  )
}

/** Reads a structure from values that were decoded by metadata. What has the wrong shape is the failure; nothing is thrown. */
export const decodeValue = <A>(
  structure: string,
  value: unknown,
  take: (value: unknown) => A
): Result.Result<A, LayoutError> => {
  try {
    return Result.succeed(take(value))
  } catch (error) {
    if (error instanceof Malformed) return Result.fail(errorOf(structure, error, { path: pathOf(error.path) }))
    throw error
  }
}

/** `["axons", 3, "port"]` as `axons[3].port`. */
const pathOf = (path: ReadonlyArray<string | number>): string =>
  path.map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`)).join("")
