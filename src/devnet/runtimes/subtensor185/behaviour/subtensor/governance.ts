/**
 * The calls of those who govern: the senate votes, and what it and the triumvirate agreed upon is done as root.
 *
 * @since 0.2.0
 */
import {
  asRoot,
  badOrigin,
  type Call,
  type Context,
  type Outcome,
  post,
  resultOf,
  signed
} from "../../../../runtime/dispatch.ts"
import type { Hex } from "../../../../scale/Hex.ts"
import { SubtensorModule } from "../../pallets/subtensorModule.ts"
import * as senate from "../senateMembers.ts"
import { doVote } from "../triumvirate.ts"
import { owns } from "../hotkeys.ts"
import type { Revision } from "./revision.ts"

/**
 * A senator's vote.
 *
 * @category models
 */
export interface Vote {
  readonly hotkey: Hex
  readonly proposal: Hex
  readonly index: number
  readonly approve: boolean
}

/** Whether more than half of the seats agreed. Root by itself is nobody here. */
const isAgreed = ({ origin }: Context): boolean => {
  if (origin._tag !== "Triumvirate" || origin.value._tag !== "Members") return false
  const [ayes, seats] = origin.value.value
  return ayes * 2 > seats
}

/** Does what was agreed upon, and ends as it ends. */
const sudo = (context: Context, { call }: { readonly call: Call }): Outcome => {
  if (!isAgreed(context)) return badOrigin
  const dispatched = context.dispatch(call, asRoot)
  const { error, info } = dispatched
  context.deposit(SubtensorModule.event("Sudid", resultOf(dispatched)))
  return post({ error, actual_weight: info.weight, pays_fee: info.pays_fee })
}

/** Votes for a senator. The first vote is free. */
const vote = ({ error }: Revision) =>
  signed((context, coldkey, { approve, hotkey, index, proposal }: Vote): Outcome => {
    if (!owns(context, coldkey, hotkey)) return error("NonAssociatedColdKey")
    if (!senate.members(context).includes(hotkey)) return error("NotSenateMember")
    const voted = doVote(context, hotkey, proposal, index, approve)
    if ("_tag" in voted) return voted
    return post({ pays_fee: voted.isFirst ? "No" : "Yes" })
  })

/**
 * The calls of those who govern.
 *
 * @category calls
 */
export const governance = (revision: Revision) => ({ sudo, sudo_unchecked_weight: sudo, vote: vote(revision) })
