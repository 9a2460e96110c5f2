/**
 * JSON-RPC 2.0: what is asked, and how it is answered, as text.
 *
 * @since 0.2.0
 */
import { Data } from "effect"
import { isObject, type Json } from "./Json.ts"

/**
 * An answer that is an error.
 *
 * @category errors
 */
export class RpcError extends Data.TaggedError("RpcError")<{
  readonly code: number
  readonly text: string
  readonly data?: Json
}> {
  override get message(): string {
    return this.text
  }
}

/**
 * How much may be asked at once. A server of Substrate has these names and numbers too, but for that of a batch.
 *
 * @category models
 */
export interface Limits {
  /** Characters of a message. */
  readonly request: number
  /** Characters of an answer, be it to a batch. */
  readonly response: number
  /** Requests of a batch. */
  readonly batch: number
  /** Subscriptions of a connection. */
  readonly subscriptions: number
  /** Keys of storage that all connections together are told of: each block looks at all of them. */
  readonly watchedKeys: number
}

const MEBIBYTE = 1024 * 1024

/**
 * How much may be asked at once if nothing else is said.
 *
 * @category constants
 */
export const defaultLimits: Limits = {
  request: 15 * MEBIBYTE,
  response: 15 * MEBIBYTE,
  batch: 1000,
  subscriptions: 1024,
  watchedKeys: 2 ** 18
}

/** As deep as `serde_json` reads. */
const MAX_DEPTH = 128

/**
 * The errors of JSON-RPC itself, and of a server that has limits.
 *
 * @category errors
 */
export const errors = {
  parse: new RpcError({ code: -32_700, text: "Parse error" }),
  invalidRequest: new RpcError({ code: -32_600, text: "Invalid request" }),
  methodNotFound: new RpcError({ code: -32_601, text: "Method not found" }),
  unsafe: new RpcError({ code: -32_601, text: "RPC call is unsafe to be called externally" }),
  invalidParams: (data: string) => new RpcError({ code: -32_602, text: "Invalid params", data }),
  internal: (data?: string) =>
    new RpcError({ code: -32_603, text: "Internal error", ...(data === undefined ? {} : { data }) }),
  requestTooBig: (limit: number) =>
    new RpcError({ code: -32_007, text: "Request is too big", data: `Exceeded max limit of ${limit}` }),
  responseTooBig: (limit: number) =>
    new RpcError({ code: -32_008, text: "Response is too big", data: `Exceeded max limit of ${limit}` }),
  tooManySubscriptions: (limit: number) =>
    new RpcError({
      code: -32_006,
      text: "Too many subscriptions on the connection",
      data: `Exceeded max limit of ${limit}`
    }),
  tooManyKeys: (limit: number) =>
    new RpcError({
      code: -32_006,
      text: "Too many subscriptions on the connection",
      data: `Exceeded max limit of ${limit} keys of storage on all connections`
    }),
  batchTooBig: (limit: number) =>
    new RpcError({ code: -32_010, text: "The batch request was too large", data: `Exceeded max limit of ${limit}` }),
  batchResponseTooBig: (limit: number) =>
    new RpcError({ code: -32_011, text: "The batch response was too large", data: `Exceeded max limit of ${limit}` })
}

/**
 * The room that an answer has. What lists much takes of it as it goes on, so that nothing is made that is too long to be sent.
 *
 * @category models
 */
export class Room {
  readonly #limit: number
  #left: number

  constructor({ response }: Pick<Limits, "response">) {
    this.#limit = response
    this.#left = response
  }

  /** Takes so many characters, or fails if there are no more. */
  take(characters: number): void {
    this.#left -= characters
    if (this.#left < 0) throw errors.responseTooBig(this.#limit)
  }
}

/**
 * A request. Without an id nobody waits for an answer.
 *
 * @category models
 */
export interface Request {
  readonly id: Json | undefined
  readonly method: string
  readonly params: unknown
}

/**
 * One entry of a message, if it is a request.
 *
 * @category decoding
 */
export const requestOf = (value: unknown): Request | undefined => {
  if (!isObject(value) || value["jsonrpc"] !== "2.0" || typeof value["method"] !== "string") return undefined
  // Whatever JSON said is `Json`.
  return { id: value["id"] as Json | undefined, method: value["method"], params: value["params"] }
}

/** Whether lists and objects are within others no deeper than may be; texts are passed over. */
const isShallow = (text: string): boolean => {
  let depth = 0
  let isText = false
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index)
    if (isText) {
      if (character === 0x5c) index++
      else if (character === 0x22) isText = false
    } else if (character === 0x22) isText = true
    else if (character === 0x5b || character === 0x7b) {
      if (++depth > MAX_DEPTH) return false
    } else if (character === 0x5d || character === 0x7d) depth--
  }
  return true
}

/**
 * What a message says; a list is a batch.
 *
 * @category decoding
 */
export const parse = (text: string, { batch, request }: Limits): unknown => {
  if (text.length > request) throw errors.requestTooBig(request)
  if (!isShallow(text)) throw errors.parse
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw errors.parse
  }
  if (!Array.isArray(value)) return value
  if (value.length === 0) throw errors.invalidRequest
  if (value.length > batch) throw errors.batchTooBig(batch)
  return value
}

/**
 * The answer to a request.
 *
 * @category encoding
 */
export const success = (id: Json, result: Json): string =>
  `{"jsonrpc":"2.0","result":${JSON.stringify(result)},"id":${JSON.stringify(id)}}`

/**
 * The answer to a request that failed, or to what is none.
 *
 * @category encoding
 */
export const failure = (id: Json, { code, data, text }: RpcError): string =>
  JSON.stringify({ jsonrpc: "2.0", error: { code, message: text, ...(data === undefined ? {} : { data }) }, id })

/**
 * What a subscription tells.
 *
 * @category encoding
 */
export const notification = (method: string, subscription: string, result: Json): string =>
  JSON.stringify({ jsonrpc: "2.0", method, params: { subscription, result } })
