/**
 * Answers of the real Python axons, and ours to the very same bytes on a socket. One table decides where ours is `same` as SDK
 * 10.5.0's and where it is `ours`: only where wire.md §4.3 or §12 asks for more, or where a Python axon cannot do what we can.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Logger } from "effect"
import { TestClock } from "effect/testing"
import { Axon } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { type Models, type VectorClass } from "../support/pythonClasses.ts"
import { exchange, type RawResponse, requestBytes } from "../support/rawHttp.ts"
import { serveVectorClasses } from "../support/vectorMiner.ts"
import { loadVectors } from "../support/vectors.ts"

interface Request {
  readonly request_line: string
  readonly headers: ReadonlyArray<string>
  readonly body?: string
  readonly body_hex?: string
}

interface Case {
  readonly id: string
  readonly sdk: string
  readonly situation: string
  readonly sent_at_unix_ns: string
  readonly before?: ReadonlyArray<{ readonly request: Request }>
  readonly request: Request
  readonly response: {
    readonly status_line: string
    readonly headers: ReadonlyArray<string>
    readonly body: string
  } | null
}

interface File {
  readonly axon_hotkey: string
  readonly models: Models
  readonly classes: { readonly [name: string]: VectorClass }
  readonly cases: ReadonlyArray<Case>
}

/** What ours answers instead: a status, and what its message says. */
interface Ours {
  readonly status: number
  readonly says: RegExp
  /** Why it differs. */
  readonly because: string
}

const ours = (status: number, says: RegExp, because: string): Ours => ({ status, says, because })

const ignored = "§12: input_obj headers are ignored, the body decides"
const fixedText = "§12: fixed short texts, never the signed message or the list of routes"
const strict = "§4.3, strictness: every identity text has one form"
const typed = "§12: 400 with the field's path only"

/** Each situation of the recordings. A new one fails until it is decided here. */
const table: { readonly [situation: string]: "same" | Ours } = {
  success: "same",
  "required field whose empty value does not validate": ours(200, /^Success$/, ignored),
  "required field without its input_obj header": ours(200, /^Success$/, ignored),
  "undecodable input_obj": ours(200, /^Success$/, ignored),
  "input_obj with the real value": "same",
  blacklisted: "same",
  "blacklisted before verification": ours(401, /Missing Signature/, "§12: verify comes before blacklist"),
  "blacklisted, reason not ASCII": ours(403, /caf\? ferm\?/, "§12: reasons are sanitised"),
  "blacklist raises": "same",
  "blacklist returns a bool": "same",
  "signature wrong": ours(401, /^Not Verified with error: Signature mismatch$/, fixedText),
  "signature malformed": "same",
  "signature in upper-case hex": "same",
  "signature over <Bytes> form": "same",
  "signature missing": "same",
  "hotkey missing": "same",
  "hotkey invalid": "same",
  "hotkey with another ss58 prefix": ours(401, /network prefix/, strict),
  "nonce missing": "same",
  "nonce missing, signed as None": "same",
  "uuid missing, signed as None": ours(401, /uuid/, strict),
  "nonce malformed": ours(401, /Nonce/, "§12: 401 by pattern"),
  "computed_body_hash missing": ours(401, /body hash/, fixedText),
  "computed_body_hash missing, signed as None": ours(401, /body hash/, strict),
  "nonce stale, first contact": "same",
  "nonce 15 s old, timeout 12, first contact": "same",
  "nonce 6 s old, timeout 1, first contact": "same",
  "no timeout header, first contact": "same",
  "timeout header None": ours(400, /timeout/, "§12: 400"),
  "nonce in the future, first contact": ours(401, /ahead/, "§12: 401"),
  "nonce 60 s old, version 700, first contact": ours(401, /7\.2\.0/, "§12: 401 unless enabled"),
  "nonce repeated": "same",
  "nonce lower than stored": "same",
  "nonce one higher than stored": "same",
  "own verify raises": "same",
  "own verify accepts an unsigned request": ours(401, /Missing/, "§12: no verify can demand less"),
  "axon hotkey header of another axon, signed for it": ours(401, /another axon/, fixedText),
  "unknown synapse": ours(404, /^Synapse name not found$/, fixedText),
  "extra path segment": ours(404, /^Synapse name not found$/, "§11.2: JSON with a message always"),
  "trailing slash": ours(
    404,
    /^Synapse name not found$/,
    "§1.1: never send a redirect, least of all one built from Host"
  ),
  "query string": "same",
  "GET with body": "same",
  "GET without body": ours(400, /JSON/, typed),
  "GET /Synapse without any header": "same",
  "GET unknown name without any header": ours(404, /^Synapse name not found$/, fixedText),
  "wrong method": ours(405, /^Method Not Allowed$/, "§11.2: JSON with a message always"),
  "priority raises TimeoutError": "same",
  "priority raises another error": "same",
  "body not JSON": ours(400, /JSON/, typed),
  "body empty": ours(400, /JSON/, typed),
  "body not an object": ours(400, /object/, typed),
  "body not UTF-8": ours(400, /UTF-8/, "§11.2: JSON with a message always"),
  "body with NaN": "same",
  "content type not JSON": ours(415, /content type/, "§12: wrong types are the caller's fault, not a 500"),
  "content type absent": ours(200, /^Success$/, "§2.2: older axons accept it, so callers send none"),
  "content type with charset": "same",
  "wrong field type": ours(400, /^Field [A-Za-z.0-9]+: /, typed),
  "required field missing": ours(400, /^Field [A-Za-z.0-9]+: /, typed),
  "lenient field type": "same",
  "unknown keys in the body": "same",
  "terminals absent from the body": "same",
  "only own fields in the body": "same",
  "body presets axon.status_code": ours(200, /^Success$/, "§12: ignored"),
  "header presets axon status message": ours(400, /^Field question: /, "§12: ignored; this body lacks a field"),
  "name in the body differs": "same",
  "body changed after hashing": "same",
  "unlisted field changed": "same",
  "body hash in upper case": "same",
  "forward slower than the timeout": ours(408, /^Request timeout after /, "the deadline interrupts the forward"),
  "forward raises": "same",
  "forward raises, text with a newline": "same",
  "forward raises, text not ASCII": "same",
  "forward raises RunException": "same",
  "forward sets a status": ours(
    0,
    /^(teapot)?$/,
    "a forward refuses with any status from 400; the body is the message"
  ),
  "forward returns None": "same",
  "forward returns NaN": "same",
  streaming: "same",
  "streaming, no chunk": "same",
  "streaming, producer raises after two chunks": ours(
    200,
    /^Success$/,
    "§7: the socket is aborted, so that the end is no end"
  ),
  "streaming route, signature wrong": ours(401, /^Not Verified with error: Signature mismatch$/, fixedText),
  "tensor field on a host without torch": "same",
  "tensor field null on a host without torch": "same"
}

/** SDK 7.0's nonces count from its boot, so what the window decides cannot be decided for them (`acceptLegacyNonce`). */
const legacyTable: { readonly [situation: string]: Ours } = {
  "nonce stale, first contact": ours(200, /^Success$/, "no window"),
  "nonce 6 s old, timeout 1, first contact": ours(200, /^Success$/, "no window"),
  "nonce in the future, first contact": ours(200, /^Success$/, "no window"),
  "nonce 60 s old, version 700, first contact": ours(200, /^Success$/, "no window"),
  "axon hotkey header of another axon, signed for it": ours(401, /another axon/, fixedText)
}

const isLegacy = ({ sdk }: Case): boolean => sdk.startsWith("7.0") || sdk.startsWith("7.1")

const toBytes = ({ body, body_hex, headers, request_line }: Request): Buffer =>
  requestBytes(request_line, headers, body_hex === undefined ? (body ?? "") : Buffer.from(body_hex, "hex"))

/** Sends the recorded bytes, at the recorded time, to an axon that does what the recorded one did. */
const answerOf = Effect.fnUntraced(function* (vector: Case) {
  const { port } = (yield* Axon).info
  yield* TestClock.setTime(Number(BigInt(vector.sent_at_unix_ns) / 1_000_000n))
  for (const { request } of vector.before ?? []) {
    const before = yield* Effect.promise(() => exchange(port, toBytes(request)))
    assert.strictEqual(before?.status, 200)
  }
  const isHead = vector.request.request_line.startsWith("HEAD")
  const sent = yield* Effect.forkChild(Effect.promise(() => exchange(port, toBytes(vector.request), { isHead })))
  if (vector.situation === "forward slower than the timeout") {
    yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 100)))
    yield* TestClock.adjust("600 millis")
  }
  return yield* Fiber.join(sent)
})

const axonOf = (data: File, vector: Case) =>
  serveVectorClasses(data.classes, data.models).pipe(
    Layer.provideMerge(AxonHttp.layer({ host: "127.0.0.1", port: 0, limits: { acceptLegacyNonce: isLegacy(vector) } })),
    Layer.provide(WalletsMemory.layerHotkey({ uri: "//Bob" })),
    // What is logged for defects is what the test makes happen.
    Layer.provideMerge(Logger.layer([]))
  )

const header = (headers: RawResponse["headers"], name: string): string | undefined =>
  headers.find(([header]) => header === name)?.[1]

const pairs = (lines: ReadonlyArray<string>): RawResponse["headers"] =>
  lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()])

/** Headers of HTTP itself, whose names Node writes in its own case. */
const transport = new Set(["date", "server", "content-length", "transfer-encoding"])

/** Headers whose values differ by nature: clocks, sizes, who we are, and where the recorded body claimed to be from (§5.2). */
const volatile = new Set([
  "header_size",
  "total_size",
  "bt_header_axon_process_time",
  "bt_header_axon_port",
  "bt_header_axon_version",
  "bt_header_axon_nonce",
  "bt_header_axon_uuid",
  "bt_header_axon_signature",
  "bt_header_dendrite_ip",
  "bt_header_dendrite_port"
])

/** Python's errors are answered from an object built of headers: its hash is meaningless, its inputs are empty (§2.3). */
const notOnErrors = (name: string): boolean => name === "computed_body_hash" || name.startsWith("bt_header_input_obj_")

/** Before proof nothing that the caller chose is repeated to it, and nothing is signed (§11.2). */
const notBeforeProof = (name: string): boolean =>
  name.startsWith("bt_header_dendrite_") || /^bt_header_axon_(version|nonce|uuid|hotkey|signature)$/.test(name)

const identifier = /#[0-9a-f]{8}-[0-9a-f-]{27}/

const plain = (message: string | undefined): string | undefined => message?.replace(identifier, "#id")

/** What an answer repeats of its own request, which is not the reference's. */
const echoed = /^(computed_body_hash|bt_header_dendrite_(version|nonce|uuid|hotkey|signature))$/

const assertSame = (answer: RawResponse, expected: NonNullable<Case["response"]>, request: Request) => {
  const asked = pairs(request.headers)
  const recorded = pairs(expected.headers)
  assert.strictEqual(answer.statusLine.slice(0, 12), expected.status_line.slice(0, 12))
  const isError = answer.status !== 200
  const isProven = header(answer.headers, "bt_header_dendrite_hotkey") !== undefined
  for (const [name, value] of recorded) {
    if (transport.has(name.toLowerCase()) || value === "None") continue
    if (isError && (notOnErrors(name) || (!isProven && notBeforeProof(name)))) continue
    const mine = header(answer.headers, name)
    assert.isDefined(mine, `header ${name} is missing`)
    if (echoed.test(name)) assert.strictEqual(mine?.toLowerCase(), header(asked, name)?.toLowerCase(), name)
    else if (!volatile.has(name)) assert.strictEqual(plain(mine), plain(value), name)
  }
  assertSameBody(answer, expected)
}

const assertSameBody = (answer: RawResponse, expected: NonNullable<Case["response"]>) => {
  const mine = answer.body.toString("utf8")
  if (header(answer.headers, "content-type") !== "application/json") return assert.strictEqual(mine, expected.body)
  assert.deepStrictEqual(comparable(mine), comparable(expected.body))
}

/** The own fields, the name, the timeout and the status: terminals are in the headers, and the size of a request is no size in bytes. */
const comparable = (json: string) => {
  const { axon, dendrite: _dendrite, mask: _mask, message, total_size: _size, ...fields } = JSON.parse(json)
  return {
    ...fields,
    message: plain(message),
    status: axon?.status_code,
    statusMessage: axon?.status_message
  }
}

const assertOurs = (answer: RawResponse, { says, status }: Ours, vector: Case) => {
  if (status !== 0) assert.strictEqual(answer.status, status)
  else assert.strictEqual(answer.status, vector.response === null ? 0 : statusOf(vector))
  assert.match(header(answer.headers, "bt_header_axon_status_message") ?? "", says)
  assert.strictEqual(header(answer.headers, "bt_header_axon_status_code"), String(answer.status))
  if (answer.status !== 200 && !vector.request.request_line.startsWith("HEAD")) {
    assert.strictEqual(
      JSON.parse(answer.body.toString("utf8")).message,
      header(answer.headers, "bt_header_axon_status_message")
    )
  }
}

/** A status that a forward picks: SDK 7.0 ignores it, the later ones answer it; so do we. */
const statusOf = (vector: Case): number => Number(JSON.parse(vector.request.body!).code)

for (const { data, directory } of loadVectors<File>("wire", "responses.json")) {
  const reference = new Map(
    data.cases.filter(({ sdk }) => sdk === "10.5.0").map((vector) => [vector.id, vector.response])
  )

  describe(`answers of ${directory}`, () => {
    for (const vector of data.cases) {
      const decided = (isLegacy(vector) ? legacyTable[vector.situation] : undefined) ?? table[vector.situation]
      const how = decided === "same" ? "same" : `ours, ${decided?.status} because ${decided?.because}`
      it.effect(`${vector.sdk} ${vector.id}: ${how}`, () =>
        Effect.gen(function* () {
          assert.isDefined(decided, `the situation '${vector.situation}' is not decided in the table`)
          const answer = yield* answerOf(vector)
          assert.isDefined(answer, "no answer came")
          if (decided !== "same") return assertOurs(answer, decided!, vector)
          const expected = reference.get(vector.id) ?? vector.response
          assert.isNotNull(expected, "the reference has no answer to compare with")
          assertSame(answer, expected!, vector.request)
        }).pipe(Effect.provide(axonOf(data, vector)))
      )
    }
  })
}
