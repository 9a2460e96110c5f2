/** What carries the messages of JSON-RPC to one node and back: a WebSocket, or nothing at all. */
import * as NodeWS from "@effect/platform-node/NodeWS"
import { Data, Deferred, Effect, type Scope, Stream } from "effect"
import type { DevnetShape } from "../../../../services/Devnet.ts"

/** The connection is gone, or was never there. */
export class Lost extends Data.TaggedError("Lost")<{
  readonly endpoint: string
  readonly detail: string
  /** Milliseconds that the node asks to be left alone for. */
  readonly retryAfter?: number | undefined
}> {
  override get message(): string {
    return `${this.endpoint}: ${this.detail}`
  }
}

/** A connection to a node. It ends with its scope, or `lost` says why it ended before. */
export interface Wire {
  readonly endpoint: string
  /** Sends a message, unless the connection is gone. */
  readonly send: (text: string) => Effect.Effect<void>
  /** Tells a listener of each message, from now on. There is one listener. */
  readonly listen: (hear: (text: string) => void) => void
  readonly lost: Effect.Effect<never, Lost>
}

/** How to reach a node. */
export interface Endpoint {
  readonly name: string
  readonly dial: Effect.Effect<Wire, Lost, Scope.Scope>
}

/** Bytes of a message of a node: the largest metadata is a tenth of it. */
const MAX_MESSAGE = 64 * 1024 * 1024

/** Bytes that may wait to be sent: a node that takes none in is none. */
const MAX_UNSENT = 64 * 1024 * 1024

const HANDSHAKE = 10_000

/** Seconds, or a date, of the header of that name. */
const retryAfterOf = (value: string | undefined): number | undefined => {
  if (value === undefined) return undefined
  const millis = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isFinite(millis) && millis > 0 ? millis : undefined
}

const open = (endpoint: string): Effect.Effect<NodeWS.WebSocket, Lost> =>
  Effect.callback((resume) => {
    const fail = (detail: string, retryAfter?: number) =>
      resume(Effect.fail(new Lost({ endpoint, detail, retryAfter })))
    const socket = new NodeWS.WebSocket(endpoint, { handshakeTimeout: HANDSHAKE, maxPayload: MAX_MESSAGE })
    socket.once("open", () => resume(Effect.succeed(socket)))
    socket.on("error", (error) => fail(error.message))
    socket.once("unexpected-response", (request, { headers, statusCode }) => {
      request.destroy()
      fail(`it answered ${statusCode} instead of a WebSocket`, retryAfterOf(headers["retry-after"]))
    })
    return Effect.sync(() => socket.terminate())
  })

/** A node behind a WebSocket. */
export const socketEndpoint = (url: string): Endpoint => ({
  name: url,
  dial: Effect.gen(function* () {
    const socket = yield* Effect.acquireRelease(open(url), (opened) => Effect.sync(() => opened.terminate()), {
      interruptible: true
    })
    const lost = Deferred.makeUnsafe<never, Lost>()
    const end = (detail: string) => {
      socket.terminate()
      Deferred.doneUnsafe(lost, Effect.fail(new Lost({ endpoint: url, detail })))
    }
    socket.on("close", (code) => end(`the connection was closed (${code})`))
    socket.on("error", (error) => end(error.message))
    if (socket.readyState !== socket.OPEN) end("the connection was closed")
    return {
      endpoint: url,
      send: (text) =>
        Effect.sync(() => (socket.bufferedAmount > MAX_UNSENT ? end("it takes in nothing") : socket.send(text))),
      listen: (hear) => void socket.on("message", (data) => hear(data.toString())),
      lost: Deferred.await(lost)
    }
  })
})

/** The embedded chain, without a socket. */
export const devnetEndpoint = (devnet: DevnetShape): Endpoint => ({
  name: "devnet",
  dial: Effect.gen(function* () {
    const { messages, send } = yield* devnet.connect
    const lost = Deferred.makeUnsafe<never, Lost>()
    let hear: ((text: string) => void) | undefined
    yield* Stream.runForEach(messages, (text) => Effect.sync(() => hear?.(text))).pipe(
      Effect.andThen(Deferred.fail(lost, new Lost({ endpoint: "devnet", detail: "too much was left unread" }))),
      Effect.forkScoped({ startImmediately: true })
    )
    return {
      endpoint: "devnet",
      send,
      listen: (listener) => {
        hear = listener
      },
      lost: Deferred.await(lost)
    }
  })
})
