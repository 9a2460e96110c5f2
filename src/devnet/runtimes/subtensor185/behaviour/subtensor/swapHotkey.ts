/**
 * How a coldkey gives one of its hotkeys another key (runtime.md §3.12).
 *
 * @since 0.2.0
 */
import { type BlockContext, type Outcome, post, signed } from "../../../../runtime/dispatch.ts"
import type { StorageItem } from "../../../../runtime/storage.ts"
import type { Hex } from "../../../../scale/Hex.ts"
import { SubtensorModule } from "../../pallets/subtensorModule.ts"
import { canRemove, remove } from "../currency.ts"
import { readsWrites } from "../weights/database.ts"
import { owns } from "../hotkeys.ts"
import { isMemberOfAny } from "./neurons.ts"
import { transactions } from "./rateLimits.ts"
import type { Revision } from "./revision.ts"
import { burn } from "./stake.ts"

const { Axons, Delegates, IsNetworkMember, Keys, LastTxBlock, LoadedEmission, Owner } = SubtensorModule.storage
const { Stake, TotalHotkeyStake, TotalNetworks, Uids } = SubtensorModule.storage

/** Rao. */
const COST = 1_000_000_000n

/**
 * One key for another.
 *
 * @category models
 */
export interface Swap {
  readonly hotkey: Hex
  readonly new_hotkey: Hex
}

/** Moves a value to the other key, if there is one; gives the writes that it took. */
const moveValue = <V>(context: BlockContext, item: StorageItem<readonly [Hex], V, V>, swap: Swap): number => {
  if (!item.contains(context, swap.hotkey)) return 0
  item.put(context, swap.new_hotkey, item.get(context, swap.hotkey))
  item.remove(context, swap.hotkey)
  return 2
}

/** Moves who has staked how much. What somebody had with the new key before is overwritten. */
const moveStake = (context: BlockContext, { hotkey, new_hotkey }: Swap): number => {
  let writes = 0
  for (const [[, coldkey], stake] of Stake.entries(context, hotkey)) {
    Stake.put(context, new_hotkey, coldkey, stake)
    Stake.remove(context, hotkey, coldkey)
    writes += 2
  }
  return writes
}

/** Moves an axon, if one was served. */
const moveAxon = (context: BlockContext, netuid: number, { hotkey, new_hotkey }: Swap): number => {
  const axon = Axons.get(context, netuid, hotkey)
  if (axon === undefined) return 0
  Axons.remove(context, netuid, hotkey)
  Axons.put(context, netuid, new_hotkey, axon)
  return 2
}

/** Moves a place, and what is on its way to it. */
const movePlace = (context: BlockContext, netuid: number, { hotkey, new_hotkey }: Swap): number => {
  const uid = Uids.get(context, netuid, hotkey)
  if (uid === undefined) return 0
  Uids.remove(context, netuid, hotkey)
  Uids.put(context, netuid, new_hotkey, uid)
  Keys.put(context, netuid, uid, new_hotkey)
  LoadedEmission.mutate(context, netuid, (tuples) =>
    tuples?.map(([key, ...amounts], index) => [index === uid ? new_hotkey : key, ...amounts])
  )
  return 4
}

/** Moves all memberships. A network that is gone has left them behind. */
const moveMemberships = (context: BlockContext, swap: Swap): number => {
  let writes = 0
  for (const [[, netuid]] of IsNetworkMember.entries(context, swap.hotkey)) {
    IsNetworkMember.remove(context, swap.hotkey, netuid)
    IsNetworkMember.put(context, swap.new_hotkey, netuid, true)
    writes += 2 + moveAxon(context, netuid, swap) + movePlace(context, netuid, swap)
  }
  return writes
}

/** Moves all that goes with a hotkey; gives the writes that it took. */
const moveAll = (context: BlockContext, coldkey: Hex, swap: Swap): number => {
  Owner.remove(context, swap.hotkey)
  Owner.put(context, swap.new_hotkey, coldkey)
  return (
    2 +
    moveValue(context, TotalHotkeyStake, swap) +
    moveValue(context, Delegates, swap) +
    moveValue(context, LastTxBlock, swap) +
    moveStake(context, swap) +
    moveMemberships(context, swap)
  )
}

/**
 * How a coldkey gives one of its hotkeys another key. It costs what it declares, or, if it succeeds, what it wrote.
 *
 * @category calls
 */
export const swapHotkey = ({ error }: Revision) => ({
  swap_hotkey: signed((context, coldkey, swap: Swap): Outcome => {
    const { hotkey, new_hotkey } = swap
    if (!owns(context, coldkey, hotkey)) return error("NonAssociatedColdKey")
    if (transactions.isExceeded(context, coldkey)) return error("HotKeySetTxRateLimitExceeded")
    if (hotkey === new_hotkey) return error("NewHotKeyIsSameWithOld")
    if (isMemberOfAny(context, new_hotkey)) return error("HotKeyAlreadyRegisteredInSubNet")
    if (!canRemove(context, coldkey, COST)) return error("NotEnoughBalanceToPaySwapHotKey")
    const burned = remove(context, coldkey, COST)
    if (burned === undefined) return error("ZeroBalanceAfterWithdrawn")
    burn(context, burned)
    const reads = 5 + TotalNetworks.get(context)
    const writes = 1 + moveAll(context, coldkey, swap)
    transactions.note(context, coldkey)
    context.deposit(SubtensorModule.event("HotkeySwapped", { coldkey, old_hotkey: hotkey, new_hotkey }))
    return post({ actual_weight: readsWrites(reads, writes) })
  })
})
