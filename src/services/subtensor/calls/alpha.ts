/**
 * Stake of dTAO runtimes, where each subnet has a stake of its own: what buys, sells and moves alpha.
 *
 * @since 0.2.0
 */
import { plainly } from "./Intent.ts"

/** How far a price may go before less is done, or nothing. */
export interface Limited {
  /** Rao of TAO for one alpha: at most so many to buy, at least so many to sell. */
  readonly limitPrice: bigint
  /** Whether a part of it is better than nothing. @default false */
  readonly allowPartial?: boolean | undefined
}

/** The hotkey that it is about, if it is not the program's own. */
export interface OwnHotkey {
  readonly hotkey?: string | undefined
}

const ABOUT = { isAboutHotkey: true }

/**
 * Alpha. All is signed by the coldkey that the stake belongs to.
 *
 * @category calls
 */
export const alpha = {
  /** Buys alpha of a subnet for so many rao, unless the price goes beyond a limit. */
  addStakeLimit: plainly<OwnHotkey & Limited & { readonly netuid: number; readonly amount: bigint }>(
    "SubtensorModule",
    "add_stake_limit",
    ({ allowPartial = false, amount, limitPrice, netuid }, { hotkey }) => ({
      hotkey,
      netuid,
      amount_staked: amount,
      limit_price: limitPrice,
      allow_partial: allowPartial
    }),
    ({ amount, limitPrice, netuid }) =>
      `up to ${amount} rao buy alpha of subnet ${netuid} for at most ${limitPrice} each`,
    ABOUT
  ),

  /** Sells so much alpha of a subnet, unless the price goes below a limit. */
  removeStakeLimit: plainly<OwnHotkey & Limited & { readonly netuid: number; readonly amount: bigint }>(
    "SubtensorModule",
    "remove_stake_limit",
    ({ allowPartial = false, amount, limitPrice, netuid }, { hotkey }) => ({
      hotkey,
      netuid,
      amount_unstaked: amount,
      limit_price: limitPrice,
      allow_partial: allowPartial
    }),
    ({ amount, limitPrice, netuid }) =>
      `up to ${amount} alpha of subnet ${netuid} are sold for at least ${limitPrice} each`,
    ABOUT
  ),

  /** Sells all alpha of all subnets that is staked to a hotkey. */
  unstakeAll: plainly<OwnHotkey>(
    "SubtensorModule",
    "unstake_all",
    (_input, { hotkey }) => ({ hotkey }),
    (_input, { hotkey }) => `all that is staked to ${hotkey} is sold`,
    ABOUT
  ),

  /** Moves stake from one hotkey or subnet to another; it is sold and bought on the way. */
  moveStake: plainly<{
    readonly fromHotkey: string
    readonly toHotkey: string
    readonly fromNetuid: number
    readonly toNetuid: number
    readonly amount: bigint
  }>(
    "SubtensorModule",
    "move_stake",
    ({ amount, fromHotkey, fromNetuid, toHotkey, toNetuid }) => ({
      origin_hotkey: fromHotkey,
      destination_hotkey: toHotkey,
      origin_netuid: fromNetuid,
      destination_netuid: toNetuid,
      alpha_amount: amount
    }),
    ({ amount, fromHotkey, fromNetuid, toHotkey, toNetuid }) =>
      `${amount} alpha go from ${fromHotkey} in subnet ${fromNetuid} to ${toHotkey} in subnet ${toNetuid}`
  ),

  /** Gives stake to another coldkey. */
  transferStake: plainly<
    OwnHotkey & {
      readonly to: string
      readonly fromNetuid: number
      readonly toNetuid: number
      readonly amount: bigint
    }
  >(
    "SubtensorModule",
    "transfer_stake",
    ({ amount, fromNetuid, to, toNetuid }, { hotkey }) => ({
      destination_coldkey: to,
      hotkey,
      origin_netuid: fromNetuid,
      destination_netuid: toNetuid,
      alpha_amount: amount
    }),
    ({ amount, fromNetuid, to, toNetuid }) =>
      `${amount} alpha of subnet ${fromNetuid} go to ${to} in subnet ${toNetuid}`,
    ABOUT
  ),

  /** Changes stake of one subnet into that of another, behind the same hotkey. */
  swapStake: plainly<OwnHotkey & { readonly fromNetuid: number; readonly toNetuid: number; readonly amount: bigint }>(
    "SubtensorModule",
    "swap_stake",
    ({ amount, fromNetuid, toNetuid }, { hotkey }) => ({
      hotkey,
      origin_netuid: fromNetuid,
      destination_netuid: toNetuid,
      alpha_amount: amount
    }),
    ({ amount, fromNetuid, toNetuid }, { hotkey }) =>
      `${amount} alpha behind ${hotkey} go from subnet ${fromNetuid} to ${toNetuid}`,
    ABOUT
  ),

  /** Changes stake of one subnet into that of another, unless the price of the first in terms of the second goes below a limit. */
  swapStakeLimit: plainly<
    OwnHotkey & Limited & { readonly fromNetuid: number; readonly toNetuid: number; readonly amount: bigint }
  >(
    "SubtensorModule",
    "swap_stake_limit",
    ({ allowPartial = false, amount, fromNetuid, limitPrice, toNetuid }, { hotkey }) => ({
      hotkey,
      origin_netuid: fromNetuid,
      destination_netuid: toNetuid,
      alpha_amount: amount,
      // The runtime wants a ratio times 10⁹, which the price of one in units of the other is.
      limit_price: limitPrice,
      allow_partial: allowPartial
    }),
    ({ amount, fromNetuid, limitPrice, toNetuid }) =>
      `up to ${amount} alpha of subnet ${fromNetuid} go to ${toNetuid}, for at least ${limitPrice} billionths each`,
    ABOUT
  ),

  /** Sells all alpha of a subnet that is staked to a hotkey, unless the price goes below a limit. */
  removeStakeFullLimit: plainly<OwnHotkey & { readonly netuid: number; readonly limitPrice?: bigint | undefined }>(
    "SubtensorModule",
    "remove_stake_full_limit",
    ({ limitPrice, netuid }, { hotkey }) => ({ hotkey, netuid, limit_price: limitPrice }),
    ({ limitPrice, netuid }, { hotkey }) =>
      `all alpha of subnet ${netuid} behind ${hotkey} is sold${limitPrice === undefined ? "" : ` for at least ${limitPrice} each`}`,
    ABOUT
  ),

  /** Changes all alpha of all subnets that is staked to a hotkey into stake in the root network. */
  unstakeAllAlpha: plainly<OwnHotkey>(
    "SubtensorModule",
    "unstake_all_alpha",
    (_input, { hotkey }) => ({ hotkey }),
    (_input, { hotkey }) => `all alpha behind ${hotkey} becomes stake in the root network`,
    ABOUT
  )
}
