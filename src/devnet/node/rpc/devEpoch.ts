/**
 * Blocks until a subnet had its epoch.
 *
 * @since 0.2.0
 */
import type { Hex } from "../../scale/Hex.ts"
import type { Chain } from "../Chain.ts"
import { itemOf } from "../items.ts"
import { errors } from "./protocol.ts"

/**
 * Blocks of one request: somebody waits for the answer, and everybody else for that one.
 *
 * @category constants
 */
export const MAX_BLOCKS = 10_000

/**
 * Makes blocks up to the next one in which a subnet has its epoch, and gives its hash.
 *
 * @category calls
 */
export const mineEpoch = (chain: Chain, netuid: number): Hex => {
  const { runtime } = chain.executable
  const [item, state] = [itemOf(runtime, "SubtensorModule", "Tempo"), chain.stateAt()]
  const tempo = item.contains(state, netuid) ? item.get(state, netuid) : undefined
  if (typeof tempo !== "number" || tempo === 0) throw errors.invalidParams(`subnet ${netuid} has no epochs`)
  const next = chain.head.number + 1
  // As subtensor's `blocks_until_next_epoch`: none is left in the block of the epoch.
  const left = tempo - ((next + netuid + 1) % (tempo + 1))
  if (left >= MAX_BLOCKS) throw errors.invalidParams(`the next epoch is ${left} blocks away`)
  return chain.newBlock(left + 1).hash
}
