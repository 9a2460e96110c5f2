/** The life of the subnet on a chain in the process: no port, no file, no network. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Axon, Devnet, Hotkey, Metagraph } from "effect-bittensor"
import * as AxonMemory from "effect-bittensor/layers/AxonMemory"
import * as DendriteLoopback from "effect-bittensor/layers/DendriteLoopback"
import { layerTest, type Neuron, Subnet } from "effect-bittensor/testing"
import { miner } from "../src/miner.ts"
import { Square } from "../src/protocol.ts"
import { judge, moved } from "../src/validator.ts"

/** One that has not understood. */
const wrong = Axon.serve(Axon.handle(Square, { forward: ({ x }) => Effect.succeed({ y: x + x }) }))

/** What the validator makes of one miner. */
const score = <E, R>(validator: Neuron, one: Neuron, served: Layer.Layer<never, E, Axon | R>) =>
  Effect.flatMap(Axon, ({ info }) =>
    Effect.map(judge([info], 12), (scores) => [one.uid, scores.get(info.hotkey) ?? 0] as const)
  ).pipe(
    Effect.provide(
      served.pipe(
        Layer.merge(DendriteLoopback.layer().pipe(Layer.provide(Layer.succeed(Hotkey, validator.hotkey)))),
        Layer.provideMerge(AxonMemory.layer().pipe(Layer.provide(Layer.succeed(Hotkey, one.hotkey))))
      )
    )
  )

describe("the subnet", () => {
  it.effect("pays the miner that is right", () =>
    Effect.gen(function* () {
      const devnet = yield* Devnet
      const subnet = yield* Subnet.launch({ validators: 1, miners: 2 })
      const validator = subnet.validator(0)
      const scores = yield* Effect.all([
        score(validator, subnet.miner(0), Layer.provide(miner, Metagraph.layer(subnet.netuid))),
        score(validator, subnet.miner(1), wrong)
      ])
      yield* validator.setWeights(new Map(scores))
      yield* devnet.mine({ epochs: 2, netuid: subnet.netuid })
      const { incentive } = yield* Metagraph.at(subnet.netuid)
      assert.deepStrictEqual(incentive, Float64Array.of(0, 1, 0))
    }).pipe(Effect.scoped, Effect.provide(layerTest))
  )

  it("moves scores step by step", () => {
    const once = moved(new Map(), new Map([["5F", 1]]))
    assert.deepStrictEqual(once, new Map([["5F", 0.1]]))
    assert.closeTo(moved(once, new Map([["5F", 1]])).get("5F") ?? 0, 0.19, 1e-12)
  })
})
