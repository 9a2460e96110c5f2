import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Layer, Option, Result, Schema } from "effect"
import { Axon, Dendrite, type DendriteError, Synapse } from "effect-bittensor"
import * as AxonMemory from "effect-bittensor/layers/AxonMemory"
import * as DendriteLoopback from "effect-bittensor/layers/DendriteLoopback"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { expectTypeOf } from "vitest"
import { type Registry, SubnetsApi, SubnetsApiError } from "../../src/services/SubnetsApi.ts"

class Square extends Synapse.make("Square", {
  request: { x: Schema.Int, power: Schema.Int.pipe(Synapse.withDefault(2)) },
  response: { y: Schema.Int },
  signed: ["x", "power"]
}) {}

class Refused extends Schema.TaggedError<Refused>()("Refused", { text: Schema.String }) {}
class Nobody extends Schema.TaggedError<Nobody>()("Nobody", { why: Schema.Array(Schema.String) }) {}

/** What the hooks below need. */
class Currency extends Context.Service<Currency, { readonly sign: string }>()("test/Currency") {}

const squares = SubnetsApi.make(Square, {
  prepare: (text: string) => (/^\d+$/.test(text) ? { x: Number(text) } : new Refused({ text })),
  process: (answers) => {
    const values = answers.flatMap(({ result }) => (Result.isSuccess(result) ? [result.success.y] : []))
    const why = answers.flatMap(({ result }) => (Result.isFailure(result) ? [result.failure.reason._tag] : []))
    return values.length > 0 ? values : new Nobody({ why })
  }
})

const prices = SubnetsApi.make(Square, {
  prepare: Effect.fnUntraced(function* (x: number) {
    assert.strictEqual((yield* Currency).sign, "τ")
    return { x, power: 3 }
  }),
  process: (answers, { power, x }) =>
    Effect.map(Currency, ({ sign }) =>
      answers.map(({ result }) => `${x}^${power}: ${Result.isSuccess(result) ? result.success.y : "?"} ${sign}`)
    )
})

const plain = SubnetsApi.make(Square, {
  prepare: (x: number) => ({ x }),
  process: (answers) => answers.length
})

const subnet = Axon.serve(
  Axon.handle(Square, {
    blacklist: (caller) => (caller.hotkey === "never" ? Axon.deny("never") : Axon.allow),
    forward: ({ power, x }) => (x > 1000 ? Axon.refuse(503, "too large") : Effect.succeed({ y: x ** power }))
  })
).pipe(
  Layer.provideMerge(DendriteLoopback.layer().pipe(Layer.provide(WalletsMemory.layerHotkey({ uri: "//Alice" })))),
  Layer.provideMerge(AxonMemory.layer().pipe(Layer.provide(WalletsMemory.layerHotkey({ uri: "//Bob" }))))
)

const info = Effect.map(Axon, (axon) => axon.info)

describe("SubnetsApi.make", () => {
  it.effect("prepares, queries every axon and processes the answers", () =>
    Effect.gen(function* () {
      const axon = yield* info
      assert.deepStrictEqual(yield* squares.query([axon, axon], "12"), [144, 144])
    }).pipe(Effect.provide(subnet))
  )

  it.effect("takes hooks that give plain values, and no axon at all", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* plain.query([yield* info], 3), 1)
      assert.strictEqual(yield* plain.query([], 3), 0)
    }).pipe(Effect.provide(subnet))
  )

  it.effect("gives hooks the services they need, and `process` the request", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* prices.query([yield* info], 2), ["2^3: 8 τ"])
    }).pipe(Effect.provideService(Currency, { sign: "τ" }), Effect.provide(subnet))
  )

  it.effect("fails with what `prepare` fails with, and asks nobody", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(squares.query([], "a dozen"))
      assert.deepStrictEqual(error, new Refused({ text: "a dozen" }))
    }).pipe(
      Effect.provideService(
        Dendrite,
        Dendrite.of({
          forward: () => Effect.die("asked"),
          query: () => Effect.die("asked"),
          stream: () => assert.fail("asked"),
          ping: () => Effect.die("asked")
        })
      )
    )
  )

  it.effect("fails with what `process` fails with", () =>
    Effect.gen(function* () {
      const axon = yield* info
      const error = yield* Effect.flip(squares.query([axon], "1001"))
      assert.deepStrictEqual(error, new Nobody({ why: ["Refused"] }))
    }).pipe(Effect.provide(subnet))
  )

  it.effect("hands the options to the dendrite", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(squares.query([yield* info], "1", { timeout: 0 }))
      assert.deepStrictEqual(error, new Nobody({ why: ["BadInput"] }))
    }).pipe(Effect.provide(subnet))
  )

  it("has a type that says what goes in, what comes out, what fails and what is needed", () => {
    expectTypeOf(squares).toEqualTypeOf<SubnetsApi<string, Array<number>, Refused | Nobody, Dendrite>>()
    expectTypeOf(prices).toEqualTypeOf<SubnetsApi<number, Array<string>, never, Currency | Dendrite>>()
    expectTypeOf(plain).toEqualTypeOf<SubnetsApi<number, number, never, Dendrite>>()
    SubnetsApi.make(Square, {
      // @ts-expect-error: the request has no field `z`, and needs `x`
      prepare: (z: number) => ({ z }),
      process: () => 0
    })
    SubnetsApi.make(Square, {
      prepare: (x: number) => ({ x }),
      // @ts-expect-error: an answer has no field `z`
      process: (answers) => answers.map(({ result }) => Result.map(result, ({ z }) => z))
    })
    SubnetsApi.make(Square, {
      prepare: (x: number) => ({ x }),
      process: (answers) => {
        expectTypeOf(answers[0]!.result).toEqualTypeOf<Result.Result<{ readonly y: number }, DendriteError>>()
        return 0
      }
    })
    // @ts-expect-error: the input is a text
    void squares.query([], 12)
  })
})

describe("SubnetsApi.of", () => {
  it.effect("makes a product of other products, and of none", () =>
    Effect.gen(function* () {
      const sum = SubnetsApi.of((axons, texts: ReadonlyArray<string>) =>
        Effect.map(
          Effect.forEach(texts, (text) => squares.query(axons, text)),
          (squares) => squares.flat().reduce((a, b) => a + b)
        )
      )
      expectTypeOf(sum).toEqualTypeOf<SubnetsApi<ReadonlyArray<string>, number, Refused | Nobody, Dendrite>>()
      assert.strictEqual(yield* sum.query([yield* info], ["3", "4"]), 25)

      const fixed: SubnetsApi<string, string> = SubnetsApi.of(() => Effect.succeed("always this"))
      assert.strictEqual(yield* fixed.query([], "whatever"), "always this")
    }).pipe(Effect.provide(subnet))
  )
})

describe("SubnetsApi.registry", () => {
  it.effect("gives each product by its key, with its type", () =>
    Effect.gen(function* () {
      const registry = yield* SubnetsApi.registry({ squares }).register("prices", prices)
      assert.deepStrictEqual(registry.keys, ["squares", "prices"])
      expectTypeOf(registry.keys).toEqualTypeOf<ReadonlyArray<"squares" | "prices">>()

      const first = registry.get("squares")
      expectTypeOf(first).toEqualTypeOf<Effect.Effect<typeof squares>>()
      assert.strictEqual(yield* first, squares)
      const second = registry.get("prices")
      expectTypeOf(second).toEqualTypeOf<Effect.Effect<typeof prices>>()
      assert.strictEqual(yield* second, prices)

      assert.deepStrictEqual(yield* (yield* first).query([yield* info], "5"), [25])
    }).pipe(Effect.provide(subnet))
  )

  it.effect("names the known keys when there is none of this key", () =>
    Effect.gen(function* () {
      const registry = SubnetsApi.registry({ squares, prices })
      const typed: string = "sqaures"
      const found = registry.get(typed)
      expectTypeOf(found).toEqualTypeOf<Effect.Effect<typeof squares | typeof prices, SubnetsApiError>>()
      const { message, reason } = yield* Effect.flip(found)
      assert.deepInclude(reason, { _tag: "UnknownKey", key: "sqaures", known: ["squares", "prices"] })
      assert.strictEqual(message, "SubnetsApi: there is no 'sqaures'; known are: squares, prices")
      const none = yield* Effect.flip(SubnetsApi.registry().get("squares"))
      assert.strictEqual(none.message, "SubnetsApi: there is no 'squares'; known are: none")
    })
  )

  it.effect("does not take names of JavaScript's own for keys", () =>
    Effect.gen(function* () {
      for (const key of ["__proto__", "constructor", "toString"]) {
        const error = yield* Effect.flip(SubnetsApi.registry({ squares }).get(key))
        assert.strictEqual(error.reason._tag, "UnknownKey")
        const registry = yield* SubnetsApi.registry().register(key, squares)
        assert.deepStrictEqual(registry.keys, [key])
        assert.strictEqual(yield* Effect.orDie(registry.get(key)), squares)
      }
    })
  )

  it.effect("refuses a key that is taken, and is itself unchanged by registering", () =>
    Effect.gen(function* () {
      const registry = SubnetsApi.registry({ squares })
      const error = yield* Effect.flip(registry.register("squares", prices))
      assert.instanceOf(error, SubnetsApiError)
      assert.deepInclude(error.reason, { _tag: "KeyTaken", key: "squares" })
      assert.strictEqual(error.message, "SubnetsApi: 'squares' is registered already: choose another key")
      yield* registry.register("prices", prices)
      assert.deepStrictEqual(registry.keys, ["squares"])
    })
  )

  it.effect("knows no more than it is told of keys that come at run time", () =>
    Effect.gen(function* () {
      const key: string = "plain"
      const registry = yield* SubnetsApi.registry({ squares }).register(key, plain)
      const found = registry.get("anything")
      expectTypeOf<Effect.Success<typeof found>>().toEqualTypeOf<typeof squares | typeof plain>()
      expectTypeOf<Effect.Error<typeof found>>().toEqualTypeOf<SubnetsApiError>()
      assert.strictEqual(yield* registry.get("plain"), plain)
      assert.isTrue(Option.isNone(yield* Effect.option(found)))
    })
  )

  it.effect("can be a service of the program", () =>
    Effect.gen(function* () {
      class Products extends Context.Service<Products, Registry<{ readonly squares: typeof squares }>>()(
        "test/Products"
      ) {}
      const api = yield* Effect.provideService(
        Effect.flatMap(Products, (products) => products.get("squares")),
        Products,
        SubnetsApi.registry({ squares })
      )
      assert.strictEqual(api, squares)
    })
  )
})
