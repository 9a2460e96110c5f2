import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Random, Result } from "effect"
import { Axon, type AxonInfo, Devnet, Metagraph, MetagraphState, SubnetsApi, Subtensor } from "effect-bittensor"
import * as AxonHttp from "effect-bittensor/layers/AxonHttp"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import { layerTest, type Neuron, Subnet } from "effect-bittensor/testing"
import { decodeNeuronsLiteColumns } from "../../../src/protocol/chain/NeuronColumns.ts"
import { candidateUids } from "../../../src/services/subnets/candidates.ts"
import { manyNeurons } from "../../support/neuronBytes.ts"

/** A metagraph of which nothing but these two columns matters. */
const metagraphOf = (stakes: ReadonlyArray<number>, trust: ReadonlyArray<number>) => {
  const columns = Result.getOrThrow(decodeNeuronsLiteColumns(manyNeurons(stakes.length, false), { portBeforeIp: true }))
  const stakeRao = BigUint64Array.from(stakes, (tao) => BigInt(tao) * 1_000_000_000n)
  const changed = { ...columns, stakeRao, validatorTrust: Uint16Array.from(trust) }
  return new MetagraphState({ network: "test", netuid: 1, block: 1, columns: changed })
}

describe("candidates", () => {
  it("have more stake than the quantile, which numpy would compute, and trust", () => {
    const stakes = [10, 20, 30, 40, 50]
    const all = stakes.map(() => 1)
    // np.quantile(stakes, 1 - share) is 46, 40, 35 and 10.
    assert.deepStrictEqual(candidateUids(metagraphOf(stakes, all)), [4])
    assert.deepStrictEqual(candidateUids(metagraphOf(stakes, all), 0.25), [4])
    assert.deepStrictEqual(candidateUids(metagraphOf(stakes, all), 0.375), [3, 4])
    assert.deepStrictEqual(candidateUids(metagraphOf(stakes, all), 1), [1, 2, 3, 4])
    assert.deepStrictEqual(candidateUids(metagraphOf(stakes, [1, 1, 0, 1, 0]), 1), [1, 3])
    assert.deepStrictEqual(candidateUids(metagraphOf([], [])), [])
  })
})

/** Serves an axon, tells the chain where, and gives its info. */
const serving = (netuid: number, neuron: Neuron, host: string) =>
  neuron.as(
    Effect.gen(function* () {
      const layer = Axon.serve().pipe(Layer.provideMerge(AxonHttp.layer({ host, port: 0 })))
      const { port } = (yield* Effect.provide(Axon, yield* Layer.build(layer))).info
      yield* Effect.flatMap(Subtensor, (subtensor) => subtensor.serveAxon({ netuid, ip: host, port }))
    })
  )

const launched = Effect.gen(function* () {
  const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
  const subnet = yield* Subnet.launch({ validators: 5, miners: 1 })
  const { netuid } = subnet
  yield* serving(netuid, subnet.validator(0), "127.0.0.2")
  yield* serving(netuid, subnet.validator(1), "127.0.0.3")
  yield* serving(netuid, subnet.validator(3), "127.0.0.4")
  // Nobody is there any more.
  yield* subnet.validator(2).as(subtensor.serveAxon({ netuid, ip: "127.0.0.5", port: 9 }))
  // The fourth one has set no weights, and so has no trust; the fifth serves nothing.
  for (const index of [0, 1, 2, 4]) yield* subnet.validator(index).setWeights(new Map([[5, 1]]))
  yield* devnet.mine({ epochs: 2, netuid })
  return { metagraph: yield* Metagraph.at(netuid), subnet }
})

const hotkeysOf = (axons: ReadonlyArray<AxonInfo>) => axons.map(({ hotkey }) => hotkey)

describe("SubnetsApi.candidates", () => {
  it.live(
    "are those validators of the chain that answer, few of them, at random",
    Effect.fn(
      function* () {
        const { metagraph, subnet } = yield* launched
        assert.deepStrictEqual(candidateUids(metagraph, 0.99), [0, 1, 2, 4])
        const choose = (limit?: number, seed = "a") =>
          Effect.map(SubnetsApi.candidates(metagraph, { share: 0.99, limit }), hotkeysOf).pipe(Random.withSeed(seed))
        const there = [subnet.validator(0), subnet.validator(1)].map(({ hotkey }) => hotkey.address)
        assert.sameMembers<string>([...(yield* choose())], there)
        const firsts = yield* Effect.forEach([..."abcdefghij"], (seed) => choose(1, seed))
        assert.isTrue(firsts.every(({ length }) => length === 1))
        assert.sameMembers<string>([...new Set(firsts.flat())], there)
        assert.deepStrictEqual(yield* choose(0), [])
      },
      Effect.scoped,
      Effect.provide(DendriteHttp.layer({ allowPrivateAxons: true }).pipe(Layer.provideMerge(layerTest)))
    )
  )
})
