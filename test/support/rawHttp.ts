/** HTTP/1.1 by hand on a socket: what a well-behaved client library would never send, and what it would hide of the answer. */
import { connect, type Socket } from "node:net"

/** An answer, as it came. */
export interface RawResponse {
  readonly statusLine: string
  readonly status: number
  /** Lower-case names are kept as sent. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>
  readonly body: Buffer
  /** Whether the last chunk of a chunked body came. */
  readonly complete: boolean
  /** Whether the server closed the connection within the wait. */
  readonly closed: boolean
}

/** One request's text and bytes. */
export const requestBytes = (requestLine: string, headers: ReadonlyArray<string>, body: Buffer | string = ""): Buffer =>
  Buffer.concat([Buffer.from(`${[requestLine, ...headers].join("\r\n")}\r\n\r\n`, "latin1"), Buffer.from(body)])

/**
 * Sends bytes and waits for one whole answer, or for the end of the connection. Gives `undefined` when nothing came.
 */
export const exchange = (
  port: number,
  bytes: Buffer,
  options: { readonly isHead?: boolean; readonly waitMillis?: number; readonly host?: string } = {}
): Promise<RawResponse | undefined> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: options.host ?? "127.0.0.1" })
    let received = Buffer.alloc(0)
    let closed = false
    const finish = () => {
      clearTimeout(timer)
      const response = parse(received, closed, options.isHead === true)
      socket.destroy()
      resolve(response)
    }
    const timer = setTimeout(finish, options.waitMillis ?? 5000)
    socket.on("connect", () => socket.write(bytes))
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk])
      if (parse(received, false, options.isHead === true)?.complete === true) finish()
    })
    socket.on("close", () => {
      closed = true
      finish()
    })
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED") reject(error)
    })
  })

/** Opens a socket and gives it with what it receives: for slow and broken callers. */
export const open = (
  port: number,
  host = "127.0.0.1"
): Promise<{ socket: Socket; received: () => Buffer; ended: Promise<void> }> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host })
    let received = Buffer.alloc(0)
    socket.on("data", (chunk) => (received = Buffer.concat([received, chunk])))
    const ended = new Promise<void>((end) => socket.on("close", () => end()))
    socket.on("error", reject)
    socket.on("connect", () => resolve({ socket, received: () => received, ended }))
  })

/** Parses what has come so far. */
export const parse = (received: Buffer, closed: boolean, isHead: boolean): RawResponse | undefined => {
  const end = received.indexOf("\r\n\r\n")
  if (end < 0) return undefined
  const [statusLine = "", ...lines] = received.subarray(0, end).toString("latin1").split("\r\n")
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":")
    return [line.slice(0, colon), line.slice(colon + 1).trim()]
  })
  const status = Number(statusLine.split(" ")[1])
  const rest = received.subarray(end + 4)
  const value = (name: string) => headers.find(([header]) => header.toLowerCase() === name)?.[1]
  const length = value("content-length")
  if (value("transfer-encoding")?.includes("chunked") === true && !isHead) {
    return { statusLine, status, headers, closed, ...dechunk(rest) }
  }
  const complete = isHead || (length !== undefined && rest.length >= Number(length))
  return { statusLine, status, headers, body: rest, complete, closed }
}

const dechunk = (bytes: Buffer): { readonly body: Buffer; readonly complete: boolean } => {
  const parts: Array<Buffer> = []
  let at = 0
  for (;;) {
    const line = bytes.indexOf("\r\n", at)
    if (line < 0) return { body: Buffer.concat(parts), complete: false }
    const size = Number.parseInt(bytes.subarray(at, line).toString("latin1"), 16)
    if (size === 0) return { body: Buffer.concat(parts), complete: true }
    if (line + 2 + size > bytes.length) return { body: Buffer.concat(parts), complete: false }
    parts.push(bytes.subarray(line + 2, line + 2 + size))
    at = line + 2 + size + 2
  }
}
