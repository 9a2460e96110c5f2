/**
 * A request as the Python dendrite writes it (wire.md §1.2, §2.2). What does not depend on the axon is made once a query.
 */
import { Result } from "effect"
import type { AxonInfo } from "../../../protocol/AxonInfo.ts"
import type { Digest } from "../../../protocol/Digest.ts"
import * as Headers from "../../../protocol/Headers.ts"
import * as PythonJson from "../../../protocol/PythonJson.ts"
import type { FieldIssue, PythonValue } from "../../../protocol/PythonValue.ts"
import { sdkVersion } from "../../../protocol/SdkVersion.ts"
import type * as Synapse from "../../../protocol/Synapse.ts"
import { type Terminal, toHeaders, toPython } from "../../../protocol/Terminal.ts"
import { BadInput } from "../../../services/Dendrite.ts"
import type { Sent } from "./Transport.ts"

/** The part of a request that is the same for every axon. */
export interface Prepared {
  readonly route: string
  /** Seconds. */
  readonly timeout: number
  readonly bodyHash: string
  /** The own fields as JSON members, without braces; empty when there are none. */
  readonly members: string
  readonly inputHeaders: Headers.RawHeaders
}

const badInput = (issue: FieldIssue) => new BadInput({ field: issue.path.join("."), detail: issue.message })

/** Encodes and hashes the input. */
export const prepare = (
  synapse: Synapse.Unary | Synapse.Streaming,
  input: object,
  options: {
    readonly timeout: number
    readonly digest: Digest
    readonly tensorSpelling: Synapse.TensorSpelling | undefined
  }
): Result.Result<Prepared, BadInput> => {
  const { wire } = synapse
  const encoded = wire.encodeRequest(input, options.tensorSpelling)
  if (Result.isFailure(encoded)) return Result.fail(badInput(encoded.failure))
  const bodyHash = wire.hash(encoded.success, { timeout: options.timeout }, options.digest)
  if (Result.isFailure(bodyHash)) return Result.fail(badInput(bodyHash.failure))
  const json = PythonJson.stringify(new Map<string, PythonValue>([...encoded.success, ...wire.unfilled]), "request")
  if (Result.isFailure(json)) return Result.fail(new BadInput({ field: "", detail: json.failure.message }))
  return Result.succeed({
    route: synapse.route,
    timeout: options.timeout,
    bodyHash: bodyHash.success,
    members: json.success.slice(1, -1),
    inputHeaders: wire.inputHeaders(encoded.success, "request")
  })
}

/** Writes the request to one axon. `dendrite` is this side with its signature. */
export const write = (prepared: Prepared, axon: AxonInfo, dendrite: Terminal): Sent => {
  const target: Terminal = { ip: axon.ip, port: axon.port, hotkey: axon.hotkey }
  const body = writeBody(prepared, target, dendrite)
  const headers: { [name: string]: string } = {
    name: prepared.route,
    timeout: Headers.seconds(prepared.timeout)
  }
  add(headers, toHeaders("axon", target))
  add(headers, toHeaders("dendrite", { ...dendrite, version: sdkVersion }))
  add(headers, prepared.inputHeaders)
  let size = 0
  for (const name in headers) size += name.length + headers[name]!.length
  headers["header_size"] = String(size)
  headers["total_size"] = String(body.length)
  headers["computed_body_hash"] = prepared.bodyHash
  headers["content-type"] = "application/json"
  return { authority: axon.authority, path: `/${encodeURIComponent(prepared.route)}`, headers, body }
}

const add = (headers: { [name: string]: string }, raw: Headers.RawHeaders): void => {
  for (let i = 0; i + 1 < raw.length; i += 2) headers[raw[i]!] = raw[i + 1]!
}

/** The body is ASCII, so that its length in characters is its length in bytes; it contains that length itself. */
const writeBody = (prepared: Prepared, axon: Terminal, dendrite: Terminal): string => {
  const rest = [
    `"header_size": 0`,
    `"dendrite": ${json(toPython({ ...dendrite, version: sdkVersion }))}`,
    `"axon": ${json(toPython(axon))}`,
    `"computed_body_hash": ""`,
    ...(prepared.members === "" ? [] : [prepared.members])
  ].join(", ")
  const head = `{"name": ${json(prepared.route)}, "timeout": ${Headers.seconds(prepared.timeout)}, "total_size": `
  const fixed = head.length + rest.length + 3
  let total = fixed + String(fixed).length
  while (fixed + String(total).length !== total) total = fixed + String(total).length
  return `${head}${total}, ${rest}}`
}

/** Terminals and names hold nothing that JSON could not carry. */
const json = (value: PythonValue): string => Result.getOrThrow(PythonJson.stringify(value, "request"))
