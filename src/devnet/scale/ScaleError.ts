/**
 * Why bytes are not the SCALE of a type, or a value is none of its values.
 *
 * @since 0.2.0
 */
import { Data } from "effect"

/**
 * What is wrong, and where in the value: `["data", "free"]`, `[3, "who"]`.
 *
 * @category errors
 */
export class ScaleError extends Data.TaggedError("ScaleError")<{
  readonly reason: ScaleReason
  readonly path: ReadonlyArray<string | number>
}> {
  override get message(): string {
    return this.path.length === 0 ? this.reason : `${this.reason} at ${this.path.join(".")}`
  }
}

/**
 * What may be wrong.
 *
 * - `EndOfInput`: the bytes end within the value, or a list says that it is longer than the bytes that follow
 * - `TrailingBytes`: bytes follow the value
 * - `UnknownVariant`: an index or name that the enumeration does not have, or a flag that is neither 0 nor 1
 * - `NotCanonical`: a compact integer that has a shorter form
 * - `OutOfRange`: a number outside of its type, bytes of the wrong length, a list beyond its bound
 * - `NotText`: bytes that are not UTF-8
 * - `TooDeep`: more calls within calls than the runtime decodes, one in another or in all
 *
 * @category models
 */
export type ScaleReason =
  | "EndOfInput"
  | "TrailingBytes"
  | "UnknownVariant"
  | "NotCanonical"
  | "OutOfRange"
  | "NotText"
  | "TooDeep"

/** The error on its way up through the types; each level puts its field before the path. {@link typed} catches it. */
export class Malformed extends Error {
  readonly reason: ScaleReason
  readonly path: Array<string | number> = []
  constructor(reason: ScaleReason) {
    super(reason)
    this.reason = reason
  }
  /** Notes the field that was being read or written; what is none of ours passes unchanged. */
  static under(key: string | number, error: unknown): unknown {
    if (error instanceof Malformed) error.path.unshift(key)
    return error
  }
}

/** Runs what reads or writes values, and fails with the error that callers see. */
export const typed = <A>(run: () => A): A => {
  try {
    return run()
  } catch (error) {
    if (error instanceof Malformed) throw new ScaleError({ reason: error.reason, path: error.path })
    throw error
  }
}
