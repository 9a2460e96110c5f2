/**
 * The whole life of a subnet in one test: a chain, a registered subnet, a miner that serves, a validator that finds it in the metagraph,
 * asks, judges and sets weights, and epochs that pay. No port, no file, no network: `npx vitest`.
 */
import { assert, it } from "@effect/vitest"
import { Effect, Layer, Result, Schema } from "effect"
import { Axon, Dendrite, Devnet, Hotkey, Metagraph, Subtensor, Synapse } from "effect-bittensor"
import * as AxonMemory from "effect-bittensor/layers/AxonMemory"
import * as DendriteLoopback from "effect-bittensor/layers/DendriteLoopback"
import { layerTest, type Neuron, Subnet } from "effect-bittensor/testing"

class Square extends Synapse.make("Square", {
  request: { x: Schema.Int },
  response: { y: Schema.Int },
  signed: ["x"]
}) {}

/** A miner and the validator that asks it, in one process. */
const talk = (miner: Neuron, validator: Neuron, forward: (x: number) => number) =>
  Axon.serve(
    Axon.handle(Square, {
      blacklist: Metagraph.validatorsOnly,
      priority: Metagraph.byStake,
      forward: ({ x }) => ({ y: forward(x) })
    })
  ).pipe(
    Layer.merge(DendriteLoopback.layer().pipe(Layer.provide(Layer.succeed(Hotkey, validator.hotkey)))),
    Layer.provideMerge(AxonMemory.layer().pipe(Layer.provide(Layer.succeed(Hotkey, miner.hotkey))))
  )

/** Asks a miner, and says whether it was right. */
const judge = Effect.gen(function* () {
  const [{ info }, dendrite] = [yield* Axon, yield* Dendrite]
  const [answer] = yield* dendrite.query([info], Square, { x: 12 })
  return answer !== undefined && Result.isSuccess(answer.result) && answer.result.success.y === 144 ? 1 : 0
})

it.effect("pays the miner that can square", () =>
  Effect.gen(function* () {
    const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
    const subnet = yield* Subnet.launch({ validators: 1, miners: 2 })
    const [validator, able, unable] = [subnet.validator(0), subnet.miner(0), subnet.miner(1)]

    const scores = yield* Effect.all([
      Effect.provide(
        judge,
        talk(able, validator, (x) => x * x)
      ),
      Effect.provide(
        judge,
        talk(unable, validator, (x) => x + x)
      )
    ]).pipe(Effect.provide(Metagraph.layer(subnet.netuid)))
    yield* validator.setWeights(new Map(scores.map((score, index) => [subnet.miner(index).uid, score])))
    yield* devnet.mine({ epochs: 2, netuid: subnet.netuid })

    const { incentive } = yield* Metagraph.at(subnet.netuid)
    assert.deepStrictEqual(incentive, Float64Array.of(0, 1, 0))
    const earned = yield* subtensor.query("SubtensorModule", "TotalHotkeyStake", [able.hotkey.address])
    assert.isAbove(Number(earned), 0)
  }).pipe(Effect.scoped, Effect.provide(layerTest))
)
