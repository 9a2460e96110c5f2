/** Requests as the Python dendrites of four SDKs send them: ours has the same body, hash, headers and signed message. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { AxonInfo } from "effect-bittensor"
import { prepare, write } from "../../src/layers/internal/dendrite/request.ts"
import { sha3_256 } from "../../src/layers/internal/nodeDigest.ts"
import { verifySr25519 } from "../../src/layers/internal/sr25519.ts"
import * as PythonJson from "../../src/protocol/PythonJson.ts"
import type { PythonDict, PythonValue } from "../../src/protocol/PythonValue.ts"
import { defaultTimeout } from "../../src/protocol/SdkVersion.ts"
import * as Signature from "../../src/protocol/Signature.ts"
import type * as Synapse from "../../src/protocol/Synapse.ts"
import { type Models, NotOnTheWire, type Typed, typedValue, type VectorClass } from "../support/pythonClasses.ts"
import { vectorSynapse } from "../support/vectorSynapses.ts"
import { hex, loadVectors } from "../support/vectors.ts"

type TypedFields = { readonly [name: string]: Typed }

interface Case {
  readonly id: string
  readonly sdk: string
  readonly class: string
  readonly given: TypedFields
  readonly assigned_after?: TypedFields
  readonly timeout: Typed
  readonly sent: boolean
  readonly fields: TypedFields
  readonly body_hash: string
  readonly nonce: string
  readonly uuid: string
  readonly dendrite_hotkey: string
  readonly dendrite_public_key: string
  readonly axon_hotkey: string
  readonly message: string
  readonly signature: string
  readonly raw: { readonly request_line: string; readonly headers: ReadonlyArray<string>; readonly body: string }
}

interface File {
  readonly external_ip: string
  readonly models: Models
  readonly classes: { readonly [name: string]: VectorClass }
  readonly cases: ReadonlyArray<Case>
}

/** What Python sends and we cannot, each with its reason. */
const notOurs: { readonly [id: string]: string } = {
  "loose-numpy-float-in-list": "numpy 2 prints a scalar inside a list as np.float64(0.1); only Python has such a scalar"
}

/** Cases whose answer of a Python axon would be 500 anyway: the sender hashes what JSON cannot tell apart (wire.md §3.3). */
const hashesWhatJsonLoses = new Set(["loose-tuple", "loose-int-keys"])

/** The class `Synapse` itself, which declares nothing of its own. */
const baseSynapse: VectorClass = { fields: [], required_hash_fields: [] }

const isModelOrder = (sdk: string): boolean => sdk.startsWith("7.0") || sdk.startsWith("7.1")

const typedFields = (fields: TypedFields): PythonDict =>
  new Map(Object.entries(fields).map(([name, value]): [string, PythonValue] => [name, typedValue(value)]))

const seconds = (timeout: Typed): number => {
  const value = typedValue(timeout)
  return value === null ? defaultTimeout : Number(value)
}

const header = (raw: Case["raw"], name: string): string | undefined =>
  raw.headers
    .find((line) => line.toLowerCase().startsWith(`${name}:`))
    ?.slice(name.length + 1)
    .trim()

/** The request as a caller of ours passes it: what was given, and set afterwards, decoded as leniently as pydantic does. */
const inputOf = (synapse: Synapse.Unary, vector: Case): object => {
  const given = typedFields({ ...vector.given, ...vector.assigned_after })
  return Result.getOrThrow(synapse.wire.decodeRequest(given)).request
}

for (const { data, directory } of loadVectors<File>("wire", "requests.json")) {
  describe(`requests of ${directory}`, () => {
    for (const vector of data.cases) {
      const name = `${vector.sdk} ${vector.id}`
      const synapse = vectorSynapse(vector.class, data.classes[vector.class] ?? baseSynapse, data.models)
      if (!vector.sent) {
        it(`${name}: what Python cannot send, we cannot even write`, () => {
          const encode = () => {
            const decoded = synapse.wire.decodeRequest(typedFields(vector.given))
            return Result.flatMap(decoded, ({ request }) =>
              prepare(synapse, request, { timeout: 12, digest: sha3_256, tensorSpelling: undefined })
            )
          }
          try {
            assert.isTrue(Result.isFailure(encode()))
          } catch (error) {
            assert.instanceOf(error, NotOnTheWire)
          }
        })
        continue
      }
      if (
        notOurs[vector.id] !== undefined &&
        vector.fields["data"] !== undefined &&
        JSON.stringify(vector.fields).includes("np.")
      ) {
        it(`${name}: not ours: ${notOurs[vector.id]}`, () => assert.include(vector.sdk, "."))
        continue
      }

      it(`${name}: the signed message`, () => {
        const request = Signature.requestMessage({
          nonce: BigInt(vector.nonce),
          dendrite: vector.dendrite_hotkey,
          axon: vector.axon_hotkey,
          uuid: vector.uuid,
          bodyHash: vector.body_hash
        })
        assert.strictEqual(request, vector.message)
        const message = new TextEncoder().encode(request)
        assert.isTrue(verifySr25519(message, Signature.fromHex(vector.signature)!, hex(vector.dendrite_public_key)))
      })
      if (hashesWhatJsonLoses.has(vector.id)) continue

      it(name, () => {
        const timeout = seconds(vector.timeout)
        const order = isModelOrder(vector.sdk) ? "declared" : "listed"
        const hash = (values: PythonDict) => Result.getOrThrow(synapse.wire.hash(values, { timeout }, sha3_256, order))
        assert.strictEqual(hash(typedFields(vector.fields)), vector.body_hash)

        const options = { timeout, digest: sha3_256, tensorSpelling: undefined }
        const prepared = Result.getOrThrow(prepare(synapse, inputOf(synapse, vector), options))
        const axon = AxonInfo.of({
          ip: header(vector.raw, "bt_header_axon_ip")!,
          port: Number(header(vector.raw, "bt_header_axon_port")),
          hotkey: vector.axon_hotkey
        })
        const sent = write(prepared, axon, {
          ip: data.external_ip,
          nonce: BigInt(vector.nonce),
          uuid: vector.uuid,
          hotkey: vector.dendrite_hotkey,
          signature: vector.signature
        })
        assert.strictEqual(`POST ${sent.path} HTTP/1.1`, vector.raw.request_line)
        // Sizes of CPython's memory (size.json) are nobody's to reproduce: ours are bytes (wire.md §9.3).
        assert.strictEqual(Number(sent.headers["total_size"]), Buffer.byteLength(sent.body))
        assert.strictEqual(
          JSON.parse(sent.body.replaceAll("NaN", "null").replaceAll("Infinity", "null")).total_size,
          sent.body.length
        )
        assert.deepStrictEqual(comparableHeaders(sent.headers), comparableHeaders(headersOf(vector.raw)))
        // Whoever receives it hashes what we hashed.
        const received = synapse.wire.decodeRequest(Result.getOrThrow(PythonJson.parse(sent.body)) as PythonDict)
        const again = Result.flatMap(received, ({ values }) => synapse.wire.hash(values, { timeout }, sha3_256))
        assert.strictEqual(Result.getOrThrow(again), prepared.bodyHash)
        if (hasIntegerKey(vector.fields)) {
          assert.deepStrictEqual(JSON.parse(comparableBody(sent.body)), JSON.parse(comparableBody(vector.raw.body)))
        } else {
          assert.strictEqual(comparableBody(sent.body), comparableBody(vector.raw.body))
          if (order === "listed") assert.strictEqual(prepared.bodyHash, vector.body_hash)
        }
      })
    }
  })
}

/** A JavaScript object, which is what a `Schema.Record` holds, moves keys that are integers to its front: we send and hash them so. */
const hasIntegerKey = (fields: TypedFields): boolean => {
  const inside = (value: PythonValue): boolean => {
    if (value instanceof Map) return [...value].some(([key, member]) => /^\d+$/.test(key) || inside(member))
    return Array.isArray(value) && value.some(inside)
  }
  return inside(typedFields(fields))
}

/** Sizes are of CPython's memory, versions are each SDK's own, and SDK 7.0 sends the list of hashed fields too (wire.md §9.3, §9.4, §1.2). */
const comparableBody = (body: string): string =>
  body
    .replace(/"total_size": \d+/, `"total_size": 0`)
    .replace(/"version": \d+/, `"version": 0`)
    .replace(/"required_hash_fields": \[[^\]]*\], /, "")
    .replace(/, "required_hash_fields": \[[^\]]*\]}$/, "}")

const headersOf = (raw: Case["raw"]): { readonly [name: string]: string } =>
  Object.fromEntries(
    raw.headers.map((line) => [
      line.slice(0, line.indexOf(":")).toLowerCase(),
      line.slice(line.indexOf(":") + 1).trim()
    ])
  )

const volatile = new Set([
  "host",
  "accept",
  "accept-encoding",
  "user-agent",
  "content-length",
  "header_size",
  "total_size",
  "computed_body_hash",
  "bt_header_dendrite_version"
])

/**
 * For a tensor or a model Python sends `{}`, of which its own servers can build neither: ours has the members, emptied
 * (found with the real axons, which answer 500 to `{}`).
 */
const isDict = (name: string, value: string): boolean =>
  name.startsWith("bt_header_input_obj_") && Buffer.from(value, "base64").toString().startsWith("{")

const comparableHeaders = (headers: { readonly [name: string]: string }) =>
  Object.entries(headers)
    .filter(([name]) => !volatile.has(name))
    .map(([name, value]) => [name, isDict(name, value) ? "an object" : value] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
