/**
 * Who is in the senate.
 *
 * @since 0.2.0
 */
import { definePallet } from "../../../runtime/pallet.ts"
import { optional, value } from "../../../runtime/storage.ts"
import { boundedVec } from "../../../scale/substrate.ts"
import { AccountId } from "../types/names.ts"
import { membership } from "./membership.ts"

/**
 * How many may be in the senate.
 *
 * @category constants
 */
export const MAX_SENATORS = 12

/**
 * Who is in the senate.
 *
 * @category pallets
 */
export const SenateMembers = definePallet({
  ...membership,
  name: "SenateMembers",
  index: 10,
  instance: "Instance2",
  storage: {
    Members: value(boundedVec(AccountId, MAX_SENATORS)),
    Prime: optional(AccountId)
  }
})
