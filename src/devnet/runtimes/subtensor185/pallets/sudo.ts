/**
 * Calls of root, by the holder of one key.
 *
 * @since 0.2.0
 */
import { call, definePallet } from "../../../runtime/pallet.ts"
import { optional } from "../../../runtime/storage.ts"
import { option } from "../../../scale/sequences.ts"
import { DispatchResult, Weight } from "../types/dispatch.ts"
import { AccountId, AccountIdLookup, T } from "../types/names.ts"
import { BoxedCall } from "../types/outer.ts"

/**
 * Calls of root, by the holder of one key.
 *
 * @category pallets
 */
export const Sudo = definePallet({
  name: "Sudo",
  index: 12,
  crate: "pallet_sudo",
  storage: {
    Key: optional(AccountId)
  },
  calls: {
    sudo: call(0, { call: BoxedCall }),
    sudo_unchecked_weight: call(1, { call: BoxedCall, weight: Weight }),
    set_key: call(2, { new: AccountIdLookup }),
    sudo_as: call(3, { who: AccountIdLookup, call: BoxedCall }),
    remove_key: call(4, {})
  },
  events: {
    Sudid: { sudo_result: DispatchResult },
    KeyChanged: { old: option(T.AccountId), new: T.AccountId },
    KeyRemoved: [],
    SudoAsDone: { sudo_result: DispatchResult }
  },
  errors: ["RequireSudo"]
})
