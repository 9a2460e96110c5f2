/**
 * What the two instances of the pallet Membership have in common.
 *
 * @since 0.2.0
 */
import { call } from "../../../runtime/pallet.ts"
import { vec } from "../../../scale/sequences.ts"
import { AccountIdLookup, T } from "../types/names.ts"

/**
 * All of the pallet but its name, its index, its instance and its storage, which bounds how many members there may be.
 *
 * @category pallets
 */
export const membership = {
  crate: "pallet_membership",
  storageVersion: 4,
  generics: ["T", "I"],
  calls: {
    add_member: call(0, { who: AccountIdLookup }),
    remove_member: call(1, { who: AccountIdLookup }),
    swap_member: call(2, { remove: AccountIdLookup, add: AccountIdLookup }),
    reset_members: call(3, { members: vec(T.AccountId) }),
    change_key: call(4, { new: AccountIdLookup }),
    set_prime: call(5, { who: AccountIdLookup }),
    clear_prime: call(6, {})
  },
  events: { MemberAdded: [], MemberRemoved: [], MembersSwapped: [], MembersReset: [], KeyChanged: [], Dummy: [] },
  errors: ["AlreadyMember", "NotMember", "TooManyMembers"]
} as const
