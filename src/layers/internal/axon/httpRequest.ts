/**
 * A request of Node's as an `Incoming`. Plain listeners, since a body may come in very many pieces.
 */
import type { IncomingMessage, ServerResponse } from "node:http"
import { Effect } from "effect"
import { type BodyMeter, type Incoming, Refusal } from "../../../services/Axon.ts"

/** Reads what the pipeline needs of a request; the body, if it does not declare too much, is read when it asks. */
export const toIncoming = (
  request: IncomingMessage,
  response: ServerResponse,
  options: { readonly proxies: ReadonlySet<string>; readonly idleMillis: number; readonly expectsContinue: boolean }
): Incoming => ({
  method: request.method ?? "",
  target: targetOf(request.url ?? ""),
  headers: request.rawHeaders,
  remote: remote(request, options.proxies),
  body: (meter) => {
    if (Number(headerOf(request.rawHeaders, "content-length") ?? 0) > meter.maxBytes) return tooLarge(meter.maxBytes)
    if (options.expectsContinue) response.writeContinue()
    return collect(request, meter, options.idleMillis)
  }
})

/** One header as sent. Node's `request.headers` would be made of all of them, of which nothing else is needed. */
const headerOf = (raw: ReadonlyArray<string>, name: string): string | undefined => {
  for (let i = 0; i + 1 < raw.length; i += 2) {
    if (raw[i]!.length === name.length && raw[i]!.toLowerCase() === name) return raw[i + 1]
  }
  return undefined
}

/** A proxy may send the whole URL; what counts is its path (RFC 9112 §3.2.2). */
const targetOf = (url: string): string => url.replace(/^https?:\/\/[^/?#]*/i, "") || "/"

/** The peer of the socket; behind a trusted proxy, the last address that the proxy added. */
const remote = (request: IncomingMessage, proxies: ReadonlySet<string>): Incoming["remote"] => {
  const peer = request.socket.remoteAddress ?? ""
  const ip = peer.startsWith("::ffff:") ? peer.slice(7) : peer
  if (!proxies.has(ip)) return { ip, port: request.socket.remotePort ?? 0 }
  const header = request.headers["x-forwarded-for"]
  const forwarded = (typeof header === "string" ? header : header?.join(","))?.split(",").at(-1)?.trim()
  return forwarded === undefined || forwarded === ""
    ? { ip, port: request.socket.remotePort ?? 0 }
    : { ip: forwarded, port: 0 }
}

const tooLarge = (maxBytes: number) =>
  new Refusal({ status: 413, message: `The body is larger than ${maxBytes} bytes` })
const tooSlow = new Refusal({ status: 408, message: "The body did not come in time" })
const broken = new Refusal({ status: 400, message: "The body broke off" })
const shredded = new Refusal({ status: 413, message: "The body comes in too many pieces" })

/** So many pieces are taken whatever their size; beyond, they must hold so many bytes on average. */
const freePieces = 1000
const minPieceBytes = 16

/** Reads a body, refused by what really comes. */
const collect = (
  request: IncomingMessage,
  meter: BodyMeter,
  idleMillis: number
): Effect.Effect<Uint8Array, Refusal> => {
  const { maxBytes } = meter
  return Effect.callback<Uint8Array, Refusal>((resume) => {
    const chunks: Array<Uint8Array> = []
    let size = 0
    const timer = setTimeout(() => finish(tooSlow), idleMillis)
    const onData = (chunk: Buffer) => {
      timer.refresh()
      size += chunk.length
      chunks.push(chunk)
      if (size > maxBytes) return finish(tooLarge(maxBytes))
      if (chunks.length > freePieces && size < chunks.length * minPieceBytes) return finish(shredded)
      const refused = meter.take(chunk.length)
      if (refused !== undefined) finish(refused)
    }
    const onEnd = () => finish(Effect.succeed(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size)))
    const onBroken = () => finish(broken)
    const stop = () => {
      clearTimeout(timer)
      request.off("data", onData).off("end", onEnd).off("error", onBroken).off("close", onBroken)
      request.pause()
    }
    const finish = (result: Effect.Effect<Uint8Array, Refusal>) => {
      stop()
      resume(result)
    }
    request.on("data", onData).on("end", onEnd).on("error", onBroken).on("close", onBroken)
    request.resume()
    return Effect.sync(stop)
  })
}
