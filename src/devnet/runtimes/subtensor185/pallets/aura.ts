/**
 * Who makes blocks.
 *
 * @since 0.2.0
 */
import { constant, definePallet } from "../../../runtime/pallet.ts"
import { value } from "../../../runtime/storage.ts"
import { alias } from "../../../scale/Type.ts"
import { newtype } from "../../../scale/composites.ts"
import { fixedBytes, u64 } from "../../../scale/primitives.ts"
import { boundedVec } from "../../../scale/substrate.ts"

/**
 * The sr25519 key of an authority.
 *
 * @category types
 */
export const AuraId = newtype(
  "sp_consensus_aura::sr25519::app_sr25519::Public",
  alias("sr25519::Public", fixedBytes(32))
)

/**
 * The number of a slot.
 *
 * @category types
 */
export const Slot = newtype("sp_consensus_slots::Slot", u64)

/**
 * Who makes blocks.
 *
 * @category pallets
 */
export const Aura = definePallet({
  name: "Aura",
  index: 3,
  crate: "pallet_aura",
  storage: {
    Authorities: value(boundedVec(AuraId, 32)),
    CurrentSlot: value(Slot)
  },
  constants: {
    SlotDuration: constant(u64, 12_000n)
  }
})
