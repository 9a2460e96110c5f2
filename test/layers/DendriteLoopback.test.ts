/** A subnet without a socket: the same pipeline, under the test's clock. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, References, Result, Schema, Stream } from "effect"
import { TestClock } from "effect/testing"
import {
  Axon,
  type AxonError,
  Dendrite,
  Hotkey,
  ReplayError,
  ReplayGuard,
  type Signer,
  Synapse,
  Tensor
} from "effect-bittensor"
import * as AxonMemory from "effect-bittensor/layers/AxonMemory"
import * as DendriteLoopback from "effect-bittensor/layers/DendriteLoopback"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"

/** A Python class that writes its result over its input: `text` is asked and answered. */
class Shout extends Synapse.make("Shout", {
  request: { text: Schema.String, data: Schema.NullOr(Tensor.Any).pipe(Synapse.withDefault(null)) },
  response: { loud: Schema.Boolean },
  rewritten: ["text"],
  signed: ["text", "data"]
}) {}

class Count extends Synapse.stream("Count", { request: { to: Schema.Int }, chunk: Synapse.text, signed: ["to"] }) {}

const shout = Axon.handle(Shout, { forward: ({ text }) => ({ text: text.toUpperCase(), loud: true }) })

const subnet = (
  served: Layer.Layer<never, AxonError, Axon>,
  options?: AxonMemory.Options,
  guard?: Layer.Layer<ReplayGuard>
) => {
  const axon = guard === undefined ? AxonMemory.layer(options) : Layer.provide(AxonMemory.layerNoDeps(options), guard)
  return served.pipe(
    Layer.provideMerge(DendriteLoopback.layer().pipe(Layer.provide(WalletsMemory.layerHotkey({ uri: "//Alice" })))),
    Layer.provideMerge(axon.pipe(Layer.provide(WalletsMemory.layerHotkey({ uri: "//Bob" })))),
    Layer.provideMerge(Layer.succeed(References.MinimumLogLevel, "None"))
  )
}

const keyOf = (uri: string) =>
  Layer.build(WalletsMemory.layerHotkey({ uri })).pipe(
    Effect.flatMap((context) => Effect.provideContext(Hotkey, context)),
    Effect.orDie
  )

const ask = (text: string) =>
  Effect.gen(function* () {
    return yield* (yield* Dendrite).forward((yield* Axon).info, Shout, { text })
  })

describe("DendriteLoopback", () => {
  it.effect("asks and answers, rewritten fields included; the caller's own input stays as it was", () =>
    Effect.gen(function* () {
      const input = { text: "hello" }
      const { info } = yield* Axon
      const answer = yield* (yield* Dendrite).forward(info, Shout, input)
      assert.deepStrictEqual(answer, { text: "HELLO", loud: true })
      assert.deepStrictEqual(input, { text: "hello" })
    }).pipe(Effect.provide(subnet(Axon.serve(shout))))
  )

  it.effect("is refused by a guard that knows the nonce already", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(ask("again"))
      assert.strictEqual(error.reason._tag, "Stale")
      assert.strictEqual(error.status, 401)
    }).pipe(
      Effect.provide(
        subnet(
          Axon.serve(shout),
          {},
          Layer.succeed(ReplayGuard, { advance: () => new ReplayError({ reason: "Replayed" }) })
        )
      )
    )
  )

  it.effect("fails closed when the guard cannot be reached", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(ask("x"))
      assert.strictEqual(error.status, 503)
      assert.isTrue(error.isRetryable)
    }).pipe(
      Effect.provide(
        subnet(
          Axon.serve(shout),
          {},
          Layer.succeed(ReplayGuard, { advance: () => new ReplayError({ reason: "Unavailable" }) })
        )
      )
    )
  )

  it.effect("interrupts a forward at the caller's deadline, by the test's clock", () =>
    Effect.gen(function* () {
      const asked = yield* Effect.forkChild(Effect.flip(ask("slow")), { startImmediately: true })
      yield* TestClock.adjust("12 seconds")
      assert.strictEqual((yield* Fiber.join(asked)).reason._tag, "TimedOut")
    }).pipe(Effect.provide(subnet(Axon.serve(Axon.handle(Shout, { forward: () => Effect.never })))))
  )

  it.effect("gives an answer unsigned when the axon's signer is away, and one typed error when the dendrite's is", () =>
    Effect.gen(function* () {
      const away = { ...(yield* keyOf("//Bob")), sign: () => Effect.never }
      const mine = yield* keyOf("//Alice")
      const asked = (dendrite: Signer, axon: Signer) =>
        Effect.gen(function* () {
          const fiber = yield* Effect.forkChild(Effect.result(ask("x")), { startImmediately: true })
          yield* TestClock.adjust("5 seconds")
          yield* TestClock.adjust("7 seconds")
          return yield* Fiber.join(fiber)
        }).pipe(
          Effect.provide(
            Axon.serve(shout).pipe(
              Layer.provideMerge(DendriteLoopback.layer().pipe(Layer.provide(Layer.succeed(Hotkey, dendrite)))),
              Layer.provideMerge(AxonMemory.layer().pipe(Layer.provide(Layer.succeed(Hotkey, axon)))),
              Layer.provideMerge(Layer.succeed(References.MinimumLogLevel, "None"))
            )
          )
        )
      assert.deepStrictEqual(yield* asked(mine, away), Result.succeed({ text: "X", loud: true }))
      const error = Result.getOrThrow(Result.flip(yield* asked({ ...mine, sign: () => Effect.never }, mine)))
      assert.strictEqual(error.reason._tag, "TimedOut")
    })
  )

  it.effect("streams", () =>
    Effect.gen(function* () {
      const { info } = yield* Axon
      const parts = yield* Stream.runCollect((yield* Dendrite).stream(info, Count, { to: 3 }))
      assert.deepStrictEqual(parts.join(""), "123")
    }).pipe(
      Effect.provide(
        subnet(Axon.serve(Axon.stream(Count, { forward: ({ to }) => Stream.range(1, to).pipe(Stream.map(String)) })))
      )
    )
  )

  it.effect("pings", () =>
    Effect.gen(function* () {
      const [answer] = yield* (yield* Dendrite).ping([(yield* Axon).info])
      assert.deepStrictEqual(Result.getOrThrow(answer!.result), {})
    }).pipe(Effect.provide(subnet(Layer.empty)))
  )
})
