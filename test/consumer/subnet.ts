/** A miner and a validator over a real socket on this machine: one answer, one refusal, one axon that is not there. */
import { Console, Effect, Layer, Result, Schema } from "effect"
import { Axon, AxonInfo, Dendrite, Synapse, Tensor } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { deepStrictEqual, strictEqual } from "node:assert/strict"

class Scale extends Synapse.make("Scale", {
  request: { factor: Schema.Finite.pipe(Synapse.withDefault(2)), input: Tensor.Float32 },
  response: { output: Tensor.Float32 },
  signed: ["factor", "input"]
}) {}

class Members extends Synapse.make("Members", {
  request: { text: Schema.String },
  response: { answer: Schema.String },
  signed: ["text"]
}) {}

const miner = Axon.serve(
  Axon.handle(Scale, {
    forward: ({ factor, input }) =>
      Effect.succeed({ output: Tensor.Float32.from(Array.from(input.data, (value) => value * factor)) })
  }),
  Axon.handle(Members, {
    blacklist: () => Axon.deny("members only"),
    forward: ({ text }) => Effect.succeed({ answer: text })
  })
)

const program = Effect.gen(function* () {
  const { info } = yield* Axon
  const dendrite = yield* Dendrite
  const input = Tensor.Float32.from([1, 2.5, -3])

  const { output } = yield* dendrite.forward(info, Scale, { input })
  deepStrictEqual([...output.data], [2, 5, -6])

  const nobody = AxonInfo.of({ ip: info.ip, port: 0, hotkey: info.hotkey })
  const answers = yield* dendrite.query([info, nobody], Scale, { factor: 0.5, input }, { timeout: "10 seconds" })
  deepStrictEqual(
    answers.map(({ result }) =>
      Result.isSuccess(result) ? [...result.success.output.data] : result.failure.reason._tag
    ),
    [[0.5, 1.25, -1.5], "NotServing"]
  )

  const refusal = yield* Effect.flip(dendrite.forward(info, Members, { text: "let me in" }))
  strictEqual(refusal.status, 403)
  yield* Console.log(`asked ${info.hotkey} over a socket: ${output.data.join(", ")}`)
})

await Effect.runPromise(
  program.pipe(
    Effect.provide(
      Layer.mergeAll(miner, DendriteHttp.layer()).pipe(
        Layer.provideMerge(AxonHttp.layer({ host: "127.0.0.1", port: 0 })),
        Layer.provide(WalletsMemory.layerHotkey({ uri: "//Alice" }))
      )
    )
  )
)
