/**
 * What neurons commit to.
 *
 * @since 0.2.0
 */
import { identity, twox64Concat } from "../../../runtime/keys.ts"
import { call, constant, definePallet } from "../../../runtime/pallet.ts"
import { optionalMap } from "../../../runtime/storage.ts"
import { alias } from "../../../scale/Type.ts"
import { struct } from "../../../scale/composites.ts"
import { u16, u32, u64 } from "../../../scale/primitives.ts"
import { boundedVec } from "../../../scale/substrate.ts"
import { dataOf } from "../types/data.ts"
import { AccountId, Balance, BlockNumber, T } from "../types/names.ts"

/**
 * A field of a commitment: up to 128 bytes, or a hash.
 *
 * @category types
 */
export const Data = dataOf("pallet_commitments::types::Data", 128)

/**
 * What a neuron commits to.
 *
 * @category types
 */
export const CommitmentInfo = struct(
  "pallet_commitments::types::CommitmentInfo",
  { fields: alias("BoundedVec<Data, FieldLimit>", boundedVec(Data, 1)) },
  { params: { FieldLimit: undefined } }
)

/**
 * A commitment, its block, and the deposit for it.
 *
 * @category types
 */
export const Registration = struct(
  "pallet_commitments::types::Registration",
  { deposit: Balance, block: BlockNumber, info: alias("CommitmentInfo<MaxFields>", CommitmentInfo) },
  { params: { Balance: u64, MaxFields: undefined, BlockNumber: u32 } }
)

/**
 * What neurons commit to.
 *
 * @category pallets
 */
export const Commitments = definePallet({
  name: "Commitments",
  index: 18,
  crate: "pallet_commitments",
  storage: {
    CommitmentOf: optionalMap([identity(u16), twox64Concat(AccountId)], Registration),
    LastCommitment: optionalMap([identity(u16), twox64Concat(AccountId)], u32)
  },
  calls: {
    set_commitment: call(0, { netuid: u16, info: alias("Box<CommitmentInfo<T::MaxFields>>", CommitmentInfo) })
  },
  events: { Commitment: { netuid: u16, who: T.AccountId } },
  errors: ["TooManyFields", "CannotCommit", "RateLimitExceeded"],
  constants: {
    MaxFields: constant(u32, 1),
    InitialDeposit: constant(u64, 0n),
    FieldDeposit: constant(u64, 0n),
    RateLimit: constant(u32, 100)
  }
})
