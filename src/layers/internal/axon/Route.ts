/**
 * One protocol as it is served: its hooks with their services, its slots, and whether it still takes requests.
 */
import { type Context, Effect, Latch, type Scope, Stream } from "effect"
import type * as Synapse from "../../../protocol/Synapse.ts"
import { type AnyAnswer, Axon, type Caller, type Claim, type Handler, type Refusal } from "../../../services/Axon.ts"
import type { Admission, Lane } from "./Admission.ts"

/** What a handler answered with. */
export type Answer = Effect.Effect<object, Refusal> | Stream.Stream<unknown, Refusal>

/** A handler whose hooks need nothing more. */
export interface Route {
  readonly synapse: Synapse.Unary | Synapse.Streaming
  readonly lane: Lane
  readonly maxBodyBytes: number | undefined
  readonly verify: (claim: Claim) => Effect.Effect<Caller, Refusal>
  readonly blacklist: ((caller: Caller) => Effect.Effect<void, Refusal>) | undefined
  readonly priority: ((caller: Caller) => number | Effect.Effect<number, Refusal>) | undefined
  readonly answer: (request: object, caller: Caller) => Answer
  readonly activity: Activity
  /** Bytes of its last answer: the next one is likely to take as long to make. */
  answerBytes: number
}

/** Counts the requests under way, so that a shutdown can wait for the last. */
export class Activity {
  #running = 0
  #draining = false
  readonly #idle = Latch.makeUnsafe(true)

  get isDraining(): boolean {
    return this.#draining
  }

  /** Counts this request until its scope closes. */
  readonly enter: Effect.Effect<void, never, Scope.Scope> = Effect.acquireRelease(
    Effect.sync(() => {
      if (this.#running++ === 0) this.#idle.closeUnsafe()
    }),
    () =>
      Effect.sync(() => {
        if (--this.#running === 0) this.#idle.openUnsafe()
      })
  )

  /** Takes no more requests, and waits until none is left. */
  readonly drain: Effect.Effect<void> = Effect.suspend(() => {
    this.#draining = true
    return this.#idle.await
  })
}

/** Gives the hooks their services. A default `verify` is the axon's own. */
export const makeRoute = <R>(
  handler: Handler<R>,
  options: {
    readonly context: Context.Context<R>
    readonly verify: (claim: Claim) => Effect.Effect<Caller, Refusal>
    readonly admission: Admission
  }
): Route => {
  const { blacklist, maxBodyBytes, maxConcurrency, priority, verify } = handler.hooks
  const provide = <A>(effect: Effect.Effect<A, Refusal>): Effect.Effect<A, Refusal> =>
    Effect.provideContext(effect, options.context)
  return {
    synapse: handler.synapse,
    lane: options.admission.addLane(maxConcurrency),
    maxBodyBytes,
    verify: verify === undefined ? options.verify : (claim) => provide(verify(claim)),
    blacklist: blacklist === undefined ? undefined : (caller) => provide(blacklist(caller)),
    priority:
      priority === undefined
        ? undefined
        : (caller) => {
            const value = priority(caller)
            return typeof value === "number" ? value : provide(value)
          },
    answer: (request, caller) => {
      const answer = handler.answer(request, caller)
      if (isStream(answer)) return Stream.provideContext(answer, options.context)
      return isEffect(answer) ? provide(answer) : Effect.succeed(answer)
    },
    activity: new Activity(),
    answerBytes: 0
  }
}

/** `Handler` keeps the types of what a `forward` gives; only its kind is not known here. */
const isStream = (answer: AnyAnswer): answer is Extract<AnyAnswer, Stream.Stream<unknown, unknown, unknown>> =>
  Stream.isStream(answer)

const isEffect = (answer: AnyAnswer): answer is Extract<AnyAnswer, Effect.Effect<unknown, unknown, unknown>> =>
  Effect.isEffect(answer)

/** A ping has nothing to say, whoever sends it. */
const maxPingBytes = 16 * 1024

/** The ping that every axon answers. */
export const pingHandler = (ping: Synapse.Unary): Handler<never> =>
  Axon.handle(ping, { maxBodyBytes: maxPingBytes, forward: () => ({}) })
