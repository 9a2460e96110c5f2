/** A chain in the process and its client, with Effect and without. */
import { Effect } from "effect"
import { Devnet, Metagraph, type Rao, Subtensor, Tao } from "effect-bittensor"
import { connect, fromLayer } from "effect-bittensor/promise"
import { layerTest, Subnet } from "effect-bittensor/testing"
import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict"

const program = Effect.gen(function* () {
  const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
  const subnet = yield* Subnet.launch({ validators: 1, miners: 2 })
  yield* subnet.validator(0).setWeights(new Map([[1, 1]]))
  yield* devnet.mine({ epochs: 2, netuid: subnet.netuid })
  const tempo: number = yield* subtensor.query("SubtensorModule", "Tempo", [subnet.netuid])
  strictEqual(tempo, 10)
  // @ts-expect-error: a common item has the type of what it holds
  const text: string = tempo
  strictEqual(typeof text, "number")
  return (yield* Metagraph.at(subnet.netuid)).incentive
})
deepStrictEqual(
  await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(layerTest))),
  Float64Array.of(0, 1, 0)
)

await using bittensor = await fromLayer(layerTest)
const amount: Rao = Tao(10)
const { block } = await bittensor.transfer({ to: "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty", amount })
strictEqual(block.number, 1)
await rejects(connect("ws://127.0.0.1:1"), { _tag: "ChainError" })

export const refused = async () => {
  await using reader = await connect("finney")
  // @ts-expect-error: nobody signs for who gave no key
  await reader.transfer({ to: "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty", amount })
}
