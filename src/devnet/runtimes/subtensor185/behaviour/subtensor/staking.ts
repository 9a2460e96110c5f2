/**
 * The calls that move balance into stake and back.
 *
 * @since 0.2.0
 */
import { type BlockContext, signed } from "../../../../runtime/dispatch.ts"
import type { State } from "../../../../runtime/storage.ts"
import type { Hex } from "../../../../scale/Hex.ts"
import { SubtensorModule } from "../../pallets/subtensorModule.ts"
import { add, canRemove, remove } from "../currency.ts"
import { owns } from "../hotkeys.ts"
import { now, transactions } from "./rateLimits.ts"
import type { Revision } from "./revision.ts"
import { clearSmallNomination, decrease, increase } from "./stake.ts"

const { Delegates, NominatorMinRequiredStake, Owner, Stake, StakeInterval, TargetStakesPerInterval } =
  SubtensorModule.storage
const { TotalHotkeyColdkeyStakesThisInterval: StakesThisInterval } = SubtensorModule.storage

/** Whether a coldkey may stake with a hotkey. */
const isOpenTo = (state: State, hotkey: Hex, coldkey: Hex): boolean =>
  Delegates.contains(state, hotkey) || owns(state, coldkey, hotkey)

/** How often a coldkey moved stake with a hotkey in this interval. An interval that is over is begun anew. */
const stakesThisInterval = (context: BlockContext, coldkey: Hex, hotkey: Hex): bigint => {
  const [stakes, last] = StakesThisInterval.get(context, coldkey, hotkey)
  if (last + StakeInterval.get(context) > now(context)) return stakes
  StakesThisInterval.put(context, coldkey, hotkey, [0n, last])
  return 0n
}

/** Counts a movement of stake. */
const noteStake = (context: BlockContext, coldkey: Hex, hotkey: Hex, before: bigint): void => {
  transactions.note(context, coldkey)
  StakesThisInterval.put(context, coldkey, hotkey, [before + 1n, now(context)])
}

/** Whether somebody else's stake with a hotkey would be too small. */
const isTooSmall = (state: State, hotkey: Hex, coldkey: Hex, stake: bigint): boolean =>
  !owns(state, coldkey, hotkey) && stake < NominatorMinRequiredStake.get(state)

const addStake = ({ error }: Revision) =>
  signed((context, coldkey, { amount_staked, hotkey }: { readonly hotkey: Hex; readonly amount_staked: bigint }) => {
    if (!canRemove(context, coldkey, amount_staked)) return error("NotEnoughBalanceToStake")
    if (!Owner.contains(context, hotkey)) return error("HotKeyAccountNotExists")
    if (!isOpenTo(context, hotkey, coldkey)) return error("HotKeyNotDelegateAndSignerNotOwnHotKey")
    const stakes = stakesThisInterval(context, coldkey, hotkey)
    if (stakes >= TargetStakesPerInterval.get(context)) return error("StakeRateLimitExceeded")
    const stake = Stake.get(context, hotkey, coldkey)
    if (isTooSmall(context, hotkey, coldkey, stake + amount_staked)) return error("NomStakeBelowMinimumThreshold")
    const removed = remove(context, coldkey, amount_staked)
    if (removed === undefined) return error("ZeroBalanceAfterWithdrawn")
    increase(context, hotkey, coldkey, removed)
    noteStake(context, coldkey, hotkey, stakes)
    return context.deposit(SubtensorModule.event("StakeAdded", hotkey, removed))
  })

const removeStake = ({ error, givesBackSmallRemainders }: Revision) =>
  signed((context, coldkey, args: { readonly hotkey: Hex; readonly amount_unstaked: bigint }) => {
    const { amount_unstaked, hotkey } = args
    if (!Owner.contains(context, hotkey)) return error("HotKeyAccountNotExists")
    if (!isOpenTo(context, hotkey, coldkey)) return error("HotKeyNotDelegateAndSignerNotOwnHotKey")
    if (amount_unstaked === 0n) return error("StakeToWithdrawIsZero")
    const left = Stake.get(context, hotkey, coldkey) - amount_unstaked
    if (left < 0n) return error("NotEnoughStakeToWithdraw")
    const stakes = stakesThisInterval(context, coldkey, hotkey)
    if (stakes >= TargetStakesPerInterval.get(context)) return error("UnstakeRateLimitExceeded")
    // Even who leaves nothing leaves too little.
    if (!givesBackSmallRemainders && isTooSmall(context, hotkey, coldkey, left)) {
      return error("NomStakeBelowMinimumThreshold")
    }
    decrease(context, hotkey, coldkey, amount_unstaked)
    add(context, coldkey, amount_unstaked)
    if (givesBackSmallRemainders) clearSmallNomination(context, hotkey, coldkey, left)
    noteStake(context, coldkey, hotkey, stakes)
    return context.deposit(SubtensorModule.event("StakeRemoved", hotkey, amount_unstaked))
  })

/**
 * The calls that move balance into stake and back.
 *
 * @category calls
 */
export const staking = (revision: Revision) => ({
  add_stake: addStake(revision),
  remove_stake: removeStake(revision)
})
