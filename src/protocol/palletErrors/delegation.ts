/**
 * Delegates, their take, and children.
 *
 * @since 0.2.0
 */
import { explanations } from "./Explanation.ts"

/** What the errors of SubtensorModule about this mean, by name. */
export const delegation = explanations({
  AlreadyDelegate: {
    cause: "The hotkey takes nominations already.",
    remedy: "Nothing is to be done; its take is changed by `increase_take` and `decrease_take`."
  },
  HotKeyAlreadyDelegate: {
    cause: "This hotkey was opened to nominators before.",
    remedy: "Go on without `become_delegate`; `Delegates` holds its take."
  },
  NotDelegate: {
    cause: "The hotkey does not take nominations.",
    remedy: "Open it with `become_delegate` (`btcli root nominate`), then repeat."
  },
  InvalidTake: {
    cause: "The take is outside the bounds, or on the wrong side of the current one for this direction.",
    remedy: "Stay between `MinTake` and `MaxTake`; go up by `increase_take`, down by `decrease_take`."
  },
  DelegateTakeTooLow: {
    cause: "The take is under the minimum, or the change does not go in the direction of the call.",
    remedy:
      "Compare `take` with `MinDelegateTake` and with `Delegates`, then use `increase_take` or `decrease_take` " +
      "(`btcli root set_take`)."
  },
  DelegateTakeTooHigh: {
    cause: "The take is above the most that a delegate may keep.",
    remedy: "Pass a `take` of at most `MaxDelegateTake`, usually 11796 (18 %)."
  },
  DelegateTxRateLimitExceeded: {
    cause: "The take was changed too short a while ago to be raised again.",
    remedy: "Wait `TxDelegateTakeRateLimit` blocks, about a month; lowering by `decrease_take` is always possible."
  },
  TxRateLimitExceeded: {
    cause: "The key has used a call of this kind too recently.",
    remedy:
      "Wait and repeat: `TxRateLimit` for most, `NetworkRateLimit` for a new subnet, `TxDelegateTakeRateLimit` for " +
      "takes, `OwnerHyperparamRateLimit` for an owner's settings."
  },
  InvalidChild: {
    cause: "A hotkey cannot be a child of itself.",
    remedy: "Remove the parent from `children`."
  },
  DuplicateChild: {
    cause: "The same child is listed twice.",
    remedy: "Give each hotkey once in `children`, with its proportions added up."
  },
  ProportionOverflow: {
    cause: "The children's proportions add up to more than the whole.",
    remedy: "Lower them until their sum is at most 2^64 − 1 in `children`."
  },
  TooManyChildren: {
    cause: "A hotkey may have at most five children on a subnet.",
    remedy: "Pass five or fewer `children` (`btcli stake set_children`)."
  },
  InvalidChildkeyTake: {
    cause: "The take of a childkey is out of bounds for the chain or the subnet.",
    remedy: "Choose a `take` from `MinChildkeyTake` to `MaxChildkeyTake`; `MinChildkeyTakePerSubnet` may be higher."
  },
  TxChildkeyTakeRateLimitExceeded: {
    cause: "A childkey's take was set recently and may not be raised yet.",
    remedy: "Wait `TxChildkeyTakeRateLimit` blocks before `set_childkey_take`."
  },
  NotEnoughStakeToSetChildkeys: {
    cause: "The parent has less stake than a hotkey with children must have.",
    remedy: "Stake up to `StakeThreshold` (`btcli stake add`), then call `set_children`."
  },
  ChildParentInconsistency: {
    cause: "A hotkey would be parent and child of the same one on this subnet.",
    remedy: "Read `ParentKeys` of the hotkey and leave its parents out of `children`."
  },
  VotingPowerTrackingNotEnabled: {
    cause: "Nothing counts voting power on this subnet, so there is nothing to switch off.",
    remedy: "Call `enable_voting_power_tracking` first."
  },
  InvalidVotingPowerEmaAlpha: {
    cause: "The smoothing factor is above one.",
    remedy: "Pass at most 10^18, which stands for 1, as `alpha`."
  }
})
