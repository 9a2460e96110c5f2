/**
 * Replacing a hotkey or a coldkey.
 *
 * @since 0.2.0
 */
import { explanations } from "./Explanation.ts"

/** What the errors of SubtensorModule about this mean, by name. */
export const keySwaps = explanations({
  NewHotKeyIsSameWithOld: {
    cause: "Old and new hotkey are the same.",
    remedy: "Create another (`btcli wallet new_hotkey`) and pass it as `new_hotkey`."
  },
  HotKeySetTxRateLimitExceeded: {
    cause: "The coldkey swapped a hotkey too short a while ago.",
    remedy: "Wait `TxRateLimit` blocks before the next `swap_hotkey`."
  },
  HotKeySwapOnSubnetIntervalNotPassed: {
    cause: "This coldkey changed a hotkey on the subnet within the last day.",
    remedy: "Wait `HotkeySwapOnSubnetInterval` blocks, then swap again."
  },
  NotEnoughBalanceToPaySwapHotKey: {
    cause: "The coldkey cannot pay for the swap of its hotkey.",
    remedy: "Keep `KeySwapCost` (on one subnet `KeySwapOnSubnetCost`) and the fee on it; see `btcli wallet balance`."
  },
  ColdKeyAlreadyAssociated: {
    cause: "The new coldkey has hotkeys or stake of its own, so nothing can be moved into it.",
    remedy: "Swap to a fresh one (`btcli wallet new_coldkey`), passed as `new_coldkey`."
  },
  ColdKeySwapTxRateLimitExceeded: {
    cause: "A swap of this coldkey was made too recently.",
    remedy: "Wait `TxRateLimit` blocks, then repeat it."
  },
  NewColdKeyIsSameWithOld: {
    cause: "The coldkey would be swapped with itself.",
    remedy: "Pass a different `new_coldkey`."
  },
  NotExistColdkey: {
    cause: "The chain knows no such coldkey.",
    remedy: "Check the address in `old_coldkey`."
  },
  NotEnoughBalanceToPaySwapColdKey: {
    cause: "The coldkey's balance does not cover the price of its swap.",
    remedy: "Top it up: announcing costs 0.1 TAO on newer runtimes; `btcli wallet balance` shows what there is."
  },
  NoBalanceToTransfer: {
    cause: "The old coldkey holds nothing that could be moved.",
    remedy: "Check that `btcli wallet balance` shows the coldkey you meant."
  },
  SameColdkey: {
    cause: "Source and destination coldkey are one.",
    remedy: "Pass another `new_coldkey`."
  },
  ColdkeyIsInArbitration: {
    cause: "Several swaps were announced for this coldkey, and its funds are held until that is decided.",
    remedy: "Wait for the end in `ColdkeySwapScheduled`; `btcli wallet check_coldkey_swap` shows the state."
  },
  DuplicateColdkey: {
    cause: "This destination has been announced for the coldkey before.",
    remedy: "Nothing is to be done; `btcli wallet check_coldkey_swap` shows it waiting."
  },
  ColdkeySwapError: {
    cause: "The swap broke off for a reason that the chain does not name.",
    remedy: "Check both keys with `btcli wallet check_coldkey_swap` and try once more."
  },
  InsufficientBalanceToPerformColdkeySwap: {
    cause: "Too little TAO is on the coldkey to schedule its swap.",
    remedy: "Add TAO to it (`btcli wallet transfer`) and repeat `schedule_swap_coldkey`."
  },
  MaxColdkeyDestinationsReached: {
    cause: "As many destinations as may compete for one coldkey have been announced.",
    remedy: "Wait for the decision; `btcli wallet check_coldkey_swap` shows it."
  },
  SwapColdkeyOnlyCallableByRoot: {
    cause: "A coldkey is not swapped at once by its owner.",
    remedy: "Announce it: `schedule_swap_coldkey`, on newer runtimes `announce_coldkey_swap`."
  },
  SwapAlreadyScheduled: {
    cause: "A swap of this coldkey is waiting already.",
    remedy: "Wait `ColdkeySwapScheduleDuration` blocks until it runs."
  },
  FailedToSchedule: {
    cause: "The swap could not be entered into the agenda of that block.",
    remedy: "Try `schedule_swap_coldkey` a block later."
  },
  NewColdKeyIsHotkey: {
    cause: "The address of the new coldkey is in use as a hotkey.",
    remedy: "Make a fresh coldkey (`btcli wallet new_coldkey`) and pass that as `new_coldkey`."
  },
  NewColdkeyIsInArbitration: {
    cause: "The destination is itself under dispute.",
    remedy: "Swap to another `new_coldkey`."
  },
  ColdkeySwapAnnouncementNotFound: {
    cause: "No swap of this coldkey has been announced.",
    remedy: "Begin with `announce_coldkey_swap`, signed by the old one."
  },
  ColdkeySwapTooEarly: {
    cause: "The waiting time after the announcement has not passed.",
    remedy: "Wait `ColdkeySwapAnnouncementDelay` blocks, then call `swap_coldkey_announced`."
  },
  ColdkeySwapReannouncedTooEarly: {
    cause: "An announcement is waiting and may not be replaced yet.",
    remedy: "Wait `ColdkeySwapReannouncementDelay` blocks after it became due, then announce anew."
  },
  AnnouncedColdkeyHashDoesNotMatch: {
    cause: "The key given now is not the one whose hash was announced.",
    remedy: "Pass the very `new_coldkey` of which blake2b-256 was announced in `new_coldkey_hash`."
  },
  ColdkeySwapAlreadyDisputed: {
    cause: "The dispute is on record.",
    remedy: "Nothing is to be done: only root decides it, by `reset_coldkey_swap`."
  },
  ColdkeySwapAnnounced: {
    cause: "The coldkey is about to be swapped, and until then it may do nothing else.",
    remedy: "Finish by `swap_coldkey_announced`, or withdraw by `clear_coldkey_swap_announcement`."
  },
  ColdkeySwapDisputed: {
    cause: "The swap of this coldkey was contested, so the account is frozen.",
    remedy: "Bring it before those who hold the sudo key: they call `reset_coldkey_swap`."
  },
  ColdkeySwapClearTooEarly: {
    cause: "An announcement can be withdrawn only some time after it became due.",
    remedy: "Wait `ColdkeySwapReannouncementDelay` blocks, then call `clear_coldkey_swap_announcement`."
  }
})
