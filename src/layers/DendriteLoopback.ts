/**
 * A dendrite that calls the program's own axon without a socket: through the same codec, signatures, replay guard and
 * hooks. For tests.
 *
 * @since 0.1.0
 */
import { Cause, Effect, Layer, Stream } from "effect"
import { Axon, type Outgoing } from "../services/Axon.ts"
import { Dendrite } from "../services/Dendrite.ts"
import type { Hotkey } from "../services/Hotkey.ts"
import { type CoreOptions, make as makeCore } from "./internal/dendrite/DendriteCore.ts"
import { type Transport, TransportError } from "./internal/dendrite/Transport.ts"

/**
 * What every dendrite can be told.
 *
 * @category models
 */
export interface Options extends CoreOptions {}

const utf8 = new TextEncoder()

/** A stream that fails breaks a connection: here too its end is not taken for an end. */
const bytesOf = ({ body }: Outgoing): Stream.Stream<Uint8Array, TransportError> =>
  typeof body === "string"
    ? Stream.succeed(utf8.encode(body))
    : Stream.catchCause(body, (cause) =>
        Cause.hasInterruptsOnly(cause) ? Stream.empty : Stream.fail(new TransportError({ kind: "Truncated" }))
      )

/**
 * Makes a dendrite that signs with the context's `Hotkey` and calls the context's `Axon`, whatever address it is given.
 *
 * @category constructors
 */
export const make = Effect.fnUntraced(function* (options: Options = {}) {
  const axon = yield* Axon
  const transport: Transport = (request) =>
    Effect.flatMap(
      axon.answer({
        method: "POST",
        target: request.path,
        headers: Object.entries(request.headers).flat(),
        remote: { ip: "127.0.0.1", port: 0 },
        body: () => Effect.succeed(utf8.encode(request.body))
      }),
      (answer) =>
        Effect.map(Stream.toPull(bytesOf(answer)), (pull) => ({
          status: answer.status,
          headers: answer.headers,
          pull
        }))
    )
  return yield* makeCore(options, transport)
})

/**
 * A dendrite for the axon of the same program.
 *
 * **Example** (A protocol without a socket)
 *
 * ```ts run
 * import { Effect, Layer, Schema } from "effect"
 * import { Axon, Dendrite, Synapse } from "effect-bittensor"
 * import * as AxonMemory from "effect-bittensor/layers/AxonMemory"
 * import * as DendriteLoopback from "effect-bittensor/layers/DendriteLoopback"
 * import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
 *
 * class Echo extends Synapse.make("Echo", {
 *   request: { text: Schema.String },
 *   response: { out: Schema.String },
 *   signed: ["text"]
 * }) {}
 *
 * const ask = Effect.gen(function*() {
 *   const { info } = yield* Axon
 *   return yield* (yield* Dendrite).forward(info, Echo, { text: "hello" })
 * })
 *
 * const subnet = Axon.serve(Axon.handle(Echo, { forward: ({ text }) => ({ out: text }) })).pipe(
 *   Layer.provideMerge(DendriteLoopback.layer().pipe(Layer.provide(WalletsMemory.layerHotkey({ uri: "//Alice" })))),
 *   Layer.provideMerge(AxonMemory.layer().pipe(Layer.provide(WalletsMemory.layerHotkey({ uri: "//Bob" }))))
 * )
 *
 * await Effect.runPromise(Effect.provide(ask, subnet)) // => { out: "hello" }
 * ```
 *
 * @category layers
 */
export const layer = (options?: Options): Layer.Layer<Dendrite, never, Axon | Hotkey> =>
  Layer.effect(Dendrite, make(options))
