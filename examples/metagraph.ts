/**
 * A metagraph that keeps up with the chain: a service that a miner's hooks or a dashboard look at, and a stream of its changes.
 *
 * The chain is that of a test, with a subnet in which a validator changes its mind; `SubtensorRpc.layer("finney")` in place of
 * `layerTest` follows a real one. Run it: npm run example -- examples/metagraph.ts
 */
import { Console, Effect, Stream } from "effect"
import { Devnet, Metagraph, type MetagraphState } from "effect-bittensor"
import { layerTest, Subnet } from "effect-bittensor/testing"

const line = ({ block, incentive, stakes }: MetagraphState) =>
  `block ${block}: incentive ${[...incentive].map((part) => part.toFixed(2)).join("  ")}, ${[...stakes].map((tao) => `τ${tao.toFixed(1)}`).join("  ")}`

/** Prints a line whenever somebody's incentive is another. */
const watch = Effect.gen(function* () {
  const { changes } = yield* Metagraph
  yield* changes.pipe(
    Stream.changesWith((a, b) => a.incentive.every((part, uid) => part === b.incentive[uid])),
    Stream.take(3),
    Stream.runForEach((state) => Console.log(line(state)))
  )
})

/** A validator that holds first with one miner, then with the other. */
const validator = (subnet: Subnet) =>
  Effect.gen(function* () {
    const devnet = yield* Devnet
    const { netuid } = subnet
    yield* subnet.validator(0).setWeights(new Map([[1, 1]]))
    yield* devnet.mine({ epochs: 2, netuid })
    yield* subnet.validator(0).setWeights(
      new Map([
        [1, 1],
        [2, 3]
      ])
    )
    yield* devnet.mine({ epochs: 1, netuid })
  })

const program = Effect.gen(function* () {
  const subnet = yield* Subnet.launch({ validators: 1, miners: 2 })
  yield* Effect.all([watch, validator(subnet)], { concurrency: 2 }).pipe(
    Effect.provide(Metagraph.layer(subnet.netuid, { refresh: "each block" }))
  )
  // One block's, with weights and bonds.
  const metagraph = yield* Metagraph.at(subnet.netuid, { lite: false })
  yield* Console.log(`as validator 0 has it, weights are ${[...metagraph.weights[0]!].join("  ")}`)
})

await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(layerTest)))
