/**
 * Answers as the Python axon writes them, with what any generation of client looks for (wire.md §2.3, §11.2).
 */
import { Effect, Result, type Stream } from "effect"
import * as Headers from "../../../protocol/Headers.ts"
import * as PythonJson from "../../../protocol/PythonJson.ts"
import type { PythonDict, PythonValue } from "../../../protocol/PythonValue.ts"
import * as Signature from "../../../protocol/Signature.ts"
import { sanitise } from "../../../protocol/Status.ts"
import { type Terminal, toHeaders, toPython } from "../../../protocol/Terminal.ts"
import { type Caller, type Outgoing, type Refusal } from "../../../services/Axon.ts"
import type { Proofs } from "./proofs.ts"

/** The side of the axon that every answer shows. */
export interface Self {
  readonly ip: string
  readonly port: number
  readonly proofs: Proofs
}

/** What is known of the request when it is answered. Before proof, nothing that the caller chose is repeated to it. */
export interface Asked {
  readonly route: string
  readonly timeout: number | undefined
  readonly caller: Caller | undefined
  /** Seconds since the request came in. */
  readonly elapsed: number
  /** Unix time in nanoseconds. */
  readonly now: bigint
}

const terminals = (self: Self, asked: Asked, status: number, message: string) => {
  const { caller } = asked
  const axon: Terminal = {
    statusCode: status,
    statusMessage: message,
    processTime: asked.elapsed,
    ip: self.ip,
    port: self.port
  }
  if (caller === undefined) return { axon, dendrite: {} satisfies Terminal }
  const dendrite: Terminal = {
    ip: caller.ip,
    port: caller.port,
    version: caller.version,
    nonce: caller.nonce,
    uuid: caller.uuid,
    hotkey: caller.hotkey,
    signature: Signature.toHex(caller.signature)
  }
  return { axon: { ...axon, hotkey: caller.receiver }, dendrite }
}

const headersOf = (options: {
  readonly asked: Asked
  readonly axon: Terminal
  readonly dendrite: Terminal
  readonly contentType: string
  readonly extra: Headers.RawHeaders
  readonly bodyBytes: number
}): Headers.RawHeaders => {
  const headers = [
    "content-type",
    options.contentType,
    "name",
    options.asked.route,
    ...(options.asked.timeout === undefined ? [] : ["timeout", Headers.seconds(options.asked.timeout)]),
    ...toHeaders("axon", options.axon),
    ...toHeaders("dendrite", options.dendrite),
    ...options.extra
  ]
  let size = 0
  for (const text of headers) size += text.length
  headers.push("header_size", String(size), "total_size", String(options.bodyBytes))
  return headers
}

/** The answer of a refusal: JSON always, the status in the headers too. */
export const refused = (self: Self, asked: Asked, refusal: Refusal): Effect.Effect<Outgoing> => {
  const message = sanitise(refusal.message)
  const { axon, dendrite } = terminals(self, asked, refusal.status, message)
  return Effect.map(self.proofs.of(asked.caller, asked.now), (signed) => {
    const body = JSON.stringify({ message })
    const extra = refusal.retryAfter === undefined ? [] : ["retry-after", String(refusal.retryAfter)]
    const headers = headersOf({
      asked,
      axon: { ...axon, ...signed },
      dendrite,
      contentType: "application/json",
      extra,
      bodyBytes: body.length
    })
    return { status: refusal.status, headers, body, close: closes.has(refusal.status) }
  })
}

/** After these the rest of the request is not waited for, so the connection cannot be used again. */
const closes: ReadonlySet<number> = new Set([408, 413, 431])

/** What a success needs besides the terminals. */
export interface Success {
  readonly values: PythonDict
  readonly bodyHash: string
  readonly inputHeaders: Headers.RawHeaders
}

const success = (self: Self, asked: Asked, answered: Success) => {
  const { axon, dendrite } = terminals(self, asked, 200, "Success")
  const extra = [...answered.inputHeaders, "computed_body_hash", answered.bodyHash]
  return Effect.map(self.proofs.of(asked.caller, asked.now), (signed) => ({
    axon,
    dendrite,
    headers: (contentType: string, bodyBytes: number) =>
      headersOf({ asked, axon: { ...axon, ...signed }, dendrite, contentType, extra, bodyBytes })
  }))
}

/** The answer of a success: the whole synapse, as the Python client rebuilds its class from it. NaN in it is a defect. */
export const answered = (
  self: Self,
  asked: Asked,
  body: {
    readonly timeout: number | null
    readonly requestBytes: number
    readonly request: Success
    readonly response: PythonDict
  }
): Effect.Effect<Outgoing> =>
  Effect.flatMap(success(self, asked, body.request), ({ axon, dendrite, headers }) => {
    const synapse = new Map<string, PythonValue>([
      ["name", asked.route],
      ["timeout", body.timeout],
      ["total_size", BigInt(body.requestBytes)],
      ["header_size", 0n],
      ["dendrite", toPython(dendrite)],
      ["axon", toPython(axon)],
      ["computed_body_hash", ""],
      ...body.request.values,
      ...body.response
    ])
    return Result.match(PythonJson.stringify(synapse, "response"), {
      onFailure: (error): Effect.Effect<Outgoing> => Effect.die(error),
      onSuccess: (json): Effect.Effect<Outgoing> =>
        Effect.succeed({
          status: 200,
          headers: headers("application/json", Buffer.byteLength(json)),
          body: json,
          close: false
        })
    })
  })

/** The answer of a streaming success: headers first, then the parts as they come. */
export const streamed = (
  self: Self,
  asked: Asked,
  request: Success,
  parts: Stream.Stream<Uint8Array, Refusal>
): Effect.Effect<Outgoing> =>
  Effect.map(success(self, asked, request), ({ headers }) => ({
    status: 200,
    headers: headers("text/event-stream", 0),
    body: parts,
    close: false
  }))
