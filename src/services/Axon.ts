/**
 * The server side of a subnet: a miner serves its protocols over HTTP, and knows who is asking.
 *
 * A request walks: limits → verify → blacklist → priority → body → forward. Every hook is an Effect whose only failure is a
 * `Refusal`, the status and the reason that the caller will see; it may need services and is interrupted with the request.
 *
 * @since 0.1.0
 */
import { Context, Effect, Layer, Schema, type Scope, type Stream } from "effect"
import type { AxonInfo } from "../protocol/AxonInfo.ts"
import type { RawHeaders } from "../protocol/Headers.ts"
import { sanitise } from "../protocol/Status.ts"
import type { Ss58 } from "../protocol/Ss58.ts"
import type * as Synapse from "../protocol/Synapse.ts"

/**
 * The one failure of a hook: what the caller is told. Status 400 to 599; the message is made printable ASCII on its way out.
 *
 * @category errors
 */
export class Refusal extends Schema.TaggedError<Refusal>()("Refusal", {
  status: Schema.Int.check(Schema.isBetween({ minimum: 400, maximum: 599 })),
  message: Schema.String,
  /** Seconds after which it is worth trying again; sent as `Retry-After`. */
  retryAfter: Schema.optionalKey(Schema.Int)
}) {}

/**
 * The port is in use by another program, or may not be used by this one.
 *
 * @category errors
 */
export class ListenFailed extends Schema.TaggedError<ListenFailed>()("ListenFailed", {
  host: Schema.String,
  port: Schema.Int,
  /** Node's code, `EADDRINUSE` or `EACCES`. */
  code: Schema.String
}) {
  override get message(): string {
    return `cannot listen on ${this.host}:${this.port} (${this.code}): stop the program that holds the port, or choose another with { port } or BT_AXON_PORT`
  }
}

/**
 * Two protocols of one axon have the same name.
 *
 * @category errors
 */
export class RouteTaken extends Schema.TaggedError<RouteTaken>()("RouteTaken", { route: Schema.String }) {
  override get message(): string {
    return `'${this.route}' is already served by this axon: give one of the two protocols another name, or start a second axon`
  }
}

/**
 * Why an axon could not start or serve.
 *
 * @category errors
 */
export class AxonError extends Schema.TaggedError<AxonError>()("AxonError", {
  reason: Schema.Union([ListenFailed, RouteTaken])
}) {
  override get message(): string {
    return `Axon: ${this.reason.message}`
  }
}

/**
 * What a request says of itself in its headers: well-formed, and nothing proven.
 *
 * @category models
 */
export interface Claim {
  /** The protocol that is asked for. */
  readonly route: string
  /** The hotkey that the caller says it has. */
  readonly hotkey: Ss58
  /** 32 bytes of that hotkey. */
  readonly publicKey: Uint8Array
  /** Which of this axon's hotkeys is called. */
  readonly receiver: Ss58
  readonly uuid: string
  /** Unix time in nanoseconds. */
  readonly nonce: bigint
  /** The version integer of the caller's SDK; 0 when it sent none. */
  readonly version: number
  /** Seconds; absent when the caller sent none. Not signed. */
  readonly timeout: number | undefined
  /** 64 lower-case hexadecimal digits; the body is compared with it later. */
  readonly bodyHash: string
  /** 64 bytes. */
  readonly signature: Uint8Array
  /** The peer of the socket. */
  readonly ip: string
  readonly port: number
}

/**
 * Who is asking, proven: its signature fits, its nonce is fresh and was never used. Nothing but `verifySignature` makes one.
 *
 * @category models
 */
export class Caller implements Claim {
  declare readonly route: string
  declare readonly hotkey: Ss58
  declare readonly publicKey: Uint8Array
  declare readonly receiver: Ss58
  declare readonly uuid: string
  declare readonly nonce: bigint
  declare readonly version: number
  declare readonly timeout: number | undefined
  declare readonly bodyHash: string
  declare readonly signature: Uint8Array
  declare readonly ip: string
  declare readonly port: number
  /** The claim this caller proved, so that one request's evidence is none for another. */
  readonly #claim: Claim

  private constructor(claim: Claim) {
    Object.assign(this, claim)
    this.#claim = claim
    Object.freeze(this)
  }

  /** Whether a value is a proven caller; `claim` asks whether it is this very request's. */
  static readonly is = (value: unknown, claim?: Claim): value is Caller =>
    typeof value === "object" && value !== null && #claim in value && (claim === undefined || value.#claim === claim)

  /** @internal */
  static readonly proven = (claim: Claim): Caller => new Caller(claim)
}

/**
 * One request, whatever brought it.
 *
 * @category models
 */
export interface Incoming {
  readonly method: string
  /** The request target as sent, `/Topk`. */
  readonly target: string
  readonly headers: RawHeaders
  readonly remote: { readonly ip: string; readonly port: number }
  /** Reads the body. Called at most once, and only after the caller is proven. */
  readonly body: (meter: BodyMeter) => Effect.Effect<Uint8Array, Refusal>
}

/**
 * What bounds the reading of one body.
 *
 * @category models
 */
export interface BodyMeter {
  readonly maxBytes: number
  /** Told of every piece as it comes; what it gives ends the reading. */
  readonly take: (bytes: number) => Refusal | undefined
}

/**
 * One answer.
 *
 * @category models
 */
export interface Outgoing {
  readonly status: number
  readonly headers: RawHeaders
  /** A stream that fails must abort the connection, so that its end cannot be taken for the end of the answer. */
  readonly body: string | Stream.Stream<Uint8Array, Refusal>
  /** Seconds within which a stream must have been read to its end; it is broken off after, read or not. */
  readonly streamTimeout?: number | undefined
  /** Whether the connection should be closed afterwards, since the request was not read to its end. */
  readonly close: boolean
}

/** A hook's answer: the value, or an Effect of it. */
type Hook<A, R> = Effect.Effect<A, Refusal, R>

interface Hooks<RV, RB, RP> {
  /**
   * Proves who asks. It must go through `Axon.verifySignature`, since nothing else makes a `Caller`; it may demand more.
   *
   * @default Axon.verifySignature
   */
  readonly verify?: ((claim: Claim) => Hook<Caller, RV>) | undefined
  /** Fails with a `Refusal` to turn a caller away: `Axon.allow`, `Axon.deny("friends only")`. */
  readonly blacklist?: ((caller: Caller) => Hook<void, RB>) | undefined
  /**
   * Higher is served first when requests queue.
   *
   * @default 0
   */
  readonly priority?: ((caller: Caller) => number | Hook<number, RP>) | undefined
  /**
   * Requests of this protocol that run at once.
   *
   * @default the server's `maxConcurrency`
   */
  readonly maxConcurrency?: number | undefined
  /**
   * Bytes of one body.
   *
   * @default the server's `maxBodyBytes`
   */
  readonly maxBodyBytes?: number | undefined
}

/**
 * A protocol with its hooks, ready to be served. `R` is what the hooks need.
 *
 * @category models
 */
export interface Handler<out R> {
  readonly synapse: Synapse.Unary | Synapse.Streaming
  readonly "~R": R
  /** @internal */
  readonly hooks: AnyHooks
  /** @internal */
  readonly answer: (request: object, caller: Caller) => AnyAnswer
}

/** @internal */
export interface AnyHooks extends Hooks<never, never, never> {}

/** @internal */
export type AnyAnswer = object | Effect.Effect<object, Refusal> | Stream.Stream<unknown, Refusal>

/**
 * Serves protocols.
 *
 * **Example** (A miner)
 *
 * ```ts
 * import { NodeRuntime } from "@effect/platform-node"
 * import { Effect, Layer, Schema } from "effect"
 * import { Axon, Synapse } from "effect-bittensor"
 * import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
 * import * as WalletsFile from "effect-bittensor/layers/WalletsFile"
 *
 * class Echo extends Synapse.make("Echo", {
 *   request: { text: Schema.String },
 *   response: { out: Schema.String },
 *   signed: ["text"]
 * }) {}
 *
 * Axon.serve(Axon.handle(Echo, { forward: ({ text }) => Effect.succeed({ out: text }) })).pipe(
 *   Layer.provide(AxonHttp.layer({ port: 8091 })),
 *   Layer.provide(WalletsFile.layerHotkey({ wallet: "miner" })),
 *   Layer.launch,
 *   NodeRuntime.runMain
 * )
 * ```
 *
 * @category services
 */
export class Axon extends Context.Service<
  Axon,
  {
    /** Where others reach this axon, and its first hotkey. */
    readonly info: AxonInfo
    /** Proves a claim: signature, then freshness and replay. */
    readonly verify: (claim: Claim) => Effect.Effect<Caller, Refusal>
    /** Serves the handlers until the scope closes; then no new request is taken, and those under way are waited for. */
    readonly serve: <R = never>(handlers: ReadonlyArray<Handler<R>>) => Effect.Effect<void, AxonError, R | Scope.Scope>
    /**
     * Answers one request, as if it had come over the socket. It never fails: refusals are answers. The scope is the
     * request's: close it when the answer, a streamed one too, has been sent.
     */
    readonly answer: (request: Incoming) => Effect.Effect<Outgoing, never, Scope.Scope>
  }
>()("effect-bittensor/services/Axon") {
  /** Proves who asks by signature and nonce: the default `verify`, and the first step of every other. */
  static readonly verifySignature = (claim: Claim): Effect.Effect<Caller, Refusal, Axon> =>
    Axon.use((axon) => axon.verify(claim))

  /** Lets a caller pass a `blacklist`. */
  static readonly allow: Effect.Effect<void> = Effect.void

  /** Turns a caller away with 403, worded as the Python axon does. */
  static readonly deny = (reason: string): Effect.Effect<never, Refusal> =>
    Axon.refuse(403, `Forbidden. Key is blacklisted: ${reason}.`)

  /** Refuses with any status from 400 to 599. */
  static readonly refuse = (status: number, message: string): Effect.Effect<never, Refusal> =>
    new Refusal({ status, message: sanitise(message) })

  /**
   * Joins a protocol to the hooks that serve it. `forward` gets the decoded request and the proven caller; the identity that
   * a body claims is not even shown to it.
   */
  static readonly handle = <S extends Synapse.Unary, RV = never, RB = never, RP = never, RF = never>(
    synapse: S,
    hooks: Hooks<RV, RB, RP> & {
      readonly forward: (
        request: S["prototype"],
        caller: Caller
      ) => Synapse.Response<S> | Effect.Effect<Synapse.Response<S>, Refusal, RF>
    }
  ): Handler<RV | RB | RP | RF> => ({ synapse, hooks, answer: hooks.forward }) as never

  /** The same for a protocol that is answered by a stream, which is pulled only as fast as the caller reads. */
  static readonly stream = <S extends Synapse.Streaming, RV = never, RB = never, RP = never, RF = never>(
    synapse: S,
    hooks: Hooks<RV, RB, RP> & {
      readonly forward: (request: S["prototype"], caller: Caller) => Stream.Stream<Synapse.Chunk<S>, Refusal, RF>
    }
  ): Handler<RV | RB | RP | RF> => ({ synapse, hooks, answer: hooks.forward }) as never

  /** A layer that serves the handlers as long as it lives. */
  static readonly serve = <H extends ReadonlyArray<Handler<unknown>>>(
    ...handlers: H
  ): Layer.Layer<never, AxonError, Axon | H[number]["~R"]> =>
    Layer.effectDiscard(
      Axon.use((axon) => axon.serve(handlers as ReadonlyArray<Handler<H[number]["~R"]>>))
    ) as Layer.Layer<never, AxonError, Axon | H[number]["~R"]>
}
