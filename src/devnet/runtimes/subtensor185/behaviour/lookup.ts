/**
 * Which account an address means. This chain has no other addresses than accounts.
 *
 * @since 0.2.0
 */
import type { DispatchError } from "../../../runtime/dispatch.ts"
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
