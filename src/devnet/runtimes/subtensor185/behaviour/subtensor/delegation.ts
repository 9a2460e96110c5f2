/**
 * The calls of delegates: hotkeys that take stake of others, and a share of what it earns.
 *
 * @since 0.2.0
 */
import { signed } from "../../../../runtime/dispatch.ts"
import type { ModuleError } from "../../../../runtime/pallet.ts"
import type { State } from "../../../../runtime/storage.ts"
import type { Hex } from "../../../../scale/Hex.ts"
import { SubtensorModule } from "../../pallets/subtensorModule.ts"
import { owns } from "../hotkeys.ts"
import { takes, transactions } from "./rateLimits.ts"
import type { Revision } from "./revision.ts"

const { Delegates, MaxTake, Owner } = SubtensorModule.storage

/**
 * What a delegate is to take.
 *
 * @category models
 */
export interface Take {
  readonly hotkey: Hex
  /** A fraction of 65535. */
  readonly take: number
}

/** Why a coldkey has no say over a hotkey, if it has none. */
const refusal = ({ error }: Revision, state: State, coldkey: Hex, hotkey: Hex): ModuleError | undefined => {
  if (!Owner.contains(state, hotkey)) return error("HotKeyAccountNotExists")
  return owns(state, coldkey, hotkey) ? undefined : error("NonAssociatedColdKey")
}

const becomeDelegate = (revision: Revision) =>
  signed((context, coldkey, { hotkey }: { readonly hotkey: Hex }) => {
    const { error, minTake } = revision
    const refused = refusal(revision, context, coldkey, hotkey)
    if (refused !== undefined) return refused
    if (Delegates.contains(context, hotkey)) return error("HotKeyAlreadyDelegate")
    if (transactions.isExceeded(context, coldkey)) return error("DelegateTxRateLimitExceeded")
    // It begins with the greatest take, which is only too low where the least one was set above it.
    const take = MaxTake.get(context)
    if (take < minTake(context)) return error("DelegateTakeTooLow")
    Delegates.put(context, hotkey, take)
    transactions.note(context, coldkey)
    takes.note(context, coldkey)
    return context.deposit(SubtensorModule.event("DelegateAdded", coldkey, hotkey, take))
  })

/** Who is no delegate has no take that a new one could be compared with, and becomes one by having one. */
const takeOf = (state: State, hotkey: Hex): number | undefined =>
  Delegates.contains(state, hotkey) ? Delegates.get(state, hotkey) : undefined

const decreaseTake = (revision: Revision) =>
  signed((context, coldkey, { hotkey, take }: Take) => {
    const { error, minTake } = revision
    const refused = refusal(revision, context, coldkey, hotkey)
    if (refused !== undefined) return refused
    const present = takeOf(context, hotkey)
    if (present !== undefined && take >= present) return error("DelegateTakeTooLow")
    if (take < minTake(context)) return error("DelegateTakeTooLow")
    Delegates.put(context, hotkey, take)
    return context.deposit(SubtensorModule.event("TakeDecreased", coldkey, hotkey, take))
  })

const increaseTake = (revision: Revision) =>
  signed((context, coldkey, { hotkey, take }: Take) => {
    const { error } = revision
    const refused = refusal(revision, context, coldkey, hotkey)
    if (refused !== undefined) return refused
    const present = takeOf(context, hotkey)
    if (present !== undefined && take <= present) return error("DelegateTakeTooLow")
    if (take > MaxTake.get(context)) return error("DelegateTakeTooHigh")
    if (takes.isExceeded(context, coldkey)) return error("DelegateTxRateLimitExceeded")
    takes.note(context, coldkey)
    Delegates.put(context, hotkey, take)
    return context.deposit(SubtensorModule.event("TakeIncreased", coldkey, hotkey, take))
  })

/**
 * The calls of delegates.
 *
 * @category calls
 */
export const delegation = (revision: Revision) => ({
  become_delegate: becomeDelegate(revision),
  decrease_take: decreaseTake(revision),
  increase_take: increaseTake(revision)
})
