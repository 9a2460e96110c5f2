/**
 * Whose a hotkey is, and where it is registered.
 *
 * @since 0.2.0
 */
import type { State } from "../../../runtime/storage.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { SubtensorModule } from "../pallets/subtensorModule.ts"

const { Owner, SubnetOwner, Uids } = SubtensorModule.storage

/**
 * Whether a coldkey owns a hotkey. One without an owner is nobody's: not even the zero account, which a read gives, owns it.
 *
 * @category accessors
 */
export const owns = (state: State, coldkey: Hex, hotkey: Hex): boolean =>
  Owner.contains(state, hotkey) && Owner.get(state, hotkey) === coldkey

/**
 * Whether a hotkey is registered on a subnet.
 *
 * @category accessors
 */
export const isRegistered = (state: State, netuid: number, hotkey: Hex): boolean => Uids.contains(state, netuid, hotkey)

/**
 * Whether an account owns a subnet.
 *
 * @category accessors
 */
export const ownsSubnet = (state: State, account: Hex): boolean => {
  for (const [, owner] of SubnetOwner.entries(state)) if (owner === account) return true
  return false
}
