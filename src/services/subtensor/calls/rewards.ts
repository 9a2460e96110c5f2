/**
 * What becomes of what stake earns, and of alpha that is not to be sold (from spec 393 on).
 *
 * @since 0.2.0
 */
import { Alpha, type Rao, Tao } from "../../../protocol/Money.ts"
import type { ChainValue } from "../ChainValue.ts"
import { plainly } from "./Intent.ts"

/**
 * The hotkey that it is about, if it is not the program's own.
 *
 * @category models
 */
export interface OfHotkey {
  readonly hotkey?: string | undefined
}

/** Alpha of a subnet, behind a hotkey. */
export interface OwnAlpha extends OfHotkey {
  readonly netuid: number
  readonly amount: Alpha
}

/** Says how much alpha, and of which subnet. */
const inAlpha = ({ amount, netuid }: OwnAlpha): string =>
  `${Alpha.format(amount, { netuid }, { plain: true })} alpha of subnet ${netuid}`

/** What is done with the dividends of the root network: they are sold, kept, or kept in some subnets. */
export type RootClaim = "Swap" | "Keep" | { readonly keepIn: ReadonlyArray<number> }

const ABOUT = { isAboutHotkey: true }

const claimOf = (claim: RootClaim): ChainValue =>
  typeof claim === "string"
    ? { type: claim, value: undefined }
    : { type: "KeepSubnets", value: { subnets: claim.keepIn.toSorted((a, b) => a - b) } }

/**
 * Rewards. All is signed by the coldkey that the stake belongs to.
 *
 * @category calls
 */
export const rewards = {
  /** Stakes what this coldkey's hotkeys earn in a subnet to another hotkey. */
  setAutoStake: plainly<OfHotkey & { readonly netuid: number }>(
    "SubtensorModule",
    "set_coldkey_auto_stake_hotkey",
    ({ netuid }, { hotkey }) => ({ netuid, hotkey }),
    ({ netuid }, { hotkey }) => `what is earned in subnet ${netuid} is staked to ${hotkey}`,
    ABOUT
  ),

  /** Takes the dividends that stake in the root network has earned in some subnets. */
  claimRoot: plainly<{ readonly netuids: ReadonlyArray<number> }>(
    "SubtensorModule",
    "claim_root",
    // A set is ordered.
    ({ netuids }) => ({ subnets: [...new Set(netuids)].toSorted((a, b) => a - b) }),
    ({ netuids }, { account }) => `${account} gets its dividends of subnets ${netuids.join(", ")}`
  ),

  /** Says what is done with such dividends. */
  setRootClaimType: plainly<{ readonly claim: RootClaim }>(
    "SubtensorModule",
    "set_root_claim_type",
    ({ claim }) => ({ new_root_claim_type: claimOf(claim) }),
    ({ claim }) =>
      claim === "Swap"
        ? "dividends of the root network are sold for TAO"
        : `dividends of the root network are kept${claim === "Keep" ? "" : ` in subnets ${claim.keepIn.join(", ")}`}`
  ),

  /** Buys alpha of a subnet with so much TAO, and burns it. */
  addStakeBurn: plainly<
    OfHotkey & { readonly netuid: number; readonly amount: Rao; readonly limitPrice?: Rao | undefined }
  >(
    "SubtensorModule",
    "add_stake_burn",
    ({ amount, limitPrice, netuid }, { hotkey }) => ({ hotkey, netuid, amount, limit: limitPrice }),
    ({ amount, netuid }) => `${Tao.format(amount)} buy alpha of subnet ${netuid}, which is burned`,
    ABOUT
  ),

  /** Destroys alpha; the subnet may emit it anew. */
  recycleAlpha: plainly<OwnAlpha>(
    "SubtensorModule",
    "recycle_alpha",
    ({ amount, netuid }, { hotkey }) => ({ hotkey, amount, netuid }),
    (input) => `${inAlpha(input)} are recycled`,
    ABOUT
  ),

  /** Destroys alpha for ever. */
  burnAlpha: plainly<OwnAlpha>(
    "SubtensorModule",
    "burn_alpha",
    ({ amount, netuid }, { hotkey }) => ({ hotkey, amount, netuid }),
    (input) => `${inAlpha(input)} are burned`,
    ABOUT
  )
}
