/**
 * Calls of accounts that several keys share.
 *
 * @since 0.2.0
 */
import { blake2_128Concat, twox64Concat } from "../../../runtime/keys.ts"
import { call, constant, definePallet } from "../../../runtime/pallet.ts"
import { optionalMap } from "../../../runtime/storage.ts"
import { alias } from "../../../scale/Type.ts"
import { struct } from "../../../scale/composites.ts"
import { fixedBytes, u16, u32, u64 } from "../../../scale/primitives.ts"
import { option, vec } from "../../../scale/sequences.ts"
import { boundedVec } from "../../../scale/substrate.ts"
import { DispatchResult, Weight } from "../types/dispatch.ts"
import { AccountId, Balance, BlockNumber, T } from "../types/names.ts"
import { BoxedCall } from "../types/outer.ts"

/**
 * A block, and an extrinsic within it.
 *
 * @category types
 */
export const Timepoint = struct(
  "pallet_multisig::Timepoint",
  { height: BlockNumber, index: u32 },
  { params: { BlockNumber: u32 } }
)

/**
 * A call that waits for approvals.
 *
 * @category types
 */
export const PendingCall = struct(
  "pallet_multisig::Multisig",
  {
    when: alias("Timepoint<BlockNumber>", Timepoint),
    deposit: Balance,
    depositor: AccountId,
    approvals: alias("BoundedVec<AccountId, MaxApprovals>", boundedVec(AccountId, 100))
  },
  { params: { BlockNumber: u32, Balance: u64, AccountId: AccountId, MaxApprovals: undefined } }
)

const TimepointFor = alias("Timepoint<BlockNumberFor<T>>", Timepoint)
const CallHash = alias("CallHash", fixedBytes(32))

/**
 * Calls of accounts that several keys share.
 *
 * @category pallets
 */
export const Multisig = definePallet({
  name: "Multisig",
  index: 13,
  crate: "pallet_multisig",
  storageVersion: 1,
  storage: {
    Multisigs: optionalMap([twox64Concat(AccountId), blake2_128Concat(fixedBytes(32))], PendingCall)
  },
  calls: {
    as_multi_threshold_1: call(0, { other_signatories: vec(T.AccountId), call: BoxedCall }),
    as_multi: call(1, {
      threshold: u16,
      other_signatories: vec(T.AccountId),
      maybe_timepoint: option(TimepointFor),
      call: BoxedCall,
      max_weight: Weight
    }),
    approve_as_multi: call(2, {
      threshold: u16,
      other_signatories: vec(T.AccountId),
      maybe_timepoint: option(TimepointFor),
      call_hash: fixedBytes(32),
      max_weight: Weight
    }),
    cancel_as_multi: call(3, {
      threshold: u16,
      other_signatories: vec(T.AccountId),
      timepoint: TimepointFor,
      call_hash: fixedBytes(32)
    })
  },
  events: {
    NewMultisig: { approving: T.AccountId, multisig: T.AccountId, call_hash: CallHash },
    MultisigApproval: { approving: T.AccountId, timepoint: TimepointFor, multisig: T.AccountId, call_hash: CallHash },
    MultisigExecuted: {
      approving: T.AccountId,
      timepoint: TimepointFor,
      multisig: T.AccountId,
      call_hash: CallHash,
      result: DispatchResult
    },
    MultisigCancelled: { cancelling: T.AccountId, timepoint: TimepointFor, multisig: T.AccountId, call_hash: CallHash }
  },
  errors: [
    "MinimumThreshold",
    "AlreadyApproved",
    "NoApprovalsNeeded",
    "TooFewSignatories",
    "TooManySignatories",
    "SignatoriesOutOfOrder",
    "SenderInSignatories",
    "NotFound",
    "NotOwner",
    "NoTimepoint",
    "WrongTimepoint",
    "UnexpectedTimepoint",
    "MaxWeightTooLow",
    "AlreadyStored"
  ],
  constants: {
    DepositBase: constant(u64, 132_000_000n),
    DepositFactor: constant(u64, 32_000_000n),
    MaxSignatories: constant(u32, 100)
  }
})
