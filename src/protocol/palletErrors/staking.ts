/**
 * Stake: adding, removing, moving, locking; and the pools behind it.
 *
 * @since 0.2.0
 */
import { explanations } from "./Explanation.ts"

/** What the errors of SubtensorModule about this mean, by name. */
export const staking = explanations({
  NonAssociatedColdKey: {
    cause: "The signing coldkey does not own the hotkey.",
    remedy: "Sign with the coldkey in `Owner`, or pass one of your own hotkeys as `hotkey`."
  },
  HotKeyNotDelegateAndSignerNotOwnHotKey: {
    cause: "The hotkey is not open to nominators and is not yours.",
    remedy: "Stake to a delegate (`btcli root list_delegates`), or let its owner call `become_delegate`."
  },
  NotEnoughStaketoWithdraw: {
    cause: "More was to be unstaked than this coldkey has on the hotkey, or nothing.",
    remedy: "Read the amount with `btcli stake show` and pass at most that as `amount_unstaked`."
  },
  NotEnoughStakeToWithdraw: {
    cause: "Your stake on this hotkey and subnet is smaller than the amount.",
    remedy: "Look it up (`btcli stake show`) and pass no more as `amount_unstaked` or `alpha_amount`."
  },
  StakeToWithdrawIsZero: {
    cause: "An amount of 0 cannot be unstaked.",
    remedy: "Pass an `amount_unstaked` above 0; rao, not TAO, is its unit."
  },
  NotEnoughStake: {
    cause: "The account does not have the stake that this needs.",
    remedy: "Compare the amount with `btcli stake show`; the unit of the call is rao."
  },
  NotEnoughBalanceToStake: {
    cause: "The coldkey's free balance does not cover the amount, the registration cost included where there is one.",
    remedy:
      "Check `btcli wallet balance`, leave the `ExistentialDeposit` and the fee, and lower `amount_staked`, or top " +
      "the coldkey up."
  },
  BalanceWithdrawalError: {
    cause:
      "The balance looked sufficient, but the amount could not be taken: a lock or the deposit that keeps the " +
      "account alive stands in the way.",
    remedy: "Look at the `Locks` of the account and leave `ExistentialDeposit` behind."
  },
  NotEnoughBalance: {
    cause: "The coldkey cannot pay what this costs.",
    remedy: "Check `btcli wallet balance`; swapping a hotkey costs 1 TAO, a fixed `KeySwapCost` on later runtimes."
  },
  InsufficientBalance: {
    cause: "The account has too little free TAO for this and for staying alive.",
    remedy: "Compare `btcli wallet balance` with the amount plus `ExistentialDeposit`."
  },
  ZeroBalanceAfterWithdrawn: {
    cause: "Taking the amount would leave the account with nothing, so it was not taken.",
    remedy: "Leave at least `ExistentialDeposit` plus the fee on the coldkey."
  },
  BalanceSetError: {
    cause: "The balance could not be written.",
    remedy: "Report it with the block number; no argument of `sudo_register` avoids it."
  },
  StakeAlreadyAdded: {
    cause: "This stake is there already.",
    remedy: "Read `Stake` before adding to it again."
  },
  StakeRateLimitExceeded: {
    cause: "This coldkey has staked to the hotkey as often as one interval allows.",
    remedy: "Wait `StakeInterval` blocks, and bundle the amounts into one `add_stake`."
  },
  UnstakeRateLimitExceeded: {
    cause: "This pair of keys has used up its stake operations of the current interval.",
    remedy: "Wait `StakeInterval` blocks before the next `remove_stake`."
  },
  StakingRateLimitExceeded: {
    cause: "Too many stake operations of these keys in too few blocks.",
    remedy: "Wait a few blocks, and send one `add_stake` instead of several."
  },
  StakingOperationRateLimitExceeded: {
    cause: "This hotkey and subnet saw a stake operation of yours in this very block.",
    remedy: "Send the next one a block later; `StakingOperationRateLimiter` is cleared with each block."
  },
  NomStakeBelowMinimumThreshold: {
    cause: "A nomination, or what would be left of it, is smaller than the chain keeps.",
    remedy: "Stake at least `NominatorMinRequiredStake`, or unstake everything."
  },
  AmountTooLow: {
    cause: "The amount, or what it is worth after the fee, is below the minimum, or is nothing at all.",
    remedy:
      "Use more than the minimum stake (0.002 TAO, `InitialMinStake`) and the swap fee; when unstaking, leave that " +
      "much or take all with `unstake_all`."
  },
  InsufficientLiquidity: {
    cause: "The subnet's pool is too small for this trade.",
    remedy: "Trade less at once, in several `amount_unstaked` or `amount_staked`, or choose a deeper pool."
  },
  SlippageTooHigh: {
    cause: "The trade would move the price past your limit.",
    remedy: "Raise or lower `limit_price`, set `allow_partial` to take what the limit allows, or trade less."
  },
  TransferDisallowed: {
    cause: "The owner of one of the two subnets has forbidden that its alpha changes hands.",
    remedy: "Read `TransferToggle` of both; unstake with `remove_stake` and send TAO instead."
  },
  SubtokenDisabled: {
    cause: "The subnet's token does not trade yet: it has not been started.",
    remedy: "Wait for the owner's `start_call`, then stake; `SubtokenEnabled` tells."
  },
  SameNetuid: {
    cause: "Origin and destination are the same, so there is nothing to move.",
    remedy: "Make `destination_netuid`, the hotkey or the coldkey another than that of the origin."
  },
  ZeroMaxStakeAmount: {
    cause: "At the present price not even the smallest trade stays within your limit.",
    remedy: "Move `limit_price` to the other side of the current price."
  },
  PrecisionLoss: {
    cause: "The shares of the pool are too coarse for this amount, and some alpha would be lost.",
    remedy: "Unstake a rounder `amount_unstaked`, or everything."
  },
  CannotUnstakeLock: {
    cause: "Part of the owner's stake is the lock of its subnet and has to stay.",
    remedy: "Unstake at most the rest; `SubnetLocked` says how much is held."
  },
  StakeUnavailable: {
    cause: "The alpha is locked, and what is free is less than the amount.",
    remedy:
      "Take at most what `Lock` leaves free, or wait while it decays; `set_perpetual_lock` decides whether it does."
  },
  InsufficientStakeForLock: {
    cause: "The coldkey's stake on the subnet is smaller than the old lock and the new one together.",
    remedy: "Stake more with `add_stake`, or pass a smaller `amount` to `lock_stake`."
  },
  LockHotkeyMismatch: {
    cause: "The coldkey's lock on this subnet stands behind another hotkey.",
    remedy: "Lock to that one, or move it with `move_lock` first."
  },
  NoExistingLock: {
    cause: "The coldkey has locked nothing on this subnet.",
    remedy: "Check `netuid` against `Lock`; `lock_stake` makes one."
  },
  ActiveLockExists: {
    cause: "The coldkey that is to take over holds a lock of its own.",
    remedy: "Choose a fresh `new_coldkey`, or wait until its `Lock` has decayed."
  },
  UnlockAmountTooHigh: {
    cause: "More was to be freed than is held.",
    remedy: "Read `Lock` and pass a smaller `amount`."
  },
  AccountRejectsLockedAlpha: {
    cause: "The receiver has not agreed to take alpha that is still locked, which is the default.",
    remedy: "Ask it to call `set_reject_locked_alpha` with `enabled` false, or transfer only free alpha."
  },
  NotEnoughAlphaOutToRecycle: {
    cause: "More alpha was to be recycled than the subnet has in circulation.",
    remedy: "Read `SubnetAlphaOut` and pass a smaller `amount`."
  },
  CannotBurnOrRecycleOnRootSubnet: {
    cause: "Root's stake is TAO, of which this call cannot make less.",
    remedy: "Pass the `netuid` of a subnet with a token of its own."
  },
  AddStakeBurnRateLimitExceeded: {
    cause: "Alpha of this subnet was bought and burned by the same call only a while ago.",
    remedy: "Wait for the limit of `add_stake_burn` (see `LastRateLimitedBlock`) and send it again."
  },
  CannotUseSystemAccount: {
    cause: "The address belongs to the chain itself, such as a subnet's own account.",
    remedy: "Pass a `hotkey` that somebody holds the key of."
  },
  SameAutoStakeHotkeyAlreadySet: {
    cause: "Rewards go to this hotkey already.",
    remedy: "Nothing is to be done: `AutoStakeDestination` has it."
  },
  HotkeyNotManaged: {
    cause: "The hotkey's pool is not one whose funds it may exchange.",
    remedy: "Choose one in `ManagedKeys`, or stake with `add_stake`."
  },
  SubnetAlreadyConverted: {
    cause: "The subnet was moved to the new token model before.",
    remedy: "Nothing is to be done; use it with `add_stake`."
  },
  InvalidNumRootClaim: {
    cause: "A number of automatic root claims beyond the limit was asked for.",
    remedy: "Pass at most 50 as `new_value` of `sudo_set_num_root_claims`."
  },
  InvalidRootClaimThreshold: {
    cause: "The threshold for paying out root dividends is above what is allowed.",
    remedy: "Pass at most 10000000 as `new_value` of `sudo_set_root_claim_threshold`."
  },
  InvalidSubnetNumber: {
    cause: "No subnet, or more than five, was named for the claim.",
    remedy: "Pass one to five netuids as `subnets` and call `claim_root` again for the others."
  },
  NewHotKeyNotCleanForRootSwap: {
    cause:
      "The hotkey that takes over has root stake or unclaimed root dividends, and mixing them with the old one's " +
      "would pay the wrong people.",
    remedy: "Pass a fresh `new_hotkey`, or let its stakers call `claim_root` and leave root first."
  }
})
