/** Headers of strangers, in both directions (wire.md §2, §12). */
import { assert, describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import * as Headers from "../../src/protocol/Headers.ts"

const limits: Headers.HeaderLimits = { totalBytes: 32_768, lineBytes: 16_384, count: 100 }

const parse = (headers: ReadonlyArray<string>, change: Partial<Headers.HeaderLimits> = {}) =>
  Headers.parseRequest(headers, { ...limits, ...change })

const issue = (headers: ReadonlyArray<string>, change?: Partial<Headers.HeaderLimits>): Headers.HeaderIssue =>
  Result.getOrThrow(Result.flip(parse(headers, change)))

/** All that an axon reads. */
const identity: ReadonlyArray<string> = [
  "timeout",
  "bt_header_axon_hotkey",
  "bt_header_dendrite_version",
  "bt_header_dendrite_nonce",
  "bt_header_dendrite_uuid",
  "bt_header_dendrite_hotkey",
  "bt_header_dendrite_signature",
  "computed_body_hash"
]

describe("parseRequest", () => {
  const sent = Object.entries({
    name: "Topk",
    timeout: "12.0",
    bt_header_axon_ip: "127.0.0.1",
    bt_header_axon_hotkey: "5A",
    bt_header_dendrite_version: "10002000",
    bt_header_dendrite_nonce: "1752076800000000000",
    bt_header_dendrite_uuid: "u",
    bt_header_dendrite_hotkey: "5D",
    bt_header_dendrite_signature: "0xab",
    computed_body_hash: "cd",
    "content-type": "application/json",
    header_size: "464"
  }).flat()
  const read: Headers.RequestHead = {
    timeout: 12,
    axonHotkey: "5A",
    version: "10002000",
    nonce: "1752076800000000000",
    uuid: "u",
    hotkey: "5D",
    signature: "0xab",
    bodyHash: "cd"
  }

  it("reads what a Python dendrite sends", () => assert.deepStrictEqual(parse(sent), Result.succeed(read)))

  it("reads names in any case", () => {
    const shouted = sent.map((text, index) => (index % 2 === 0 ? text.toUpperCase() : text))
    assert.deepStrictEqual(parse(shouted), Result.succeed(read))
  })

  it("leaves texts as they were sent, and says undefined of what was not", () => {
    assert.deepStrictEqual(Result.getOrThrow(parse(["bt_header_dendrite_hotkey", " 5D "])), {
      timeout: undefined,
      axonHotkey: undefined,
      version: undefined,
      nonce: undefined,
      uuid: undefined,
      hotkey: " 5D ",
      signature: undefined,
      bodyHash: undefined
    })
  })

  it.each(identity)("refuses %s twice, whatever its case and value", (name) => {
    const expected = { status: 400, message: `Header ${name} is sent more than once` }
    assert.deepStrictEqual(issue([name, "1", name, "1"]), expected)
    assert.deepStrictEqual(issue([name, "", name.toUpperCase(), "2"]), expected)
  })

  it.each(["x-forwarded-for", "bt_header_axon_ip", "name", "constructor", "__proto__", "toString", "hasOwnProperty"])(
    "ignores %s, how often it is sent",
    (name) => assert.deepStrictEqual(parse([...sent, name, "a", name, "b"]), Result.succeed(read))
  )

  it("ignores what only looks like one of ours", () => {
    const near = [
      "x-bt_header_dendrite_hotkey",
      "5X",
      "bt_header_dendrite_hotkey2",
      "5X",
      "bt-header-axon-hotkey",
      "5X"
    ]
    assert.deepStrictEqual(parse([...near, ...sent]), Result.succeed(read))
  })

  describe("timeout", () => {
    it.each([
      ["12", 12],
      ["12.0", 12],
      ["12.", 12],
      [".5", 0.5],
      ["+5", 5],
      [" 5\t", 5],
      ["1e2", 100],
      ["1E-3", 0.001],
      ["1.5e+1", 15],
      ["007", 7],
      ["3600", 3600],
      ["5e-324", 5e-324]
    ])("of Python's float %j is %d seconds", (text, seconds) => {
      assert.strictEqual(Result.getOrThrow(parse(["timeout", text])).timeout, seconds)
    })

    const refused = "inf Infinity nan None -1 -0.0 0 0.0 1e-400 3600.1 1e12 1e400 . e5 1e 0x10 1,5 12s --1".split(" ")
    it.each([...refused, "", " ", "1 2", `${"0".repeat(64)}1`])("%j opens no window", (text) => {
      assert.deepStrictEqual(issue(["timeout", text]), {
        status: 400,
        message: "Header timeout must be a number of seconds above 0 and at most 3600"
      })
    })

    it.prop(
      "reads every timeout as our dendrite writes it",
      { timeout: Schema.Number.check(Schema.isBetween({ minimum: 1e-6, maximum: 3600 })) },
      ({ timeout }) => {
        assert.strictEqual(Result.getOrThrow(parse(["timeout", Headers.seconds(timeout)])).timeout, timeout)
      }
    )
  })

  describe("sizes", () => {
    it("count lines", () => {
      const headers = Array.from({ length: 10 }, (_, i) => [`h${i}`, ""]).flat()
      assert.isTrue(Result.isSuccess(parse(headers, { count: 10 })))
      assert.deepStrictEqual(issue(headers, { count: 9 }), { status: 431, message: "Too many headers" })
    })

    it("measure a name with its value", () => {
      assert.isTrue(Result.isSuccess(parse(["name", "a".repeat(96)], { lineBytes: 100 })))
      assert.deepStrictEqual(issue(["name", "a".repeat(97)], { lineBytes: 100 }), {
        status: 431,
        message: "A header is too long"
      })
    })

    it("measure all of them", () => {
      const headers = ["a", "1234", "b", "1234"]
      assert.isTrue(Result.isSuccess(parse(headers, { totalBytes: 10 })))
      assert.deepStrictEqual(issue(headers, { totalBytes: 9 }), { status: 431, message: "The headers are too large" })
    })
  })

  describe("content", () => {
    it.each([
      "application/json",
      "APPLICATION/JSON",
      " application/json ; charset=utf-8",
      "application/json;charset=utf-8",
      "application/problem+json"
    ])("of type %j is taken", (type) => assert.isTrue(Result.isSuccess(parse(["Content-Type", type]))))

    it.each(["", "text/plain", "text/json", "application/jsonp", "application/json, text/plain", "x application/json"])(
      "of type %j is refused",
      (type) => assert.strictEqual(issue(["content-type", type]).status, 415)
    )

    it("is taken without a type and a coding", () => assert.isTrue(Result.isSuccess(parse([]))))

    it.each(["gzip", "br", "identity, gzip"])("compressed by %s is refused", (coding) => {
      assert.deepStrictEqual(issue(["Content-Encoding", coding]), {
        status: 415,
        message: "Compressed bodies are not accepted"
      })
    })

    it("that says it is not compressed is taken", () => {
      assert.isTrue(Result.isSuccess(parse(["content-encoding", " Identity "])))
    })
  })

  it.prop("is total", { headers: Schema.Array(Schema.String) }, ({ headers }) => {
    assert.isTrue(Result.isSuccess(parse(headers)) || issue(headers).status >= 400)
  })
})

describe("parseResponse", () => {
  const nothing: Headers.ResponseHead = {
    status: undefined,
    message: undefined,
    processTime: undefined,
    contentType: undefined
  }

  it("reads what an axon answers, in any case", () => {
    const read = { status: 200, message: "Success", processTime: 5.340576171875e-5, contentType: "application/json" }
    const sent = Object.entries({
      bt_header_axon_status_code: "200",
      bt_header_axon_status_message: "Success",
      bt_header_axon_process_time: "5.340576171875e-05",
      "content-type": "application/json",
      "x-other": "1"
    }).flat()
    assert.deepStrictEqual(Headers.parseResponse(sent), read)
    assert.deepStrictEqual(
      Headers.parseResponse(sent.map((text, index) => (index % 2 === 0 ? text.toUpperCase() : text))),
      read
    )
  })

  it.each(["", "20", "2000", "200.0", "1e2", "-200", "0x1", "None", "two"])("ignores the status %j", (status) => {
    assert.deepStrictEqual(Headers.parseResponse(["bt_header_axon_status_code", status]), nothing)
  })

  it.each(["", "fast", "e", "--1", "1e999", "inf", "nan", "1".repeat(33)])("ignores the time %j", (time) => {
    assert.deepStrictEqual(Headers.parseResponse(["bt_header_axon_process_time", time]), nothing)
  })

  it("makes the message fit to be shown", () => {
    const { message } = Headers.parseResponse(["bt_header_axon_status_message", `\x1b[31m${"a".repeat(5000)}`])
    assert.strictEqual(message, `?[31m${"a".repeat(1019)}`)
  })

  it("reads no identity: nothing in an answer is authenticated", () => {
    const claims = ["bt_header_axon_hotkey", "5X", "bt_header_dendrite_hotkey", "5X", "timeout", "1", "name", "X"]
    assert.deepStrictEqual(Headers.parseResponse(claims), nothing)
  })

  it.prop("is total", { headers: Schema.Array(Schema.String) }, ({ headers }) => {
    assert.isObject(Headers.parseResponse(headers))
  })
})

describe("isJsonContent", () => {
  it("is false of no content type", () => assert.isFalse(Headers.isJsonContent(undefined)))
  it("is true of JSON", () => assert.isTrue(Headers.isJsonContent("application/json; charset=utf-8")))
  it("is false of the rest", () => assert.isFalse(Headers.isJsonContent("text/event-stream")))
})

describe("seconds", () => {
  it.each([
    [12, "12.0"],
    [0.5, "0.5"],
    [1e-5, "1e-05"],
    [3600, "3600.0"]
  ])("%d is %s", (value, text) => assert.strictEqual(Headers.seconds(value), text))
})
