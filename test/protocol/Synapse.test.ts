/** Declaring protocols: what a declaration means at run time, what it means to the compiler, and what neither accepts. */
import { assert, describe, expectTypeOf, it } from "@effect/vitest"
import { Context, Effect, type Layer, Result, Schema, type Scope, Stream } from "effect"
import { bodyHash } from "../../src/protocol/BodyHash.ts"
import * as PythonJson from "../../src/protocol/PythonJson.ts"
import type { PythonDict, PythonValue } from "../../src/protocol/PythonValue.ts"
import * as Synapse from "../../src/protocol/Synapse.ts"
import * as Tensor from "../../src/protocol/Tensor.ts"
import { Axon, type AxonError, type Caller, type Claim, type Handler, Refusal } from "../../src/services/Axon.ts"
import type { Dendrite, DendriteError } from "../../src/services/Dendrite.ts"

class Topk extends Synapse.make("Topk", {
  request: { topk: Schema.Int.pipe(Synapse.withDefault(2)), input: Tensor.Float32 },
  response: { v: Tensor.Float32, i: Schema.NullOr(Schema.Array(Schema.Int)) },
  signed: ["input"]
}) {}

class Story extends Synapse.stream("Story", {
  request: { prompt: Schema.String },
  chunk: Synapse.text,
  signed: ["prompt"]
}) {}

class Rows extends Synapse.stream("Rows", {
  request: {},
  chunk: Synapse.lines(Schema.Struct({ n: Schema.Int })),
  signed: []
}) {}

/** Signed in another order than declared, with both base fields. */
class Ordered extends Synapse.make("Ordered", {
  request: { first: Schema.String, second: Schema.Int, third: Schema.Number },
  response: { out: Schema.String },
  signed: ["second", "timeout", "first", "name"]
}) {}

const dict = (values: { readonly [name: string]: PythonValue }): PythonDict => new Map(Object.entries(values))

describe("make", () => {
  it("gives the protocol as a value: a class of which nothing is ever constructed", () => {
    assert.strictEqual(Topk.route, "Topk")
    assert.deepStrictEqual(Topk.signed, ["input"])
    assert.deepStrictEqual(Object.keys(Topk.request.fields), ["topk", "input"])
    assert.deepStrictEqual(Object.keys(Topk.response.fields), ["v", "i"])
    assert.strictEqual(Topk.tensorSpelling, "numpy")
    assert.strictEqual(Synapse.Ping.route, "Synapse")
  })

  it("takes any name of a Python class as a route", () => {
    for (const route of ["A", "_private", "Größe", "Echo2", "コイン"]) {
      assert.strictEqual(Synapse.make(route, { request: {}, response: {}, signed: [] }).route, route)
    }
  })

  it.each(["", "2Echo", "with space", "a.b", "a/b", "a-b", "Echo\n", "../etc"])("refuses the route %j", (route) => {
    assert.throws(() => Synapse.make(route, { request: {}, response: {}, signed: [] }), TypeError, "route")
  })

  it("refuses to sign what the request does not have, also where the compiler did not look", () => {
    const signed: Array<never> = JSON.parse('["answer"]')
    const declare = () =>
      Synapse.make("Echo", { request: { text: Schema.String }, response: { answer: Schema.String }, signed })
    assert.throws(declare, TypeError, "'Echo' signs 'answer'")
  })

  it.each([
    ["a symbol", Schema.Symbol],
    ["undefined", Schema.Undefined],
    ["a declared class without an encoding", Schema.instanceOf(URL)]
  ])("refuses a field that has no wire form: %s", (_, schema) => {
    const field = { field: schema }
    assert.throws(() => Synapse.make("Bad", { request: field, response: {}, signed: [] }), TypeError, "field")
    assert.throws(() => Synapse.make("Bad", { request: {}, response: field, signed: [] }), TypeError, "field")
  })
})

describe("withDefault", () => {
  it("fills in what the caller leaves out", () => {
    const encoded = Result.getOrThrow(Topk.wire.encodeRequest({ input: Tensor.Float32.from([1]) }))
    assert.strictEqual(encoded.get("topk"), 2n)
    assert.deepStrictEqual([...encoded.keys()], ["topk", "input"], "in the order of declaration")
  })

  it("fills in what a body leaves out, and its value is hashed like a sent one", () => {
    class Echo extends Synapse.make("Echo", {
      request: { text: Schema.String, times: Schema.Int.pipe(Synapse.withDefault(3)) },
      response: { out: Schema.String },
      signed: ["times"]
    }) {}
    const decoded = Result.getOrThrow(Echo.wire.decodeRequest(dict({ text: "a", unknown: 1n })))
    assert.deepStrictEqual(decoded.request, { text: "a", times: 3 })
    assert.deepStrictEqual(decoded.values, dict({ text: "a", times: 3n }))
    assert.deepStrictEqual(Echo.wire.hash(decoded.values, { timeout: 12 }), bodyHash([3n]))
  })

  it("makes no constructor value out of an absent required field", () => {
    const missing = Result.getOrThrow(Result.flip(Topk.wire.decodeRequest(dict({ topk: 1n }))))
    assert.deepStrictEqual(missing.path, ["input"])
  })
})

describe("the response", () => {
  it("is null until a miner fills it: a nullable output may be left out of an answer", () => {
    assert.deepStrictEqual(Topk.wire.unfilled, dict({ v: null, i: null }))
    const v = Result.getOrThrow(Topk.wire.encodeResponse({ v: Tensor.Float32.from([1]), i: null }))
    const answer = new Map([...v].filter(([name]) => name === "v"))
    assert.deepStrictEqual(Result.getOrThrow(Topk.wire.decodeResponse(answer)), {
      v: Tensor.Float32.from([1]),
      i: null
    })
  })

  it("is wrong when a field that may not be null was not filled", () => {
    const issue = Result.getOrThrow(Result.flip(Topk.wire.decodeResponse(dict({ i: [] }))))
    assert.deepStrictEqual(issue.path, ["v"])
  })

  it("has no say about inputs, identities and base fields: only its own fields are read", () => {
    const answer = dict({ out: "yes", first: "forged", timeout: 9, dendrite: dict({ hotkey: "5F" }) })
    assert.deepStrictEqual(Result.getOrThrow(Ordered.wire.decodeResponse(answer)), { out: "yes" })
  })
})

describe("signed", () => {
  const values = dict({ first: "a", second: 1n, third: 0.5 })

  it("binds the fields in the order listed, and the base fields `name` and `timeout` among them", () => {
    assert.deepStrictEqual(Ordered.wire.hash(values, { timeout: 12 }), bodyHash([1n, 12, "a", "Ordered"]))
    assert.deepStrictEqual(Ordered.wire.hash(values, { timeout: null }), bodyHash([1n, null, "a", "Ordered"]))
  })

  it("can be hashed in the order of declaration, base fields first, as SDKs 7.0 and 7.1 do", () => {
    const declared = Ordered.wire.hash(values, { timeout: 12 }, undefined, "declared")
    assert.deepStrictEqual(declared, bodyHash(["Ordered", 12, "a", 1n]))
    assert.isTrue(Ordered.wire.ordersDiffer)
    assert.isFalse(Topk.wire.ordersDiffer)
  })

  it("says what is not bound: the hash does not move with an unlisted field", () => {
    const changed = new Map(values).set("third", 99)
    assert.deepStrictEqual(Ordered.wire.hash(changed, { timeout: 12 }), Ordered.wire.hash(values, { timeout: 12 }))
  })

  it("may be nothing; then all bodies hash alike", () => {
    const hash = Result.getOrThrow(Synapse.Ping.wire.hash(new Map(), { timeout: 12 }))
    assert.strictEqual(hash, "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a")
  })

  it("cannot bind text that is not Unicode", () => {
    const broken = new Map(values).set("first", "\ud800")
    assert.isTrue(Result.isFailure(Ordered.wire.hash(broken, { timeout: 12 })))
  })
})

describe("inputHeaders", () => {
  it("sends the empty value of each required field, and none for null or a default", () => {
    class Typed extends Synapse.make("Typed", {
      request: {
        int: Schema.Int,
        float: Schema.Number,
        text: Schema.String,
        flag: Schema.Boolean,
        list: Schema.Array(Schema.Int),
        nothing: Schema.NullOr(Schema.Int),
        defaulted: Schema.Int.pipe(Synapse.withDefault(1))
      },
      response: {},
      signed: []
    }) {}
    const given = { int: 5, float: 1.5, text: "x", flag: true, list: [1], nothing: null }
    const headers = Typed.wire.inputHeaders(Result.getOrThrow(Typed.wire.encodeRequest(given)), "request")
    // wire.md §2.4
    assert.deepStrictEqual(
      headers,
      [
        ["bt_header_input_obj_int", "MA=="],
        ["bt_header_input_obj_float", "MC4w"],
        ["bt_header_input_obj_text", "IiI="],
        ["bt_header_input_obj_flag", "ZmFsc2U="],
        ["bt_header_input_obj_list", "W10="]
      ].flat()
    )
  })
})

describe("the wire form", () => {
  const Request = Schema.Struct({
    first: Schema.String,
    second: Schema.Int,
    third: Schema.Finite
  })

  it.effect.prop(
    "a request survives encoding, JSON and decoding, with the same hash",
    { input: Request },
    ({ input }) =>
      Effect.gen(function* () {
        const sent = yield* Effect.fromResult(Ordered.wire.encodeRequest(input))
        const body = yield* Effect.fromResult(
          Result.flatMap(PythonJson.stringify(sent, "request"), (json) => PythonJson.parse(json))
        )
        const read = yield* Effect.fromResult(Ordered.wire.decodeRequest(body as PythonDict))
        // an integer of Python has no negative zero
        assert.deepStrictEqual(read.request, { ...input, second: input.second + 0 })
        assert.deepStrictEqual(Ordered.wire.hash(read.values, { timeout: 1 }), Ordered.wire.hash(sent, { timeout: 1 }))
      })
  )

  it("names the field that is wrong, and does not repeat its value", () => {
    const issue = Result.getOrThrow(
      Result.flip(Ordered.wire.decodeRequest(dict({ first: "a", second: "my secret", third: 1 })))
    )
    assert.deepStrictEqual(issue.path, ["second"])
    assert.notInclude(issue.message, "secret")
  })
})

describe("stream", () => {
  it("declares a framing instead of a response", () => {
    assert.strictEqual(Story.route, "Story")
    assert.deepStrictEqual(Result.getOrThrow(Story.chunk.encode("é")), Uint8Array.of(0xc3, 0xa9))
    assert.isFalse("response" in Story)
    assert.deepStrictEqual(Story.wire.unfilled, new Map())
  })
})

class Friends extends Context.Service<Friends, { readonly has: (hotkey: string) => boolean }>()("test/Friends") {}
class Ranks extends Context.Service<Ranks, { readonly of: (hotkey: string) => number }>()("test/Ranks") {}
class Model extends Context.Service<Model, { readonly tell: (prompt: string) => string }>()("test/Model") {}

const copy = (claim: Claim) => Effect.map(Axon.verifySignature(claim), (caller) => ({ ...caller }))

const answer = { v: Tensor.Float32.from([1]), i: null }

describe("types", () => {
  type Floats = typeof Tensor.Float32.Type

  it("Input: what has a default may be left out", () => {
    expectTypeOf<Synapse.Input<typeof Topk>>().toEqualTypeOf<{ readonly input: Floats; readonly topk?: number }>()
    expectTypeOf<Synapse.Input<typeof Story>>().toEqualTypeOf<{ readonly prompt: string }>()
    expectTypeOf<Synapse.Input<typeof Synapse.Ping>>().toEqualTypeOf<{}>()
    expectTypeOf<Synapse.Input<typeof Topk>>().not.toBeAny()
    expectTypeOf<Synapse.Input<typeof Topk>["input"]>().not.toBeAny()
    expectTypeOf<Synapse.Input<typeof Topk>["input"]>().not.toBeUnknown()
    expectTypeOf<Synapse.Input<typeof Topk>["topk"]>().toEqualTypeOf<number | undefined>()
  })

  it("the class as a type: the decoded request, in which every field is there", () => {
    expectTypeOf<(typeof Topk)["prototype"]>().toEqualTypeOf<Topk>()
    expectTypeOf<Topk["topk"]>().toEqualTypeOf<number>()
    expectTypeOf<Topk["input"]>().toEqualTypeOf<Floats>()
    expectTypeOf<Topk>().not.toBeAny()
    // @ts-expect-error what a caller sent is read-only
    const write = (request: Topk) => (request.topk = 1)
    assert.isFunction(write)
  })

  it("Response", () => {
    expectTypeOf<Synapse.Response<typeof Topk>>().toEqualTypeOf<{
      readonly v: Floats
      readonly i: ReadonlyArray<number> | null
    }>()
    expectTypeOf<Synapse.Response<typeof Topk>>().not.toBeAny()
    expectTypeOf<Synapse.Response<typeof Topk>["v"]>().not.toBeUnknown()
  })

  it("Chunk", () => {
    expectTypeOf<Synapse.Chunk<typeof Story>>().toEqualTypeOf<string>()
    expectTypeOf<Synapse.Chunk<typeof Rows>>().toEqualTypeOf<{ readonly n: number }>()
    expectTypeOf<Synapse.Chunk<typeof Rows>>().not.toBeAny()
  })

  it("a constant serves as well as a class", () => {
    const Echo = Synapse.make("Echo", {
      request: { text: Schema.String },
      response: { out: Schema.String },
      signed: ["text"]
    })
    expectTypeOf<Synapse.Input<typeof Echo>>().toEqualTypeOf<{ readonly text: string }>()
    expectTypeOf<Synapse.Response<typeof Echo>>().toEqualTypeOf<{ readonly out: string }>()
  })

  it("a declaration signs only what the request has", () => {
    Synapse.make("Echo", { request: { text: Schema.String }, response: {}, signed: ["text", "name", "timeout"] })
    assert.throws(
      () =>
        Synapse.make("Echo", {
          request: { text: Schema.String },
          response: { out: Schema.String },
          // @ts-expect-error `out` is no field of the request
          signed: ["out"]
        }),
      TypeError
    )
    assert.throws(
      // @ts-expect-error that nothing is signed has to be said
      () => Synapse.stream("Echo", { request: {}, chunk: Synapse.text }),
      TypeError
    )
  })

  it("a declaration takes no name that every synapse has already", () => {
    // @ts-expect-error `timeout` is a base field
    Synapse.make("Echo", { request: { timeout: Schema.Number }, response: {}, signed: [] })
    // @ts-expect-error `axon` is a base field
    Synapse.make("Echo", { request: {}, response: { axon: Schema.String }, signed: [] })
    // @ts-expect-error `name` is a base field
    Synapse.stream("Echo", { request: { name: Schema.String }, chunk: Synapse.text, signed: [] })
    // @ts-expect-error `total_size` is a base field
    Synapse.make("Echo", { request: { total_size: Schema.Int }, response: {}, signed: [] })
  })

  it("a declaration has each field on one side", () => {
    // @ts-expect-error `text` is a field of the request
    Synapse.make("Echo", { request: { text: Schema.String }, response: { text: Schema.String }, signed: [] })
  })

  it("a declaration takes no schema that needs a service to decode", () => {
    const Serviced = Schema.String as Schema.Codec<string, string, Friends>
    // @ts-expect-error decoding needs `Friends`
    Synapse.make("Echo", { request: { text: Serviced }, response: {}, signed: [] })
  })

  it("a handler answers with the whole response and nothing else", () => {
    Axon.handle(Topk, { forward: () => answer })
    Axon.handle(Topk, { forward: () => Effect.succeed(answer) })
    Axon.handle(Topk, {
      forward: Effect.fn("topk")(function* (request: Topk) {
        return { v: request.input, i: null }
      })
    })
    // @ts-expect-error `v` is missing
    Axon.handle(Topk, { forward: () => Effect.succeed({ i: null }) })
    // @ts-expect-error `v` is missing
    Axon.handle(Topk, { forward: () => ({ i: null }) })
    // @ts-expect-error `i` is a list of numbers
    Axon.handle(Topk, { forward: () => Effect.succeed({ v: answer.v, i: "0" }) })
    // @ts-expect-error a promise is no Effect
    Axon.handle(Topk, { forward: () => Promise.resolve(answer) })
    // @ts-expect-error a protocol with one answer takes no stream
    Axon.handle(Topk, { forward: () => Stream.make(answer) })
  })

  it("a streaming handler emits chunks", () => {
    Axon.stream(Story, { forward: ({ prompt }) => Stream.make(prompt, "!") })
    // @ts-expect-error chunks are text
    Axon.stream(Story, { forward: () => Stream.make(1) })
    // @ts-expect-error a streaming protocol is served by `Axon.stream`
    assert.isObject(Axon.handle(Story, { forward: () => Effect.succeed("once") }))
    // @ts-expect-error a protocol with one answer is served by `Axon.handle`
    assert.isObject(Axon.stream(Topk, { forward: () => Stream.make(answer) }))
  })

  it("a verify proves at least what the signature proves", () => {
    Axon.handle(Topk, { verify: Axon.verifySignature, forward: () => answer })
    Axon.handle(Topk, {
      verify: (claim) => Effect.tap(Axon.verifySignature(claim), () => Axon.refuse(401, "enough")),
      forward: () => answer
    })
    // @ts-expect-error a claim is no caller
    Axon.handle(Topk, { verify: (claim) => Effect.succeed(claim), forward: () => answer })
    // @ts-expect-error a copy of a caller is no caller
    Axon.handle(Topk, { verify: copy, forward: () => answer })
    // @ts-expect-error whoever lets pass has to say whom
    Axon.handle(Topk, { verify: () => Effect.void, forward: () => answer })
    expectTypeOf<Claim>().not.toExtend<Caller>()
    expectTypeOf<Caller>().toExtend<Claim>()
  })

  it("a hook fails with a Refusal and nothing else", () => {
    Axon.handle(Topk, { blacklist: () => Axon.deny("friends only"), forward: () => answer })
    Axon.handle(Topk, { blacklist: () => Axon.allow, priority: () => 1, forward: () => answer })
    // @ts-expect-error a text is no Refusal
    Axon.handle(Topk, { blacklist: () => Effect.fail("no"), forward: () => answer })
    // @ts-expect-error an Error is no Refusal
    Axon.handle(Topk, { priority: () => Effect.fail(new Error("no")), forward: () => answer })
    // @ts-expect-error a text is no Refusal
    Axon.handle(Topk, { forward: () => Effect.fail("no") })
    // @ts-expect-error a text is no Refusal
    Axon.stream(Story, { forward: () => Stream.fail("no") })
    // @ts-expect-error a text is no priority
    Axon.handle(Topk, { priority: () => "first", forward: () => answer })
    const busy = Axon.handle(Topk, { forward: () => new Refusal({ status: 503, message: "busy", retryAfter: 2 }) })
    expectTypeOf(busy).toEqualTypeOf<Handler<never>>()
  })

  it("what the hooks need, serving needs", () => {
    const plain = Axon.handle(Topk, { forward: () => answer })
    expectTypeOf(Axon.serve(plain)).toEqualTypeOf<Layer.Layer<never, AxonError, Axon>>()

    const needy = Axon.handle(Topk, {
      verify: Axon.verifySignature,
      blacklist: (caller) => Friends.use(({ has }) => (has(caller.hotkey) ? Axon.allow : Axon.deny("friends only"))),
      priority: (caller) => Ranks.useSync(({ of }) => of(caller.hotkey)),
      forward: () => answer
    })
    expectTypeOf(needy).toEqualTypeOf<Handler<Axon | Friends | Ranks>>()
    const story = Axon.stream(Story, {
      forward: ({ prompt }) => Stream.fromEffect(Model.useSync(({ tell }) => tell(prompt)))
    })
    expectTypeOf(Axon.serve(plain, needy, story)).toEqualTypeOf<
      Layer.Layer<never, AxonError, Axon | Friends | Ranks | Model>
    >()
    expectTypeOf<ReturnType<Axon["Service"]["serve"]>>().toEqualTypeOf<
      Effect.Effect<void, AxonError, unknown | Scope.Scope>
    >()
  })

  it("a query takes the input and gives the response", () => {
    const input = Tensor.Float32.from([3, 1, 2])
    const query = (dendrite: Dendrite["Service"], axon: Parameters<Dendrite["Service"]["forward"]>[0]) => {
      const forward = dendrite.forward(axon, Topk, { input })
      expectTypeOf(forward).toEqualTypeOf<Effect.Effect<Synapse.Response<typeof Topk>, DendriteError>>()
      const stream = dendrite.stream(axon, Story, { prompt: "once" })
      expectTypeOf(stream).toEqualTypeOf<Stream.Stream<string, DendriteError>>()
      // @ts-expect-error `input` is missing
      dendrite.forward(axon, Topk, {})
      // @ts-expect-error `topk` is a number
      dendrite.forward(axon, Topk, { input, topk: "3" })
      // @ts-expect-error there is no field `inputs`
      dendrite.forward(axon, Topk, { input, inputs: input })
      // @ts-expect-error a response is not passed
      dendrite.forward(axon, Topk, { input, v: input })
    }
    assert.isFunction(query)
  })
})
