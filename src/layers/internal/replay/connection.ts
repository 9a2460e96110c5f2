/**
 * One connection to Redis that keeps nobody waiting: while it is lost, commands fail at once, and none is kept to be sent
 * later or sent again. A reply that does not come in time costs the connection, since a peer that went without a word looks
 * just like this; a new one is opened until that succeeds.
 */
import { Effect, Latch, Redacted, Result, Schedule, type Scope } from "effect"
import { RedisError } from "effect/persistence/Redis"
import { createClient } from "redis"

/** Where Redis is, and how long it may take to reply. */
export interface ConnectionOptions {
  readonly url: URL
  readonly deadlineMillis: number
}

/** How long it may take to connect, with all handshakes. */
const connectMillis = 5000

/** Sends one command. */
export type Send = (command: string, ...args: ReadonlyArray<string>) => Effect.Effect<unknown, RedisError>

/** Commands that may wait for their replies, which a peer that went without a word would let grow. */
const maxPending = 10_000

const makeClient = (url: URL) =>
  createClient({
    url: url.href,
    disableOfflineQueue: true,
    commandsQueueMaxLength: maxPending,
    socket: { reconnectStrategy: false }
  })

type Client = ReturnType<typeof makeClient>

/** Reads the URL of a Redis. A text that is none is not repeated: it may hold a password. */
export const readUrl = (text: string | Redacted.Redacted): Result.Result<URL, string> => {
  const url = URL.parse(typeof text === "string" ? text : Redacted.value(text))
  return url !== null && /^rediss?:$/.test(url.protocol)
    ? Result.succeed(url)
    : Result.fail("the URL is none of the form redis://user:password@host:port")
}

/** What an error of the client says, without the command or the URL that it may carry. */
export const describe = (cause: unknown): string => {
  if (!(cause instanceof Error)) return "unknown error"
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.message
}

/** Opens the connection, and keeps it open until the scope closes. Fails only if the first attempt does. */
export const connect = (options: ConnectionOptions): Effect.Effect<Send, RedisError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => new Connection(options)),
    (connection) => Effect.sync(() => connection.close())
  ).pipe(
    Effect.tap((connection) => connection.open),
    Effect.tap((connection) => Effect.forkScoped(connection.keepOpen)),
    Effect.map((connection) => connection.send)
  )

/** Between two attempts to reconnect: soon at first, and not all processes of a fleet at once. */
const backoff = Schedule.min([Schedule.exponential("50 millis"), Schedule.spaced("1 second")]).pipe(Schedule.jittered)

class Connection {
  readonly #options: ConnectionOptions
  #client: Client | undefined
  readonly #lost = Latch.makeUnsafe(false)

  constructor(options: ConnectionOptions) {
    this.#options = options
  }

  readonly open: Effect.Effect<void, RedisError> = Effect.suspend(() =>
    Effect.flatMap(
      Effect.try({ try: () => makeClient(this.#options.url), catch: (cause) => new RedisError({ cause }) }),
      (client) => this.#connect(client)
    )
  )

  readonly keepOpen: Effect.Effect<never, RedisError> = Effect.forever(
    Effect.andThen(
      this.#lost.await,
      Effect.suspend(() => {
        this.#lost.closeUnsafe()
        return Effect.retry(this.open, backoff)
      })
    )
  )

  readonly send: Send = (command, ...args) =>
    Effect.tryPromise({
      try: async () => {
        const client = this.#client
        if (client === undefined) throw new Error("not connected")
        // A timer of its own, since whoever waits may have given up before.
        const timer = setTimeout(() => this.#lose(client), this.#options.deadlineMillis)
        return client.sendCommand([command, ...args]).finally(() => clearTimeout(timer))
      },
      catch: (cause) => new RedisError({ cause })
    })

  close(): void {
    this.#client?.destroy()
    this.#client = undefined
  }

  #connect(client: Client): Effect.Effect<void, RedisError> {
    return Effect.callback<void, RedisError>((resume) => {
      const stop = () => {
        clearTimeout(timer)
        client.destroy()
      }
      const fail = (cause: unknown) => {
        stop()
        resume(new RedisError({ cause }))
      }
      const timer = setTimeout(() => fail(new Error("no answer in time")), connectMillis)
      client.on("error", () => this.#lose(client))
      client.once("ready", () => {
        clearTimeout(timer)
        this.#client = client
        resume(Effect.void)
      })
      client.connect().catch(fail)
      return Effect.sync(stop)
    })
  }

  #lose(client: Client): void {
    if (client !== this.#client) return
    this.close()
    this.#lost.openUnsafe()
  }
}
