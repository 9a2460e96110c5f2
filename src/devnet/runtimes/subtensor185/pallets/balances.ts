/**
 * The balances of accounts.
 *
 * @since 0.2.0
 */
import { call, constant, definePallet } from "../../../runtime/pallet.ts"
import { map, value } from "../../../runtime/storage.ts"
import { alias, type Type } from "../../../scale/Type.ts"
import { names, struct } from "../../../scale/composites.ts"
import { bool, fixedBytes, u32, u64 } from "../../../scale/primitives.ts"
import { compact, vec } from "../../../scale/sequences.ts"
import { boundedVec, weakBoundedVec } from "../../../scale/substrate.ts"
import { AccountIdLookup, Balance, T } from "../types/names.ts"
import { byAccount } from "../types/keys.ts"
import { RuntimeFreezeReason, RuntimeHoldReason } from "../types/outer.ts"
import { AccountData, noBalances } from "./system.ts"

/**
 * What a lock keeps an amount from.
 *
 * @category types
 */
export const Reasons = names("pallet_balances::types::Reasons", ["Fee", "Misc", "All"])

/**
 * An amount that cannot be spent.
 *
 * @category types
 */
export const BalanceLock = struct(
  "pallet_balances::types::BalanceLock",
  { id: alias("LockIdentifier", fixedBytes(8)), amount: Balance, reasons: Reasons },
  { params: { Balance: u64 } }
)

/**
 * An amount that is reserved under a name.
 *
 * @category types
 */
export const ReserveData = struct(
  "pallet_balances::types::ReserveData",
  { id: alias("ReserveIdentifier", fixedBytes(8)), amount: Balance },
  { params: { ReserveIdentifier: fixedBytes(8), Balance: u64 } }
)

const idAmount = <A>(Id: Type<A>) =>
  struct("pallet_balances::types::IdAmount", { id: alias("Id", Id), amount: Balance }, { params: { Id, Balance: u64 } })

/**
 * Where an amount goes.
 *
 * @category types
 */
export const BalanceStatus = names("frame_support::traits::tokens::misc::BalanceStatus", ["Free", "Reserved"])

/**
 * Up or down.
 *
 * @category types
 */
export const AdjustmentDirection = names("pallet_balances::types::AdjustmentDirection", ["Increase", "Decrease"])

/**
 * The balances of accounts.
 *
 * @category pallets
 */
export const Balances = definePallet({
  name: "Balances",
  index: 5,
  crate: "pallet_balances",
  storageVersion: 1,
  generics: ["T", "I"],
  storage: {
    TotalIssuance: value(u64),
    InactiveIssuance: value(u64),
    Account: map([byAccount], AccountData, noBalances),
    Locks: map([byAccount], weakBoundedVec(BalanceLock)),
    Reserves: map([byAccount], boundedVec(ReserveData, 50)),
    Holds: map([byAccount], boundedVec(idAmount(RuntimeHoldReason), 2)),
    Freezes: map([byAccount], boundedVec(idAmount(RuntimeFreezeReason), 50))
  },
  calls: {
    transfer_allow_death: call(0, { dest: AccountIdLookup, value: compact(T.Balance) }),
    force_transfer: call(2, { source: AccountIdLookup, dest: AccountIdLookup, value: compact(T.Balance) }),
    transfer_keep_alive: call(3, { dest: AccountIdLookup, value: compact(T.Balance) }),
    transfer_all: call(4, { dest: AccountIdLookup, keep_alive: bool }),
    force_unreserve: call(5, { who: AccountIdLookup, amount: T.Balance }),
    upgrade_accounts: call(6, { who: vec(T.AccountId) }),
    force_set_balance: call(8, { who: AccountIdLookup, new_free: compact(T.Balance) }),
    force_adjust_total_issuance: call(9, { direction: AdjustmentDirection, delta: compact(T.Balance) })
  },
  events: {
    Endowed: { account: T.AccountId, free_balance: T.Balance },
    DustLost: { account: T.AccountId, amount: T.Balance },
    Transfer: { from: T.AccountId, to: T.AccountId, amount: T.Balance },
    BalanceSet: { who: T.AccountId, free: T.Balance },
    Reserved: { who: T.AccountId, amount: T.Balance },
    Unreserved: { who: T.AccountId, amount: T.Balance },
    ReserveRepatriated: {
      from: T.AccountId,
      to: T.AccountId,
      amount: T.Balance,
      destination_status: alias("Status", BalanceStatus)
    },
    Deposit: { who: T.AccountId, amount: T.Balance },
    Withdraw: { who: T.AccountId, amount: T.Balance },
    Slashed: { who: T.AccountId, amount: T.Balance },
    Minted: { who: T.AccountId, amount: T.Balance },
    Burned: { who: T.AccountId, amount: T.Balance },
    Suspended: { who: T.AccountId, amount: T.Balance },
    Restored: { who: T.AccountId, amount: T.Balance },
    Upgraded: { who: T.AccountId },
    Issued: { amount: T.Balance },
    Rescinded: { amount: T.Balance },
    Locked: { who: T.AccountId, amount: T.Balance },
    Unlocked: { who: T.AccountId, amount: T.Balance },
    Frozen: { who: T.AccountId, amount: T.Balance },
    Thawed: { who: T.AccountId, amount: T.Balance },
    TotalIssuanceForced: { old: T.Balance, new: T.Balance }
  },
  errors: [
    "VestingBalance",
    "LiquidityRestrictions",
    "InsufficientBalance",
    "ExistentialDeposit",
    "Expendability",
    "ExistingVestingSchedule",
    "DeadAccount",
    "TooManyReserves",
    "TooManyHolds",
    "TooManyFreezes",
    "IssuanceDeactivated",
    "DeltaZero"
  ],
  constants: {
    ExistentialDeposit: constant(u64, 500n),
    MaxLocks: constant(u32, 50),
    MaxReserves: constant(u32, 50),
    MaxFreezes: constant(u32, 50)
  }
})
