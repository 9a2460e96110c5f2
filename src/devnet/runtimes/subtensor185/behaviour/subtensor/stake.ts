/**
 * Who has how much stake with whom: four counts that always move together.
 *
 * @since 0.2.0
 */
import type { BlockContext } from "../../../../runtime/dispatch.ts"
import type { State } from "../../../../runtime/storage.ts"
import type { Hex } from "../../../../scale/Hex.ts"
import { SubtensorModule } from "../../pallets/subtensorModule.ts"
import { add } from "../currency.ts"
import { owns } from "../hotkeys.ts"

const { NominatorMinRequiredStake, Owner, Stake, TotalColdkeyStake, TotalHotkeyStake, TotalIssuance, TotalStake } =
  SubtensorModule.storage

const MAX = 2n ** 64n - 1n

/**
 * What is left of an amount after another, or nothing.
 *
 * @category arithmetic
 */
export const saturatingSub = (a: bigint, b: bigint): bigint => (a > b ? a - b : 0n)

/**
 * Both amounts together, as far as 64 bits can say.
 *
 * @category arithmetic
 */
export const saturatingAdd = (a: bigint, b: bigint): bigint => (a + b > MAX ? MAX : a + b)

/**
 * Makes a hotkey that nobody has the coldkey's own, for ever, and says whether it is.
 *
 * @category ownership
 */
export const pair = (state: State, coldkey: Hex, hotkey: Hex): boolean => {
  if (!Owner.contains(state, hotkey)) {
    Stake.put(state, hotkey, coldkey, 0n)
    Owner.put(state, hotkey, coldkey)
  }
  return owns(state, coldkey, hotkey)
}

/** Changes all four counts. */
const move = (state: State, hotkey: Hex, coldkey: Hex, change: (stake: bigint) => bigint): void => {
  TotalColdkeyStake.mutate(state, coldkey, change)
  TotalHotkeyStake.mutate(state, hotkey, change)
  Stake.mutate(state, hotkey, coldkey, change)
  TotalStake.mutate(state, change)
}

/**
 * Adds to the stake of a coldkey with a hotkey.
 *
 * @category amounts
 */
export const increase = (state: State, hotkey: Hex, coldkey: Hex, amount: bigint): void =>
  move(state, hotkey, coldkey, (stake) => saturatingAdd(stake, amount))

/**
 * Takes from the stake of a coldkey with a hotkey. What is left is stored even if it is nothing.
 *
 * @category amounts
 */
export const decrease = (state: State, hotkey: Hex, coldkey: Hex, amount: bigint): void =>
  move(state, hotkey, coldkey, (stake) => saturatingSub(stake, amount))

/**
 * Gives all stake with a hotkey back to whose it is.
 *
 * @category amounts
 */
export const unstakeAll = (context: BlockContext, hotkey: Hex): void => {
  for (const [[, coldkey], stake] of Stake.entries(context, hotkey)) {
    decrease(context, hotkey, coldkey, stake)
    add(context, coldkey, stake)
  }
}

/**
 * Gives a nomination back that is below the minimum. What a hotkey has of its own owner stays, however little.
 *
 * @category amounts
 */
export const clearSmallNomination = (context: BlockContext, hotkey: Hex, coldkey: Hex, stake: bigint): void => {
  if (stake >= NominatorMinRequiredStake.get(context) || owns(context, coldkey, hotkey)) return
  decrease(context, hotkey, coldkey, stake)
  Stake.remove(context, hotkey, coldkey)
  // The pallet's own count goes down, though the amount comes back in Balances: so does the real runtime.
  TotalIssuance.mutate(context, (issuance) => saturatingSub(issuance, stake))
  add(context, coldkey, stake)
}

/**
 * Gives all nominations back that are below the minimum.
 *
 * @category amounts
 */
export const clearSmallNominations = (context: BlockContext): void => {
  for (const [[hotkey, coldkey], stake] of Stake.entries(context)) clearSmallNomination(context, hotkey, coldkey, stake)
}

/**
 * Takes an amount that was burned out of the pallet's own count.
 *
 * @category amounts
 */
export const burn = (state: State, amount: bigint): void =>
  TotalIssuance.mutate(state, (issuance) => saturatingSub(issuance, amount))

/**
 * Puts an amount that was made into the pallet's own count.
 *
 * @category amounts
 */
export const mint = (state: State, amount: bigint): void =>
  TotalIssuance.mutate(state, (issuance) => saturatingAdd(issuance, amount))
