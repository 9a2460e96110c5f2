/**
 * A validator's loop: ask the miners, keep a moving score of each, and let `WeightSetter` bring the scores to the chain, once an epoch.
 *
 * The chain is that of a test, with a block every 50 milliseconds. On a real one `SubtensorRpc.layer("finney")`,
 * `WalletsFile.layerHotkey` and `WeightSetterFile.layer` take its place, and the axons are those of the metagraph. Run it:
 * npm run example -- examples/validator.ts
 */
import { Console, Context, Effect, Layer, Ref, Result, Schedule, Schema, Stream } from "effect"
import { SecureRandom } from "effect/crypto"
import { KeyValueStore } from "effect/persistence"
import { Axon, type AxonInfo, Dendrite, Hotkey, Metagraph, Synapse, WeightSetter } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import { layerTestWith, type Neuron, Subnet } from "effect-bittensor/testing"

class Square extends Synapse.make("Square", {
  request: { x: Schema.Int },
  response: { y: Schema.Int },
  signed: ["x"]
}) {}

/** Serves, and says where. */
const serve = ({ hotkey }: Neuron, forward: (x: number) => number) =>
  Axon.serve(
    Axon.handle(Square, { blacklist: Metagraph.validatorsOnly, forward: ({ x }) => ({ y: forward(x) }) })
  ).pipe(
    Layer.provideMerge(AxonHttp.layer({ host: "127.0.0.1", port: 0 })),
    Layer.provide(Layer.succeed(Hotkey, hotkey)),
    Layer.build,
    Effect.map((context) => Context.get(context, Axon).info)
  )

/** Each round moves a score by a tenth towards what the miner has just shown. */
const round = (axons: ReadonlyArray<AxonInfo>, scores: Ref.Ref<ReadonlyMap<string, number>>) =>
  Effect.gen(function* () {
    const dendrite = yield* Dendrite
    const answers = yield* dendrite.query(axons, Square, { x: 12 }, { timeout: "1 second" })
    const rewards = answers.map(({ axon, result }) => {
      const reward = Result.isSuccess(result) && result.success.y === 144 ? 1 : 0
      return [axon.hotkey, reward] as const
    })
    yield* Ref.update(
      scores,
      (old) => new Map(rewards.map(([hotkey, reward]) => [hotkey, 0.9 * (old.get(hotkey) ?? 0) + 0.1 * reward]))
    )
  })

const program = Effect.gen(function* () {
  const subnet = yield* Subnet.launch({ validators: 1, miners: 2, weightsRateLimit: 5n })
  const validator = Layer.succeed(Hotkey, subnet.validator(0).hotkey)
  const scores = yield* Ref.make<ReadonlyMap<string, number>>(new Map())

  // Scores are by hotkey: a place in the subnet may change hands. What is not registered any more gets no weight.
  const setter = WeightSetter.layer({ weights: Ref.get(scores), before: 5 }).pipe(
    Layer.provide([validator, KeyValueStore.layerMemory, SecureRandom.layerWebCrypto])
  )
  const validate = Effect.gen(function* () {
    const axons = yield* Effect.all([serve(subnet.miner(0), (x) => x * x), serve(subnet.miner(1), (x) => x + x)])
    yield* Effect.forkScoped(Effect.repeat(round(axons, scores), Schedule.spaced("100 millis")))
    const { events } = yield* WeightSetter
    yield* events.pipe(
      Stream.take(3),
      Stream.runForEach((event) => Console.log(event))
    )
  })
  yield* validate.pipe(
    Effect.provide([setter, DendriteHttp.layer().pipe(Layer.provide(validator))]),
    Effect.provide(Metagraph.layer(subnet.netuid))
  )
  const { incentive } = yield* Metagraph.at(subnet.netuid)
  yield* Console.log(`incentives: ${incentive.join(", ")}`)
})

await Effect.runPromise(
  program.pipe(Effect.scoped, Effect.provide(layerTestWith({ sealing: { interval: "50 millis" } })))
)
