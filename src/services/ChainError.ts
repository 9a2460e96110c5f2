/**
 * Why something could not be read from a chain.
 *
 * @since 0.2.0
 */
import { Schema } from "effect"

/**
 * No endpoint could be reached, or none kept the connection until the deadline.
 *
 * @category errors
 */
export class Unreachable extends Schema.TaggedError<Unreachable>()("Unreachable", {
  /** The endpoints that were tried, in that order. */
  endpoints: Schema.Array(Schema.String),
  detail: Schema.String
}) {
  override get message(): string {
    // What was tried says by itself which endpoint it was.
    const isNamed = this.endpoints.every((endpoint) => this.detail.includes(endpoint))
    const who = isNamed ? "" : `${this.endpoints.join(", ")}: `
    return `no answer from ${who}${this.detail}. Check the network's name and the connection, or give more endpoints.`
  }
}

/**
 * An answer did not come in time. It may still be on its way.
 *
 * @category errors
 */
export class TimedOut extends Schema.TaggedError<TimedOut>()("TimedOut", {
  method: Schema.String,
  /** Milliseconds that it was waited for. */
  after: Schema.Number
}) {
  override get message(): string {
    return `${this.method} was not answered within ${this.after} ms. Try again, or give it a longer deadline.`
  }
}

/**
 * The node answered with an error of its own.
 *
 * @category errors
 */
export class Rejected extends Schema.TaggedError<Rejected>()("Rejected", {
  method: Schema.String,
  /** The code of JSON-RPC. */
  code: Schema.Int,
  /** What the node says, cut after 500 characters. */
  detail: Schema.String
}) {
  override get message(): string {
    return `the node refused ${this.method} (${this.code}): ${this.detail}`
  }
}

/**
 * The block is not there, or its state is not kept any more: ordinary nodes keep about the last 256.
 *
 * @category errors
 */
export class BlockUnavailable extends Schema.TaggedError<BlockUnavailable>()("BlockUnavailable", {
  why: Schema.Literals(["Unknown", "Discarded"]),
  /** The number or the hash that was asked for. */
  block: Schema.String
}) {
  override get message(): string {
    return this.why === "Unknown"
      ? `there is no block ${this.block} yet, or not on this chain. Ask for one up to the head.`
      : `the state of block ${this.block} is not kept here. Give an archive endpoint, such as the network 'archive'.`
  }
}

/**
 * This runtime has no such thing; others may.
 *
 * @category errors
 */
export class NotInRuntime extends Schema.TaggedError<NotInRuntime>()("NotInRuntime", {
  /** Such as `SubtensorModule.Tempo`. */
  item: Schema.String,
  kind: Schema.Literals(["storage", "call", "constant", "event", "runtime API", "extension"]),
  specVersion: Schema.Int
}) {
  override get message(): string {
    return `the runtime of spec version ${this.specVersion} has no ${this.kind} ${this.item}. Names are spelled as in its metadata.`
  }
}

/**
 * What came is not what the metadata says. Either the node is none of this chain, or it does not tell the truth.
 *
 * @category errors
 */
export class Undecodable extends Schema.TaggedError<Undecodable>()("Undecodable", {
  /** What was read, such as `SubtensorModule.Tempo` or `chain_getHeader`. */
  item: Schema.String,
  detail: Schema.String
}) {
  override get message(): string {
    return `${this.item} cannot be decoded: ${this.detail}. Try another endpoint.`
  }
}

/**
 * An argument is none of the type that is asked for. Nothing was sent.
 *
 * @category errors
 */
export class BadArgument extends Schema.TaggedError<BadArgument>()("BadArgument", {
  /** What it is an argument of, such as `SubtensorModule.Tempo` or `blockHash`. */
  item: Schema.String,
  /** Which one, by its name or place, and what is wrong. */
  detail: Schema.String
}) {
  override get message(): string {
    return `${this.item}: ${this.detail}`
  }
}

/**
 * The endpoint serves another chain. Nothing was signed for it.
 *
 * @category errors
 */
export class OtherChain extends Schema.TaggedError<OtherChain>()("OtherChain", {
  endpoint: Schema.String,
  /** The hash of the first block, of the network that was asked for and of the one found. */
  expected: Schema.String,
  found: Schema.String
}) {
  override get message(): string {
    return `${this.endpoint} serves the chain ${this.found}, not ${this.expected}. Check the endpoint; give the network 'local' for a chain of your own.`
  }
}

/**
 * A stream of blocks cannot go on where it was: what lies between is not to be had any more.
 *
 * @category errors
 */
export class MissedBlocks extends Schema.TaggedError<MissedBlocks>()("MissedBlocks", {
  /** The first and the last block that were missed. */
  from: Schema.Int,
  to: Schema.Int
}) {
  override get message(): string {
    return `blocks ${this.from} to ${this.to} were missed while there was no connection. Read them from an archive endpoint, and begin anew.`
  }
}

/**
 * What can be wrong.
 *
 * @category errors
 */
export const ChainReason = Schema.Union([
  Unreachable,
  TimedOut,
  Rejected,
  BlockUnavailable,
  NotInRuntime,
  Undecodable,
  BadArgument,
  OtherChain,
  MissedBlocks
])

/** @category errors */
export type ChainReason = typeof ChainReason.Type

const retryable: ReadonlySet<ChainReason["_tag"]> = new Set(["Unreachable", "TimedOut"])

/**
 * A chain could not be read.
 *
 * **Example** (What a runtime may lack)
 *
 * ```ts run
 * import { Effect } from "effect"
 * import { ChainError } from "effect-bittensor"
 * import { NotInRuntime } from "effect-bittensor/services/ChainError"
 *
 * const read = Effect.fail(
 *   new ChainError({ reason: new NotInRuntime({ item: "Swap.FeeRate", kind: "storage", specVersion: 185 }) })
 * )
 *
 * await Effect.runPromise(read.pipe(Effect.catchReason("ChainError", "NotInRuntime", ({ item }) => Effect.succeed(item)))) // => "Swap.FeeRate"
 * ```
 *
 * @category errors
 */
export class ChainError extends Schema.TaggedError<ChainError>()("ChainError", { reason: ChainReason }) {
  override get message(): string {
    return this.reason.message
  }

  /** Whether the same question may be answered later. */
  get isRetryable(): boolean {
    return retryable.has(this.reason._tag)
  }
}
