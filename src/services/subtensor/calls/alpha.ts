/**
 * Stake of dTAO runtimes, where each subnet has a stake of its own: what buys, sells and moves alpha.
 *
 * @since 0.2.0
 */
import { Alpha, type Rao, Tao } from "../../../protocol/Money.ts"
import { plainly } from "./Intent.ts"

/** How far a price may go before less is done, or nothing. */
export interface Limited {
  /** For one alpha: at most so much to buy, at least so much to sell. */
  readonly limitPrice: Rao
  /** Whether a part of it is better than nothing. @default false */
  readonly allowPartial?: boolean | undefined
}

/** The hotkey that it is about, if it is not the program's own. */
export interface OwnHotkey {
  readonly hotkey?: string | undefined
}

const ABOUT = { isAboutHotkey: true }

/** Says how much alpha, and of which subnet. */
const inAlpha = (amount: Alpha, netuid: number): string =>
  `${Alpha.format(amount, { netuid }, { plain: true })} alpha of subnet ${netuid}`

/**
 * Alpha. All is signed by the coldkey that the stake belongs to.
 *
 * @category calls
 */
export const alpha = {
  /** Buys alpha of a subnet for so much TAO, unless the price goes beyond a limit. */
  addStakeLimit: plainly<OwnHotkey & Limited & { readonly netuid: number; readonly amount: Rao }>(
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
      `up to ${Tao.format(amount)} buy alpha of subnet ${netuid} for at most ${Tao.format(limitPrice)} each`,
    ABOUT
  ),

  /** Sells so much alpha of a subnet, unless the price goes below a limit. */
  removeStakeLimit: plainly<OwnHotkey & Limited & { readonly netuid: number; readonly amount: Alpha }>(
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
      `up to ${inAlpha(amount, netuid)} are sold for at least ${Tao.format(limitPrice)} each`,
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
    readonly amount: Alpha
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
      `${inAlpha(amount, fromNetuid)} go from ${fromHotkey} to ${toHotkey} in subnet ${toNetuid}`
  ),

  /** Gives stake to another coldkey. */
  transferStake: plainly<
    OwnHotkey & {
      readonly to: string
      readonly fromNetuid: number
      readonly toNetuid: number
      readonly amount: Alpha
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
    ({ amount, fromNetuid, to, toNetuid }) => `${inAlpha(amount, fromNetuid)} go to ${to} in subnet ${toNetuid}`,
    ABOUT
  ),

  /** Changes stake of one subnet into that of another, behind the same hotkey. */
  swapStake: plainly<OwnHotkey & { readonly fromNetuid: number; readonly toNetuid: number; readonly amount: Alpha }>(
    "SubtensorModule",
    "swap_stake",
    ({ amount, fromNetuid, toNetuid }, { hotkey }) => ({
      hotkey,
      origin_netuid: fromNetuid,
      destination_netuid: toNetuid,
      alpha_amount: amount
    }),
    ({ amount, fromNetuid, toNetuid }, { hotkey }) =>
      `${inAlpha(amount, fromNetuid)} behind ${hotkey} go to subnet ${toNetuid}`,
    ABOUT
  ),

  /** Changes stake of one subnet into that of another, unless the price of the first in terms of the second goes below a limit. */
  swapStakeLimit: plainly<
    OwnHotkey &
      Pick<Limited, "allowPartial"> & {
        readonly fromNetuid: number
        readonly toNetuid: number
        readonly amount: Alpha
        /** One alpha of the first for at least so many billionths of one of the second: their prices' ratio, times 10⁹. */
        readonly limitPrice: bigint
      }
  >(
    "SubtensorModule",
    "swap_stake_limit",
    ({ allowPartial = false, amount, fromNetuid, limitPrice, toNetuid }, { hotkey }) => ({
      hotkey,
      origin_netuid: fromNetuid,
      destination_netuid: toNetuid,
      alpha_amount: amount,
      limit_price: limitPrice,
      allow_partial: allowPartial
    }),
    ({ amount, fromNetuid, limitPrice, toNetuid }) =>
      `up to ${inAlpha(amount, fromNetuid)} go to subnet ${toNetuid}, for at least ${limitPrice} billionths each`,
    ABOUT
  ),

  /** Sells all alpha of a subnet that is staked to a hotkey, unless the price goes below a limit. */
  removeStakeFullLimit: plainly<OwnHotkey & { readonly netuid: number; readonly limitPrice?: Rao | undefined }>(
    "SubtensorModule",
    "remove_stake_full_limit",
    ({ limitPrice, netuid }, { hotkey }) => ({ hotkey, netuid, limit_price: limitPrice }),
    ({ limitPrice, netuid }, { hotkey }) =>
      `all alpha of subnet ${netuid} behind ${hotkey} is sold${limitPrice === undefined ? "" : ` for at least ${Tao.format(limitPrice)} each`}`,
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
