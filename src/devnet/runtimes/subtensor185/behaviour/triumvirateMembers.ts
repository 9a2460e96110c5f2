/**
 * What TriumvirateMembers does: it says who is in the triumvirate, and tells the triumvirate.
 *
 * @since 0.2.0
 */
import { MAX_TRIUMVIRATE, TriumvirateMembers } from "../pallets/triumvirateMembers.ts"
import { membershipOf } from "./membership.ts"
import { changeMembers, setPrime } from "./triumvirate.ts"

/**
 * What TriumvirateMembers does.
 *
 * @category behaviours
 */
export const triumvirateMembers = membershipOf({
  pallet: TriumvirateMembers,
  most: MAX_TRIUMVIRATE,
  changed: changeMembers,
  primed: setPrime
})
