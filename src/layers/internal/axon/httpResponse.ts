/**
 * Writes an `Outgoing`. A stream is pulled only as fast as the caller reads, and breaks the connection when it fails.
 */
import type { IncomingMessage, ServerResponse } from "node:http"
import { Duration, Effect, Stream } from "effect"
import type { Outgoing } from "../../../services/Axon.ts"

/** Sends the answer, and ends when its connection is done with it, one way or the other. */
export const send = (request: IncomingMessage, response: ServerResponse, answer: Outgoing): Effect.Effect<void> => {
  const headers = [...answer.headers]
  if (answer.close) headers.push("connection", "close")
  if (typeof answer.body !== "string") {
    const sent = sendStream(response, answer.status, headers, answer.body)
    return answer.streamTimeout === undefined
      ? sent
      : Effect.ignore(Effect.timeout(sent, Duration.seconds(answer.streamTimeout)))
  }
  const { body } = answer
  const size = Buffer.byteLength(body)
  headers.push("content-length", String(size))
  if (size > pieceBytes && request.complete) {
    return sendStream(
      response,
      answer.status,
      headers,
      Stream.sync(() => Buffer.from(body))
    )
  }
  return whenClosed(response, () => {
    response.writeHead(answer.status, headers)
    // One write with the head; and what is ASCII need not be encoded.
    if (request.complete) response.end(body, size === body.length ? "latin1" : "utf8")
    else {
      response.write(body)
      linger(request, response)
    }
  })
}

const lingerMillis = 1000
const lingerBytes = 256 * 1024
const lingerPieces = 256

/**
 * Reads a little of what is left of a refused body before the answer ends: a socket that is closed with bytes unread is
 * reset, and the caller loses the answer that it was sent. A caller who sends more than a little is no longer read, and
 * has the rest of the second to look at its answer instead.
 */
const linger = (request: IncomingMessage, response: ServerResponse): void => {
  let bytes = 0
  let pieces = 0
  const finish = () => {
    clearTimeout(timer)
    request.off("data", onData).off("end", finish)
    if (!request.complete) response.once("finish", () => request.socket.destroySoon())
    response.end()
  }
  const onData = (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > lingerBytes || ++pieces > lingerPieces) request.pause()
  }
  const timer = setTimeout(finish, lingerMillis)
  request
    .on("data", onData)
    .once("end", finish)
    .once("close", () => clearTimeout(timer))
  request.resume()
}

/** `close` comes when the last byte is with the kernel, and when the connection is lost. */
const whenClosed = (response: ServerResponse, act: () => void): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    if (response.destroyed) return resume(Effect.void)
    response.once("close", () => resume(Effect.void))
    act()
  })

const sendStream = (
  response: ServerResponse,
  status: number,
  headers: Array<string>,
  body: Exclude<Outgoing["body"], string>
): Effect.Effect<void> =>
  Effect.sync(() => {
    response.writeHead(status, headers)
    response.flushHeaders()
  }).pipe(
    Effect.andThen(
      Stream.runForEach(body, (part) =>
        Effect.forEach(piecesOf(part), (piece) => writePiece(response, piece), { discard: true })
      )
    ),
    Effect.andThen(whenClosed(response, () => response.end())),
    // The end of a stream that failed or was interrupted must not be taken for its end.
    Effect.onError(() => Effect.sync(() => breakOff(response))),
    Effect.ignore
  )

/** In HTTP/1.0 a closed connection is the regular end of a stream; a reset one is none. */
const breakOff = (response: ServerResponse): void => {
  if (response.req.httpVersionMinor === 0) response.socket?.resetAndDestroy()
  response.destroy()
}

const pieceBytes = 64 * 1024

/** Progress is seen only where a write has ended, so what is large is written in pieces. */
const piecesOf = (part: Uint8Array): ReadonlyArray<Uint8Array> =>
  Array.from({ length: Math.ceil(part.length / pieceBytes) }, (_, index) =>
    part.subarray(index * pieceBytes, (index + 1) * pieceBytes)
  )

const writePiece = (response: ServerResponse, piece: Uint8Array): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    if (response.destroyed || response.write(piece)) return resume(Effect.void)
    const go = () => {
      response.off("drain", go).off("close", go)
      resume(Effect.void)
    }
    response.on("drain", go).on("close", go)
    return Effect.sync(() => void response.off("drain", go).off("close", go))
  })

/**
 * Destroys the connection when the kernel has taken nothing of what waits in it for so long. Gives the function that stops
 * watching. The kernel takes more only when about a third of its buffer is free, so the time must be long for a slow link.
 */
export const watchReader = (response: ServerResponse, idleMillis: number): (() => void) => {
  let before: number | undefined
  const timer = setInterval(() => {
    const { socket } = response
    const isWaiting = socket !== null && socket.writableLength > 0
    const taken = isWaiting ? socket.bytesWritten - socket.writableLength : undefined
    if (isWaiting && taken === before) response.destroy()
    before = taken
  }, idleMillis)
  timer.unref()
  return () => clearInterval(timer)
}
