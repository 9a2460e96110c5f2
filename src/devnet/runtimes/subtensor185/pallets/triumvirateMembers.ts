/**
 * Who is in the triumvirate.
 *
 * @since 0.2.0
 */
import { definePallet } from "../../../runtime/pallet.ts"
import { optional, value } from "../../../runtime/storage.ts"
import { boundedVec } from "../../../scale/substrate.ts"
import { AccountId } from "../types/names.ts"
import { membership } from "./membership.ts"

/**
 * How many may be in the triumvirate.
 *
 * @category constants
 */
export const MAX_TRIUMVIRATE = 3

/**
 * Who is in the triumvirate.
 *
 * @category pallets
 */
export const TriumvirateMembers = definePallet({
  ...membership,
  name: "TriumvirateMembers",
  index: 9,
  instance: "Instance1",
  storage: {
    Members: value(boundedVec(AccountId, MAX_TRIUMVIRATE)),
    Prime: optional(AccountId)
  }
})
