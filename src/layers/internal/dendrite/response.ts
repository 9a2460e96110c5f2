/**
 * What an answer means (wire.md §6.3, §6.4). Only the response's declared fields are taken from it: it cannot change the
 * request, nor who was asked.
 */
import { Result } from "effect"
import * as Headers from "../../../protocol/Headers.ts"
import * as PythonJson from "../../../protocol/PythonJson.ts"
import type { FieldIssue, PythonDict, PythonValue } from "../../../protocol/PythonValue.ts"
import { sanitise } from "../../../protocol/Status.ts"
import type * as Synapse from "../../../protocol/Synapse.ts"
import {
  BadAnswer,
  Blacklisted,
  type DendriteReason,
  Internal,
  ProtocolMissing,
  Refused,
  Stale,
  TimedOut,
  Unauthorised
} from "../../../services/Dendrite.ts"
import type { Received } from "./Transport.ts"

/** The head of an answer, with what we know besides. */
export interface Head {
  readonly status: number
  readonly headers: Headers.RawHeaders
  /** Seconds that this request had. */
  readonly timeout: number
  /** Milliseconds of unix time when the head came. */
  readonly now: number
}

const bad = (detail: string, field = "", status: 400 | 422 = 422) => new BadAnswer({ field, detail, status })

/** The answer broke off. */
export const truncated: DendriteReason = bad("the answer broke off", "", 400)

/** The answer is no HTTP. */
export const malformed: DendriteReason = bad("the answer is not valid HTTP/1.1", "", 400)

/** A stream does not follow its framing. */
export const misframed = (detail: string): DendriteReason => bad(detail)

const decoder = new TextDecoder("utf-8", { fatal: true })

const parse = (bytes: Uint8Array): PythonValue | undefined => {
  try {
    return Result.getOrUndefined(PythonJson.parse(decoder.decode(bytes)))
  } catch {
    return undefined
  }
}

const isDict = (value: PythonValue | undefined): value is PythonDict => value instanceof Map

/** Reads a whole answer. */
export const read = (synapse: Synapse.Unary, head: Head, bytes: Uint8Array): Result.Result<object, DendriteReason> => {
  const claims = Headers.parseResponse(head.headers)
  const body = Headers.isJsonContent(claims.contentType) ? parse(bytes) : undefined
  const status = claims.status ?? (head.status === 200 ? statusInBody(body) : undefined) ?? head.status
  if (head.status > 599) return Result.fail(malformed)
  if (status !== 200 || head.status !== 200) {
    return Result.fail(refusal(status === 200 ? head.status : status, head, claims.message ?? messageInBody(body)))
  }
  if (!Headers.isJsonContent(claims.contentType)) return Result.fail(bad("the content type is not JSON"))
  if (body === undefined) return Result.fail(bad("the answer is not JSON"))
  if (!isDict(body)) return Result.fail(bad("the answer is not a JSON object"))
  return Result.mapError(synapse.wire.decodeResponse(body), (issue: FieldIssue) =>
    bad(issue.message, issue.path.join("."))
  )
}

/** Why a streamed answer is none, from its head; `undefined` when it is one. The error's body is not a chunk. */
export const refusalOfStream = (head: Head, bytes: Uint8Array): DendriteReason => {
  const claims = Headers.parseResponse(head.headers)
  const status = claims.status ?? head.status
  return refusal(status === 200 ? head.status : status, head, claims.message ?? messageInBody(parse(bytes)))
}

/** Whether the head announces a stream. */
export const isStreaming = (received: Received): boolean =>
  received.status === 200 && (Headers.parseResponse(received.headers).status ?? 200) === 200

const statusInBody = (body: PythonValue | undefined): number | undefined => {
  const axon = isDict(body) ? body.get("axon") : undefined
  const status = isDict(axon) ? axon.get("status_code") : undefined
  return typeof status === "bigint" && status >= 100n && status <= 599n ? Number(status) : undefined
}

const messageInBody = (body: PythonValue | undefined): string | undefined => {
  if (!isDict(body)) return undefined
  const message = body.get("message") ?? body.get("detail")
  return typeof message === "string" ? sanitise(message) : undefined
}

/** How Python axons word a nonce that left the window or comes too late; they have no status of its own for it. */
const isAboutNonce = /\bnonce\b.*\b(old|small|ahead)\b/i

const refusal = (status: number, head: Head, message: string | undefined): DendriteReason => {
  const answer = message ?? ""
  switch (status) {
    case 401:
      return isAboutNonce.test(answer) ? new Stale({ answer, ...skew(head) }) : new Unauthorised({ answer })
    case 403:
      return new Blacklisted({ answer })
    case 404:
      return new ProtocolMissing()
    case 408:
      return new TimedOut({ seconds: head.timeout, ...(answer === "" ? {} : { answer }) })
    case 500:
      return new Internal({ answer })
    default:
      return new Refused({ status, answer })
  }
}

/** How far the axon's clock is ahead of ours, by its `date` header: what to correct when it calls our nonces old. */
const skew = (head: Head): { readonly skewSeconds?: number } => {
  const index = head.headers.findIndex((text, i) => i % 2 === 0 && text.toLowerCase() === "date")
  const date = index < 0 ? Number.NaN : Date.parse(head.headers[index + 1] ?? "")
  return Number.isNaN(date) ? {} : { skewSeconds: Math.round((date - head.now) / 1000) }
}
