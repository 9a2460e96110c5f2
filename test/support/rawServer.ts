/** Servers by hand: axons that lie, stall and break off. */
import { createServer, type Socket } from "node:net"
import { Effect, type Scope } from "effect"
import { AxonInfo } from "effect-bittensor"

const bob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"

/** A listener on a free port until the scope closes, seen as an axon. Each request is told of once it is whole. */
export const rawAxon = (
  onRequest: (socket: Socket, request: string) => void,
  host = "127.0.0.1"
): Effect.Effect<AxonInfo, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.callback<{ readonly port: number; readonly close: () => void }>((resume) => {
      const sockets = new Set<Socket>()
      const server = createServer((socket) => {
        sockets.add(socket)
        socket.on("error", () => {})
        socket.on("close", () => sockets.delete(socket))
        let request = ""
        socket.on("data", (data) => {
          request += data.toString("latin1")
          const end = request.indexOf("\r\n\r\n")
          const length = Number(/content-length: (\d+)/i.exec(request)?.[1] ?? 0)
          if (end < 0 || request.length < end + 4 + length) return
          const whole = request
          request = ""
          onRequest(socket, whole)
        })
      })
      server.listen(0, host, () => {
        const address = server.address()
        const port = typeof address === "object" && address !== null ? address.port : 0
        const close = () => {
          server.close()
          for (const socket of sockets) socket.destroy()
        }
        resume(Effect.succeed({ port, close }))
      })
    }),
    ({ close }) => Effect.sync(close)
  ).pipe(Effect.map(({ port }) => AxonInfo.of({ ip: host, port, hotkey: bob })))

/** An answer as text. */
export const answerText = (status: string, body: string, headers: ReadonlyArray<string> = []): string =>
  [
    `HTTP/1.1 ${status}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    ...headers,
    "",
    body
  ].join("\r\n")
