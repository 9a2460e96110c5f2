/**
 * The names that FRAME's source gives to the types of a runtime, as `typeName`s of metadata show them.
 *
 * @since 0.2.0
 */
import { alias } from "../../../scale/Type.ts"
import { u32, u64 } from "../../../scale/primitives.ts"
import { AccountId32, H256, MultiAddress } from "../../../scale/substrate.ts"

/**
 * An account, as `AccountId`.
 *
 * @category types
 */
export const AccountId = alias("AccountId", AccountId32)

/**
 * Rao.
 *
 * @category types
 */
export const Balance = alias("Balance", u64)

/**
 * Rao, as `BalanceOf<T>`.
 *
 * @category types
 */
export const BalanceOf = alias("BalanceOf<T>", u64)

/**
 * The number of a block, as `BlockNumber`.
 *
 * @category types
 */
export const BlockNumber = alias("BlockNumber", u32)

/**
 * The number of a block, as `BlockNumberFor<T>`.
 *
 * @category types
 */
export const BlockNumberFor = alias("BlockNumberFor<T>", u32)

/**
 * How many members.
 *
 * @category types
 */
export const MemberCount = alias("MemberCount", u32)

/**
 * The number of a proposal.
 *
 * @category types
 */
export const ProposalIndex = alias("ProposalIndex", u32)

/**
 * An account as calls name it.
 *
 * @category types
 */
export const AccountIdLookup = alias("AccountIdLookupOf<T>", MultiAddress)

/**
 * Rust's `impl<N>` of a block number, in the types of Grandpa.
 *
 * @category types
 */
export const N = alias("N", u32)

/**
 * The associated types of a pallet's `Config`: `T.AccountId` is Rust's `T::AccountId`.
 *
 * @category types
 */
export const T = {
  AccountId: alias("T::AccountId", AccountId32),
  Balance: alias("T::Balance", u64),
  Hash: alias("T::Hash", H256),
  Moment: alias("T::Moment", u64),
  Nonce: alias("T::Nonce", u32)
} as const
