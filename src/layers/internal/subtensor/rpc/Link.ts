/** A connection that is always there: to whichever of several endpoints answers, anew when it is lost. */
import { Clock, Deferred, Duration, Effect, Exit, type Scope } from "effect"
import { ChainError, OtherChain, TimedOut, Unreachable } from "../../../../services/ChainError.ts"
import type { Hex } from "../../../../services/subtensor/ChainValue.ts"
import * as Bucket from "./Bucket.ts"
import { chainErrorOf } from "./faults.ts"
import { make as makeSession, type RpcFault, type Session, type Told } from "./Session.ts"
import { type Endpoint, Lost } from "./Wire.ts"

/** How a connection is kept. */
export interface LinkOptions {
  /** The hash of the first block, if it is known which one it is to be. */
  readonly genesis?: Hex | undefined
  /** How long a question may take. */
  readonly deadline: Duration.Duration
  /** How often an endpoint is asked. */
  readonly rate?: Bucket.Rate | undefined
  /** As long as nothing may come before the node is asked for a sign of life. */
  readonly silence: Duration.Duration
}

/** A connection that is always there. */
export interface Link {
  /** Names of the endpoints. */
  readonly endpoints: ReadonlyArray<string>
  /** The hash of the first block. */
  readonly genesis: Hex
  /**
   * Asks, over another connection if the first is lost: for questions that may be asked twice. What the node answers with an error is
   * left to whoever asks.
   */
  readonly ask: (
    method: string,
    params: ReadonlyArray<unknown>,
    deadline?: Duration.Input
  ) => Effect.Effect<unknown, ChainError | RpcFault>
  /** The connection as it is now. Whoever uses it sees it break. */
  readonly session: Effect.Effect<Session>
  /** Is told something until the connection is lost. As long as there is none it waits. */
  readonly subscribe: (
    subscribe: string,
    unsubscribe: string,
    params: ReadonlyArray<unknown>
  ) => Effect.Effect<Told, Lost | ChainError, Scope.Scope>
}

/** Milliseconds that a connection may take to be there, or a node to give a sign of life. */
const PATIENCE = Duration.seconds(10)

/** Milliseconds before an endpoint that failed is tried again: twice as much each time, up to the last. */
const FIRST_DELAY = 250
const LAST_DELAY = 30_000

/** Gives a connection up when nothing comes, not even an answer. Where blocks are followed, they are the signs of life. */
const watch = (session: Session, silence: Duration.Duration): Effect.Effect<void> =>
  Effect.gen(function* () {
    yield* Effect.sleep(silence)
    const quiet = (yield* Clock.currentTimeMillis) - session.lastHeard()
    if (quiet < Duration.toMillis(silence)) return
    // Any answer is a sign of life, an error too.
    const sign = yield* Effect.exit(Effect.timeout(session.request("system_chain", []), PATIENCE))
    if (Exit.isFailure(sign) && (yield* Clock.currentTimeMillis) - session.lastHeard() >= quiet) {
      yield* session.end(`nothing came for ${Math.round(quiet / 1000)} seconds`)
    }
  }).pipe(Effect.forever)

const genesisOf = (session: Session): Effect.Effect<Hex, Lost | RpcFault> =>
  Effect.flatMap(session.request("chain_getBlockHash", [0]), (hash) =>
    typeof hash === "string" && /^0x[0-9a-f]{64}$/.test(hash)
      ? Effect.succeed(hash as Hex)
      : Effect.fail(new Lost({ endpoint: session.endpoint, detail: "it does not say what its first block is" }))
  )

/** The session that there is, or the one that there will be. */
class Current {
  #now: Session | undefined
  #next = Deferred.makeUnsafe<Session>()

  readonly session: Effect.Effect<Session> = Effect.suspend(() =>
    this.#now === undefined ? Deferred.await(this.#next) : Effect.succeed(this.#now)
  )

  set(session: Session): void {
    this.#now = session
    Deferred.doneUnsafe(this.#next, Effect.succeed(session))
  }

  unset(): void {
    if (this.#now === undefined) return
    this.#now = undefined
    this.#next = Deferred.makeUnsafe()
  }
}

/** Where to try next, and when. */
class Rota {
  readonly #notBefore: Array<number>
  readonly #failures: Array<number>
  #last = -1

  constructor(count: number) {
    this.#notBefore = Array.from({ length: count }, () => 0)
    this.#failures = Array.from({ length: count }, () => 0)
  }

  /** The one after the last, unless another may be tried sooner. */
  next(): { readonly index: number; readonly at: number } {
    const count = this.#notBefore.length
    const order = Array.from({ length: count }, (_, step) => (this.#last + 1 + step) % count)
    const index = order.reduce((best, other) => (this.#notBefore[other]! < this.#notBefore[best]! ? other : best))
    this.#last = index
    return { index, at: this.#notBefore[index]! }
  }

  /** Stays with an endpoint that worked: it is tried first when it is lost. */
  worked(index: number): void {
    this.#failures[index] = 0
    this.#notBefore[index] = 0
    this.#last = index - 1
  }

  failed(index: number, now: number, retryAfter: number | undefined): void {
    const failures = (this.#failures[index] = this.#failures[index]! + 1)
    const delay = Math.min(LAST_DELAY, FIRST_DELAY * 2 ** (failures - 1))
    this.#notBefore[index] = now + Math.max(delay, Math.min(retryAfter ?? 0, 10 * LAST_DELAY))
  }
}

/** Keeps a connection up for as long as the scope is open. It fails if none of the endpoints can be reached to begin with. */
export const make = (
  endpoints: ReadonlyArray<Endpoint>,
  options: LinkOptions
): Effect.Effect<Link, ChainError, Scope.Scope> =>
  Effect.gen(function* () {
    const names = endpoints.map(({ name }) => name)
    const buckets = new Map(names.map((name) => [name, options.rate && Bucket.make(options.rate)]))
    const current = new Current()
    const rota = new Rota(endpoints.length)
    const first = yield* Deferred.make<Hex, ChainError>()
    let expected = options.genesis
    const tried: Array<string> = []

    /** One connection, from its beginning to its end. */
    const live = (index: number) =>
      Effect.gen(function* () {
        const { dial, name } = endpoints[index]!
        const wire = yield* Effect.timeoutOrElse(dial, {
          duration: PATIENCE,
          orElse: () => Effect.fail(new Lost({ endpoint: name, detail: "it did not connect in time" }))
        })
        const session = yield* makeSession(wire, () => current.unset())
        const found = yield* Effect.timeoutOrElse(genesisOf(session), {
          duration: PATIENCE,
          orElse: () => Effect.fail(new Lost({ endpoint: name, detail: "it did not answer in time" }))
        })
        if (expected !== undefined && found !== expected) {
          return yield* new ChainError({ reason: new OtherChain({ endpoint: name, expected, found }) })
        }
        expected = found
        rota.worked(index)
        current.set(session)
        yield* Deferred.succeed(first, found)
        yield* Effect.forkScoped(watch(session, options.silence))
        return yield* session.lost
      }).pipe(Effect.scoped)

    const fail = (reason: ChainError["reason"]) => Deferred.fail(first, new ChainError({ reason }))
    const settle = (index: number, detail: string, retryAfter: number | undefined) =>
      Effect.gen(function* () {
        rota.failed(index, yield* Clock.currentTimeMillis, retryAfter)
        if (expected === undefined || tried.length < endpoints.length) tried.push(detail)
        if (tried.length >= endpoints.length)
          yield* fail(new Unreachable({ endpoints: names, detail: tried.join("; ") }))
      })
    const turn = Effect.gen(function* () {
      const { at, index } = rota.next()
      const wait = at - (yield* Clock.currentTimeMillis)
      if (wait > 0) yield* Effect.sleep(Duration.millis(wait * (1 + Math.random() / 4)))
      yield* live(index).pipe(
        Effect.catchTags({
          Lost: ({ message, retryAfter }) => settle(index, message, retryAfter),
          RpcFault: ({ message }) => settle(index, `${names[index]}: ${message}`, undefined),
          ChainError: (error) => Effect.andThen(Deferred.fail(first, error), settle(index, error.message, undefined))
        })
      )
    })
    yield* Effect.forkScoped(Effect.forever(turn), { startImmediately: true })
    const genesis = yield* Deferred.await(first)

    const within = <A, E>(effect: Effect.Effect<A, E>, method: string, deadline: Duration.Input = options.deadline) =>
      Effect.timeoutOrElse(effect, {
        duration: deadline,
        orElse: () => {
          const after = Duration.toMillis(Duration.fromInputUnsafe(deadline))
          return Effect.fail(new ChainError({ reason: new TimedOut({ method, after }) }))
        }
      })
    const turnAt = ({ endpoint }: Session) => buckets.get(endpoint) ?? Effect.void
    const ask = (method: string, params: ReadonlyArray<unknown>): Effect.Effect<unknown, RpcFault> =>
      current.session.pipe(
        Effect.tap(turnAt),
        Effect.flatMap((session) => session.request(method, params)),
        // Whoever hears that a connection is lost is behind those who know it: the next one is waited for.
        Effect.catchTag("Lost", () => ask(method, params))
      )
    return {
      endpoints: names,
      genesis,
      session: current.session,
      ask: (method, params, deadline) => within(ask(method, params), method, deadline),
      subscribe: (subscribe, unsubscribe, params) =>
        Effect.gen(function* () {
          const session = yield* Effect.tap(current.session, turnAt)
          return yield* Effect.timeoutOrElse(session.subscribe(subscribe, unsubscribe, params), {
            duration: options.deadline,
            orElse: () => {
              const lost = new Lost({ endpoint: session.endpoint, detail: `${subscribe} was not answered` })
              return Effect.andThen(session.end(lost.detail), Effect.fail(lost))
            }
          })
        }).pipe(Effect.catchTag("RpcFault", (fault) => Effect.fail(chainErrorOf(fault))))
    }
  })
