/**
 * Money and what holds it in place.
 *
 * @since 0.2.0
 */
import { explanations } from "./Explanation.ts"

/** What the errors of these pallets mean, by pallet and name. */
export const balances = {
  Balances: explanations({
    VestingBalance: {
      cause: "Part of the balance is still vesting and cannot be sent.",
      remedy: "Send at most what the `Locks` of the account leave free."
    },
    LiquidityRestrictions: {
      cause: "A lock or a freeze holds part of the balance.",
      remedy: "Look at `Locks` and `Freezes`, and send less."
    },
    InsufficientBalance: {
      cause: "The sender has less free TAO than the amount and its fee.",
      remedy: "Check `btcli wallet balance` and lower `value`."
    },
    ExistentialDeposit: {
      cause: "So small an amount cannot open a new account.",
      remedy: "Send at least `ExistentialDeposit` (500 rao) to an address that holds nothing yet."
    },
    KeepAlive: {
      cause: "The sender would be left with too little to exist, and the call forbids that.",
      remedy: "Leave `ExistentialDeposit` behind, or use `transfer_all` with `keep_alive` false."
    },
    Expendability: {
      cause: "This would take the sender's account away, which the call rules out.",
      remedy: "Send less, or say that it may go with `transfer_allow_death`."
    },
    ExistingVestingSchedule: {
      cause: "The account vests already, and only one schedule fits.",
      remedy: "Leave its `Locks` to run out before another is made."
    },
    DeadAccount: {
      cause: "The receiver does not exist, and this operation does not open accounts.",
      remedy: "Send it `ExistentialDeposit` first, with `transfer_allow_death`."
    },
    TooManyReserves: {
      cause: "The account has as many named reserves as the chain keeps.",
      remedy: "Free one of its `Reserves`; `MaxReserves` is the limit."
    },
    TooManyHolds: {
      cause: "Every kind of hold that there is lies on the account already.",
      remedy: "Release one of its `Holds`."
    },
    TooManyFreezes: {
      cause: "The account carries as many freezes as it can.",
      remedy: "Thaw one of its `Freezes`; `MaxFreezes` is the limit."
    },
    IssuanceDeactivated: {
      cause: "The total supply can no longer be adjusted by hand on this chain.",
      remedy: "Do without `force_adjust_total_issuance`."
    },
    DeltaZero: {
      cause: "An adjustment of nothing was asked for.",
      remedy: "Pass a `delta` above 0."
    }
  })
}
