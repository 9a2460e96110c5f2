/**
 * A `Dendrite` over any transport: lanes, signatures, deadlines, and what each answer means.
 */
import { Clock, Duration, Effect, Pull, Result, type Scope, Stream } from "effect"
import { type AxonInfo, isPrivateAddress } from "../../../protocol/AxonInfo.ts"
import * as Signature from "../../../protocol/Signature.ts"
import { defaultTimeout } from "../../../protocol/SdkVersion.ts"
import * as Synapse from "../../../protocol/Synapse.ts"
import {
  AddressDenied,
  type Answer,
  BadInput,
  Dendrite,
  DendriteError,
  type DendriteReason,
  NotServing,
  type QueryOptions,
  TimedOut,
  TooLarge,
  Unreachable
} from "../../../services/Dendrite.ts"
import { Hotkey } from "../../../services/Hotkey.ts"
import type { Signer } from "../../../services/Signer.ts"
import { sha3_256 } from "../nodeDigest.ts"
import { Lanes } from "./Lanes.ts"
import { type Prepared, prepare, write } from "./request.ts"
import * as Response from "./response.ts"
import type { Received, Sent, Transport, TransportError } from "./Transport.ts"

/** What every dendrite can be told, whatever its transport. */
export interface CoreOptions {
  /**
   * Requests to one axon at once; further ones wait within their deadline.
   *
   * @default 16
   */
  readonly maxPerAxon?: number | undefined
  /**
   * Whether axons whose address was read from the chain may be on a private or loopback address. Axons from a literal list
   * always may.
   *
   * @default false
   */
  readonly allowPrivateAxons?: boolean | undefined
  /** The address that this machine is reached at: an axon on the same address is called on loopback instead. */
  readonly externalIp?: string | undefined
}

/** What one request needs, besides the axon. */
interface Query {
  readonly prepared: Prepared
  readonly maxBytes: number
  /** Milliseconds of the monotonic clock. */
  readonly deadline: number
}

export const defaultMaxBytes = 16 * 1024 * 1024
const defaultConcurrency = 256

/** Makes a dendrite that signs with the context's hotkey. */
export const make = Effect.fnUntraced(function* (options: CoreOptions, transport: Transport) {
  const core = new Core(options, transport, yield* Hotkey)
  const forward: Dendrite["Service"]["forward"] = (axon, synapse, input, options) =>
    Effect.flatMap(core.prepare(synapse, input, options), (query) =>
      Result.isFailure(query) ? fail(axon, synapse, query.failure) : core.ask(axon, synapse, query.success)
    )
  const query: Dendrite["Service"]["query"] = (axons, synapse, input, options) =>
    Effect.flatMap(core.prepare(synapse, input, options), (query) =>
      Effect.forEach(
        axons,
        (axon) =>
          answer(
            axon,
            Result.isFailure(query) ? fail(axon, synapse, query.failure) : core.ask(axon, synapse, query.success)
          ),
        { concurrency: options?.concurrency ?? defaultConcurrency }
      )
    )
  const stream: Dendrite["Service"]["stream"] = (axon, synapse, input, options) =>
    Stream.unwrap(
      Effect.flatMap(core.prepare(synapse, input, options), (query) =>
        Result.isFailure(query) ? fail(axon, synapse, query.failure) : core.stream(axon, synapse, query.success)
      )
    )
  return Dendrite.of({
    forward,
    query,
    stream,
    ping: (axons, options) => query(axons, Synapse.Ping, {}, options)
  })
})

const fail = (
  axon: AxonInfo,
  synapse: Synapse.Unary | Synapse.Streaming,
  reason: DendriteReason
): Effect.Effect<never, DendriteError> =>
  new DendriteError({ authority: axon.authority, hotkey: axon.hotkey, route: synapse.route, reason })

const answer = <A>(axon: AxonInfo, asked: Effect.Effect<A, DendriteError>): Effect.Effect<Answer<A>> =>
  Effect.map(Effect.timed(Effect.result(asked)), ([elapsed, result]) => ({ axon, result, elapsed }))

const utf8 = new TextEncoder()

class Core {
  readonly #options: CoreOptions
  readonly #transport: Transport
  readonly #signer: Signer
  readonly #lanes: Lanes

  constructor(options: CoreOptions, transport: Transport, signer: Signer) {
    this.#options = options
    this.#transport = transport
    this.#signer = signer
    this.#lanes = new Lanes(options.maxPerAxon ?? 16)
  }

  /** Encodes the input once, and starts the clock. */
  prepare(
    synapse: Synapse.Unary | Synapse.Streaming,
    input: object,
    options: QueryOptions | undefined
  ): Effect.Effect<Result.Result<Query, BadInput>> {
    const timeout = Duration.toSeconds(options?.timeout ?? Duration.seconds(defaultTimeout))
    return Effect.map(Clock.monotonicTimeNanos, (now) => {
      if (!(timeout > 0 && timeout <= 3600)) {
        return Result.fail(new BadInput({ field: "timeout", detail: "expected more than 0 and at most 3600 seconds" }))
      }
      const prepared = prepare(synapse, input, { timeout, digest: sha3_256, tensorSpelling: options?.tensorSpelling })
      return Result.map(prepared, (prepared) => ({
        prepared,
        maxBytes: options?.maxResponseBytes ?? defaultMaxBytes,
        deadline: millis(now) + timeout * 1000
      }))
    })
  }

  /** One answer of one axon. */
  ask<S extends Synapse.Unary>(
    axon: AxonInfo,
    synapse: S,
    query: Query
  ): Effect.Effect<Synapse.Response<S>, DendriteError> {
    const received = Effect.gen({ self: this }, function* () {
      const reply = yield* this.#send(axon, query)
      const head = yield* this.#head(reply, query)
      const bytes = yield* collect(reply, query.maxBytes)
      return yield* Effect.fromResult(Response.read(synapse, head, bytes)) as Effect.Effect<
        Synapse.Response<S>,
        DendriteReason
      >
    })
    return this.#within(query, Effect.scoped(received)).pipe(Effect.catch((reason) => fail(axon, synapse, reason)))
  }

  /** The chunks of one axon's stream. The scope is the stream's: its end, whatever it is, closes the connection. */
  stream<S extends Synapse.Streaming>(
    axon: AxonInfo,
    synapse: S,
    query: Query
  ): Effect.Effect<Stream.Stream<Synapse.Chunk<S>, DendriteError>, DendriteError, Scope.Scope> {
    const opened = Effect.gen({ self: this }, function* () {
      const reply = yield* this.#send(axon, query)
      if (Response.isStreaming(reply)) return reply
      const head = yield* this.#head(reply, query)
      return yield* Response.refusalOfStream(head, yield* collect(reply, query.maxBytes))
    })
    const chunks = (reply: Received) =>
      decode(synapse, limited(reply, query.maxBytes)).pipe(
        Stream.interruptWhen(
          Effect.flatMap(remaining(query), (left) => Effect.delay(Effect.fail(timedOut(query)), left))
        ),
        Stream.catch((reason) => Stream.fromEffect(fail(axon, synapse, reason)))
      )
    return Effect.matchEffect(this.#within(query, opened), {
      onSuccess: (reply) => Effect.succeed(chunks(reply)),
      onFailure: (reason) => fail(axon, synapse, reason)
    })
  }

  /** Sends the request on a lane of its own, and waits for the head of the answer. */
  #send(axon: AxonInfo, query: Query): Effect.Effect<Received, DendriteReason, Scope.Scope> {
    if (!axon.isServing) return new NotServing()
    if (this.#isDenied(axon)) return new AddressDenied()
    return this.#lanes.take(`${axon.authority} ${axon.hotkey}`).pipe(
      Effect.flatMap((uuid) => this.#sign(axon, query.prepared, uuid)),
      Effect.flatMap((request) => Effect.mapError(this.#transport(request), reasonOf))
    )
  }

  /** What the chain says is a stranger's word: it must not make us call into our own network. */
  #isDenied(axon: AxonInfo): boolean {
    return axon.block !== undefined && this.#options.allowPrivateAxons !== true && isPrivateAddress(axon.ip)
  }

  #sign(axon: AxonInfo, prepared: Prepared, uuid: string): Effect.Effect<Sent, BadInput> {
    const { address } = this.#signer
    return Effect.flatMap(this.#lanes.nonce, (nonce) => {
      const message = { nonce, dendrite: address, axon: axon.hotkey, uuid, bodyHash: prepared.bodyHash }
      return Effect.matchEffect(this.#signer.sign(utf8.encode(Signature.requestMessage(message))), {
        onFailure: (error): Effect.Effect<Sent, BadInput> => new BadInput({ field: "", detail: error.message }),
        onSuccess: (signature) => {
          const ip = this.#options.externalIp ?? "0.0.0.0"
          const sent = write(prepared, axon, {
            ip,
            nonce,
            uuid,
            hotkey: address,
            signature: Signature.toHex(signature)
          })
          return Effect.succeed(
            axon.ip === this.#options.externalIp ? { ...sent, authority: `127.0.0.1:${axon.port}` } : sent
          )
        }
      })
    })
  }

  #head(reply: Received, query: Query): Effect.Effect<Response.Head> {
    return Effect.map(Clock.currentTimeMillis, (now) => ({
      status: reply.status,
      headers: reply.headers,
      timeout: query.prepared.timeout,
      now
    }))
  }

  #within<A, R>(query: Query, effect: Effect.Effect<A, DendriteReason, R>): Effect.Effect<A, DendriteReason, R> {
    return Effect.flatMap(remaining(query), (left) =>
      Effect.timeoutOrElse(effect, { duration: left, orElse: () => timedOut(query) })
    )
  }
}

const millis = (nanos: bigint): number => Number(nanos) / 1e6

const timedOut = (query: Query) => new TimedOut({ seconds: query.prepared.timeout })

/** Milliseconds until the deadline, never below 0. */
const remaining = (query: Query): Effect.Effect<number> =>
  Effect.map(Clock.monotonicTimeNanos, (now) => Math.max(0, query.deadline - millis(now)))

/** The bytes of a stream, up to the limit. */
const limited = (reply: Received, maxBytes: number): Stream.Stream<Uint8Array, DendriteReason> => {
  let size = 0
  return Stream.fromPull(Effect.succeed(reply.pull)).pipe(
    Stream.mapError(reasonOf),
    Stream.mapEffect((part) => {
      size += part.length
      return size > maxBytes ? new TooLarge({ maxBytes }) : Effect.succeed(part)
    })
  )
}

/** The bytes of a whole answer, up to the limit. */
const collect = (reply: Received, maxBytes: number): Effect.Effect<Uint8Array, DendriteReason> =>
  Effect.suspend(() => {
    const collected: Array<Uint8Array> = []
    let size = 0
    const whole = Effect.sync(() => (collected.length === 1 ? collected[0]! : Buffer.concat(collected, size)))
    const rest: Effect.Effect<Uint8Array, TransportError | TooLarge> = Pull.matchEffect(reply.pull, {
      onSuccess: (parts) => {
        for (const part of parts) size += part.length
        collected.push(...parts)
        return size > maxBytes ? new TooLarge({ maxBytes }) : rest
      },
      onFailure: (cause) => Effect.failCause(cause),
      onDone: () => whole
    })
    return Effect.mapError(rest, (error) => (error._tag === "TooLarge" ? error : reasonOf(error)))
  })

/** Reads the framing of a stream, the rest at its end included. */
const decode = <S extends Synapse.Streaming>(
  synapse: S,
  bytes: Stream.Stream<Uint8Array, DendriteReason>
): Stream.Stream<Synapse.Chunk<S>, DendriteReason> =>
  Stream.suspend(() => {
    const decoder = synapse.chunk.decoder()
    const emit = (result: ReturnType<typeof decoder.push>) =>
      Result.match(result, {
        onFailure: (error): Stream.Stream<Synapse.Chunk<S>, DendriteReason> =>
          Stream.fail(Response.misframed(error.message)),
        onSuccess: (chunks) => Stream.fromIterable<Synapse.Chunk<S>>(chunks)
      })
    return Stream.concat(
      Stream.flatMap(bytes, (part) => emit(decoder.push(part))),
      Stream.suspend(() => emit(decoder.end()))
    )
  })

const reasonOf = (error: TransportError): DendriteReason => {
  switch (error.kind) {
    case "Truncated":
      return Response.truncated
    case "Malformed":
      return Response.malformed
    case "BadAddress":
      return new Unreachable({ kind: "NoSuchHost" })
    default:
      return new Unreachable({ kind: error.kind })
  }
}
