/**
 * How a hotkey comes onto the root network, and with that into the senate.
 *
 * @since 0.2.0
 */
import { type BlockContext, type DispatchError, type Outcome, signed } from "../../../../runtime/dispatch.ts"
import type { State } from "../../../../runtime/storage.ts"
import type { Hex } from "../../../../scale/Hex.ts"
import { MAX_SENATORS } from "../../pallets/senateMembers.ts"
import { SubtensorModule } from "../../pallets/subtensorModule.ts"
import * as senate from "../senateMembers.ts"
import { append, replace, ROOT } from "./neurons.ts"
import { count, quotaRefusal } from "./registration.ts"
import type { Revision } from "./revision.ts"
import { pair } from "./stake.ts"

const { Delegates, Keys, MaxAllowedUids, NetworksAdded, SubnetworkN, TotalHotkeyStake, Uids } = SubtensorModule.storage

/** Everybody on root is a delegate: with 18 %, whatever a new delegate takes otherwise. */
const TAKE = 11_796

/** The last of those with the least stake, as a stable sort by stake leaves it. */
const weakest = (state: State, hotkeys: ReadonlyArray<Hex>): Hex | undefined =>
  hotkeys.reduce<Hex | undefined>(
    (least, hotkey) =>
      least === undefined || TotalHotkeyStake.get(state, hotkey) <= TotalHotkeyStake.get(state, least) ? hotkey : least,
    undefined
  )

/** Gives a hotkey a seat in the senate; a full one makes room for more stake. */
const seat = (context: BlockContext, hotkey: Hex): DispatchError | undefined => {
  const members = senate.members(context)
  if (members.length !== MAX_SENATORS) return senate.addMember(context, hotkey)
  const last = weakest(context, members)
  if (last === undefined || TotalHotkeyStake.get(context, last) >= TotalHotkeyStake.get(context, hotkey))
    return undefined
  return senate.swapMember(context, last, hotkey)
}

/** The place with the least stake, the first one among equals. */
const lowestPlace = (state: State): { readonly uid: number; readonly stake: bigint } => {
  let lowest = { uid: 0, stake: 2n ** 64n - 1n }
  for (const [[, uid], hotkey] of Keys.entries(state, ROOT)) {
    const stake = TotalHotkeyStake.get(state, hotkey)
    if (stake < lowest.stake) lowest = { uid, stake }
  }
  return lowest
}

/** Gives a hotkey a place on root; a full one makes room for more stake. */
const place = (context: BlockContext, hotkey: Hex): number | undefined => {
  if (SubnetworkN.get(context, ROOT) < MaxAllowedUids.get(context, ROOT)) return append(context, ROOT, hotkey)
  const { stake, uid } = lowestPlace(context)
  if (stake >= TotalHotkeyStake.get(context, hotkey)) return undefined
  replace(context, ROOT, uid, hotkey)
  return uid
}

/**
 * How a hotkey comes onto the root network. Anybody may bring a hotkey there that is somebody's.
 *
 * @category calls
 */
export const root = (revision: Revision) => ({
  root_register: signed((context, coldkey, { hotkey }: { readonly hotkey: Hex }): Outcome => {
    const { error } = revision
    if (!NetworksAdded.get(context, ROOT)) return error("RootNetworkDoesNotExist")
    const full = quotaRefusal(revision, context, ROOT)
    if (full !== undefined) return full
    if (Uids.contains(context, ROOT, hotkey)) return error("HotKeyAlreadyRegisteredInSubNet")
    pair(context, coldkey, hotkey)
    const uid = place(context, hotkey)
    if (uid === undefined) return error("StakeTooLowForRoot")
    const unseated = seat(context, hotkey)
    if (unseated !== undefined) return unseated
    if (!Delegates.contains(context, hotkey)) Delegates.put(context, hotkey, TAKE)
    count(context, ROOT)
    return context.deposit(SubtensorModule.event("NeuronRegistered", ROOT, uid, hotkey))
  })
})
