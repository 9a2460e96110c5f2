/** Why bytes are not the SCALE of a type, on the way from the byte to whoever asked. */

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

/** The error on its way up through the types; each level puts its field before the path. Whoever decodes catches it. */
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
