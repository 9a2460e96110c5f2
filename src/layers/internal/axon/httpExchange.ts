/**
 * Between Effect's HTTP server and the pipeline: a request as an `Incoming`, an `Outgoing` as a response.
 */
import { NodeHttpServerRequest } from "@effect/platform-node"
import { Effect, Option, Stream } from "effect"
import { type HttpServerRequest, HttpServerResponse } from "effect/http"
import type { RawHeaders } from "../../../protocol/Headers.ts"
import { type Incoming, type Outgoing, Refusal } from "../../../services/Axon.ts"

type Request = HttpServerRequest.HttpServerRequest

/** Reads what the pipeline needs of a request; the body is read when it asks. */
export const toIncoming = (request: Request, proxies: ReadonlySet<string>, idleMillis: number): Incoming => {
  const message = NodeHttpServerRequest.toIncomingMessage(request)
  return {
    method: request.method,
    target: request.url,
    headers: rawHeaders(request, message),
    remote: remote(request, message, proxies),
    body: (maxBytes) => collect(request, maxBytes, idleMillis)
  }
}

type Message = ReturnType<typeof NodeHttpServerRequest.toIncomingMessage>

/** Only Node's server keeps headers as they were sent; another one has joined repeats already. */
const rawHeaders = (request: Request, message: Message): RawHeaders =>
  Array.isArray(message.rawHeaders) ? message.rawHeaders : Object.entries(request.headers).flat()

/** The peer of the socket; behind a trusted proxy, the last address that the proxy added. */
const remote = (request: Request, message: Message, proxies: ReadonlySet<string>): Incoming["remote"] => {
  const peer = Option.getOrElse(request.remoteAddress, () => "")
  const ip = peer.startsWith("::ffff:") ? peer.slice(7) : peer
  const forwarded = proxies.has(ip) ? request.headers["x-forwarded-for"]?.split(",").at(-1)?.trim() : undefined
  return forwarded === undefined || forwarded === ""
    ? { ip, port: message.socket?.remotePort ?? 0 }
    : { ip: forwarded, port: 0 }
}

const tooLarge = (maxBytes: number) =>
  new Refusal({ status: 413, message: `The body is larger than ${maxBytes} bytes` })
const tooSlow = new Refusal({ status: 408, message: "The body did not come in time" })
const broken = new Refusal({ status: 400, message: "The body broke off" })

/** Reads a body, refused by its declared length before a byte is read, and by what really comes. */
const collect = (request: Request, maxBytes: number, idleMillis: number): Effect.Effect<Uint8Array, Refusal> => {
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return tooLarge(maxBytes)
  return Effect.suspend(() => {
    const chunks: Array<Uint8Array> = []
    let size = 0
    return request.stream.pipe(
      Stream.mapError(() => broken),
      Stream.timeoutOrElse({ duration: idleMillis, orElse: () => Stream.fail(tooSlow) }),
      Stream.runForEachArray((parts) => {
        for (const part of parts) {
          size += part.length
          if (size > maxBytes) return tooLarge(maxBytes)
          chunks.push(part)
        }
        return Effect.void
      }),
      Effect.map(() => (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size)))
    )
  })
}

/** Writes an answer. A stream is pulled only as fast as the caller reads, and breaks the connection when it fails. */
export const toResponse = (answer: Outgoing): HttpServerResponse.HttpServerResponse => {
  const headers = Object.fromEntries(answer.close ? [...answer.headers, ["connection", "close"]] : answer.headers)
  const options = { status: answer.status, headers, contentType: headers["content-type"] ?? "application/json" }
  return typeof answer.body === "string"
    ? HttpServerResponse.text(answer.body, options)
    : HttpServerResponse.stream(answer.body, options)
}
