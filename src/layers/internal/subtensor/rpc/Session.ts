/** Questions and subscriptions over one connection: who asked what, and who is told what. */
import { Cause, Clock, Data, Deferred, Effect, FiberSet, Queue, type Scope } from "effect"
import { Lost, type Wire } from "./Wire.ts"

/** The node answered with an error of its own. */
export class RpcFault extends Data.TaggedError("RpcFault")<{
  readonly method: string
  readonly code: number
  readonly text: string
  readonly data: unknown
}> {
  override get message(): string {
    const { data, text } = this
    // A node may say anything, also what JavaScript cannot make a text of by itself.
    return data === undefined || data === null
      ? text
      : `${text}: ${typeof data === "string" ? data : JSON.stringify(data)}`
  }
}

/** What a subscription tells, until the connection is lost. It is never done by itself. */
export type Told = Queue.Dequeue<unknown, Lost | Cause.Done>

/** One connection's questions and subscriptions. */
export interface Session {
  readonly endpoint: string
  /** When something came last, in milliseconds of the program's clock. */
  readonly lastHeard: () => number
  readonly request: (method: string, params: ReadonlyArray<unknown>) => Effect.Effect<unknown, Lost | RpcFault>
  readonly subscribe: (
    subscribe: string,
    unsubscribe: string,
    params: ReadonlyArray<unknown>
  ) => Effect.Effect<Told, Lost | RpcFault, Scope.Scope>
  /** Gives the connection up. */
  readonly end: (detail: string) => Effect.Effect<void>
  readonly isLost: () => boolean
  readonly lost: Effect.Effect<never, Lost>
}

type Outcome = Effect.Effect<unknown, Lost | RpcFault>

interface Question {
  readonly method: string
  /** Whether the answer names a subscription. */
  readonly opens: boolean
  /** Hears of the result before anything else is heard of. */
  readonly heard: (result: unknown) => void
  readonly outcome: Deferred.Deferred<unknown, Lost | RpcFault>
}

type Sink = Queue.Queue<unknown, Lost | Cause.Done>

/** What is told to somebody and not read yet; who is further behind has to begin anew. */
const UNREAD = 4096

/** Told before the answer that names the subscription, as some nodes do. */
const EARLY = 256

/** Subscriptions that nobody waits for any more and that are not named yet: a node that names none is none. */
const ABANDONED = 256

const ignore = (): void => {}

interface Message {
  readonly id?: unknown
  readonly result?: unknown
  readonly error?: unknown
  readonly method?: unknown
  readonly params?: unknown
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Nodes name subscriptions by texts; some of old by numbers. */
const isName = (id: unknown): boolean => typeof id === "string" || typeof id === "number"

const parse = (text: string): Message | undefined => {
  try {
    const message: unknown = JSON.parse(text)
    return isObject(message) ? message : undefined
  } catch {
    return undefined
  }
}

const faultOf = (method: string, error: unknown): RpcFault => {
  const { code, data, message } = isObject(error) ? error : {}
  return new RpcFault({
    method,
    code: typeof code === "number" ? Math.trunc(code) : 0,
    text: typeof message === "string" ? message : "an error without a message",
    data
  })
}

const lostHere = (detail: string): Lost => new Lost({ endpoint: "here", detail })

/** Who waits for what. Plain, as each message of a node goes through it. */
class Desk {
  readonly #questions = new Map<number, Question>()
  readonly #sinks = new Map<unknown, Sink>()
  readonly #abandoned = new Set<number>()
  /** What was told of subscriptions that are not named yet; of others nothing is kept. */
  readonly #early = new Map<unknown, Array<unknown>>()
  #opening = 0
  #asked = 0

  /** Takes a question in, and gives its number. */
  ask(question: Question): number {
    this.#questions.set(++this.#asked, question)
    if (question.opens) this.#opening++
    return this.#asked
  }

  /** Nobody waits for the answer any more; if it names a subscription, somebody has to clean up. */
  abandon(id: number, heard: (result: unknown) => void): void {
    const question = this.#questions.get(id)
    if (question === undefined) return
    if (!question.opens) return this.#settle(id)
    this.#questions.set(id, { ...question, heard })
    this.#abandoned.add(id)
    for (const oldest of this.#abandoned) if (this.#abandoned.size > ABANDONED) this.#settle(oldest)
  }

  hear(text: string): void {
    const message = parse(text)
    if (message === undefined) return
    if (typeof message.id === "number") this.#answer(message.id, message)
    else if (isObject(message.params)) this.#tell(message.params)
  }

  #settle(id: number): void {
    if (this.#questions.get(id)?.opens === true && --this.#opening === 0) this.#early.clear()
    this.#questions.delete(id)
    this.#abandoned.delete(id)
  }

  #answer(id: number, { error, result }: Message): void {
    const question = this.#questions.get(id)
    if (question === undefined) return
    // Some say `null` where there is none.
    const isFault = error !== undefined && error !== null
    if (!isFault) question.heard(result)
    this.#settle(id)
    Deferred.doneUnsafe(
      question.outcome,
      isFault ? Effect.fail(faultOf(question.method, error)) : Effect.succeed(result)
    )
  }

  #tell({ error, result, subscription: id }: Readonly<Record<string, unknown>>): void {
    const sink = this.#sinks.get(id)
    if (sink === undefined) return this.#keep(id, result)
    if (error !== undefined && error !== null) return this.drop(id, lostHere("the node ended the subscription"))
    if (!Queue.offerUnsafe(sink, result)) this.drop(id, lostHere("too much was left unread"))
  }

  #keep(id: unknown, result: unknown): void {
    if (this.#opening === 0) return
    const early = this.#early.get(id) ?? []
    if (early.length >= EARLY || (early.length === 0 && this.#early.size >= EARLY)) return
    early.push(result)
    this.#early.set(id, early)
  }

  /** Begins to tell somebody, first of all what was told too early. It is `false` if the name is none, or somebody else's. */
  open(id: unknown, sink: Sink): boolean {
    if (!isName(id) || this.#sinks.has(id)) return false
    this.#sinks.set(id, sink)
    for (const result of this.#early.get(id) ?? []) Queue.offerUnsafe(sink, result)
    this.#early.delete(id)
    return true
  }

  /** Tells somebody nothing more. */
  forget(id: unknown, sink: Sink): void {
    if (this.#sinks.get(id) === sink) this.#sinks.delete(id)
  }

  drop(id: unknown, lost: Lost): void {
    const sink = this.#sinks.get(id)
    this.#sinks.delete(id)
    if (sink !== undefined) Queue.failCauseUnsafe(sink, Cause.fail(lost))
  }

  /** The connection is gone, for all who wait. */
  close(lost: Lost): void {
    for (const { outcome } of this.#questions.values()) Deferred.doneUnsafe(outcome, Effect.fail(lost))
    for (const id of this.#sinks.keys()) this.drop(id, lost)
    this.#questions.clear()
    this.#abandoned.clear()
    this.#early.clear()
    this.#opening = 0
  }
}

/** Ends a subscription; nobody waits for an answer. */
const leave = ({ send }: Wire, unsubscribe: string, id: unknown): Effect.Effect<void> =>
  send(JSON.stringify({ jsonrpc: "2.0", id: 0, method: unsubscribe, params: [id] }))

/** Speaks JSON-RPC over a connection. Whoever waits hears that it is lost after `onLost` was called. */
export const make = (wire: Wire, onLost: () => void): Effect.Effect<Session, never, Scope.Scope> =>
  Effect.gen(function* () {
    const desk = new Desk()
    const clock = yield* Clock.Clock
    const run = yield* FiberSet.makeRuntime<never>()
    const ended = Deferred.makeUnsafe<never, Lost>()
    let lastHeard = clock.currentTimeMillisUnsafe()
    let gone: Lost | undefined
    const closeNow = (lost: Lost): void => {
      if (gone !== undefined) return
      gone = lost
      onLost()
      desk.close(lost)
      Deferred.doneUnsafe(ended, Effect.fail(lost))
    }
    const close = (lost: Lost) => Effect.sync(() => closeNow(lost))
    wire.listen((text) => {
      lastHeard = clock.currentTimeMillisUnsafe()
      desk.hear(text)
    })
    yield* Effect.forkScoped(Effect.catchTag(wire.lost, "Lost", close), { startImmediately: true })
    yield* Effect.addFinalizer(() =>
      close(new Lost({ endpoint: wire.endpoint, detail: "the connection was given up" }))
    )

    /** Asks; `heard` hears the answer first, `late` hears it when nobody waits any more. */
    const ask = (
      method: string,
      params: ReadonlyArray<unknown>,
      opens: boolean,
      heard: (result: unknown) => void,
      late: (result: unknown) => void
    ): Outcome =>
      Effect.suspend(() => {
        if (gone !== undefined) return Effect.fail(gone)
        const outcome = Deferred.makeUnsafe<unknown, Lost | RpcFault>()
        const id = desk.ask({ method, opens, heard, outcome })
        return wire.send(JSON.stringify({ jsonrpc: "2.0", id, method, params })).pipe(
          Effect.andThen(Deferred.await(outcome)),
          Effect.onInterrupt(() => Effect.sync(() => desk.abandon(id, late)))
        )
      })
    const lostBy = (detail: string) => new Lost({ endpoint: wire.endpoint, detail })
    return {
      endpoint: wire.endpoint,
      lastHeard: () => lastHeard,
      request: (method, params) => ask(method, params, false, ignore, ignore),
      subscribe: (subscribe, unsubscribe, params) =>
        Effect.gen(function* () {
          const sink: Sink = yield* Queue.dropping<unknown, Lost | Cause.Done>(UNREAD)
          const opened = (id: unknown) => {
            // Who is to be told what is not known any more.
            if (!desk.open(id, sink)) closeNow(lostBy(`${subscribe} was answered with no name of its own`))
          }
          yield* Effect.acquireRelease(
            ask(subscribe, params, true, opened, (id) => void (isName(id) && run(leave(wire, unsubscribe, id)))),
            (id) =>
              Effect.andThen(
                Effect.sync(() => desk.forget(id, sink)),
                gone === undefined ? leave(wire, unsubscribe, id) : Effect.void
              ),
            { interruptible: true }
          )
          return sink
        }),
      end: (detail) => close(lostBy(detail)),
      isLost: () => gone !== undefined,
      lost: Deferred.await(ended)
    }
  })
