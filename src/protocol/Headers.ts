/**
 * Reads the headers of both directions. Everything here is hostile until it is decoded (wire.md §2, §12).
 *
 * @since 0.1.0
 */
import { Result } from "effect"
import { pyStr } from "./pyStr.ts"
import { sanitise } from "./Status.ts"

/**
 * Names and values in turn, as sent: case, order and repeats kept (Node's `rawHeaders`).
 *
 * @category models
 */
export type RawHeaders = ReadonlyArray<string>

/**
 * A header block that is refused before anything is verified. `status` is 400, or 431 for one that is too large.
 *
 * @category errors
 */
export interface HeaderIssue {
  readonly status: 400 | 415 | 431
  readonly message: string
}

/**
 * Bounds on the headers of a request: 431 beyond.
 *
 * @category models
 */
export interface HeaderLimits {
  /** Bytes of names and values together. */
  readonly totalBytes: number
  /** Bytes of one name with its value. */
  readonly lineBytes: number
  readonly count: number
}

/**
 * What an axon reads of a request's headers. Texts are as sent and unproven.
 *
 * @category models
 */
export interface RequestHead {
  /** Seconds, above 0 and at most 3600; absent when not sent. */
  readonly timeout: number | undefined
  readonly axonHotkey: string | undefined
  readonly version: string | undefined
  readonly nonce: string | undefined
  readonly uuid: string | undefined
  readonly hotkey: string | undefined
  readonly signature: string | undefined
  readonly bodyHash: string | undefined
}

/** The headers that an axon acts on, so that sending one twice is refused; all others are ignored. */
const identity: ReadonlyMap<string, keyof RequestHead> = new Map([
  ["timeout", "timeout"],
  ["bt_header_axon_hotkey", "axonHotkey"],
  ["bt_header_dendrite_version", "version"],
  ["bt_header_dendrite_nonce", "nonce"],
  ["bt_header_dendrite_uuid", "uuid"],
  ["bt_header_dendrite_hotkey", "hotkey"],
  ["bt_header_dendrite_signature", "signature"],
  ["computed_body_hash", "bodyHash"]
])

const tooLarge = (message: string): HeaderIssue => ({ status: 431, message })
const bad = (message: string): HeaderIssue => ({ status: 400, message })

/**
 * Reads a request's headers: sizes first, then no identity header twice, a `timeout` that is a number, JSON content
 * without coding.
 *
 * @category constructors
 */
export const parseRequest = (raw: RawHeaders, limits: HeaderLimits): Result.Result<RequestHead, HeaderIssue> => {
  if (raw.length / 2 > limits.count) return Result.fail(tooLarge("Too many headers"))
  const found: { [field: string]: string | undefined } = {}
  let total = 0
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const value = raw[i + 1]!
    const size = raw[i]!.length + value.length
    total += size
    if (size > limits.lineBytes) return Result.fail(tooLarge("A header is too long"))
    const name = raw[i]!.toLowerCase()
    const field = identity.get(name)
    if (field !== undefined) {
      if (found[field] !== undefined) return Result.fail(bad(`Header ${name} is sent more than once`))
      found[field] = value
    } else if (name === "content-type" && !isJson(value)) {
      return Result.fail({ status: 415, message: "The content type must be application/json" })
    } else if (name === "content-encoding" && value.trim().toLowerCase() !== "identity") {
      return Result.fail({ status: 415, message: "Compressed bodies are not accepted" })
    }
  }
  if (total > limits.totalBytes) return Result.fail(tooLarge("The headers are too large"))
  return head(found)
}

const head = (found: { readonly [field: string]: string | undefined }): Result.Result<RequestHead, HeaderIssue> => {
  const timeout = found["timeout"] === undefined ? undefined : readTimeout(found["timeout"])
  if (timeout === null) return Result.fail(bad("Header timeout must be a number of seconds above 0 and at most 3600"))
  return Result.succeed({
    timeout,
    axonHotkey: found["axonHotkey"],
    version: found["version"],
    nonce: found["nonce"],
    uuid: found["uuid"],
    hotkey: found["hotkey"],
    signature: found["signature"],
    bodyHash: found["bodyHash"]
  })
}

const isJson = (contentType: string): boolean =>
  /^\s*application\/([a-z0-9.!#$&^_-]+\+)?json\s*(;|$)/i.test(contentType.slice(0, 256))

const floatPattern = /^\s*\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)(e[+-]?[0-9]{1,3})?\s*$/i

const readTimeout = (text: string): number | null => {
  if (text.length > 64 || !floatPattern.test(text)) return null
  const seconds = Number(text)
  return Number.isFinite(seconds) && seconds > 0 && seconds <= 3600 ? seconds : null
}

/**
 * What a dendrite reads of an answer's headers. All of it is a claim: nothing in an answer is authenticated (wire.md §4.2).
 *
 * @category models
 */
export interface ResponseHead {
  readonly status: number | undefined
  readonly message: string | undefined
  /** Seconds the axon says it took. */
  readonly processTime: number | undefined
  readonly contentType: string | undefined
}

/**
 * Reads an answer's headers, in any case; a number that is none is ignored.
 *
 * @category constructors
 */
export const parseResponse = (raw: RawHeaders): ResponseHead => {
  let status: number | undefined
  let message: string | undefined
  let processTime: number | undefined
  let contentType: string | undefined
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const value = raw[i + 1]!
    switch (raw[i]!.toLowerCase()) {
      case "bt_header_axon_status_code":
        if (/^\s*[1-5][0-9]{2}\s*$/.test(value)) status = Number(value)
        break
      case "bt_header_axon_status_message":
        message = sanitise(value)
        break
      case "bt_header_axon_process_time":
        if (/^[0-9.e+-]{1,32}$/i.test(value) && Number.isFinite(Number(value))) processTime = Number(value)
        break
      case "content-type":
        contentType = value
        break
    }
  }
  return { status, message, processTime, contentType }
}

/**
 * Whether a Python client would parse a body of this content type as JSON.
 *
 * @category guards
 */
export const isJsonContent = (contentType: string | undefined): boolean =>
  contentType !== undefined && isJson(contentType)

/**
 * A number of seconds as Python prints a float: `12` is `12.0`.
 *
 * @category combinators
 */
export const seconds = (value: number): string => pyStr(value)
