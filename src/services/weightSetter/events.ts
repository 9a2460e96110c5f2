/**
 * What a `WeightSetter` tells: what it did, what it could not do, and why.
 *
 * @since 0.2.0
 */
import { Data, type Redacted, Schema } from "effect"
import type { ChainError } from "../ChainError.ts"
import { type ExtrinsicError, ExtrinsicReason } from "../ExtrinsicError.ts"
import type { Commitment } from "../subtensor/calls/weights.ts"
import { JournalCorrupt, JournalUnavailable } from "./Journal.ts"

/**
 * There are no weights: they could not be made, or are none that the subnet takes.
 *
 * @category errors
 */
export class NoWeights extends Schema.TaggedError<NoWeights>()("NoWeights", {
  detail: Schema.String,
  cause: Schema.optionalKey(Schema.Defect())
}) {
  override get message(): string {
    return `there are no weights to be sent: ${this.detail}`
  }
}

/**
 * The chain does not take them yet.
 *
 * @category errors
 */
export class TooSoon extends Schema.TaggedError<TooSoon>()("TooSoon", {
  /** What has to pass: the subnet's rate limit, the window for commits, or that for what was committed before. */
  limit: Schema.Literals(["RateLimit", "CommitWindow", "Unrevealed"]),
  /** The block from which on it may be, as far as that is known. */
  until: Schema.optionalKey(Schema.Int)
}) {
  override get message(): string {
    return `the chain takes no weights yet (${this.limit})${this.until === undefined ? "" : `, until block ${this.until}`}`
  }
}

/**
 * What was committed can be revealed no more.
 *
 * @category errors
 */
export class CommitLost extends Schema.TaggedError<CommitLost>()("CommitLost", {
  /** `Absent`: the chain has no such commit, or not any more. `Expired`: its window has passed. */
  why: Schema.Literals(["Absent", "Expired"]),
  hash: Schema.String
}) {
  override get message(): string {
    return this.why === "Absent"
      ? `the chain does not have the commit ${this.hash}; another program with this hotkey may have replaced it`
      : `the window in which the commit ${this.hash} could be revealed has passed; keep the program running, or choose longer intervals`
  }
}

/**
 * What was sent was included and did nothing, or was never included.
 *
 * @category errors
 */
export class NotIncluded extends Schema.TaggedError<NotIncluded>()("NotIncluded", {
  call: Schema.Literals(["set", "commit", "timelock", "reveal"]),
  nonce: Schema.Int
}) {
  override get message(): string {
    return `the call to ${this.call} weights with nonce ${this.nonce} had no effect: it was refused, or another extrinsic of this hotkey came before it`
  }
}

/**
 * Nobody was there to do it.
 *
 * @category errors
 */
export class Away extends Schema.TaggedError<Away>()("Away", {}) {
  override get message(): string {
    return "the program did not run, or the chain was out of reach, when weights were due"
  }
}

/**
 * What can be wrong: what goes wrong with the extrinsics is a reason, too.
 *
 * @category errors
 */
export const WeightSetterReason = Schema.Union([
  NoWeights,
  TooSoon,
  CommitLost,
  NotIncluded,
  Away,
  JournalCorrupt,
  JournalUnavailable,
  ...ExtrinsicReason.members
])

/** @category errors */
export type WeightSetterReason = typeof WeightSetterReason.Type

/**
 * Weights could not be brought to the chain, now.
 *
 * @category errors
 */
export class WeightSetterError extends Schema.TaggedError<WeightSetterError>()("WeightSetterError", {
  reason: WeightSetterReason
}) {
  override get message(): string {
    return this.reason.message
  }
}

/**
 * The error of a reason.
 *
 * @category errors
 */
export const failure = (reason: WeightSetterReason): WeightSetterError => new WeightSetterError({ reason })

/**
 * What went wrong with the chain, or on the way to it, as an error of this service.
 *
 * @category errors
 */
export const ofChain = ({ reason }: ChainError | ExtrinsicError): WeightSetterError => failure(reason)

/**
 * What happened to the weights of an epoch.
 *
 * - `Set`: they are on the chain.
 * - `Committed`: their hash is. What was committed to is secret until it is revealed.
 * - `Timelocked`: they are, encrypted, and the chain reveals them by itself.
 * - `Revealed`: what was committed in an epoch is on the chain.
 * - `Missed`: an epoch, or several in a row up to this one, passed without; or what was committed in it cannot be revealed.
 *
 * @category models
 */
export type WeightEvent = Data.TaggedEnum<{
  Set: {
    readonly epoch: number
    readonly block: number
    readonly uids: ReadonlyArray<number>
    /** u16, one for each uid. */
    readonly values: ReadonlyArray<number>
  }
  Committed: {
    readonly epoch: number
    readonly block: number
    readonly hash: string
    readonly commitment: Redacted.Redacted<Commitment>
  }
  Timelocked: {
    readonly epoch: number
    readonly block: number
    /** What nobody else can read until it is revealed: u16, one for each uid. */
    readonly weights: Redacted.Redacted<Pick<Commitment, "uids" | "values">>
  }
  Revealed: {
    /** Of the commit. */
    readonly epoch: number
    readonly block: number
    readonly uids: ReadonlyArray<number>
    readonly values: ReadonlyArray<number>
  }
  Missed: { readonly epoch: number; readonly count: number; readonly reason: WeightSetterReason }
}>

/**
 * Makes events, and tells them apart: `WeightEvent.$match`.
 *
 * @category constructors
 */
export const WeightEvent = Data.taggedEnum<WeightEvent>()
