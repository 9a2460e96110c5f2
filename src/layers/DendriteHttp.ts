/**
 * A dendrite over HTTP/1.1 on pooled connections (wire.md §1, §6).
 *
 * @since 0.1.0
 */
import { Agent } from "@effect/platform-node/Undici"
import { Effect, Layer, Stream } from "effect"
import { Dendrite } from "../services/Dendrite.ts"
import type { Hotkey } from "../services/Hotkey.ts"
import { type CoreOptions, make as makeCore } from "./internal/dendrite/DendriteCore.ts"
import { type Transport, TransportError } from "./internal/dendrite/Transport.ts"

/**
 * How a dendrite keeps its connections, and whom it calls.
 *
 * @category models
 */
export interface Options extends CoreOptions {
  /**
   * Milliseconds that an idle connection is kept. Python axons close theirs after 5 s, and a request that meets the closing
   * is lost: keep it below.
   *
   * @default 4000
   */
  readonly keepAlive?: number | undefined
  /**
   * Bytes of an answer's headers.
   *
   * @default 64 KiB
   */
  readonly maxHeaderBytes?: number | undefined
}

/**
 * Makes a dendrite whose connections close with the scope.
 *
 * @category constructors
 */
export const make = Effect.fnUntraced(function* (options: Options = {}) {
  const agent = yield* Effect.acquireRelease(
    Effect.sync(
      () =>
        new Agent({
          allowH2: false,
          connections: options.maxPerAxon ?? 16,
          pipelining: 1,
          keepAliveTimeout: options.keepAlive ?? 4000,
          keepAliveMaxTimeout: options.keepAlive ?? 4000,
          maxHeaderSize: options.maxHeaderBytes ?? 64 * 1024,
          // Every request has a deadline of its own, which covers all of these.
          headersTimeout: 0,
          bodyTimeout: 0,
          connect: { timeout: 60_000 }
        })
    ),
    (agent) => Effect.promise(() => agent.destroy())
  )
  return yield* makeCore(options, transport(agent))
})

/**
 * A dendrite on pooled connections, signing with the context's `Hotkey`.
 *
 * @category layers
 */
export const layer = (options?: Options): Layer.Layer<Dendrite, never, Hotkey> => Layer.effect(Dendrite, make(options))

/** Interruption aborts the request, and so does closing the scope before its body was read: both destroy the socket. */
const transport =
  (agent: Agent): Transport =>
  (sent) =>
    Effect.acquireRelease(
      Effect.sync((): Flight => ({ controller: new AbortController(), isRead: () => false })),
      (flight) => Effect.sync(() => (flight.isRead() ? undefined : flight.controller.abort()))
    ).pipe(
      Effect.flatMap((flight) =>
        Effect.tryPromise({
          try: async () => {
            const { body, headers, statusCode } = await agent.request({
              origin: `http://${sent.authority}`,
              path: sent.path,
              method: "POST",
              headers: sent.headers,
              body: sent.body,
              signal: flight.controller.signal
            })
            flight.isRead = () => body.readableEnded
            return { body, headers, statusCode }
          },
          catch: failure
        })
      ),
      Effect.map(({ body, headers, statusCode }) => ({
        status: statusCode,
        headers: flatten(headers),
        body: Stream.fromAsyncIterable<Uint8Array, TransportError>(
          body,
          () => new TransportError({ kind: "Truncated" })
        )
      }))
    )

/** A request under way. */
interface Flight {
  readonly controller: AbortController
  /** Whether the answer was read to its end, so that its connection is free again. */
  isRead: () => boolean
}

const flatten = (headers: { readonly [name: string]: string | ReadonlyArray<string> | undefined }): Array<string> =>
  Object.entries(headers).flatMap(([name, value]) =>
    typeof value === "string" ? [name, value] : (value ?? []).flatMap((each) => [name, each])
  )

const kinds: { readonly [code: string]: TransportError["kind"] } = {
  ENOTFOUND: "NoSuchHost",
  EAI_AGAIN: "NoSuchHost",
  ERR_INVALID_URL: "BadAddress",
  UND_ERR_INVALID_ARG: "BadAddress",
  ECONNRESET: "Reset",
  EPIPE: "Reset",
  UND_ERR_SOCKET: "Closed",
  UND_ERR_HEADERS_OVERFLOW: "Malformed",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "Malformed"
}

/** Everything else, from ECONNREFUSED to EHOSTUNREACH, means that there is nobody. */
const failure = (cause: unknown): TransportError => {
  if (!(cause instanceof Error)) return new TransportError({ kind: "Refused" })
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : ""
  const isSyntax = cause.name === "HTTPParserError" || code.startsWith("HPE_")
  return new TransportError({ kind: kinds[code] ?? (isSyntax ? "Malformed" : "Refused") })
}
