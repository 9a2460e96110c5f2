/**
 * What Aura does: a block is in the slot that its header says, and slots go on.
 *
 * @since 0.2.0
 */
import { behaviour } from "../../../runtime/behaviour.ts"
import { type BlockContext, Trap } from "../../../runtime/dispatch.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { at, enumeration } from "../../../scale/composites.ts"
import { vec } from "../../../scale/sequences.ts"
import { decodeUnsafe, encode, type Value } from "../../../scale/Type.ts"
import { Aura, AuraId, Slot } from "../pallets/aura.ts"
import { System } from "../pallets/system.ts"
import type { DigestItem } from "../types/block.ts"
import { readsWrites } from "./weights/database.ts"

/** `aura`, by which consensus knows its own. */
const ENGINE: Hex = "0x61757261"

/**
 * What a header says of its slot.
 *
 * @category constructors
 */
export const preRuntime = (slot: bigint): Value<typeof DigestItem> => ({
  _tag: "PreRuntime",
  value: [ENGINE, encode(Slot, slot)]
})

/** What a header tells those who verify blocks. It is in no metadata. */
const ConsensusLog = enumeration("sp_consensus_aura::ConsensusLog", { AuthoritiesChange: at(1, [vec(AuraId)]) })

/**
 * Lets others make the blocks from now on, and says so in the header. Without anybody nothing changes.
 *
 * @category authorities
 */
export const changeAuthorities = (context: BlockContext, authorities: ReadonlyArray<Hex>): void => {
  if (authorities.length === 0) return
  Aura.storage.Authorities.put(context, authorities)
  const change = encode(ConsensusLog, { _tag: "AuthoritiesChange", value: authorities })
  System.storage.Digest.mutate(context, ({ logs }) => ({
    logs: [...logs, { _tag: "Consensus", value: [ENGINE, change] }]
  }))
}

/** The slot that the header of the present block says. */
const slotOf = (context: BlockContext): bigint | undefined => {
  for (const item of System.storage.Digest.get(context).logs) {
    if (item._tag === "PreRuntime" && item.value[0] === ENGINE) return decodeUnsafe(Slot, item.value[1])
  }
  return undefined
}

/**
 * What Aura does.
 *
 * @category behaviours
 */
export const aura = behaviour(Aura, {
  onInitialize: (context) => {
    const slot = slotOf(context)
    if (slot === undefined) return readsWrites(1, 0)
    if (slot <= Aura.storage.CurrentSlot.get(context)) throw new Trap("slots go on")
    Aura.storage.CurrentSlot.put(context, slot)
    return readsWrites(2, 1)
  }
})
