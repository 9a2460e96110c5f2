/**
 * What transactions cost.
 *
 * @since 0.2.0
 */
import { constant, definePallet } from "../../../runtime/pallet.ts"
import { value } from "../../../runtime/storage.ts"
import { names, newtype } from "../../../scale/composites.ts"
import { u128, u8 } from "../../../scale/primitives.ts"
import { BalanceOf, T } from "../types/names.ts"

/**
 * A fixed-point number: 10^18 stands for 1.
 *
 * @category types
 */
export const FixedU128 = newtype("sp_arithmetic::fixed_point::FixedU128", u128)

/**
 * The version of this pallet's storage.
 *
 * @category types
 */
export const Releases = names("pallet_transaction_payment::Releases", ["V1Ancient", "V2"])

/**
 * What transactions cost.
 *
 * @category pallets
 */
export const TransactionPayment = definePallet({
  name: "TransactionPayment",
  index: 6,
  crate: "pallet_transaction_payment",
  storage: {
    NextFeeMultiplier: value(FixedU128, 1_000_000_000_000_000_000n),
    StorageVersion: value(Releases)
  },
  events: { TransactionFeePaid: { who: T.AccountId, actual_fee: BalanceOf, tip: BalanceOf } },
  constants: {
    OperationalFeeMultiplier: constant(u8, 1)
  }
})
