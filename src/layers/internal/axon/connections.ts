/**
 * Bounds on connections, and JSON for what Node refuses by itself before a request exists (wire.md §11.2, §12).
 */
import type { Server } from "node:http"
import type { Socket } from "node:net"
import type { Duplex } from "node:stream"
import { addressKey } from "./AddressGate.ts"

/**
 * Bounds on connections, before there is a request.
 *
 * @category models
 */
export interface ConnectionLimits {
  /**
   * Open connections; further ones are closed at once.
   *
   * @default 4096
   */
  readonly max: number
  /**
   * Open connections of one address.
   *
   * @default 2048
   */
  readonly maxPerAddress: number
  /**
   * Milliseconds within which the headers must have come: 408 after.
   *
   * @default 10_000
   */
  readonly headersTimeout: number
  /**
   * Milliseconds within which a whole request must have come: 408 after.
   *
   * @default 60_000
   */
  readonly requestTimeout: number
  /**
   * Milliseconds without a byte of the body: 408 after.
   *
   * @default 10_000
   */
  readonly bodyIdleTimeout: number
  /**
   * Milliseconds that an idle connection is kept. Python dendrites reuse theirs for 15 s, so less makes them fail.
   *
   * @default 30_000
   */
  readonly keepAlive: number
}

export const defaultConnections: ConnectionLimits = {
  max: 4096,
  maxPerAddress: 2048,
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  bodyIdleTimeout: 10_000,
  keepAlive: 30_000
}

/** Sets the bounds on a server, and gives it back. */
export const guardConnections = (server: Server, limits: ConnectionLimits): Server => {
  server.maxConnections = limits.max
  // Counted by the pipeline, which can say 431; the bytes are bounded by maxHeaderSize.
  server.maxHeadersCount = 0
  const open = new Map<string, number>()
  server.on("connection", (socket: Socket) => {
    const address = addressKey(socket.remoteAddress ?? "")
    const count = (open.get(address) ?? 0) + 1
    open.set(address, count)
    socket.once("close", () => {
      const left = (open.get(address) ?? 1) - 1
      if (left === 0) open.delete(address)
      else open.set(address, left)
    })
    if (count > limits.maxPerAddress) socket.destroy()
  })
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => refuse(error, socket))
  return server
}

const refusals: { readonly [code: string]: readonly [status: number, reason: string, message: string] } = {
  HPE_HEADER_OVERFLOW: [431, "Request Header Fields Too Large", "The headers are too large"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Request Timeout", "The request did not come in time"]
}

/** Ambiguous framing, broken syntax and everything else that Node's parser refuses. */
const malformed = [400, "Bad Request", "The request is not valid HTTP/1.1"] as const

const refuse = (error: NodeJS.ErrnoException, socket: Duplex): void => {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, reason, message] = refusals[error.code ?? ""] ?? malformed
  const body = JSON.stringify({ message })
  const lines = [
    `HTTP/1.1 ${status} ${reason}`,
    "connection: close",
    "content-type: application/json",
    `content-length: ${body.length}`,
    "name: Synapse",
    `bt_header_axon_status_code: ${status}`,
    `bt_header_axon_status_message: ${message}`
  ]
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`)
  // Whoever does not read the answer does not keep the socket.
  setTimeout(() => socket.destroy(), 1000).unref()
}
