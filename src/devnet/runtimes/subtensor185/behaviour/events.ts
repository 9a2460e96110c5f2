/**
 * The events of a block.
 *
 * @since 0.2.0
 */
import type { PalletEvent } from "../../../runtime/pallet.ts"
import type { State } from "../../../runtime/storage.ts"
import { System } from "../pallets/system.ts"

const { EventCount, Events, EventTopics, ExecutionPhase, Number: BlockNumber } = System.storage

/**
 * Notes an event, in the phase that the block is in. Before the first block there are none.
 *
 * @category events
 */
export const deposit = (state: State, event: PalletEvent): void => {
  if (BlockNumber.get(state) === 0) return
  const phase = ExecutionPhase.get(state) ?? ({ _tag: "ApplyExtrinsic", value: 0 } as const)
  Events.append(state, { phase, event, topics: [] })
  EventCount.mutate(state, (count) => count + 1)
}

/**
 * Forgets the events of the block before.
 *
 * @category events
 */
export const resetEvents = (state: State): void => {
  Events.remove(state)
  EventCount.remove(state)
  EventTopics.clear(state)
}
