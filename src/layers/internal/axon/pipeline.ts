/**
 * The walk of a request: limits → route → headers → verify → blacklist → priority → body → forward → answer.
 * It knows no transport: it takes an `Incoming` and gives an `Outgoing`, and never fails.
 */
import { Clock, Effect, Pull, Result, type Scope, Stream } from "effect"
import { type Digest, sha3_256 } from "../../../protocol/Digest.ts"
import * as Headers from "../../../protocol/Headers.ts"
import { defaultTimeout } from "../../../protocol/SdkVersion.ts"
import type { Ss58 } from "../../../protocol/Ss58.ts"
import type * as Synapse from "../../../protocol/Synapse.ts"
import { Caller, type Claim, type Incoming, type Outgoing, Refusal } from "../../../services/Axon.ts"
import type { AddressGate } from "./AddressGate.ts"
import type { Admission } from "./Admission.ts"
import * as Answers from "./answer.ts"
import type { Bodies } from "./Bodies.ts"
import { describe, readBody } from "./body.ts"
import { readClaim } from "./claim.ts"
import type { AxonLimits } from "./limits.ts"
import { PublicKeys } from "./PublicKeys.ts"
import { RateLimiter } from "./RateLimiter.ts"
import type { Route } from "./Route.ts"
import type { Turnstile } from "./Turnstile.ts"

/** What the walk stands on. */
export interface Pipeline {
  readonly self: Answers.Self
  readonly primary: Ss58
  readonly limits: AxonLimits
  readonly gate: AddressGate
  readonly admission: Admission
  readonly bodies: Bodies
  readonly turnstile: Turnstile
  readonly routes: ReadonlyMap<string, Route>
  readonly digest?: Digest
  /** An identifier for a failure, which the caller is told and the log explains. */
  readonly makeId: () => string
}

/** What is known of the request so far: what an answer at this point may say. */
interface Progress {
  route: string
  timeout: number | undefined
  caller: Caller | undefined
}

/** The base class: what an answer is called before its protocol is known. */
const unknownRoute = "Synapse"

/** Makes the function that answers requests. */
export const makeAnswer = (
  pipeline: Pipeline
): ((incoming: Incoming) => Effect.Effect<Outgoing, never, Scope.Scope>) => {
  const { self, turnstile } = pipeline
  const walk = makeWalk(pipeline, new RateLimiter(pipeline.limits.perCaller))

  return Effect.fnUntraced(function* (incoming: Incoming) {
    const clock = yield* Clock.Clock
    const startedAt = clock.monotonicTimeNanosUnsafe()
    const progress: Progress = { route: unknownRoute, timeout: undefined, caller: undefined }
    const asked = (): Answers.Asked => ({
      ...progress,
      elapsed: Number(clock.monotonicTimeNanosUnsafe() - startedAt) / 1e9,
      now: clock.currentTimeNanosUnsafe()
    })
    return yield* walk(incoming, progress, asked).pipe(
      Effect.catchDefect((defect) => broken(pipeline, defect)),
      // They come in bursts, as when a whole queue is late at once.
      Effect.catchTag("Refusal", (refusal) =>
        Effect.andThen(
          turnstile.pass("refusals"),
          Effect.suspend(() => Answers.refused(self, asked(), refusal))
        )
      )
    )
  })
}

const makeWalk = (pipeline: Pipeline, callers: RateLimiter) => {
  const { gate, limits, routes, self, turnstile } = pipeline
  const headerLimits: Headers.HeaderLimits = {
    totalBytes: limits.maxHeaderBytes,
    lineBytes: limits.maxHeaderLineBytes,
    count: limits.maxHeaders
  }
  const { receivers } = self.proofs
  const publicKeys = new PublicKeys()

  return Effect.fnUntraced(function* (incoming: Incoming, progress: Progress, asked: () => Answers.Asked) {
    const now = yield* Clock.currentTimeMillis
    const head = Headers.parseRequest(incoming.headers, headerLimits)
    const { hotkey, uuid } = Result.isSuccess(head) ? head.success : nobody
    const visitor = { ip: incoming.remote.ip, hotkey, uuid }
    if (!gate.admits(visitor, now)) return yield* flooded
    yield* turnstile.pass(gate.queueOf(visitor))
    if (!gate.stillAdmits(visitor, now)) return yield* flooded
    if (Result.isFailure(head)) return yield* new Refusal(head.failure)
    progress.timeout = head.success.timeout
    const route = yield* findRoute(routes, incoming)
    progress.route = route.synapse.route
    const claim = readClaim({
      route: route.synapse.route,
      head: head.success,
      receivers,
      publicKeys,
      primary: pipeline.primary,
      remote: incoming.remote
    })
    if (Result.isFailure(claim)) return yield* claim.failure
    yield* route.activity.enter
    const seconds = Math.min(head.success.timeout ?? defaultTimeout, limits.maxTimeout)
    const proven = Effect.flatMap(prove(route, claim.success), (caller) => {
      progress.caller = caller
      return callers.take(caller.hotkey, now)
        ? serve(pipeline, { route, incoming, caller, callers, progress, asked, seconds })
        : tooMany("Too many requests of this hotkey")
    })
    return yield* Effect.timeoutOrElse(proven, { duration: seconds * 1000, orElse: () => timedOut(seconds) })
  })
}

const nobody = { hotkey: undefined, uuid: undefined }

/** How long a flooding address waits for its refusal, in milliseconds: who waits for answers cannot ask the faster. */
const floodDelay = 500

const tooMany = (message: string) => new Refusal({ status: 429, message: `${message}; slow down`, retryAfter: 1 })

const flooded = Effect.delay(tooMany("Too many requests from this address"), floodDelay)

const timedOut = (seconds: number) =>
  new Refusal({ status: 408, message: `Request timeout after ${Headers.seconds(seconds)} seconds` })

const notFound = new Refusal({ status: 404, message: "Synapse name not found" })
const wrongMethod = new Refusal({ status: 405, message: "Method Not Allowed" })
const stopping = new Refusal({ status: 503, message: "This axon is stopping", retryAfter: 5 })

const findRoute = (routes: ReadonlyMap<string, Route>, incoming: Incoming): Effect.Effect<Route, Refusal> => {
  const path = incoming.target.split("?", 1)[0]!
  const route = path.startsWith("/") ? routes.get(decodePath(path.slice(1))) : undefined
  if (route === undefined) return notFound
  if (incoming.method !== "POST" && incoming.method !== "GET") return wrongMethod
  return route.activity.isDraining ? stopping : Effect.succeed(route)
}

const decodePath = (path: string): string => {
  if (!path.includes("%")) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** A `verify` of the user's own is held to its word: the caller must be the one that this very claim proved. */
const prove = (route: Route, claim: Claim): Effect.Effect<Caller, Refusal> =>
  Effect.filterOrElse(
    route.verify(claim),
    (caller) => Caller.is(caller, claim),
    () => Effect.die(new Error(`verify of '${route.synapse.route}' gave a caller that is not proven by this request`))
  )

/** One request of a proven caller. */
interface Served {
  readonly route: Route
  readonly incoming: Incoming
  readonly caller: Caller
  readonly callers: RateLimiter
  readonly progress: Progress
  readonly asked: () => Answers.Asked
  /** The deadline, from the proof on. */
  readonly seconds: number
}

/** Bytes of a body that count as one request more; and above which a body, or an answer, is long work. */
const bytesPerRequest = 64 * 1024

/**
 * Everything that a proven caller can make the server do, within the deadline. A body is read before the slot is taken, so
 * that slow ones hold none.
 */
const serve = Effect.fnUntraced(function* (pipeline: Pipeline, served: Served) {
  const { caller, incoming, route } = served
  if (route.blacklist !== undefined) yield* route.blacklist(caller)
  const asked = route.priority === undefined ? 0 : route.priority(caller)
  const priority = typeof asked === "number" ? asked : yield* asked
  const bytes = yield* pipeline.bodies.read(incoming.body, route.maxBodyBytes ?? pipeline.limits.maxBodyBytes)
  const further = Math.floor(bytes.length / bytesPerRequest)
  if (further > 0) served.callers.charge(caller.hotkey, yield* Clock.currentTimeMillis, further)
  if (Math.max(bytes.length, route.answerBytes) > bytesPerRequest) yield* pipeline.turnstile.passLong
  const slot = pipeline.admission.admit(route.lane, priority)
  return "chunk" in route.synapse
    ? yield* Effect.andThen(slot, answerStream(pipeline, route.synapse, served, bytes))
    : yield* Effect.scoped(Effect.andThen(slot, answerOnce(pipeline, served, bytes)))
})

/** Decodes the body, and asks the handler. */
const forward = Effect.fnUntraced(function* (
  pipeline: Pipeline,
  { caller, progress, route }: Served,
  bytes: Uint8Array
) {
  const { wire } = route.synapse
  const body = yield* Effect.fromResult(readBody(wire, bytes, caller.bodyHash, pipeline.digest ?? sha3_256))
  if (body === undefined) return yield* notSigned(pipeline)
  // A Python axon answers a success from the object it parsed of the body, so with the body's timeout.
  progress.timeout = body.timeout ?? undefined
  const request: Answers.Success = {
    values: wire.echo(body.values),
    bodyHash: caller.bodyHash,
    inputHeaders: wire.inputHeaders(body.values, "answer")
  }
  return { answer: route.answer(body.request, caller), body, request }
})

const answerOnce = Effect.fnUntraced(function* (pipeline: Pipeline, served: Served, bytes: Uint8Array) {
  const { answer, body, request } = yield* forward(pipeline, served, bytes)
  const { route, wire } = served.route.synapse
  if (Stream.isStream(answer)) return yield* broken(pipeline, new Error(`forward of '${route}' gave a stream`))
  const response = wire.encodeResponse(yield* answer, wire.spellingOf(body.values))
  if (Result.isFailure(response)) {
    return yield* broken(pipeline, new Error(`forward of '${route}' answered wrongly. ${describe(response.failure)}`))
  }
  const outgoing = yield* Answers.answered(pipeline.self, served.asked(), {
    timeout: body.timeout,
    requestBytes: bytes.length,
    request,
    response: response.success
  })
  served.route.answerBytes = typeof outgoing.body === "string" ? outgoing.body.length : 0
  return outgoing
})

const answerStream = Effect.fnUntraced(function* (
  pipeline: Pipeline,
  synapse: Synapse.Streaming,
  served: Served,
  bytes: Uint8Array
) {
  const { answer, request } = yield* forward(pipeline, served, bytes)
  if (!Stream.isStream(answer))
    return yield* broken(pipeline, new Error(`forward of '${synapse.route}' gave no stream`))
  const body = yield* started(parts(pipeline, synapse, answer, served.seconds))
  const outgoing = yield* Answers.streamed(pipeline.self, served.asked(), request, body)
  return { ...outgoing, streamTimeout: served.seconds }
})

/**
 * Waits for the first part: a stream that fails before it is refused with a status, as once the head is sent nothing but
 * breaking the connection can tell. The rest is pulled as it is read.
 */
const started = Effect.fnUntraced(function* (
  stream: Stream.Stream<Uint8Array, Refusal>
): Effect.fn.Return<Stream.Stream<Uint8Array, Refusal>, Refusal, Scope.Scope> {
  const pull = yield* Stream.toPull(stream)
  const first = yield* Pull.catchDone(pull, () => Effect.succeed(undefined))
  if (first === undefined) return Stream.empty
  return Stream.concat(Stream.fromIterable(first), Stream.fromPull(Effect.succeed(pull)))
})

/** The parts of a streaming answer as bytes. The deadline holds while a part is made; the transport holds it between them. */
const parts = (
  pipeline: Pipeline,
  { chunk, route }: Synapse.Streaming,
  answer: Stream.Stream<unknown, Refusal>,
  seconds: number
): Stream.Stream<Uint8Array, Refusal> =>
  answer.pipe(
    Stream.mapEffect((part) =>
      Effect.mapError(
        Effect.fromResult(chunk.encode(part)),
        (error) => new Refusal({ status: 500, message: error.message })
      )
    ),
    Stream.interruptWhen(Effect.delay(timedOut(seconds), seconds * 1000)),
    Stream.tapError((refusal) => Effect.logDebug(`Axon: a stream of '${route}' broke off: ${refusal.message}`)),
    Stream.catchDefect((defect) => Stream.fromEffect(broken(pipeline, defect)))
  )

/** A Python axon answers this as it answers a bug of its own; but it is the caller's doing, and no error of ours to log. */
const notSigned = (pipeline: Pipeline): Effect.Effect<never, Refusal> => {
  const id = pipeline.makeId()
  return Effect.andThen(
    Effect.logDebug(`Axon: a body is not the one that its caller signed (#${id})`),
    new Refusal({ status: 500, message: `Internal Server Error #${id}` })
  )
}

/** A bug: the caller gets an identifier and nothing else, the log gets the rest. */
const broken = (pipeline: Pipeline, defect: unknown): Effect.Effect<never, Refusal> => {
  const id = pipeline.makeId()
  return Effect.andThen(
    Effect.logError(`Axon: a request failed (#${id})`, defect),
    new Refusal({ status: 500, message: `Internal Server Error #${id}` })
  )
}
