/**
 * From a body's bytes to the decoded request, compared with the hash that the caller signed (wire.md §1.2, §3.1).
 */
import { Result } from "effect"
import type { Digest } from "../../../protocol/Digest.ts"
import * as PythonJson from "../../../protocol/PythonJson.ts"
import type { FieldIssue, PythonDict, PythonValue } from "../../../protocol/PythonValue.ts"
import { defaultTimeout } from "../../../protocol/SdkVersion.ts"
import type { Wire } from "../../../protocol/SynapseWire.ts"
import { Refusal } from "../../../services/Axon.ts"

/** A body that was read and is what the caller signed. */
export interface ReadBody {
  readonly request: object
  readonly values: PythonDict
  /** Seconds; `null` when the body says so. */
  readonly timeout: number | null
}

const bad = (message: string) => Result.fail(new Refusal({ status: 400, message }))

/** The signed hash and the body differ: `undefined`, which is no refusal with a text of its own. */
export type BodyResult = Result.Result<ReadBody | undefined, Refusal>

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** Names the field and nothing of what stood in it. */
export const describe = (issue: FieldIssue): string =>
  issue.path.length === 0 ? `The body is invalid: ${issue.message}` : `Field ${issue.path.join(".")}: ${issue.message}`

/** Decodes a body and compares its hash. */
export const readBody = (wire: Wire, bytes: Uint8Array, bodyHash: string, digest: Digest): BodyResult => {
  const text = decodeUtf8(bytes)
  if (text === undefined) return bad("The body is not UTF-8")
  const json = PythonJson.parse(text, { wellFormed: true })
  if (Result.isFailure(json)) return bad("The body is not JSON, or nested too deep or too large")
  if (!(json.success instanceof Map)) return bad("The body is not a JSON object")
  const body: PythonDict = json.success
  const timeout = readTimeout(body)
  if (timeout === undefined) return bad("Field timeout: expected a number")
  const decoded = wire.decodeRequest(body)
  if (Result.isFailure(decoded)) return bad(describe(decoded.failure))
  const { request, values } = decoded.success
  const isSigned = (order: "listed" | "declared") =>
    Result.getOrUndefined(wire.hash(values, { timeout }, digest, order)) === bodyHash
  return isSigned("listed") || (wire.ordersDiffer && isSigned("declared"))
    ? Result.succeed({ request, values, timeout })
    : Result.succeed(undefined)
}

const readTimeout = (body: PythonDict): number | null | undefined => {
  const value: PythonValue | undefined = body.get("timeout")
  if (value === undefined) return defaultTimeout
  if (value === null) return null
  const isText = typeof value === "string" && /^[0-9.e+-]{1,32}$/i.test(value)
  const seconds = typeof value === "number" || typeof value === "bigint" || isText ? Number(value) : Number.NaN
  return Number.isFinite(seconds) ? seconds : undefined
}
