/**
 * Bounds on connections, and JSON for what is refused before a request exists (wire.md §11.2, §12).
 */
import type { Duplex } from "node:stream"

/**
 * Bounds on connections, before and after there is a request.
 *
 * @category models
 */
export interface ConnectionLimits {
  /**
   * Open connections. Beyond it the longest idle one is closed for a new one.
   *
   * @default 4096
   */
  readonly max: number
  /**
   * Open connections of one address; behind a proxy, of the proxy.
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
   * Milliseconds in which a caller reads nothing of an answer that waits for it: closed after.
   *
   * @default 30_000
   */
  readonly writeIdleTimeout: number
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
  writeIdleTimeout: 30_000,
  keepAlive: 30_000
}

const refusals: { readonly [code: string]: readonly [status: number, reason: string, message: string] } = {
  HPE_HEADER_OVERFLOW: [431, "Request Header Fields Too Large", "The headers are too large"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Request Timeout", "The request did not come in time"]
}

/** Ambiguous framing, broken syntax and everything else that Node's parser refuses. */
const malformed = [400, "Bad Request", "The request is not valid HTTP/1.1"] as const

/** Answers what Node's parser refused, and closes. */
export const refuseMalformed = (error: NodeJS.ErrnoException, socket: Duplex): void => {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, reason, message] = refusals[error.code ?? ""] ?? malformed
  const { body, headers } = bareRefusal(status, message)
  const lines = [`HTTP/1.1 ${status} ${reason}`, ...headers.map(([name, value]) => `${name}: ${value}`)]
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`)
  // Whoever does not read the answer does not keep the socket.
  setTimeout(() => socket.destroy(), 1000).unref()
}

/** A refusal of a request of which nothing is known. */
export const bareRefusal = (status: number, message: string) => {
  const body = JSON.stringify({ message })
  const headers: ReadonlyArray<readonly [string, string]> = [
    ["connection", "close"],
    ["content-type", "application/json"],
    ["content-length", String(body.length)],
    ["name", "Synapse"],
    ["bt_header_axon_status_code", String(status)],
    ["bt_header_axon_status_message", message]
  ]
  return { body, headers }
}
