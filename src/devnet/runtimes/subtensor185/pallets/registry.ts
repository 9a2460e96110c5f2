/**
 * What accounts say of themselves.
 *
 * @since 0.2.0
 */
import { twox64Concat } from "../../../runtime/keys.ts"
import { call, constant, definePallet } from "../../../runtime/pallet.ts"
import { optionalMap } from "../../../runtime/storage.ts"
import { alias } from "../../../scale/Type.ts"
import { struct } from "../../../scale/composites.ts"
import { fixedBytes, u32, u64 } from "../../../scale/primitives.ts"
import { option, tuple } from "../../../scale/sequences.ts"
import { boundedVec } from "../../../scale/substrate.ts"
import { dataOf } from "../types/data.ts"
import { AccountId, Balance, T } from "../types/names.ts"

/**
 * A field of an identity: text of up to 64 bytes, or a hash.
 *
 * @category types
 */
export const Data = dataOf("pallet_registry::types::Data", 64)

/**
 * What an account says of itself.
 *
 * @category types
 */
export const IdentityInfo = struct(
  "pallet_registry::types::IdentityInfo",
  {
    additional: alias("BoundedVec<(Data, Data), FieldLimit>", boundedVec(tuple(Data, Data), 1)),
    display: Data,
    legal: Data,
    web: Data,
    riot: Data,
    email: Data,
    pgp_fingerprint: option(fixedBytes(20)),
    image: Data,
    twitter: Data
  },
  { params: { FieldLimit: undefined } }
)

/**
 * An identity, and the deposit for it.
 *
 * @category types
 */
export const Registration = struct(
  "pallet_registry::types::Registration",
  { deposit: Balance, info: alias("IdentityInfo<MaxAdditionalFields>", IdentityInfo) },
  { params: { Balance: u64, MaxAdditionalFields: undefined } }
)

/**
 * What accounts say of themselves.
 *
 * @category pallets
 */
export const Registry = definePallet({
  name: "Registry",
  index: 17,
  crate: "pallet_registry",
  storage: {
    IdentityOf: optionalMap([twox64Concat(AccountId)], Registration)
  },
  calls: {
    set_identity: call(0, {
      identified: T.AccountId,
      info: alias("Box<IdentityInfo<T::MaxAdditionalFields>>", IdentityInfo)
    }),
    clear_identity: call(1, { identified: T.AccountId })
  },
  events: { IdentitySet: { who: T.AccountId }, IdentityDissolved: { who: T.AccountId } },
  errors: ["CannotRegister", "TooManyFields", "NotRegistered"],
  constants: {
    MaxAdditionalFields: constant(u32, 1),
    InitialDeposit: constant(u64, 100_000_000n),
    FieldDeposit: constant(u64, 100_000_000n)
  }
})
