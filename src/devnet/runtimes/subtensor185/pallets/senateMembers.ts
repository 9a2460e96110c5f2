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
    Members: value(boundedVec(AccountId, 12)),
    Prime: optional(AccountId)
  }
})
