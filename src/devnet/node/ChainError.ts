/**
 * Why a chain does not do what it is asked for.
 *
 * @since 0.2.0
 */
import { Data } from "effect"

/**
 * What is wrong.
 *
 * - `UnknownBlock`: there is no such block, or not any more
 * - `StateDiscarded`: the block is known, its state is not kept any more
 * - `CannotBuild`: the runtime does not survive the block that was to be; `cause` is why
 * - `TimeInPast`: the next block cannot be before the last one
 * - `OutOfRange`: a number outside of what makes sense
 * - `UnknownSnapshot`: there is no such snapshot, or it was gone back behind
 * - `UnknownItem`: no pallet has such an item of storage
 * - `NotAnImage`: the bytes are no exported state, or not in full
 * - `OtherRuntime`, `OtherGenesis`: the exported state is of another chain
 *
 * @category models
 */
export type ChainReason =
  | "UnknownBlock"
  | "StateDiscarded"
  | "CannotBuild"
  | "TimeInPast"
  | "OutOfRange"
  | "UnknownSnapshot"
  | "UnknownItem"
  | "NotAnImage"
  | "OtherRuntime"
  | "OtherGenesis"

/**
 * A chain does not do what it is asked for; nothing has changed.
 *
 * @category errors
 */
export class ChainError extends Data.TaggedError("ChainError")<{
  readonly reason: ChainReason
  /** What it is about: a hash, a number, a name. */
  readonly subject: string
  readonly cause?: unknown
}> {
  override get message(): string {
    return `${this.reason}: ${this.subject}`
  }
}
