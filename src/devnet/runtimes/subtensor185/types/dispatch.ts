/**
 * What dispatching a call costs, and how it ends.
 *
 * @since 0.2.0
 */
import { alias, type Type } from "../../../scale/Type.ts"
import { enumeration, names, struct } from "../../../scale/composites.ts"
import { fixedBytes, u64, u8, unit } from "../../../scale/primitives.ts"
import { compact } from "../../../scale/sequences.ts"
import { result } from "../../../scale/substrate.ts"

/**
 * Computation in picoseconds, and bytes of proof.
 *
 * @category types
 */
export const Weight = struct("sp_weights::weight_v2::Weight", { ref_time: compact(u64), proof_size: compact(u64) })

/**
 * Which share of a block a call may use.
 *
 * @category types
 */
export const DispatchClass = names("frame_support::dispatch::DispatchClass", ["Normal", "Operational", "Mandatory"])

/**
 * Whether a call pays a fee.
 *
 * @category types
 */
export const Pays = names("frame_support::dispatch::Pays", ["Yes", "No"])

/**
 * A value for each class of calls.
 *
 * @category constructors
 */
export const perDispatchClass = <A>(T: Type<A>) => {
  const each = alias("T", T)
  return struct(
    "frame_support::dispatch::PerDispatchClass",
    { normal: each, operational: each, mandatory: each },
    { params: { T } }
  )
}

/**
 * What a call was charged for.
 *
 * @category types
 */
export const DispatchInfo = struct("frame_support::dispatch::DispatchInfo", {
  weight: Weight,
  class: DispatchClass,
  pays_fee: Pays
})

/**
 * The error of a pallet: the pallet's index, and the index of the error in the first byte.
 *
 * @category types
 */
export const ModuleError = struct("sp_runtime::ModuleError", {
  index: u8,
  error: alias("[u8; MAX_MODULE_ERROR_ENCODED_SIZE]", fixedBytes(4))
})

/**
 * Why an amount cannot be moved.
 *
 * @category types
 */
export const TokenError = names("sp_runtime::TokenError", [
  "FundsUnavailable",
  "OnlyProvider",
  "BelowMinimum",
  "CannotCreate",
  "UnknownAsset",
  "Frozen",
  "Unsupported",
  "CannotCreateHold",
  "NotExpendable",
  "Blocked"
])

/**
 * Why a calculation has no result.
 *
 * @category types
 */
export const ArithmeticError = names("sp_arithmetic::ArithmeticError", ["Underflow", "Overflow", "DivisionByZero"])

/**
 * Why a transaction within storage could not begin or end.
 *
 * @category types
 */
export const TransactionalError = names("sp_runtime::TransactionalError", ["LimitReached", "NoLayer"])

/**
 * Why a call failed.
 *
 * @category types
 */
export const DispatchError = enumeration("sp_runtime::DispatchError", {
  Other: [],
  CannotLookup: [],
  BadOrigin: [],
  Module: [ModuleError],
  ConsumerRemaining: [],
  NoProviders: [],
  TooManyConsumers: [],
  Token: [TokenError],
  Arithmetic: [ArithmeticError],
  Transactional: [TransactionalError],
  Exhausted: [],
  Corruption: [],
  Unavailable: [],
  RootNotAllowed: []
})

/**
 * How a call ended.
 *
 * @category types
 */
export const DispatchResult = alias("DispatchResult", result(unit, DispatchError))
