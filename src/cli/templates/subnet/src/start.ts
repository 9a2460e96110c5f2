/**
 * The whole subnet in one process: `npm start`. A chain of its own, two miners, one of which is wrong, and a validator that asks them over
 * HTTP and sets weights, until an epoch has paid.
 */
import { Console, Context, Effect, Layer } from "effect"
import { Axon, Devnet, Hotkey, Metagraph } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import { layerTest, type Neuron, Subnet } from "effect-bittensor/testing"
import { miner } from "./miner.ts"
import { Square } from "./protocol.ts"
import { judge } from "./validator.ts"

/** One that has not understood. */
const wrong = Axon.serve(Axon.handle(Square, { forward: ({ x }) => Effect.succeed({ y: x + x }) }))

/** Serves, and gives where. A chain of one's own takes no loopback address, so that nothing is announced. */
const serve = <E, R>(neuron: Neuron, served: Layer.Layer<never, E, Axon | R>) =>
  served.pipe(
    Layer.provideMerge(AxonHttp.layer({ host: "127.0.0.1", port: 0 })),
    Layer.provide(Layer.succeed(Hotkey, neuron.hotkey)),
    Layer.build,
    Effect.map((context) => Context.get(context, Axon).info)
  )

const program = Effect.gen(function* () {
  const devnet = yield* Devnet
  const subnet = yield* Subnet.launch({ validators: 1, miners: 2 }, (step) => Console.log(step))
  const validator = subnet.validator(0)
  const axons = yield* Effect.all([
    serve(subnet.miner(0), Layer.provide(miner, Metagraph.layer(subnet.netuid))),
    serve(subnet.miner(1), wrong)
  ])

  const scores = yield* judge(axons, 12).pipe(
    Effect.provide(DendriteHttp.layer().pipe(Layer.provide(Layer.succeed(Hotkey, validator.hotkey))))
  )
  const metagraph = yield* Metagraph.at(subnet.netuid)
  const weights = [...scores].map(([hotkey, score]) => [metagraph.uidOf(hotkey) ?? 0, score] as const)
  yield* validator.setWeights(new Map(weights))
  yield* devnet.mine({ epochs: 2, netuid: subnet.netuid })

  const { rows } = yield* Metagraph.at(subnet.netuid)
  for (const { emission, incentive, uid } of rows) {
    yield* Console.log(`uid ${uid}: incentive ${incentive.toFixed(2)}, emission τ${emission.toFixed(6)}`)
  }
})

await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(layerTest)))
