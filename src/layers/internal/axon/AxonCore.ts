/**
 * An `Axon` without its transport: identities, routes and the pipeline. `AxonHttp` adds the socket, `AxonMemory` none.
 */
import { randomUUID } from "node:crypto"
import { type Duration, Effect, type Scope } from "effect"
import { AxonInfo } from "../../../protocol/AxonInfo.ts"
import { sdkVersion } from "../../../protocol/SdkVersion.ts"
import { Ping } from "../../../protocol/Synapse.ts"
import { Axon, AxonError, type Handler, RouteTaken } from "../../../services/Axon.ts"
import { Hotkey } from "../../../services/Hotkey.ts"
import { ReplayGuard } from "../../../services/ReplayGuard.ts"
import type { Signer } from "../../../services/Signer.ts"
import { sha3_256 } from "../nodeDigest.ts"
import { AddressGate } from "./AddressGate.ts"
import { Admission } from "./Admission.ts"
import { Bodies } from "./Bodies.ts"
import { type AxonLimits, defaultLimits, defaultMaxConcurrency } from "./limits.ts"
import { makeAnswer } from "./pipeline.ts"
import { Proofs } from "./proofs.ts"
import { makeRoute, pingHandler, type Route } from "./Route.ts"
import { Turnstile } from "./Turnstile.ts"
import { type Ask, makeVerify } from "./verify.ts"

/** What every axon can be told, whatever its transport. */
export interface CoreOptions {
  /**
   * Requests that run at once, all protocols together; further ones queue by priority.
   *
   * @default 64
   */
  readonly maxConcurrency?: number | undefined
  /** Bounds on what comes from strangers; each has a default. */
  readonly limits?: Partial<AxonLimits> | undefined
  /** Further hotkeys that this axon answers for, besides the `Hotkey` it runs as. A `Caller` says which one was called. */
  readonly hotkeys?: ReadonlyArray<Signer> | undefined
  /**
   * How long a shutdown waits for the requests under way before it interrupts them.
   *
   * @default "10 seconds"
   */
  readonly shutdownTimeout?: Duration.Input | undefined
}

export const defaultShutdownTimeout: Duration.Input = "10 seconds"

/** Fills in the bounds that were not given. */
export const resolveLimits = (options: CoreOptions): AxonLimits => ({ ...defaultLimits, ...options.limits })

/** What an axon stands on. */
export interface Ground {
  readonly ip: string
  readonly port: number
  readonly ask: Ask
  /** Done before a protocol is taken off. */
  readonly retire?: Effect.Effect<void>
}

/** Makes an axon that says it is at this address, and verifies signatures as it is told. */
export const make = Effect.fnUntraced(function* (
  options: CoreOptions,
  { ask, ip, port, retire = Effect.void }: Ground
) {
  const hotkey = yield* Hotkey
  const guard = yield* ReplayGuard
  const limits = resolveLimits(options)
  const admission = new Admission({
    maxConcurrency: options.maxConcurrency ?? defaultMaxConcurrency,
    maxQueue: limits.maxQueue
  })
  const routes = new Map<string, Route>()
  const gate = new AddressGate(limits)
  const verify = makeVerify({ limits, guard, ask, gate })
  const signers = [hotkey, ...(options.hotkeys ?? [])]
  const proofs = new Proofs({ version: sdkVersion, uuid: randomUUID(), signers })
  const answer = makeAnswer({
    self: { ip, port, proofs },
    primary: hotkey.address,
    limits,
    gate,
    admission,
    bodies: new Bodies(limits),
    turnstile: new Turnstile(),
    routes,
    digest: sha3_256,
    makeId: randomUUID
  })
  const attach = makeAttach({ routes, admission, verify })
  const serve = makeServe(attach, retire, options.shutdownTimeout ?? defaultShutdownTimeout)
  yield* serve([pingHandler(Ping)])
  return Axon.of({
    info: AxonInfo.of({ ip, port, hotkey: hotkey.address, version: sdkVersion }),
    verify,
    serve,
    answer
  })
})

const makeAttach = (options: {
  readonly routes: Map<string, Route>
  readonly admission: Admission
  readonly verify: Axon["Service"]["verify"]
}) => {
  const { admission, routes, verify } = options
  return Effect.fnUntraced(function* <R>(handler: Handler<R>): Effect.fn.Return<Route, AxonError, R | Scope.Scope> {
    const name = handler.synapse.route
    if (routes.has(name)) return yield* new AxonError({ reason: new RouteTaken({ route: name }) })
    yield* warnUnsigned(handler)
    const route = makeRoute(handler, { context: yield* Effect.context<R>(), verify, admission })
    yield* Effect.acquireRelease(
      Effect.sync(() => routes.set(name, route)),
      () =>
        Effect.sync(() => {
          routes.delete(name)
          admission.removeLane(route.lane)
        })
    )
    return route
  })
}

/** Serves handlers until the scope closes: then none of them takes a new request, and all are waited for at once. */
const makeServe = (
  attach: ReturnType<typeof makeAttach>,
  retire: Effect.Effect<void>,
  shutdownTimeout: Duration.Input
) =>
  Effect.fnUntraced(function* <R>(
    handlers: ReadonlyArray<Handler<R>>
  ): Effect.fn.Return<void, AxonError, R | Scope.Scope> {
    const routes = yield* Effect.forEach(handlers, attach)
    const drain = Effect.forEach(routes, ({ activity }) => activity.drain, { concurrency: "unbounded", discard: true })
    yield* Effect.addFinalizer(() => Effect.andThen(retire, Effect.timeoutOption(drain, shutdownTimeout)))
  })

/** A request that signs nothing can be changed on its way, and sent again to another protocol that signs nothing. */
const warnUnsigned = (handler: Handler<unknown>): Effect.Effect<void> => {
  const fields = Object.keys(handler.synapse.request.fields)
  return fields.length > 0 && handler.synapse.signed.length === 0
    ? Effect.logWarning(
        `Axon: '${handler.synapse.route}' signs none of its fields, so whoever sits between can change them. List them in { signed }.`
      )
    : Effect.void
}
