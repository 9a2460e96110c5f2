/**
 * The server of an axon. It owns the life of every socket: Node's own timeouts end at the headers, and an upgrade, a
 * pipelined request or an answer that nobody reads would escape them.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { Server as NetServer, type Socket } from "node:net"
import { Cause, Duration, Effect, FiberSet, type Scope } from "effect"
import { AxonError, type Incoming, ListenFailed, type Outgoing } from "../../../services/Axon.ts"
import { handBack } from "./clusterWorker.ts"
import { bareRefusal, type ConnectionLimits, refuseMalformed } from "./connections.ts"
import { toIncoming } from "./httpRequest.ts"
import { send, watchReader } from "./httpResponse.ts"
import { Sockets } from "./Sockets.ts"

/** How a server is set up. */
export interface ServerOptions {
  readonly host: string
  readonly port: number
  readonly maxHeaderBytes: number
  readonly connections: ConnectionLimits
  readonly proxies: ReadonlySet<string>
  readonly grace: Duration.Input
  readonly shutdownTimeout: Duration.Input
}

/** A server that listens and does not answer yet: `serve` has to follow at once. */
export interface HttpServer {
  readonly port: number
  readonly serve: (
    answer: (request: Incoming) => Effect.Effect<Outgoing, never, Scope.Scope>
  ) => Effect.Effect<void, never, Scope.Scope>
  /** The first step of a shutdown, while everything is still served. */
  readonly retire: Effect.Effect<void>
}

/** The request line is no header; the exact bounds on headers are the pipeline's, which can say 431 in JSON. */
const requestLineBytes = 8192

/** Listens until the scope closes. */
export const listen = Effect.fnUntraced(function* (options: ServerOptions) {
  const { connections, host, port } = options
  const sockets = new Sockets(connections)
  const server = createServer({
    maxHeaderSize: options.maxHeaderBytes + requestLineBytes,
    headersTimeout: connections.headersTimeout,
    requestTimeout: connections.requestTimeout,
    keepAliveTimeout: connections.keepAlive,
    connectionsCheckingInterval: 1000,
    requireHostHeader: false,
    noDelay: true
  })
  // Counted by the pipeline; their bytes are bounded already.
  server.maxHeadersCount = 0
  server.on("connection", (socket) => sockets.add(socket))
  server.on("clientError", (error, socket: Socket) => {
    if (sockets.isAnswering(socket)) socket.destroy()
    else refuseMalformed(error, socket)
  })
  server.on("checkExpectation", (_, response) => refuse(response, 417, "Only 100-continue can be expected"))
  yield* Effect.acquireRelease(open(server, host, port, connections.max), () =>
    close(server, sockets, options.shutdownTimeout)
  )
  const address = server.address()
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    retire: yield* Effect.cached(retire(server, Duration.fromInputUnsafe(options.grace))),
    serve: (answer) => serve(server, sockets, options, answer)
  } satisfies HttpServer
})

/** The kernel drops what comes while more than `backlog` connections wait to be accepted, and their callers try again a second later. */
const open = (server: Server, host: string, port: number, backlog: number): Effect.Effect<void, AxonError> =>
  Effect.callback<void, AxonError>((resume) => {
    const onError = (error: NodeJS.ErrnoException) => {
      const reason = new ListenFailed({ host, port, code: error.code ?? "UNKNOWN" })
      resume(new AxonError({ reason }))
    }
    server.once("error", onError)
    // Addresses of IPv6 may come in brackets, as in a URL.
    server.listen({ host: host.replace(/^\[(.*)\]$/, "$1"), port, backlog }, () => {
      server.off("error", onError)
      resume(Effect.void)
    })
  })

/**
 * Takes no more connections, and goes on answering on those that are open, on each for the last time, until none is left or
 * the grace is over. To close an idle one at once would lose the request that its caller may just have sent. So would
 * `close` of an HTTP server, which begins with the idle ones; that of the socket server beneath it leaves them.
 */
const retire = (server: Server, grace: Duration.Duration): Effect.Effect<void> =>
  Duration.isZero(grace)
    ? Effect.void
    : Effect.callback<void>((resume) => {
        NetServer.prototype.close.call(server, () => resume(Effect.void))
      }).pipe(Effect.timeoutOption(grace), Effect.asVoid)

/** Takes no more connections, waits for the answers that are being sent, and leaves no socket behind. */
const close = (server: Server, sockets: Sockets, timeout: Duration.Input): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    server.close(() => resume(Effect.void))
    sockets.destroyIdle()
  }).pipe(
    Effect.timeoutOption(Duration.min(Duration.fromInputUnsafe(timeout), flushTime)),
    Effect.andThen(Effect.sync(() => sockets.destroyAll())),
    Effect.andThen(Effect.timeoutOption(handBack, flushTime))
  )

/** The requests themselves have been waited for when their protocol was taken off; what is left is to send. */
const flushTime = Duration.seconds(1)

const serve = Effect.fnUntraced(function* (
  server: Server,
  sockets: Sockets,
  { connections, proxies }: ServerOptions,
  answer: (request: Incoming) => Effect.Effect<Outgoing, never, Scope.Scope>
) {
  const run = yield* FiberSet.makeRuntime<never, void, never>()
  const onRequest = (expectsContinue: boolean) => (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    if (!sockets.begin(socket, response)) return hangUp(socket)
    const incoming = toIncoming(request, response, {
      proxies,
      idleMillis: connections.bodyIdleTimeout,
      expectsContinue
    })
    const answered = Effect.flatMap(answer(incoming), (outgoing) =>
      send(request, response, server.listening ? outgoing : { ...outgoing, close: true })
    ).pipe(
      Effect.tapCause((cause) =>
        Cause.hasInterruptsOnly(cause) ? Effect.void : Effect.logError("Axon: an answer could not be sent", cause)
      ),
      Effect.onError(() => Effect.sync(() => response.destroy()))
    )
    const fiber = run(Effect.scoped(answered))
    const stopWatching = watchReader(response, connections.writeIdleTimeout)
    response.once("close", () => {
      stopWatching()
      sockets.end(socket)
      if (!response.writableFinished) fiber.interruptUnsafe()
    })
  }
  const plain = onRequest(false)
  const expecting = onRequest(true)
  yield* Effect.acquireRelease(
    Effect.sync(() => server.on("request", plain).on("checkContinue", expecting)),
    () => Effect.sync(() => server.off("request", plain).off("checkContinue", expecting))
  )
})

/**
 * Closes a connection and what was read of it. Node's parser would go on with the requests in its buffer, some thousands, at
 * a millisecond for every few hundred. It has no public way to stop it, but it stops before what it takes for an upgrade.
 */
const hangUp = (socket: Socket): void => {
  const parser: unknown = Reflect.get(socket, "parser")
  if (typeof parser === "object" && parser !== null) Reflect.set(parser, "onIncoming", () => isUpgrade)
  socket.destroy()
}

/** What Node's parser is told of a request whose rest is no HTTP. */
const isUpgrade = 2

/** Answers a request that does not reach the pipeline, and closes. */
const refuse = (response: ServerResponse, status: number, message: string): void => {
  const { body, headers } = bareRefusal(status, message)
  response.writeHead(status, headers.flat()).end(body)
}
