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
    return this.data === undefined ? this.text : `${this.text}: ${String(this.data)}`
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
  readonly lost: Effect.Effect<never, Lost>
}

type Outcome = Effect.Effect<unknown, Lost | RpcFault>

interface Question {
  readonly method: string
  /** Hears of the result before anything else is heard of. */
  readonly heard: (result: unknown) => void
  readonly outcome: Deferred.Deferred<unknown, Lost | RpcFault>
}

type Sink = Queue.Queue<unknown, Lost | Cause.Done>

/** What is told to somebody and not read yet; who is further behind has to begin anew. */
const UNREAD = 4096

/** Told before the answer that names the subscription was looked at; a node sends them right after it. */
const EARLY = 256

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

/** Who waits for what. Plain, as each message of a node goes through it. */
class Desk {
  readonly #questions = new Map<number, Question>()
  readonly #sinks = new Map<unknown, Sink>()
  readonly #early = new Map<unknown, Array<unknown>>()
  #asked = 0

  /** Takes a question in, and gives its number. */
  ask(question: Question): number {
    this.#questions.set(++this.#asked, question)
    return this.#asked
  }

  /** Nobody waits for the answer any more; if there is one, somebody may have to clean up. */
  abandon(id: number, heard: (result: unknown) => void): void {
    const question = this.#questions.get(id)
    if (heard === ignore) this.#questions.delete(id)
    else if (question !== undefined) this.#questions.set(id, { ...question, heard })
  }

  hear(text: string): void {
    const message = parse(text)
    if (message === undefined) return
    if (typeof message.id === "number") this.#answer(message.id, message)
    else if (isObject(message.params)) this.#tell(message.params["subscription"], message.params["result"])
  }

  #answer(id: number, { error, result }: Message): void {
    const question = this.#questions.get(id)
    if (question === undefined) return
    this.#questions.delete(id)
    if (error === undefined) question.heard(result)
    Deferred.doneUnsafe(
      question.outcome,
      error === undefined ? Effect.succeed(result) : Effect.fail(faultOf(question.method, error))
    )
  }

  #tell(id: unknown, result: unknown): void {
    const sink = this.#sinks.get(id)
    if (sink === undefined) return this.#keep(id, result)
    if (!Queue.offerUnsafe(sink, result))
      this.drop(id, new Lost({ endpoint: "here", detail: "too much was left unread" }))
  }

  #keep(id: unknown, result: unknown): void {
    const early = this.#early.get(id) ?? []
    if (early.length >= EARLY || (early.length === 0 && this.#early.size >= EARLY)) return
    this.#early.set(id, [...early, result])
  }

  /** Begins to tell somebody, first of all what was told too early. */
  open(id: unknown, sink: Sink): void {
    this.#sinks.set(id, sink)
    for (const result of this.#early.get(id) ?? []) Queue.offerUnsafe(sink, result)
    this.#early.delete(id)
  }

  /** Tells somebody nothing more. */
  forget(id: unknown): void {
    this.#sinks.delete(id)
  }

  drop(id: unknown, lost: Lost): void {
    const sink = this.#sinks.get(id)
    this.#sinks.delete(id)
    if (sink !== undefined) Queue.failCauseUnsafe(sink, Cause.fail(lost))
  }

  /** The connection is gone, for all who wait. */
  close(lost: Lost): void {
    for (const { outcome } of this.#questions.values()) Deferred.doneUnsafe(outcome, Effect.fail(lost))
    this.#questions.clear()
    for (const id of this.#sinks.keys()) this.drop(id, lost)
    this.#early.clear()
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
    const close = (lost: Lost) =>
      Effect.sync(() => {
        if (gone !== undefined) return
        gone = lost
        onLost()
        desk.close(lost)
        Deferred.doneUnsafe(ended, Effect.fail(lost))
      })
    wire.listen((text) => {
      lastHeard = clock.currentTimeMillisUnsafe()
      desk.hear(text)
    })
    yield* Effect.forkScoped(Effect.catchTag(wire.lost, "Lost", close), { startImmediately: true })
    yield* Effect.addFinalizer(() => close(new Lost({ endpoint: wire.endpoint, detail: "the client was closed" })))

    /** Asks; `heard` hears the answer first, `late` hears it when nobody waits any more. */
    const ask = (
      method: string,
      params: ReadonlyArray<unknown>,
      heard: (result: unknown) => void,
      late: (result: unknown) => void
    ): Outcome =>
      Effect.suspend(() => {
        if (gone !== undefined) return Effect.fail(gone)
        const outcome = Deferred.makeUnsafe<unknown, Lost | RpcFault>()
        const id = desk.ask({ method, heard, outcome })
        return wire.send(JSON.stringify({ jsonrpc: "2.0", id, method, params })).pipe(
          Effect.andThen(Deferred.await(outcome)),
          Effect.onInterrupt(() => Effect.sync(() => desk.abandon(id, late)))
        )
      })
    const request = (method: string, params: ReadonlyArray<unknown>) => ask(method, params, ignore, ignore)
    return {
      endpoint: wire.endpoint,
      lastHeard: () => lastHeard,
      request,
      subscribe: (subscribe, unsubscribe, params) =>
        Effect.gen(function* () {
          const sink: Sink = yield* Queue.dropping<unknown, Lost | Cause.Done>(UNREAD)
          yield* Effect.acquireRelease(
            ask(
              subscribe,
              params,
              (id) => desk.open(id, sink),
              (id) => run(leave(wire, unsubscribe, id))
            ),
            (id) =>
              Effect.andThen(
                Effect.sync(() => desk.forget(id)),
                gone === undefined ? leave(wire, unsubscribe, id) : Effect.void
              ),
            { interruptible: true }
          )
          return sink
        }),
      end: (detail) => close(new Lost({ endpoint: wire.endpoint, detail })),
      lost: Deferred.await(ended)
    }
  })
