/** A miner: it answers validators of the subnet, and first those with the most stake. */
import { Effect } from "effect"
import { Axon, Metagraph } from "effect-bittensor"
import { Square } from "./protocol.ts"

/** What this miner can do. */
export const square = (x: number): number => x * x

export const miner = Axon.serve(
  Axon.handle(Square, {
    blacklist: Metagraph.validatorsOnly,
    priority: Metagraph.byStake,
    forward: ({ x }) => Effect.succeed({ y: square(x) })
  })
)
