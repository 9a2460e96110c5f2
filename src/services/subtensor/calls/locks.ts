/**
 * Alpha that stands behind a hotkey and cannot be sold (from spec 424 on).
 *
 * @since 0.2.0
 */
import { Alpha } from "../../../protocol/Money.ts"
import { plainly } from "./Intent.ts"

const ABOUT = { isAboutHotkey: true }

/**
 * Locks. All is signed by the coldkey that the alpha belongs to.
 *
 * @category calls
 */
export const locks = {
  /** Locks alpha of a subnet, or more of it. */
  lockStake: plainly<{ readonly netuid: number; readonly amount: Alpha; readonly hotkey?: string | undefined }>(
    "SubtensorModule",
    "lock_stake",
    ({ amount, netuid }, { hotkey }) => ({ hotkey, netuid, amount }),
    ({ amount, netuid }, { hotkey }) =>
      `${Alpha.format(amount, { netuid }, { plain: true })} alpha of subnet ${netuid} are locked behind ${hotkey}`,
    ABOUT
  ),

  /** Lets what is locked in a subnet stand behind another hotkey. */
  moveLock: plainly<{ readonly netuid: number; readonly to: string }>(
    "SubtensorModule",
    "move_lock",
    ({ netuid, to }) => ({ destination_hotkey: to, netuid }),
    ({ netuid, to }) => `what is locked in subnet ${netuid} stands behind ${to}`
  ),

  /** Says whether what is locked in a subnet stays so, or is set free bit by bit. */
  setPerpetualLock: plainly<{ readonly netuid: number; readonly isEnabled: boolean }>(
    "SubtensorModule",
    "set_perpetual_lock",
    ({ isEnabled, netuid }) => ({ netuid, enabled: isEnabled }),
    ({ isEnabled, netuid }) =>
      `what is locked in subnet ${netuid} ${isEnabled ? "stays locked" : "is set free in time"}`
  ),

  /** Says whether this account takes no locked alpha from others. */
  setRejectLockedAlpha: plainly<{ readonly isEnabled: boolean }>(
    "SubtensorModule",
    "set_reject_locked_alpha",
    ({ isEnabled }) => ({ enabled: isEnabled }),
    ({ isEnabled }, { account }) => `${account} takes ${isEnabled ? "no locked alpha" : "locked alpha"} from others`
  )
}
