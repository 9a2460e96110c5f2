/**
 * What SenateMembers does: it says who may vote. Nobody is told of changes, and so a senator who goes keeps the votes, unless
 * another one takes the place.
 *
 * @since 0.2.0
 */
import type { BlockContext, DispatchError } from "../../../runtime/dispatch.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { MAX_SENATORS, SenateMembers } from "../pallets/senateMembers.ts"
import * as membership from "./membership.ts"
import { removeVotes } from "./triumvirate.ts"

const nobody = () => undefined
const senate = { pallet: SenateMembers, most: MAX_SENATORS, changed: nobody, primed: nobody } as const

/**
 * Who is in the senate.
 *
 * @category members
 */
export const members = (context: BlockContext): ReadonlyArray<Hex> => SenateMembers.storage.Members.get(context)

/**
 * Lets a hotkey into the senate.
 *
 * @category members
 */
export const addMember = (context: BlockContext, who: Hex): DispatchError | undefined =>
  membership.addMember(senate, context, who)

/**
 * Lets a hotkey into the senate in the place of another, which loses its votes.
 *
 * @category members
 */
export const swapMember = (context: BlockContext, remove: Hex, add: Hex): DispatchError | undefined => {
  removeVotes(context, remove)
  return membership.swapMember(senate, context, remove, add)
}

/**
 * What SenateMembers does.
 *
 * @category behaviours
 */
export const senateMembers = membership.membershipOf(senate)
