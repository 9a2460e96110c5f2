/** The requests of hostile callers, under the row of wire.md §12 that they belong to. */
import { assert } from "vitest"
import type { RawResponse } from "../support/rawHttp.ts"
import { header, marker } from "./answers.ts"
import { array, binary, declaredBinary, numpy, text, uint32 } from "./msgpack.ts"
import { Broken, Echo, Friends, Loose, Looser, Rude, Scale, Scores, Small, Whoami } from "./protocols.ts"
import { type Hostile, signed } from "./requests.ts"
import { Tensor } from "effect-bittensor"
import type { Bend } from "../support/signedRequest.ts"

const input = { text: marker }
const echo = (bend: Bend = {}) => signed(Echo, input, bend)
const loose = (body: string) => signed(Loose, { data: null }, { body })
const scale = (body: string) => signed(Scale, { input: Tensor.Uint8.from([1]) }, { body })

const fields = (answer: RawResponse): { readonly [name: string]: unknown } => JSON.parse(answer.body.toString())

const now = () => BigInt(Date.now()) * 1_000_000n
const seconds = (count: number) => BigInt(count) * 1_000_000_000n

const forged = { bt_header_dendrite_signature: `0x${"11".repeat(63)}8a` }

const lines = (count: number, value: string) => Array.from({ length: count }, (_, index) => `x-${index}: ${value}`)

const large = "The headers are too large"
const notJson = /^The body is not JSON, or nested too deep or too large$/
const hashDiffers = /^Internal Server Error #[0-9a-f-]{36}$/

/** Requests whose headers are refused before anything is known of their sender. */
const headers = (status: number, says: RegExp, closes: boolean, bends: { readonly [what: string]: Bend }) =>
  Object.entries(bends).map(([what, bend]): Hostile => ({ what, bytes: echo(bend), status, says, closes }))

/** Requests of a proven caller whose body is refused. */
const bodies = (
  says: RegExp,
  send: (body: string) => Hostile["bytes"],
  texts: { readonly [what: string]: () => string }
) =>
  Object.entries(texts).map(([what, body]): Hostile => ({
    what,
    bytes: (sender) => send(body())(sender),
    status: 400,
    says,
    isProven: true
  }))

const header401 = (says: RegExp, values: ReadonlyArray<string | undefined>, name: string): ReadonlyArray<Hostile> =>
  values.map((value) => ({
    what: `${name}: ${value?.slice(0, 40)}`,
    bytes: echo({ headers: { [name]: value } }),
    status: 401,
    says
  }))

const tensorBody = (document: Buffer, shape: unknown = [4], dtype: unknown = "uint8") =>
  JSON.stringify({ input: { buffer: document.toString("base64"), dtype, shape } })

const tensors = (documents: { readonly [what: string]: () => string }) =>
  bodies(/^Field input(\.[a-z]+)?(\.\d+)?: /, scale, documents)

const succeeds = (what: string, bytes: Hostile["bytes"], check: NonNullable<Hostile["check"]>): Hostile => ({
  what,
  bytes,
  status: 200,
  check
})

/** A list of as many lists in each other. */
const nested = (depth: number) => `{"data": ${"[".repeat(depth)}${"]".repeat(depth)}}`

export const callerRequests: { readonly [row: string]: ReadonlyArray<Hostile> } = {
  // First, while what was captured is still fresh.
  "replay after restart / after eviction": [
    {
      what: "after a restart",
      bytes: ({ captured }) => Promise.resolve(captured),
      status: 401,
      says: /Nonce is too old/
    },
    ...[70n, 3600n].map((age): Hostile => ({
      what: `${age} s after it was sent`,
      bytes: (sender) => echo({ nonce: now() - seconds(1) * age, timeout: 3600 })(sender),
      status: 401,
      says: /Nonce is too old/
    }))
  ],
  "header block > 64 KiB": headers(431, /^(The headers are too large|A header is too long)$/, true, {
    "one line of 70 KB": { headers: { "x-long": marker.repeat(5000) } },
    "many lines of 1 KB": { lines: lines(70, "x".repeat(1000)) },
    "a line above 16 KiB": { headers: { "x-long": "x".repeat(17_000) } },
    "above 32 KiB in all": { lines: lines(3, "x".repeat(11_000)) }
  }),
  "2000 small headers": headers(431, new RegExp(`^(Too many headers|${large})$`), true, {
    "2000 headers": { lines: lines(2000, "1") },
    "101 headers": { lines: lines(101, marker) }
  }),
  "body 30 MB (or more)": [
    {
      what: "by its declared length",
      bytes: echo({ headers: { "content-length": "30000000" } }),
      status: 413,
      says: /^The body is larger than 8388608 bytes$/,
      closes: true,
      isProven: true
    },
    {
      what: "by counted bytes",
      bytes: echo({
        headers: { "content-length": undefined, "transfer-encoding": "chunked" },
        body: `${(9_000_000).toString(16)}\r\n${"x".repeat(9_000_000)}\r\n`
      }),
      status: 413,
      says: /^The body is larger than 8388608 bytes$/,
      closes: true,
      isProven: true
    },
    {
      what: "beyond the limit of its route",
      bytes: signed(Small, { text: "x".repeat(2000) }),
      status: 413,
      says: /^The body is larger than 1024 bytes$/,
      closes: true,
      isProven: true
    },
    {
      what: "before proof nothing is read",
      bytes: echo({ headers: { ...forged, "content-length": "30000000" } }),
      status: 401,
      says: /Signature mismatch$/,
      closes: true
    },
    {
      what: "of a blacklisted caller nothing is read",
      bytes: signed(Friends, input, { headers: { "content-length": "30000000" } }),
      status: 403,
      says: /friends only/,
      closes: true,
      isProven: true
    }
  ],
  "compressed body": headers(415, /^Compressed bodies are not accepted$/, false, {
    gzip: { headers: { "content-encoding": "gzip" } },
    "what nobody knows": { headers: { "content-encoding": marker } }
  }),
  "bad base64/JSON in `input_obj`": [
    ...["%%%", "e30", Buffer.from("{").toString("base64"), marker].map((value) =>
      succeeds(`${value}: the body decides`, echo({ headers: { bt_header_input_obj_text: value } }), (answer) =>
        assert.strictEqual(fields(answer)["out"], marker)
      )
    ),
    ...bodies(/^Field text: /, (body) => echo({ body, headers: { bt_header_input_obj_text: "%%%" } }), {
      "and the body is invalid": () => "{}"
    })
  ],
  "invalid JSON, wrong types": [
    ...bodies(notJson, (body) => echo({ body }), {
      empty: () => "",
      "no JSON": () => marker,
      "cut off": () => `{"text": "${marker}`,
      "a key without quotes": () => `{text: 1}`,
      "a lone surrogate": () => `{"text": "\\ud800"}`
    }),
    ...bodies(/^The body is not a JSON object$/, (body) => echo({ body }), { "a list": () => `["${marker}"]` }),
    ...bodies(/^The body is not UTF-8$/, (body) => echo({ body: Buffer.from(body, "latin1") }), {
      "no UTF-8": () => `{"text": "\xff"}`
    }),
    ...bodies(/^Field text: (is missing|expected a string)$/, (body) => echo({ body }), {
      "a field is missing": () => `{"${marker}": "${marker}"}`,
      "a number for a text": () => `{"text": 1}`,
      "an object for a text": () => `{"text": {"${marker}": "${marker}"}}`
    }),
    ...bodies(/^Field scores\.\*: /, (body) => signed(Scores, { scores: {}, note: "" }, { body }), {
      "a key of the caller's": () => `{"scores": {"${marker}": "${marker}"}, "note": ""}`
    })
  ],
  "deep or huge JSON": bodies(notJson, loose, {
    "65 deep": () => nested(65),
    "a million deep": () => nested(1_000_000),
    "100 001 keys": () => `{${Array.from({ length: 100_001 }, (_, key) => `"k${key}":1`).join()}}`,
    "200 001 values": () => `{"data": [${"0,".repeat(200_000)}0]}`,
    "8 MB of empty lists": () => `{"data": [${"[],".repeat(2_700_000)}0]}`,
    "an integer of 100 000 digits": () => `{"data": ${"9".repeat(100_000)}}`
  }),
  "`__proto__`, `constructor` keys": [
    succeeds(
      "own keys of a dictionary",
      loose(`{"data": {"__proto__": {"polluted": 1}, "constructor": 1}}`),
      (answer) => assert.deepStrictEqual(fields(answer)["keys"], ["__proto__", "constructor"])
    ),
    succeeds("keys of the body itself", loose(`{"__proto__": {"data": {"polluted": 1}}, "data": {"a": 1}}`), (answer) =>
      assert.deepStrictEqual(fields(answer)["keys"], ["a"])
    ),
    ...bodies(/^Field data: is missing$/, loose, {
      "a field by way of the prototype": () => `{"__proto__": {"data": 1}}`
    })
  ],
  "duplicate identity headers": headers(
    400,
    /^Header [a-z_]+ is sent more than once$/,
    false,
    Object.fromEntries(
      [
        "timeout",
        "computed_body_hash",
        "bt_header_axon_hotkey",
        ...["nonce", "uuid", "hotkey", "signature", "version"].map((name) => `bt_header_dendrite_${name}`)
      ].map((name) => [name, { lines: [`${name.toUpperCase()}: ${marker}`] }])
    )
  ),
  "huge/negative/`1_0` nonce, integer with 10⁵ digits": [
    ...header401(
      /Nonce must be unix time/,
      ["-5", "1_0", "+1", " ", "1.0", "1e18", "0", "٣", "9".repeat(21), "9".repeat(10_000), marker],
      "bt_header_dendrite_nonce"
    ),
    ...header401(/Nonce is \d+\.\d\d seconds ahead/, ["9".repeat(20)], "bt_header_dendrite_nonce"),
    ...headers(431, new RegExp(large), true, {
      "10⁵ digits are too many for any header": { headers: { bt_header_dendrite_nonce: "9".repeat(100_000) } }
    })
  ],
  "nonce far in the future": [
    ...[5n, 3600n, 31_536_000n].map((ahead): Hostile => ({
      what: `${ahead} s ahead`,
      bytes: (sender) => echo({ nonce: now() + seconds(1) * ahead })(sender),
      status: 401,
      says: /seconds ahead of this axon's clock$/
    })),
    succeeds("and its lane is not locked", echo(), (answer) => assert.strictEqual(fields(answer)["out"], marker))
  ],
  "`timeout: inf`/`nan`/1e12": [
    ...headers(
      400,
      /^Header timeout must be a number/,
      false,
      Object.fromEntries(
        ["inf", "-inf", "nan", "1e12", "-1", "0", "", "1e999", "0x10", marker].map((timeout) => [
          `header ${timeout}`,
          { headers: { timeout } }
        ])
      )
    ),
    ...bodies(/^Field timeout: expected a number$/, (body) => echo({ body }), {
      "NaN in the body": () => `{"text": "x", "timeout": NaN}`,
      "Infinity in the body": () => `{"text": "x", "timeout": -Infinity}`,
      "a text in the body": () => `{"text": "x", "timeout": "${marker}"}`
    })
  ],
  "`version` absent or old": header401(
    /SDKs before 7\.2\.0 are not served/,
    [undefined, "700", "7001999", "-1", "99999999999", marker],
    "bt_header_dendrite_version"
  ),
  "replay on another route with equal hash (typical: empty hash list)": [
    succeeds(
      "what was never delivered, to another route that signs nothing: cannot be told",
      signed(Loose, { data: 1 }, { requestLine: "POST /Looser HTTP/1.1" }),
      (answer) => assert.strictEqual(header(answer, "name"), "Looser")
    ),
    {
      what: "to a route that signs its name",
      bytes: signed(Looser, { data: 1 }, { requestLine: "POST /Named HTTP/1.1", body: `{"text": "x"}` }),
      status: 500,
      says: hashDiffers,
      isProven: true
    }
  ],
  "changed unlisted body fields by a man in the middle": [
    succeeds(
      "an unlisted field",
      signed(Scores, { scores: { a: 1 }, note: "a" }, { body: `{"scores": {"a": 1}, "note": "b"}` }),
      (answer) => assert.strictEqual(fields(answer)["note"], "b")
    ),
    {
      what: "a listed field",
      bytes: signed(Scores, { scores: { a: 1 }, note: "a" }, { body: `{"scores": {"a": 2}, "note": "a"}` }),
      status: 500,
      says: hashDiffers,
      isProven: true
    }
  ],
  "missing signature": header401(/Missing Signature$/, [undefined, ""], "bt_header_dendrite_signature"),
  "spoofed `dendrite.hotkey` in the body": [
    succeeds(
      "reaches nobody",
      signed(Whoami, input, {
        body: JSON.stringify({ ...input, dendrite: { hotkey: marker, ip: "8.8.8.8" }, axon: { hotkey: marker } })
      }),
      (answer, { signer }) => {
        const { dendrite, hotkey } = fields(answer)
        assert.strictEqual(hotkey, signer.address)
        assert.deepInclude(dendrite, { hotkey: signer.address, ip: "127.0.0.1" })
      }
    )
  ],
  "spoofed hotkey at blacklist stage": [
    {
      what: "is refused before a hook sees it",
      bytes: signed(Friends, input, { headers: forged }),
      status: 401,
      says: /Signature mismatch$/
    },
    {
      what: "a proven one is blacklisted",
      bytes: signed(Friends, input),
      status: 403,
      says: /friends only/,
      isProven: true
    }
  ],
  "body presets `axon.status_code`, header presets `status_message`": [
    succeeds(
      "a body, and headers",
      echo({
        body: JSON.stringify({ ...input, axon: { status_code: 299, status_message: marker } }),
        headers: { bt_header_axon_status_code: "299", bt_header_axon_status_message: marker }
      }),
      (answer) => {
        assert.strictEqual(header(answer, "bt_header_axon_status_message"), "Success")
        assert.deepInclude(fields(answer)["axon"], { status_code: 200, status_message: "Success" })
      }
    ),
    ...bodies(
      /^Field text: is missing$/,
      (body) => echo({ body, headers: { bt_header_axon_status_message: marker } }),
      { "a header of an error": () => `{"axon": {"status_code": 299, "status_message": "${marker}"}}` }
    )
  ],
  "CR/LF or non-ASCII in reasons": [
    {
      what: "are on one line of ASCII",
      bytes: signed(Rude, input),
      status: 403,
      says: /caf\? ferm\? set-cookie: a=b/,
      isProven: true,
      check: (answer) => assert.isUndefined(header(answer, "set-cookie"))
    }
  ],
  "error texts": [
    {
      what: "of an unknown route",
      bytes: echo({ requestLine: `POST /${marker}?${marker} HTTP/1.1` }),
      status: 404,
      says: /^Synapse name not found$/
    },
    { what: "of another method", bytes: echo({ requestLine: "PUT /Echo HTTP/1.1" }), status: 405, says: /^Method/ },
    {
      what: "of a forward that dies",
      bytes: signed(Broken, input),
      status: 500,
      says: hashDiffers,
      isProven: true
    },
    {
      what: "of another axon's request",
      bytes: echo({ headers: { bt_header_axon_hotkey: marker } }),
      status: 401,
      says: /^Not Verified with error: The request is addressed to another axon$/
    },
    ...header401(/^Not Verified with error: [\w :.]+$/, [undefined, "5notakey", marker], "bt_header_dendrite_hotkey")
  ],
  "tensor: shape product overflow, negative dims, data shorter/longer, rank bomb, 10¹² elements": tensors({
    "a product beyond 2⁵³": () => tensorBody(numpy({ shape: array(uint32(4_294_967_295), uint32(4_294_967_295)) })),
    "a negative dimension outside": () => tensorBody(numpy({}), [-4]),
    "a negative dimension inside": () => tensorBody(numpy({ shape: array(Buffer.of(0xfc)) })),
    "shorter data": () => tensorBody(numpy({ data: binary("abc") })),
    "longer data": () => tensorBody(numpy({ data: binary("abcde") })),
    "rank 33 inside": () => tensorBody(numpy({ shape: array(...Array.from({ length: 33 }, () => Buffer.of(1))) })),
    "rank 65 535": () => tensorBody(numpy({ shape: Buffer.of(0xdc, 0xff, 0xff) })),
    "rank 100 000 outside": () =>
      tensorBody(
        numpy({}),
        Array.from({ length: 100_000 }, () => 1)
      ),
    "10¹² elements": () => tensorBody(numpy({ shape: array(uint32(1_000_000), uint32(1_000_000)) }), [1e12]),
    "10¹² elements, of which one dimension is 0": () => tensorBody(numpy({ data: binary("") }), [1e12, 0]),
    "shapes that differ": () => tensorBody(numpy({}), [5]),
    "no base64": () => JSON.stringify({ input: { buffer: marker, dtype: "uint8", shape: [4] } }),
    "another dtype": () => tensorBody(numpy({}), [4], marker)
  }),
  "tensor: `kind` `O` (pickle) or `V`": tensors({
    "objects, pickled": () =>
      tensorBody(numpy({ kind: binary("O"), type: text("|O"), data: binary("cos\nsystem\n(S'id'\ntR.") })),
    records: () => tensorBody(numpy({ kind: binary("V"), type: array(array(text("a"), text("<f4"))) })),
    "objects by type alone": () => tensorBody(numpy({ type: text("|O8") }))
  }),
  "msgpack: nested depth, huge declared lengths, ext types, trailing bytes": tensors({
    "nested 10 000 deep": () => tensorBody(Buffer.alloc(10_000, 0x91)),
    "maps in maps": () => tensorBody(Buffer.alloc(10_000, 0x81)),
    "4 GB declared": () => tensorBody(numpy({ data: declaredBinary(4_294_967_295) })),
    "a map of 4 billion": () => tensorBody(Buffer.of(0xdf, 0xff, 0xff, 0xff, 0xff)),
    "an extension": () => tensorBody(numpy({ data: Buffer.of(0xc7, 4, 1, 1, 2, 3, 4) })),
    "a timestamp": () => tensorBody(numpy({ nd: Buffer.of(0xd6, 0xff, 0, 0, 0, 0) })),
    "bytes after the end": () => tensorBody(Buffer.concat([numpy({}), Buffer.of(0xc0)])),
    "a key twice": () =>
      tensorBody(Buffer.concat([Buffer.of(0x82), binary("nd"), Buffer.of(0xc3), binary("nd"), Buffer.of(0xc3)])),
    nothing: () => tensorBody(Buffer.alloc(0))
  }),
  "`X-Forwarded-For`": [
    succeeds(
      "is not believed",
      signed(Whoami, input, { headers: { "x-forwarded-for": "203.0.113.7", "x-real-ip": "203.0.113.7" } }),
      (answer) => assert.strictEqual(fields(answer)["ip"], "127.0.0.1")
    )
  ]
}
