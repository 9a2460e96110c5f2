/**
 * What Grandpa does: it tells, in the header, that other authorities are to make blocks final, or that none are for a while.
 * On this chain nothing asks for either, unless root stores it by hand.
 *
 * @since 0.2.0
 */
import { behaviour } from "../../../runtime/behaviour.ts"
import { type BlockContext, inherent, type Outcome, post, root, signed } from "../../../runtime/dispatch.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { at, enumeration, struct } from "../../../scale/composites.ts"
import { encode, type Value } from "../../../scale/Type.ts"
import { Grandpa } from "../pallets/grandpa.ts"
import { System } from "../pallets/system.ts"
import { AuthorityList, type StoredPendingChange } from "../types/grandpa.ts"
import { N } from "../types/names.ts"
import { grandpa as declares } from "./weights/grandpa.ts"

const { Authorities, PendingChange, Stalled, State } = Grandpa.storage

/** `FRNK`, by which finality knows its own. */
const ENGINE: Hex = "0x46524e4b"

const ScheduledChange = struct("sp_consensus_grandpa::ScheduledChange", { next_authorities: AuthorityList, delay: N })

/** What a header tells those who make blocks final. It is in no metadata. */
const ConsensusLog = enumeration("sp_consensus_grandpa::ConsensusLog", {
  ScheduledChange: at(1, [ScheduledChange]),
  ForcedChange: at(2, [N, ScheduledChange]),
  Pause: at(4, [N]),
  Resume: at(5, [N])
})

const tell = (context: BlockContext, log: Value<typeof ConsensusLog>): void =>
  System.storage.Digest.mutate(context, ({ logs }) => ({
    logs: [...logs, { _tag: "Consensus", value: [ENGINE, encode(ConsensusLog, log)] }]
  }))

/** A change is told in the block that it was asked for in, and comes some blocks later, or in the same. */
const changeAuthorities = (context: BlockContext, pending: Value<typeof StoredPendingChange>): void => {
  const { delay, forced, next_authorities, scheduled_at } = pending
  if (context.block === scheduled_at) {
    const change = { next_authorities, delay }
    tell(
      context,
      forced === undefined
        ? { _tag: "ScheduledChange", value: change }
        : { _tag: "ForcedChange", value: [forced, change] }
    )
  }
  if (context.block !== scheduled_at + delay) return
  Authorities.put(context, next_authorities)
  context.deposit(Grandpa.event("NewAuthorities", { authority_set: next_authorities }))
  PendingChange.remove(context)
}

/** So it is with pauses, and with their ends. */
const changeState = (context: BlockContext): void => {
  const state = State.get(context)
  if (state._tag === "Live" || state._tag === "Paused") return
  const { delay, scheduled_at } = state
  const pauses = state._tag === "PendingPause"
  if (context.block === scheduled_at) tell(context, { _tag: pauses ? "Pause" : "Resume", value: delay })
  if (context.block !== scheduled_at + delay) return
  State.put(context, { _tag: pauses ? "Paused" : "Live" })
  context.deposit(Grandpa.event(pauses ? "Paused" : "Resumed"))
}

/**
 * Nobody looks at reports on this chain, and so each would be right, and free. But none can be made: the proof of who has a key
 * is `Void`, which has no bytes, so that no extrinsic with such a call can be read.
 */
const reported = (): Outcome => post({ pays_fee: "No" })

/**
 * What Grandpa does.
 *
 * @category behaviours
 */
export const grandpa = behaviour(Grandpa, {
  declares,
  calls: {
    report_equivocation: signed(reported),
    report_equivocation_unsigned: inherent(reported),
    // It would let the next session begin with a forced change; there are no sessions.
    note_stalled: root((context, { best_finalized_block_number, delay }) =>
      Stalled.put(context, [delay, best_finalized_block_number])
    )
  },
  onFinalize: (context) => {
    const pending = PendingChange.get(context)
    if (pending !== undefined) changeAuthorities(context, pending)
    changeState(context)
  }
})
