/**
 * Who is in the triumvirate.
 *
 * @since 0.2.0
 */
import { call, definePallet } from "../../../runtime/pallet.ts"
import { optional, value } from "../../../runtime/storage.ts"
import { vec } from "../../../scale/sequences.ts"
import { boundedVec } from "../../../scale/substrate.ts"
import { AccountId, AccountIdLookup, T } from "../types/names.ts"

/**
 * Who is in the triumvirate.
 *
 * @category pallets
 */
export const TriumvirateMembers = definePallet({
  name: "TriumvirateMembers",
  index: 9,
  crate: "pallet_membership",
  storageVersion: 4,
  generics: ["T", "I"],
  instance: "Instance1",
  storage: {
    Members: value(boundedVec(AccountId, 3)),
    Prime: optional(AccountId)
  },
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
})
