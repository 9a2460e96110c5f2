/**
 * Why an answer of the chain is not the structure that was asked for.
 *
 * @since 0.2.0
 */
import { Schema } from "effect"

/**
 * What may be wrong with an answer.
 *
 * - `Truncated`: the bytes end within the structure, or a list says that it is longer than the bytes that follow
 * - `TrailingBytes`: bytes follow the structure
 * - `Flag`: a byte that must be 0 or 1 is neither
 * - `NotCanonical`: a compact integer that has a shorter form, which no node writes
 * - `OutOfRange`: a number outside of its type, or a block number beyond what a program can count
 * - `Shape`: a decoded value that is no value of the field
 *
 * @category models
 */
export const LayoutReason = Schema.Literals([
  "Truncated",
  "TrailingBytes",
  "Flag",
  "NotCanonical",
  "OutOfRange",
  "Shape"
])

/** @category models */
export type LayoutReason = typeof LayoutReason.Type

/**
 * An answer of the chain that is not the structure it should be: what, where, and what to do next.
 *
 * @category errors
 */
export class LayoutError extends Schema.TaggedError<LayoutError>()("LayoutError", {
  /** The structure that was being read: `NeuronInfoLite`. */
  structure: Schema.String,
  reason: LayoutReason,
  /** Bytes: how many were read before it went wrong. Absent when values were read, not bytes. */
  offset: Schema.optionalKey(Schema.Int),
  /** Values: the field, in the names of the metadata: `axon_info.port`. Absent when bytes were read. */
  path: Schema.optionalKey(Schema.String),
  /** What is wrong. */
  detail: Schema.String
}) {
  override get message(): string {
    const place = this.offset === undefined ? (this.path ?? "") : `byte ${this.offset}`
    return (
      `${this.structure}${place === "" ? "" : `, ${place}`}: ${this.detail}. ` +
      "The node runs another runtime than the one this was read as, or is not to be trusted: " +
      "compare the spec version, or ask another endpoint."
    )
  }
}
