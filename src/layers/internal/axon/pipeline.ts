/**
 * The walk of a request: limits → route → headers → verify → blacklist → priority → body → forward → answer.
 * It knows no transport: it takes an `Incoming` and gives an `Outgoing`, and never fails.
 */
import { Clock, Effect, Result, type Scope, Stream } from "effect"
import { type Digest, sha3_256 } from "../../../protocol/Digest.ts"
import * as Headers from "../../../protocol/Headers.ts"
import { defaultTimeout } from "../../../protocol/SdkVersion.ts"
import type { Ss58 } from "../../../protocol/Ss58.ts"
import type * as Synapse from "../../../protocol/Synapse.ts"
import { Caller, type Claim, type Incoming, type Outgoing, Refusal } from "../../../services/Axon.ts"
import { AddressGate } from "./AddressGate.ts"
import type { Admission } from "./Admission.ts"
import * as Answers from "./answer.ts"
import { describe, type ReadBody, readBody } from "./body.ts"
import { readClaim } from "./claim.ts"
import type { AxonLimits } from "./limits.ts"
import { RateLimiter } from "./RateLimiter.ts"
import type { Route } from "./Route.ts"

/** What the walk stands on. */
export interface Pipeline {
  readonly self: Answers.Self
  readonly primary: Ss58
  readonly limits: AxonLimits
  readonly admission: Admission
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
  const { limits, self } = pipeline
  const gate = new AddressGate(limits)
  const callers = new RateLimiter(limits.perCaller)
  const walk = makeWalk(pipeline, gate, callers)

  return Effect.fnUntraced(function* (incoming: Incoming) {
    const clock = yield* Clock.Clock
    const startedAt = clock.monotonicTimeNanosUnsafe()
    const progress: Progress = { route: unknownRoute, timeout: undefined, caller: undefined }
    const asked = (): Answers.Asked => ({
      ...progress,
      elapsed: Number(clock.monotonicTimeNanosUnsafe() - startedAt) / 1e9,
      now: clock.currentTimeNanosUnsafe()
    })
    const refuse = (refusal: Refusal) => {
      if (progress.caller === undefined) gate.failed(incoming.remote.ip, clock.currentTimeMillisUnsafe())
      return Answers.refused(self, asked(), refusal)
    }
    return yield* walk(incoming, progress, asked).pipe(
      Effect.catchDefect((defect) => broken(pipeline, defect)),
      Effect.catchTag("Refusal", refuse)
    )
  })
}

const makeWalk = (pipeline: Pipeline, gate: AddressGate, callers: RateLimiter) => {
  const { limits, routes, self } = pipeline
  const headerLimits: Headers.HeaderLimits = {
    totalBytes: limits.maxHeaderBytes,
    lineBytes: limits.maxHeaderLineBytes,
    count: limits.maxHeaders
  }
  const receivers = new Set(self.signers.keys())

  return Effect.fnUntraced(function* (incoming: Incoming, progress: Progress, asked: () => Answers.Asked) {
    const head = Headers.parseRequest(incoming.headers, headerLimits)
    if (Result.isFailure(head)) return yield* new Refusal(head.failure)
    progress.timeout = head.success.timeout
    const route = yield* findRoute(routes, incoming)
    progress.route = route.synapse.route
    const claim = readClaim({
      route: route.synapse.route,
      head: head.success,
      receivers,
      primary: pipeline.primary,
      remote: incoming.remote
    })
    const now = yield* Clock.currentTimeMillis
    if (Result.isFailure(claim)) return yield* claim.failure
    if (!gate.admits(claim.success, now)) return yield* tooMany("Too many requests from this address")
    yield* route.activity.enter
    const seconds = Math.min(head.success.timeout ?? defaultTimeout, limits.maxTimeout)
    const proven = Effect.flatMap(prove(route, claim.success), (caller) => {
      progress.caller = caller
      gate.passed(caller, now)
      return callers.take(caller.hotkey, now)
        ? serve(pipeline, route, incoming, caller, progress, asked, seconds)
        : tooMany("Too many requests of this hotkey")
    })
    return yield* Effect.timeoutOrElse(proven, { duration: seconds * 1000, orElse: () => timedOut(seconds) })
  })
}

const tooMany = (message: string) => new Refusal({ status: 429, message: `${message}; slow down`, retryAfter: 1 })

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

/** Everything that a proven caller can make the server do, within the deadline. */
const serve = Effect.fnUntraced(function* (
  pipeline: Pipeline,
  route: Route,
  incoming: Incoming,
  caller: Caller,
  progress: Progress,
  asked: () => Answers.Asked,
  seconds: number
) {
  if (route.blacklist !== undefined) yield* route.blacklist(caller)
  const priority = route.priority === undefined ? 0 : route.priority(caller)
  yield* pipeline.admission.admit(route.lane, typeof priority === "number" ? priority : yield* priority)
  const bytes = yield* incoming.body(route.maxBodyBytes ?? pipeline.limits.maxBodyBytes)
  const body = yield* Effect.fromResult(
    readBody(route.synapse.wire, bytes, caller.bodyHash, pipeline.digest ?? sha3_256)
  )
  if (body === undefined) {
    return yield* broken(pipeline, new Error("the body is not the one that the caller signed"))
  }
  const answer = route.answer(body.request, caller)
  // A Python axon answers a success from the object it parsed of the body, so with the body's timeout.
  progress.timeout = body.timeout ?? undefined
  const request: Answers.Success = {
    values: route.synapse.wire.echo(body.values),
    bodyHash: caller.bodyHash,
    inputHeaders: route.synapse.wire.inputHeaders(body.values)
  }
  if (Stream.isStream(answer)) {
    return yield* Answers.streamed(pipeline.self, asked(), request, parts(pipeline, route, answer, seconds))
  }
  return yield* answerOnce(pipeline, route, asked, { answer, body, bytes: bytes.length, request })
})

const answerOnce = Effect.fnUntraced(function* (
  pipeline: Pipeline,
  route: Route,
  asked: () => Answers.Asked,
  options: {
    readonly answer: Effect.Effect<object, Refusal>
    readonly body: ReadBody
    readonly bytes: number
    readonly request: Answers.Success
  }
) {
  const { wire } = route.synapse
  const response = wire.encodeResponse(yield* options.answer, wire.spellingOf(options.body.values))
  if (Result.isFailure(response)) {
    return yield* broken(
      pipeline,
      new Error(`forward of '${route.synapse.route}' answered wrongly. ${describe(response.failure)}`)
    )
  }
  return yield* Answers.answered(pipeline.self, asked(), {
    timeout: options.body.timeout,
    requestBytes: options.bytes,
    request: options.request,
    response: response.success
  })
})

/** The parts of a streaming answer as bytes. The deadline holds over the whole stream. */
const parts = (
  pipeline: Pipeline,
  route: Route,
  answer: Stream.Stream<unknown, Refusal>,
  seconds: number
): Stream.Stream<Uint8Array, Refusal> => {
  const { chunk } = route.synapse as Synapse.Streaming
  return answer.pipe(
    Stream.mapEffect((part) =>
      Effect.mapError(
        Effect.fromResult(chunk.encode(part)),
        (error) => new Refusal({ status: 500, message: error.message })
      )
    ),
    Stream.interruptWhen(Effect.delay(timedOut(seconds), seconds * 1000)),
    Stream.tapError((refusal) =>
      Effect.logDebug(`Axon: a stream of '${route.synapse.route}' broke off: ${refusal.message}`)
    ),
    Stream.catchDefect((defect) => Stream.fromEffect(broken(pipeline, defect)))
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
