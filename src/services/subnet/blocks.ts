/**
 * Blocks that are waited for, or made where that is to be had.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import type { ChainError } from "../ChainError.ts"
import type { Core } from "../subtensor/Core.ts"
import { readEpoch } from "../subtensor/epochs.ts"
import { chain as reads } from "../subtensor/reads/chain.ts"

/**
 * Lets so many blocks pass: makes them on an embedded chain that makes none by itself, and waits for them on any other.
 *
 * @category combinators
 */
export const advance = (chain: Core, count: number): Effect.Effect<void, ChainError> =>
  Effect.gen(function* () {
    const made = yield* Effect.result(chain.rpc("dev_newBlock", [{ count }]))
    if (made._tag === "Success") return
    const { number } = yield* chain.head
    yield* reads.waitForBlock(chain, number + count)
  })

/**
 * How many blocks from now a subnet's next epoch is; 0 for a subnet without epochs.
 *
 * @category reads
 */
export const untilEpoch = (chain: Core, netuid: number): Effect.Effect<number, ChainError> =>
  Effect.gen(function* () {
    const [runtime, { number }] = [yield* chain.runtime(), yield* chain.head]
    const epoch = yield* readEpoch(chain, runtime, netuid, number)
    if (epoch === undefined) return 0
    return (epoch.first > number ? epoch.first : epoch.next) - number
  })
