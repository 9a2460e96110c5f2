/**
 * Which account an address means. This chain has no other addresses than accounts.
 *
 * @since 0.2.0
 */
import type { DispatchError, Outcome } from "../../../runtime/dispatch.ts"
import type { MultiAddress } from "../../../scale/substrate.ts"
import type { Hex } from "../../../scale/Hex.ts"
import type { Value } from "../../../scale/Type.ts"

/**
 * The account of an address, if it means one.
 *
 * @category accessors
 */
export const lookup = (address: Value<typeof MultiAddress>): Hex | undefined =>
  address._tag === "Id" ? address.value : undefined

/**
 * What a call fails with whose address means nobody.
 *
 * @category errors
 */
export const cannotLookup: DispatchError = { _tag: "CannotLookup" }

/**
 * What a call does with the account of an address, or what it fails with if there is none.
 *
 * @category combinators
 */
export const about = (address: Value<typeof MultiAddress>, run: (account: Hex) => Outcome): Outcome => {
  const account = lookup(address)
  return account === undefined ? cannotLookup : run(account)
}
