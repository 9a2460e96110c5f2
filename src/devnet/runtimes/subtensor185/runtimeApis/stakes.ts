/**
 * What coldkeys have staked, and on whom.
 *
 * @since 0.2.0
 */
import { Trap } from "../../../runtime/dispatch.ts"
import type { State } from "../../../runtime/storage.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { struct } from "../../../scale/composites.ts"
import { u64 } from "../../../scale/primitives.ts"
import { compact, tuple, vec } from "../../../scale/sequences.ts"
import type { Value } from "../../../scale/Type.ts"
import { SubtensorModule } from "../pallets/subtensorModule.ts"
import { AccountId } from "../types/names.ts"
import { accountOf, type Methods, opaque } from "./asked.ts"

/**
 * What a coldkey has on a hotkey.
 *
 * @category types
 */
export const StakeInfo = struct("pallet_subtensor::stake_info::StakeInfo", {
  hotkey: AccountId,
  coldkey: AccountId,
  stake: compact(u64)
})

const StakesOfOne = vec(StakeInfo)
const StakesOfSeveral = vec(tuple(AccountId, StakesOfOne))

/** All stakes of coldkeys, be they nothing any more, found in one walk: stakes lie by their hotkeys. */
const stakesOf = (state: State, coldkeys: ReadonlyArray<Hex>): ReadonlyMap<Hex, Array<Value<typeof StakeInfo>>> => {
  const found = new Map(coldkeys.map((coldkey) => [coldkey, new Array<Value<typeof StakeInfo>>()]))
  for (const [[hotkey, coldkey], stake] of SubtensorModule.storage.Stake.entries(state)) {
    found.get(coldkey)?.push({ hotkey, coldkey, stake })
  }
  return found
}

/** The allocator of a runtime gives no more at once. */
const MAX_ANSWER = 32 * 1024 * 1024

/** Two accounts and a small stake. */
const LEAST_STAKE = 65

/**
 * What StakeInfoRuntimeApi does. What is no account has no stakes, and is left out among several.
 *
 * @category answers
 */
export const stakes: Methods<"StakeInfoRuntimeApi"> = {
  get_stake_info_for_coldkey: (asked, { coldkey_account_vec }) => {
    const coldkey = accountOf(coldkey_account_vec)
    return opaque(StakesOfOne, coldkey === undefined ? [] : (stakesOf(asked, [coldkey]).get(coldkey) ?? []))
  },
  get_stake_info_for_coldkeys: (asked, { coldkey_account_vecs }) => {
    const coldkeys = coldkey_account_vecs.flatMap((bytes) => accountOf(bytes) ?? [])
    const found = stakesOf(asked, coldkeys)
    // Who is asked for again is answered again, with all stakes.
    const entries = coldkeys.reduce((sum, coldkey) => sum + (found.get(coldkey)?.length ?? 0), 0)
    if (entries * LEAST_STAKE > MAX_ANSWER) throw new Trap("more stakes than a runtime has memory for")
    return opaque(
      StakesOfSeveral,
      coldkeys.map((coldkey) => [coldkey, found.get(coldkey) ?? []] as const)
    )
  }
}
