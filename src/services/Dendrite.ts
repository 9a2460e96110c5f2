/**
 * The client side of a subnet: a validator queries axons, and knows of each why it did not answer.
 *
 * @since 0.1.0
 */
import { Context, type Duration, type Effect, type Result, Schema, type Stream } from "effect"
import type { AxonInfo } from "../protocol/AxonInfo.ts"
import type * as Synapse from "../protocol/Synapse.ts"

/**
 * No connection, or one that was lost before an answer.
 *
 * @category errors
 */
export class Unreachable extends Schema.TaggedError<Unreachable>()("Unreachable", {
  /** `Refused`: nobody listens, or no route. `NoSuchHost`: the name has no address. `Closed`, `Reset`: the peer hung up. */
  kind: Schema.Literals(["Refused", "NoSuchHost", "Closed", "Reset"])
}) {}

/**
 * The axon says in its own info that it does not serve: ip or port is 0. It was not called.
 *
 * @category errors
 */
export class NotServing extends Schema.TaggedError<NotServing>()("NotServing", {}) {}

/**
 * The axon's address, read from the chain, is a private or loopback one. It was not called.
 *
 * @category errors
 */
export class AddressDenied extends Schema.TaggedError<AddressDenied>()("AddressDenied", {}) {}

/**
 * No answer within the deadline, or the axon answered 408, then with its `answer`.
 *
 * @category errors
 */
export class TimedOut extends Schema.TaggedError<TimedOut>()("TimedOut", {
  seconds: Schema.Finite,
  answer: Schema.optionalKey(Schema.String)
}) {}

/**
 * The axon does not serve this hotkey: 403.
 *
 * @category errors
 */
export class Blacklisted extends Schema.TaggedError<Blacklisted>()("Blacklisted", { answer: Schema.String }) {}

/**
 * The axon does not believe who is asking: 401.
 *
 * @category errors
 */
export class Unauthorised extends Schema.TaggedError<Unauthorised>()("Unauthorised", { answer: Schema.String }) {}

/**
 * The axon found the request too old or from the future: 401. `skewSeconds` is how far its clock runs ahead of ours by its
 * `date` header, to a second; correct the clock of this machine when it is large.
 *
 * @category errors
 */
export class Stale extends Schema.TaggedError<Stale>()("Stale", {
  answer: Schema.String,
  skewSeconds: Schema.optionalKey(Schema.Finite)
}) {}

/**
 * The axon does not serve this protocol: 404.
 *
 * @category errors
 */
export class ProtocolMissing extends Schema.TaggedError<ProtocolMissing>()("ProtocolMissing", {}) {}

/**
 * The axon answered another status, such as 429 or 503.
 *
 * @category errors
 */
export class Refused extends Schema.TaggedError<Refused>()("Refused", { status: Schema.Int, answer: Schema.String }) {}

/**
 * The axon broke: a status of 500.
 *
 * @category errors
 */
export class Internal extends Schema.TaggedError<Internal>()("Internal", { answer: Schema.String }) {}

/**
 * The answer is none: broken off, no JSON, or a field that is missing or of a wrong type.
 *
 * @category errors
 */
export class BadAnswer extends Schema.TaggedError<BadAnswer>()("BadAnswer", {
  /** The field at fault, with dots; empty when it is the answer as a whole. */
  field: Schema.String,
  detail: Schema.String,
  status: Schema.Literals([400, 422])
}) {}

/**
 * The answer is larger than this dendrite reads. The connection was closed.
 *
 * @category errors
 */
export class TooLarge extends Schema.TaggedError<TooLarge>()("TooLarge", { maxBytes: Schema.Int }) {}

/**
 * The request could not be made: a field of the input does not fit its schema, or the hotkey cannot sign. Nothing was sent.
 *
 * @category errors
 */
export class BadInput extends Schema.TaggedError<BadInput>()("BadInput", {
  field: Schema.String,
  detail: Schema.String
}) {}

/**
 * The schema of every reason.
 *
 * @category errors
 */
export const DendriteReason = Schema.Union([
  Unreachable,
  NotServing,
  AddressDenied,
  TimedOut,
  Blacklisted,
  Unauthorised,
  Stale,
  ProtocolMissing,
  Refused,
  Internal,
  BadAnswer,
  TooLarge,
  BadInput
])

/**
 * Why one axon gave no answer.
 *
 * @category errors
 */
export class DendriteError extends Schema.TaggedError<DendriteError>()("DendriteError", {
  /** `ip:port` of the axon. */
  authority: Schema.String,
  /** Hotkey of the axon. */
  hotkey: Schema.String,
  /** The protocol that was asked for. */
  route: Schema.String,
  reason: DendriteReason
}) {
  /** The status that the Python client would report. */
  get status(): number {
    return statusOf(this.reason)
  }

  /** The message that the Python client would report. */
  get statusMessage(): string {
    return messageOf(this.reason, `${this.authority}/${this.route}`)
  }

  /** Whether the same request may well succeed a little later. */
  get isRetryable(): boolean {
    return (
      retryable.has(this.reason._tag) || (this.reason._tag === "Refused" && [429, 503].includes(this.reason.status))
    )
  }

  override get message(): string {
    return `${this.route} at ${this.authority} (${this.hotkey}): ${this.reason._tag}, ${this.statusMessage}`
  }
}

/**
 * Why an axon gave no answer: match on `_tag`.
 *
 * @category models
 */
export type DendriteReason = typeof DendriteReason.Type

const retryable: ReadonlySet<string> = new Set(["Unreachable", "TimedOut", "Internal"])

const statusOf = (reason: DendriteReason): number => {
  switch (reason._tag) {
    case "Unreachable":
      return reason.kind === "NoSuchHost" || reason.kind === "Reset" ? 422 : 503
    case "NotServing":
    case "AddressDenied":
      return 503
    case "TimedOut":
      return 408
    case "Blacklisted":
      return 403
    case "Unauthorised":
    case "Stale":
      return 401
    case "ProtocolMissing":
      return 404
    case "Internal":
      return 500
    case "Refused":
    case "BadAnswer":
      return reason.status
    case "TooLarge":
      return 413
    case "BadInput":
      return 422
  }
}

const unreachable: { readonly [kind in Unreachable["kind"]]: (target: string) => string } = {
  Refused: (target) => `Service unavailable at ${target}`,
  NoSuchHost: (target) => `Failed to parse response at ${target}`,
  Closed: () => "Service disconnected: Server disconnected",
  Reset: () => "Failed to parse response: [Errno 104] Connection reset by peer"
}

const messageOf = (reason: DendriteReason, target: string): string => {
  switch (reason._tag) {
    case "Unreachable":
      return unreachable[reason.kind](target)
    case "NotServing":
      return `Service unavailable at ${target}`
    case "AddressDenied":
      return `Service unavailable at ${target}: a private address from the chain is not called`
    case "TimedOut":
      if (reason.answer !== undefined) return reason.answer
      return `Request timeout after ${Number.isInteger(reason.seconds) ? reason.seconds.toFixed(1) : reason.seconds} seconds`
    case "ProtocolMissing":
      return "Synapse name not found"
    case "TooLarge":
      return `Payload error: the answer is larger than ${reason.maxBytes} bytes`
    case "BadAnswer":
    case "BadInput":
      return `Failed to parse ${reason._tag === "BadInput" ? "request" : "response"}: ${reason.field === "" ? "" : `field ${reason.field}: `}${reason.detail}`
    default:
      return reason.answer
  }
}

/**
 * How a query is made. Everything has a default.
 *
 * @category models
 */
export interface QueryOptions {
  /**
   * The deadline, counted from the call: waiting for a connection, sending and the whole answer are within it.
   *
   * @default "12 seconds"
   */
  readonly timeout?: Duration.Input | undefined
  /**
   * Axons that are asked at once. One that could not be asked before the deadline is `TimedOut`.
   *
   * @default 256
   */
  readonly concurrency?: number | undefined
  /**
   * Bytes of one answer; more is `TooLarge`.
   *
   * @default 16 MiB
   */
  readonly maxResponseBytes?: number | undefined
  /** How tensors name their dtype in this request; the protocol's own spelling when absent. */
  readonly tensorSpelling?: Synapse.TensorSpelling | undefined
}

/**
 * What one axon of a query answered.
 *
 * @category models
 */
export interface Answer<A> {
  readonly axon: AxonInfo
  readonly result: Result.Result<A, DendriteError>
  /** From the start of its request to its end. */
  readonly elapsed: Duration.Duration
}

/**
 * Queries axons, signing every request with the program's hotkey.
 *
 * **Example** (Ask many, and look at each answer)
 *
 * ```ts
 * import { Console, Effect, Result, Schema } from "effect"
 * import { type AxonInfo, Dendrite, Synapse } from "effect-bittensor"
 *
 * class Echo extends Synapse.make("Echo", {
 *   request: { text: Schema.String },
 *   response: { out: Schema.String },
 *   signed: ["text"]
 * }) {}
 *
 * export const ask = Effect.fn("ask")(function*(axons: ReadonlyArray<AxonInfo>) {
 *   const dendrite = yield* Dendrite
 *   for (const { axon, result } of yield* dendrite.query(axons, Echo, { text: "hello" }, { timeout: "3 seconds" })) {
 *     yield* Result.match(result, {
 *       onSuccess: ({ out }) => Console.log(axon.hotkey, out),
 *       onFailure: (error) => Console.log(axon.hotkey, error.status, error.reason._tag)
 *     })
 *   }
 * })
 * ```
 *
 * @category services
 */
export class Dendrite extends Context.Service<
  Dendrite,
  {
    /** Asks one axon: its answer, or one typed error. */
    readonly forward: <S extends Synapse.Unary>(
      axon: AxonInfo,
      synapse: S,
      input: Synapse.Input<S>,
      options?: QueryOptions
    ) => Effect.Effect<Synapse.Response<S>, DendriteError>
    /** Asks many: one entry per axon, in order, within the deadline. It never fails; each entry says what became of it. */
    readonly query: <S extends Synapse.Unary>(
      axons: Iterable<AxonInfo>,
      synapse: S,
      input: Synapse.Input<S>,
      options?: QueryOptions
    ) => Effect.Effect<ReadonlyArray<Answer<Synapse.Response<S>>>>
    /** Asks one axon for a stream. The deadline holds over all of it; leaving the stream closes the connection. */
    readonly stream: <S extends Synapse.Streaming>(
      axon: AxonInfo,
      synapse: S,
      input: Synapse.Input<S>,
      options?: QueryOptions
    ) => Stream.Stream<Synapse.Chunk<S>, DendriteError>
    /** Asks which axons are there, with the base synapse that every axon answers: how long each took, or why it did not answer. */
    readonly ping: (axons: Iterable<AxonInfo>, options?: QueryOptions) => Effect.Effect<ReadonlyArray<Answer<object>>>
  }
>()("effect-bittensor/services/Dendrite") {}
