import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Layer } from "effect"
import { Devnet, Subtensor } from "effect-bittensor"
import * as DevnetMemory from "effect-bittensor/layers/DevnetMemory"
import * as DevnetNode from "effect-bittensor/layers/DevnetNode"
import * as SubtensorRpc from "effect-bittensor/layers/SubtensorRpc"
import { suite } from "../contracts/Subtensor.ts"

suite("a chain in the process", SubtensorRpc.layerDevnet().pipe(Layer.provideMerge(DevnetMemory.layer())))

const node = DevnetNode.layer({ port: 0, sealing: "manual" })
const overSocket = Layer.unwrap(
  Effect.map(Devnet, ({ url }) => SubtensorRpc.layer(url ?? assert.fail("no URL"), { metadata: false }))
)

suite("a chain over a socket", overSocket.pipe(Layer.provideMerge(node)))

const failureOf = (layer: Layer.Layer<Subtensor, unknown>) =>
  Effect.map(Effect.flip(Effect.scoped(Layer.build(layer))), (error) => String(error))

describe("a network", () => {
  it.live("is refused by a name that is none", () =>
    Effect.gen(function* () {
      assert.include(yield* failureOf(SubtensorRpc.layer("fynney")), "The networks are finney, test, archive")
      assert.include(yield* failureOf(SubtensorRpc.layer("http://127.0.0.1:9944")), "neither a network nor the URL")
    })
  )

  it.live("is refused if none of its nodes answers", () =>
    Effect.gen(function* () {
      const message = yield* failureOf(SubtensorRpc.layer("ws://127.0.0.1:9,127.0.0.1:11", { metadata: false }))
      assert.match(message, /no answer from ws:\/\/127\.0\.0\.1:9: .*ws:\/\/127\.0\.0\.1:11: /)
    })
  )

  it.live(
    "is refused if its node serves another chain",
    Effect.fn(function* () {
      const { url = "" } = yield* Devnet
      const message = yield* failureOf(SubtensorRpc.layer("finney", { endpoints: [url], metadata: false }))
      assert.include(message, "0x2f0555cc")
    }, Effect.provide(node))
  )

  it.live(
    "is taken from the environment",
    Effect.fn(function* () {
      const { genesis, url = "" } = yield* Devnet
      const program = Effect.flatMap(Subtensor, (subtensor) => subtensor.genesis).pipe(
        Effect.provide(SubtensorRpc.layerConfig({ metadata: false })),
        Effect.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: { BT_SUBTENSOR_CHAIN_ENDPOINT: url } })))
      )
      assert.strictEqual(yield* program, genesis)
    }, Effect.provide(node))
  )
})
