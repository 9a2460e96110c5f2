/** A connection that is always there: to whichever of several endpoints answers, anew when it is lost. */
import { Clock, Deferred, Duration, Effect, Exit, type Scope } from "effect"
import { ChainError, OtherChain, TimedOut, Unreachable } from "../../../../services/ChainError.ts"
import type { Hex } from "../../../../services/subtensor/ChainValue.ts"
import * as Bucket from "./Bucket.ts"
import { chainErrorOf } from "./faults.ts"
import { Rota } from "./Rota.ts"
import { make as makeSession, type RpcFault, type Session, type Told } from "./Session.ts"
import { type Endpoint, Lost } from "./Wire.ts"

/** How a connection is kept. */
export interface LinkOptions {
  /** The hash of the first block, if it is known which one it is to be. */
  readonly genesis?: Hex | undefined
  /** How long a question may take, and how long it may take to be connected at all. */
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
  /** As long as nothing is heard of before one looks for oneself. */
  readonly silence: Duration.Duration
  /**
   * Asks, over another connection if the first is lost: for questions that may be asked twice. What the node answers with an error is
   * left to whoever asks, and so is how long it is waited for: see `within`.
   */
  readonly ask: (method: string, params: ReadonlyArray<unknown>) => Effect.Effect<unknown, ChainError | RpcFault>
  /** Is told something until the connection is lost. As long as there is none it waits. */
  readonly subscribe: (
    subscribe: string,
    unsubscribe: string,
    params: ReadonlyArray<unknown>
  ) => Effect.Effect<Told, Lost | ChainError, Scope.Scope>
  /** Waits no longer for something than that, and says what was waited for or that there is no connection. */
  readonly within: <A, E, R>(
    effect: Effect.Effect<A, E, R>,
    what: string,
    deadline?: Duration.Input
  ) => Effect.Effect<A, E | ChainError, R>
  /** Whether the scope is closed: there will be no answer any more. */
  readonly isClosed: () => boolean
  /** What is said then. */
  readonly closed: ChainError
}

/** How long a connection may take to be there, or a node to give a sign of life. */
const PATIENCE = Duration.seconds(10)

/** Milliseconds before an endpoint is tried again, at least and at most: within its deadline a question is to see it tried a few times. */
const FIRST_DELAY = 250
const LAST_DELAY = 30_000

/** Whether a node answers anything at all, an error too. */
const answers = (session: Session, patience: Duration.Duration): Effect.Effect<boolean> =>
  Effect.map(
    Effect.exit(Effect.timeoutOption(Effect.exit(session.request("system_chain", [])), patience)),
    (exit) => Exit.isSuccess(exit) && exit.value._tag === "Some"
  )

/** Gives a connection up when nothing comes, not even an answer. Where blocks are followed, they are the signs of life. */
const watch = (session: Session, silence: Duration.Duration, patience: Duration.Duration): Effect.Effect<void> =>
  Effect.gen(function* () {
    const quiet = (yield* Clock.currentTimeMillis) - session.lastHeard()
    const left = Duration.toMillis(silence) - quiet
    if (left > 0) return yield* Effect.sleep(Duration.millis(left))
    if (yield* answers(session, patience)) return
    yield* session.end(`nothing came for ${Math.round(quiet / 1000)} seconds`)
  }).pipe(Effect.forever)

const genesisOf = (session: Session): Effect.Effect<Hex, Lost | RpcFault> =>
  Effect.flatMap(session.request("chain_getBlockHash", [0]), (hash) =>
    typeof hash === "string" && /^0x[0-9a-f]{64}$/.test(hash)
      ? Effect.succeed(hash as Hex)
      : Effect.fail(new Lost({ endpoint: session.endpoint, detail: "it does not say what its first block is" }))
  )

/** The session that there is, or the one that there will be; none any more once it is closed. */
class Current {
  #now: Session | undefined
  #next = Deferred.makeUnsafe<Session, ChainError>()
  #closed: ChainError | undefined
  /** Why there is none. */
  why = "there is no connection yet"

  get now(): Session | undefined {
    return this.#now
  }

  get isClosed(): boolean {
    return this.#closed !== undefined
  }

  readonly session: Effect.Effect<Session, ChainError> = Effect.suspend(() => {
    if (this.#closed !== undefined) return Effect.fail(this.#closed)
    return this.#now === undefined ? Deferred.await(this.#next) : Effect.succeed(this.#now)
  })

  /** A session that was lost before anybody had it is none. */
  set(session: Session): void {
    if (session.isLost()) return
    this.#now = session
    Deferred.doneUnsafe(this.#next, Effect.succeed(session))
  }

  unset(): void {
    if (this.#now === undefined) return
    this.#now = undefined
    this.#next = Deferred.makeUnsafe()
  }

  close(error: ChainError): void {
    this.#closed = error
    Deferred.doneUnsafe(this.#next, Effect.fail(error))
  }
}

const least = (one: Duration.Duration, other: Duration.Duration): Duration.Duration =>
  Duration.isLessThan(one, other) ? one : other

const delaysOf = (deadline: Duration.Duration) => {
  const millis = Duration.toMillis(deadline)
  return { first: Math.min(FIRST_DELAY, millis / 20), last: Math.min(LAST_DELAY, millis / 5) }
}

/** What every part of a link has. */
interface Parts {
  readonly endpoints: ReadonlyArray<Endpoint>
  readonly names: ReadonlyArray<string>
  readonly options: LinkOptions
  readonly patience: Duration.Duration
  readonly current: Current
  readonly turnAt: (endpoint: string) => Effect.Effect<void>
}

/** Waits for something that a node has to say, but not for ever. */
const patiently = <A, E, R>(
  { patience }: Parts,
  effect: Effect.Effect<A, E, R>,
  endpoint: string,
  detail: string
): Effect.Effect<A, E | Lost, R> =>
  Effect.timeoutOrElse(effect, { duration: patience, orElse: () => Effect.fail(new Lost({ endpoint, detail })) })

/** Connects, and connects again, for as long as the scope is open. It gives the hash of the first block once there is a connection. */
const connect = (parts: Parts): Effect.Effect<Hex, ChainError, Scope.Scope> =>
  Effect.gen(function* () {
    const { current, endpoints, names, options, patience, turnAt } = parts
    const rota = new Rota(endpoints.length, delaysOf(options.deadline))
    const first = yield* Deferred.make<Hex, ChainError>()
    const tried: Array<string> = []
    let expected = options.genesis

    /** One connection, from its beginning to its end; tells when it was there. */
    const live = (index: number, there: () => Effect.Effect<void>) =>
      Effect.gen(function* () {
        const { dial, name } = endpoints[index]!
        const wire = yield* patiently(parts, dial, name, "it did not connect in time")
        const session = yield* makeSession(wire, () => current.unset())
        yield* turnAt(name)
        const found = yield* patiently(parts, genesisOf(session), name, "it did not answer in time")
        if (expected !== undefined && found !== expected) {
          return yield* new ChainError({ reason: new OtherChain({ endpoint: name, expected, found }) })
        }
        expected = found
        yield* there()
        current.set(session)
        yield* Deferred.succeed(first, found)
        yield* Effect.forkScoped(watch(session, options.silence, patience))
        return yield* session.lost
      }).pipe(Effect.scoped)

    const unreachable = (detail: string) => new ChainError({ reason: new Unreachable({ endpoints: names, detail }) })
    const fail = () => Deferred.fail(first, unreachable(tried.join("; ") || "none answered in time"))
    const turn = Effect.gen(function* () {
      const { at, index } = rota.next()
      const wait = at - (yield* Clock.currentTimeMillis)
      // Clients that were cut off together are not to come back together.
      if (wait > 0) yield* Effect.sleep(Duration.millis(wait * (1 + Math.random() / 4)))
      let since: number | undefined
      const there = () => Effect.map(Clock.currentTimeMillis, (now) => void (since = now))
      const settle = (detail: string, wish?: number) =>
        Effect.gen(function* () {
          const now = yield* Clock.currentTimeMillis
          rota.failed(index, now, since === undefined ? 0 : now - since, wish)
          current.why = detail
          // Who asks to come back soon is waited for.
          if (wish !== undefined && wish < Duration.toMillis(options.deadline)) return
          if (tried.length < endpoints.length) tried.push(detail)
          // Who would wait for ever is not told that nobody is there yet.
          if (tried.length >= endpoints.length && Duration.isFinite(options.deadline)) yield* fail()
        })
      yield* live(index, there).pipe(
        Effect.catchTags({
          Lost: ({ message, retryAfter }) => settle(message, retryAfter),
          RpcFault: ({ message }) => settle(`${names[index]}: ${message}`),
          ChainError: (error) => Effect.andThen(Deferred.fail(first, error), settle(error.message))
        })
      )
    })
    yield* Effect.forkScoped(Effect.forever(turn), { startImmediately: true })
    return yield* Effect.timeoutOrElse(Deferred.await(first), {
      duration: options.deadline,
      orElse: () => Effect.fail(unreachable([...tried, current.why].join("; ")))
    })
  })

/** Asks the node whether it is there after it left something unanswered; one question at a time. */
const prober = ({ current, patience }: Parts): Effect.Effect<void> => {
  const busy = new WeakSet<Session>()
  return Effect.suspend(() => {
    const session = current.now
    if (session === undefined || busy.has(session)) return Effect.void
    busy.add(session)
    return Effect.flatMap(answers(session, patience), (isThere) => {
      busy.delete(session)
      return isThere ? Effect.void : session.end("it answers nothing")
    })
  })
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
    const patience = least(PATIENCE, options.deadline)
    const turnAt = (endpoint: string) => buckets.get(endpoint) ?? Effect.void
    const parts: Parts = { endpoints, names, options, patience, current, turnAt }
    const scope = yield* Effect.scope
    const closed = new ChainError({ reason: new Unreachable({ endpoints: names, detail: "this client is closed" }) })
    yield* Effect.addFinalizer(() => Effect.sync(() => current.close(closed)))
    const genesis = yield* connect(parts)
    const probe = prober(parts)

    const late = (what: string, deadline: Duration.Duration): Effect.Effect<never, ChainError> => {
      const noSession = new Unreachable({ endpoints: names, detail: current.why })
      const unanswered = new TimedOut({ method: what, after: Duration.toMillis(deadline) })
      const isConnected = current.now !== undefined
      // A socket that has something to tell and answers nothing is as good as a silent one.
      const looked = isConnected ? Effect.forkIn(probe, scope) : Effect.void
      return Effect.andThen(looked, Effect.fail(new ChainError({ reason: isConnected ? unanswered : noSession })))
    }
    const ask: Link["ask"] = (method, params) =>
      current.session.pipe(
        Effect.tap(({ endpoint }) => turnAt(endpoint)),
        Effect.flatMap((session) => session.request(method, params)),
        // Whoever hears that a connection is lost is behind those who know it: the next one is waited for.
        Effect.catchTag("Lost", () => ask(method, params))
      )
    return {
      endpoints: names,
      genesis,
      silence: options.silence,
      ask,
      within: (effect, what, deadline) => {
        const duration = deadline === undefined ? options.deadline : Duration.fromInputUnsafe(deadline)
        return Effect.timeoutOrElse(effect, { duration, orElse: () => late(what, duration) })
      },
      isClosed: () => current.isClosed,
      closed,
      subscribe: (subscribe, unsubscribe, params) =>
        Effect.gen(function* () {
          const session = yield* Effect.tap(current.session, ({ endpoint }) => turnAt(endpoint))
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
