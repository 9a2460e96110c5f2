/** What a dendrite makes of an answer: the declared fields and nothing else, or a typed reason. */
import { strict as assert } from "node:assert"
import { describe, it } from "vitest"
import { Result, Schema } from "effect"
import { Synapse, Tensor } from "effect-bittensor"
import * as Response from "../../../src/layers/internal/dendrite/response.ts"
import type { Random } from "../../support/randomPython.ts"
import { loadVectors } from "../../support/vectors.ts"
import { fuzz } from "./fuzz.ts"
import { below, buffers, mutated, pick } from "./mutate.ts"

class Answered extends Synapse.make("Answered", {
  request: { question: Schema.String },
  response: {
    answer: Schema.NullOr(Schema.String),
    reply: Schema.NullOr(Schema.String).pipe(Synapse.withDefault(null)),
    scores: Schema.Record(Schema.String, Schema.Int).pipe(Synapse.withDefault({})),
    nested: Schema.Array(Schema.Struct({ a: Schema.Finite, b: Schema.NullOr(Schema.Boolean) })).pipe(
      Synapse.withDefault([])
    ),
    loose: Schema.Unknown.pipe(Synapse.withDefault(null)),
    tensor: Schema.NullOr(Tensor.Any).pipe(Synapse.withDefault(null))
  },
  signed: ["question"]
}) {}

class Lines extends Synapse.stream("Lines", {
  request: { question: Schema.String },
  chunk: Synapse.lines(Schema.Struct({ n: Schema.Int, half: Schema.Finite })),
  signed: ["question"]
}) {}

interface Recorded {
  readonly cases: ReadonlyArray<{
    readonly response: {
      readonly status_line: string
      readonly headers: ReadonlyArray<string>
      readonly body: string
    } | null
  }>
}

const responses = loadVectors<Recorded>("wire", "responses.json").flatMap(({ data }) =>
  data.cases.flatMap(({ response }) => (response === null ? [] : [response]))
)
const rawOf = (lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.flatMap((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()])

const tensor = JSON.stringify(Tensor.serialize(Tensor.Float32.from([1, 2])))
const full = `{"answer":"a","reply":null,"scores":{"k":1},"nested":[{"a":0.5,"b":true}],"loose":{"x":[1,1.0]},"tensor":${tensor},"axon":{"status_code":200}}`

const bodies = {
  valid: buffers(
    full,
    full,
    `{"n":1,"half":0.5}\n{"n":2,"half":1.0}\n`,
    ...responses.map(({ body }) => body.slice(0, 1200))
  ),
  tokens: buffers(
    ...`"answer": "scores": "nested": "tensor": "axon": "message": "detail": "status_code": "__proto__": null NaN [ ] { } , \\ud800`.split(
      " "
    ),
    '"k"',
    '"text"',
    "1e999",
    "\n",
    "\r\n",
    tensor
  )
}

interface Input {
  readonly status: number
  readonly headers: ReadonlyArray<string>
  readonly body: Buffer
  /** Where a stream is cut. */
  readonly cut: number
}

const heads = [
  ["content-type", "application/json"],
  ["content-type", "application/json", "bt_header_axon_status_code", "200"],
  ...responses.map(({ headers }) => rawOf(headers))
]

const make = (random: Random): Input => {
  const body = mutated(random, bodies)
  const headers = [...pick(random, heads.slice(0, random() < 0.7 ? 2 : undefined))]
  if (random() < 0.2 && headers.length > 0) {
    const at = 2 * below(random, headers.length / 2) + 1
    headers[at] = mutated(random, {
      valid: buffers(headers[at]!),
      tokens: buffers("200", "401", "600", "\xff")
    }).toString("latin1")
  }
  return {
    status:
      random() < 0.7 ? 200 : pick(random, [200, 299, 302, 400, 401, 403, 404, 408, 413, 429, 500, 503, 599, 600, 999]),
    headers,
    body,
    cut: below(random, body.length + 1)
  }
}

const fields = Object.keys(Answered.response.fields)

const tags = new Set("BadAnswer Blacklisted Internal ProtocolMissing Refused Stale TimedOut Unauthorised".split(" "))

const assertReason = (reason: {
  readonly _tag: string
  readonly answer?: string
  readonly detail?: string
  readonly field?: string
}) => {
  assert.ok(tags.has(reason._tag), reason._tag)
  assert.match(reason.answer ?? "", /^[\x20-\x7e]{0,1024}$/)
  assert.match(`${reason.detail ?? ""}${reason.field ?? ""}`, /^[\x20-\x7e]{0,300}$/)
}

const checkWhole = ({ body, headers, status }: Input): void => {
  const head = { status, headers, timeout: 12, now: 0 }
  const read = Response.read(Answered, head, body)
  if (Result.isFailure(read)) return assertReason(read.failure)
  assert.strictEqual(status, 200)
  assert.deepEqual(Object.keys(read.success), fields)
  const encoded = Answered.wire.encodeResponse(read.success)
  if (Result.isSuccess(encoded)) {
    assert.deepStrictEqual(Result.getOrThrow(Answered.wire.decodeResponse(encoded.success)), read.success)
  }
}

/** However a stream is cut into packets, it holds the same messages. */
const checkStream = ({ body, cut, headers, status }: Input): void => {
  assertReason(Response.refusalOfStream({ status, headers, timeout: 12, now: 0 }, body))
  const read = (...packets: ReadonlyArray<Buffer>) => {
    const decoder = Lines.chunk.decoder()
    const parts = [...packets.map((packet) => decoder.push(packet)), decoder.end()]
    const failed = parts.find(Result.isFailure)
    if (failed !== undefined && Result.isFailure(failed)) return failed.failure.message
    return parts.flatMap((part) => (Result.isSuccess(part) ? part.success : []))
  }
  const whole = read(body)
  const split = read(body.subarray(0, cut), body.subarray(cut))
  if (typeof whole === "string") assert.equal(typeof split, "string")
  else assert.deepStrictEqual(split, whole)
}

describe("answers", () => {
  it("are read as their protocol says, whatever they hold", { timeout: 60_000 }, () =>
    fuzz({
      make,
      check: (input) => {
        checkWhole(input)
        checkStream(input)
      },
      show: ({ body, ...rest }) => ({ ...rest, body: body.toString("latin1") })
    })
  )
})
