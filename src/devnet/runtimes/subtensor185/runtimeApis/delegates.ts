/**
 * The hotkeys that take nominations, and what they return.
 *
 * @since 0.2.0
 */
import { delegateReturn, type Earning } from "../../../mathematics/delegateReturn.ts"
import { Trap } from "../../../runtime/dispatch.ts"
import type { State } from "../../../runtime/storage.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { struct } from "../../../scale/composites.ts"
import { u16, u64 } from "../../../scale/primitives.ts"
import { compact, tuple, vec } from "../../../scale/sequences.ts"
import type { Value } from "../../../scale/Type.ts"
import { SubtensorModule } from "../pallets/subtensorModule.ts"
import { AccountId } from "../types/names.ts"
import { accountOf, type Methods, opaque } from "./asked.ts"
import { Stakes } from "./neurons.ts"

const pallet = SubtensorModule.storage

/**
 * A delegate.
 *
 * @category types
 */
export const DelegateInfo = struct("pallet_subtensor::delegate_info::DelegateInfo", {
  delegate_ss58: AccountId,
  take: compact(u16),
  nominators: Stakes,
  owner_ss58: AccountId,
  registrations: vec(compact(u16)),
  validator_permits: vec(compact(u16)),
  return_per_1000: compact(u64),
  total_daily_return: compact(u64)
})

const Delegates = vec(DelegateInfo)
const Delegated = vec(tuple(DelegateInfo, compact(u64)))

/** The networks that a hotkey is a member of, be it that they are gone. */
const registrationsOf = (state: State, hotkey: Hex): ReadonlyArray<number> =>
  Array.from(pallet.IsNetworkMember.entries(state, hotkey)).flatMap(([[, netuid], isMember]) =>
    isMember ? [netuid] : []
  )

interface Place {
  readonly netuid: number
  readonly uid: number
}

/** Where a hotkey has a uid. */
const placesOf = (state: State, hotkey: Hex, netuids: ReadonlyArray<number>): ReadonlyArray<Place> =>
  netuids.flatMap((netuid) => {
    const uid = pallet.Uids.get(state, netuid, hotkey)
    return uid === undefined ? [] : [{ netuid, uid }]
  })

const earningOf = (state: State, { netuid, uid }: Place): Earning => {
  const tempo = pallet.Tempo.get(state, netuid)
  if (tempo === 0) throw new Trap("a tempo of 0 has no epochs in a day")
  return { emission: pallet.Emission.get(state, netuid)[uid] ?? 0n, tempo }
}

const delegate = (state: State, hotkey: Hex): Value<typeof DelegateInfo> => {
  const registrations = registrationsOf(state, hotkey)
  const places = placesOf(state, hotkey, registrations)
  const earnings = places.map((place) => earningOf(state, place))
  const returns = delegateReturn(earnings, pallet.TotalHotkeyStake.get(state, hotkey))
  return {
    delegate_ss58: hotkey,
    take: pallet.Delegates.get(state, hotkey),
    nominators: Array.from(pallet.Stake.entries(state, hotkey)).flatMap(([[, coldkey], stake]) =>
      stake > 0n ? [[coldkey, stake] as const] : []
    ),
    owner_ss58: pallet.Owner.get(state, hotkey),
    registrations,
    validator_permits: places
      .filter(({ netuid, uid }) => pallet.ValidatorPermit.get(state, netuid)[uid] === true)
      .map(({ netuid }) => netuid),
    return_per_1000: returns.per1000,
    total_daily_return: returns.total
  }
}

const delegatesOf = (state: State): ReadonlyArray<Hex> =>
  Array.from(pallet.Delegates.entries(state), ([[hotkey]]) => hotkey)

/** The delegates that a coldkey has stake on, and how much. */
const delegated = (state: State, coldkey: Hex): Value<typeof Delegated> =>
  delegatesOf(state).flatMap((hotkey) => {
    const stake = pallet.Stake.get(state, hotkey, coldkey)
    return stake > 0n ? [[delegate(state, hotkey), stake] as const] : []
  })

/**
 * What DelegateInfoRuntimeApi does.
 *
 * @category answers
 */
export const delegates: Methods<"DelegateInfoRuntimeApi"> = {
  get_delegates: (asked) =>
    opaque(
      Delegates,
      delegatesOf(asked).map((hotkey) => delegate(asked, hotkey))
    ),
  get_delegate: (asked, { delegate_account_vec }) => {
    const hotkey = accountOf(delegate_account_vec)
    const isDelegate = hotkey !== undefined && pallet.Delegates.contains(asked, hotkey)
    return opaque(DelegateInfo, isDelegate ? delegate(asked, hotkey) : undefined)
  },
  // Of what is no account there is an empty list.
  get_delegated: (asked, { delegatee_account_vec }) => {
    const coldkey = accountOf(delegatee_account_vec)
    return opaque(Delegated, coldkey === undefined ? [] : delegated(asked, coldkey))
  }
}
