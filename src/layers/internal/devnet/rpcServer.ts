/** JSON-RPC over HTTP and WebSocket on one port. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import type { Duplex } from "node:stream"
import * as NodeWS from "@effect/platform-node/NodeWS"
import { Effect, type Scope } from "effect"
import type { Rpc } from "../../../devnet/node/rpc/Rpc.ts"
import { DevnetError } from "../../../services/Devnet.ts"

/** Bounds of a server. */
export interface ServerLimits {
  /** Connections at a time; more are closed at once. */
  readonly connections: number
  /** Bytes of a message. */
  readonly message: number
  /** Bytes that may wait to be sent to a client; one that reads more slowly is dropped. */
  readonly unsent: number
  /** Milliseconds after which a client that does not answer a ping is dropped. */
  readonly heartbeat: number
}

const MEBIBYTE = 1024 * 1024

export const defaultLimits: ServerLimits = {
  connections: 500,
  message: 15 * MEBIBYTE,
  unsent: 64 * MEBIBYTE,
  heartbeat: 30_000
}

const answer = (response: ServerResponse, status: number, text: string, headers = {}): void => {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers })
  response.end(text)
}

/** A message in a request. A browser may send it, too: there is nothing here that is worth a page's mischief. */
const serveHttp = (rpc: Rpc, limits: ServerLimits) => (request: IncomingMessage, response: ServerResponse) => {
  if (request.method !== "POST") return answer(response, 405, "", { allow: "POST" })
  const parts: Array<Buffer> = []
  let size = 0
  request.on("data", (part: Buffer) => {
    size += part.length
    if (size <= limits.message) parts.push(part)
    else if (!response.headersSent) answer(response, 413, "", { connection: "close" })
  })
  request.on("end", () => {
    if (response.headersSent) return
    const answered = rpc.handle(Buffer.concat(parts).toString("utf8"))
    answer(response, answered === undefined ? 204 : 200, answered ?? "")
  })
}

/** A client that stays. What it asks is answered at once, in turn with everybody else. */
const serveSocket = (rpc: Rpc, socket: NodeWS.WebSocket, limits: ServerLimits): void => {
  const connection = rpc.connect((text) => {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount <= limits.unsent) return socket.send(text)
    socket.terminate()
    // Now, since what else it was to be told is still made until then.
    connection.close()
  })
  socket.on("message", (data) => connection.receive(data.toString()))
  socket.on("close", connection.close)
  socket.on("error", () => socket.terminate())
}

/** Drops clients that are gone without having said so. */
const watch = (sockets: ReadonlySet<NodeWS.WebSocket>, alive: WeakSet<NodeWS.WebSocket>): void => {
  for (const socket of sockets) {
    if (!alive.has(socket)) socket.terminate()
    else {
      alive.delete(socket)
      socket.ping()
    }
  }
}

const acceptSockets = (server: Server, rpc: Rpc, limits: ServerLimits) => {
  const sockets = new NodeWS.WebSocketServer({ noServer: true, maxPayload: limits.message, perMessageDeflate: false })
  const alive = new WeakSet<NodeWS.WebSocket>()
  server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on("error", () => stream.destroy())
    sockets.handleUpgrade(request, stream, head, (socket) => {
      alive.add(socket)
      socket.on("pong", () => alive.add(socket))
      serveSocket(rpc, socket, limits)
    })
  })
  const heartbeat = setInterval(() => watch(sockets.clients, alive), limits.heartbeat)
  return {
    close: () => {
      clearInterval(heartbeat)
      for (const socket of sockets.clients) socket.close(1001)
    },
    terminate: () => {
      for (const socket of sockets.clients) socket.terminate()
    }
  }
}

/** How clients that stay are let go of: in good order, and without it. */
type Sockets = ReturnType<typeof acceptSockets>

const listen = (server: Server, host: string, port: number): Effect.Effect<number, DevnetError> =>
  Effect.callback((resume) => {
    const refuse = (cause: Error) =>
      resume(Effect.fail(new DevnetError({ reason: "Io", detail: `cannot listen on ${host}:${port}`, cause })))
    server.once("error", refuse)
    server.listen(port, host, () => {
      server.off("error", refuse)
      // A server that listens on a port has such an address.
      resume(Effect.succeed((server.address() as AddressInfo).port))
    })
  })

/** Milliseconds for which clients may finish what they say, once the server closes. */
const CLOSING = 500

const close = (server: Server, sockets: Sockets): Effect.Effect<void> =>
  Effect.callback((resume) => {
    const forced = setTimeout(() => {
      // The server does not count those of WebSockets among its connections, and yet waits for them.
      sockets.terminate()
      server.closeAllConnections()
    }, CLOSING)
    server.close(() => {
      clearTimeout(forced)
      resume(Effect.void)
    })
    sockets.close()
    server.closeIdleConnections()
  })

/** Serves until the scope ends; gives the URL. */
export const serve = (
  rpc: Rpc,
  host: string,
  port: number,
  limits: ServerLimits
): Effect.Effect<string, DevnetError, Scope.Scope> =>
  Effect.gen(function* () {
    const server = yield* Effect.acquireRelease(
      Effect.sync(() => {
        const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, serveHttp(rpc, limits))
        server.maxConnections = limits.connections
        return { server, sockets: acceptSockets(server, rpc, limits) }
      }),
      ({ server, sockets }) => (server.listening ? close(server, sockets) : Effect.sync(sockets.close))
    )
    const bound = yield* listen(server.server, host, port)
    return `ws://${host.includes(":") ? `[${host}]` : host}:${bound}`
  })
