/** A caller that keeps its connection, sends raw bytes, and opens a new connection when it is told that the old one ends. */
import { once } from "node:events"
import { connect, type Socket } from "node:net"
import { Effect } from "effect"
import { parse, type RawResponse } from "./rawHttp.ts"

class Caller {
  readonly #port: number
  #socket: Socket | undefined

  constructor(port: number) {
    this.#port = port
  }

  /** Sends one request and gives its answer; fails when the connection ends before. */
  readonly ask = async (bytes: Buffer): Promise<RawResponse> => {
    const socket = await this.open()
    return new Promise((resolve, reject) => {
      let received = Buffer.alloc(0)
      const stop = () => socket.off("data", onData).off("close", onClose)
      const onData = (chunk: Buffer) => {
        received = Buffer.concat([received, chunk])
        const answer = parse(received, false, false)
        if (answer?.complete !== true) return
        stop()
        if (answer.headers.some(([name, value]) => name.toLowerCase() === "connection" && value === "close"))
          this.close()
        resolve(answer)
      }
      const onClose = () => {
        stop()
        this.close()
        reject(new Error(`the connection ended after ${received.length} bytes of an answer`))
      }
      socket.on("data", onData).on("close", onClose)
      socket.write(bytes)
    })
  }

  /** Opens the connection, if it is not. */
  async open(): Promise<Socket> {
    if (this.#socket !== undefined) return this.#socket
    const socket = connect({ port: this.#port, host: "127.0.0.1", noDelay: true })
    await once(socket, "connect")
    socket.on("error", () => {})
    this.#socket = socket
    return socket
  }

  close(): void {
    this.#socket?.destroy()
    this.#socket = undefined
  }
}

/** A caller until the scope closes. */
export const keepAlive = (port: number) =>
  Effect.acquireRelease(
    Effect.sync(() => new Caller(port)),
    (caller) => Effect.sync(() => caller.close())
  )
