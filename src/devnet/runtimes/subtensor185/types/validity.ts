/**
 * What the runtime says to the pool of transactions and to whoever makes blocks.
 *
 * @since 0.2.0
 */
import { alias } from "../../../scale/Type.ts"
import { enumeration, names, newtype, struct } from "../../../scale/composites.ts"
import { bool, fixedBytes, u64, u8 } from "../../../scale/primitives.ts"
import { bytes, option, vec } from "../../../scale/sequences.ts"
import { btreeMap } from "../../../scale/substrate.ts"
import { DispatchClass, Weight } from "./dispatch.ts"
import { Balance } from "./names.ts"

/**
 * Which extrinsics a block may hold.
 *
 * @category types
 */
export const ExtrinsicInclusionMode = names("sp_runtime::ExtrinsicInclusionMode", ["AllExtrinsics", "OnlyInherents"])

/**
 * Metadata, as bytes.
 *
 * @category types
 */
export const OpaqueMetadata = newtype("sp_core::OpaqueMetadata", bytes)

/**
 * Why a transaction can never be included, or not now.
 *
 * @category types
 */
export const InvalidTransaction = enumeration("sp_runtime::transaction_validity::InvalidTransaction", {
  Call: [],
  Payment: [],
  Future: [],
  Stale: [],
  BadProof: [],
  AncientBirthBlock: [],
  ExhaustsResources: [],
  Custom: [u8],
  BadMandatory: [],
  MandatoryValidation: [],
  BadSigner: []
})

/**
 * Why nothing can be said of a transaction.
 *
 * @category types
 */
export const UnknownTransaction = enumeration("sp_runtime::transaction_validity::UnknownTransaction", {
  CannotLookup: [],
  NoUnsignedValidator: [],
  Custom: [u8]
})

/**
 * Why a transaction is not valid.
 *
 * @category types
 */
export const TransactionValidityError = enumeration("sp_runtime::transaction_validity::TransactionValidityError", {
  Invalid: [InvalidTransaction],
  Unknown: [UnknownTransaction]
})

/**
 * What the maker of a block says to the runtime.
 *
 * @category types
 */
export const InherentData = struct("sp_inherents::InherentData", {
  data: alias("BTreeMap<InherentIdentifier, Vec<u8>>", btreeMap(fixedBytes(8), bytes))
})

/**
 * Whether inherents are as they must be.
 *
 * @category types
 */
export const CheckInherentsResult = struct("sp_inherents::CheckInherentsResult", {
  okay: bool,
  fatal_error: bool,
  errors: InherentData
})

/**
 * Where a transaction comes from.
 *
 * @category types
 */
export const TransactionSource = names("sp_runtime::transaction_validity::TransactionSource", [
  "InBlock",
  "Local",
  "External"
])

/**
 * What the pool needs to know of a valid transaction.
 *
 * @category types
 */
export const ValidTransaction = struct("sp_runtime::transaction_validity::ValidTransaction", {
  priority: alias("TransactionPriority", u64),
  requires: vec(alias("TransactionTag", bytes)),
  provides: vec(alias("TransactionTag", bytes)),
  longevity: alias("TransactionLongevity", u64),
  propagate: bool
})

/**
 * Milliseconds of a slot.
 *
 * @category types
 */
export const SlotDuration = newtype("sp_consensus_slots::SlotDuration", u64)

/**
 * The four letters that name a kind of key.
 *
 * @category types
 */
export const KeyTypeId = newtype("sp_core::crypto::KeyTypeId", fixedBytes(4))

/**
 * The proof that a key belongs to an authority.
 *
 * @category types
 */
export const OpaqueKeyOwnershipProof = newtype("sp_consensus_grandpa::OpaqueKeyOwnershipProof", bytes)

/**
 * What a transaction will cost.
 *
 * @category types
 */
export const RuntimeDispatchInfo = struct(
  "pallet_transaction_payment::types::RuntimeDispatchInfo",
  { weight: Weight, class: DispatchClass, partial_fee: Balance },
  { params: { Balance: u64, Weight: Weight } }
)

/**
 * The parts of a fee.
 *
 * @category types
 */
export const InclusionFee = struct(
  "pallet_transaction_payment::types::InclusionFee",
  { base_fee: Balance, len_fee: Balance, adjusted_weight_fee: Balance },
  { params: { Balance: u64 } }
)

/**
 * The parts of a fee, and the tip.
 *
 * @category types
 */
export const FeeDetails = struct(
  "pallet_transaction_payment::types::FeeDetails",
  { inclusion_fee: option(alias("InclusionFee<Balance>", InclusionFee)), tip: Balance },
  { params: { Balance: u64 } }
)
