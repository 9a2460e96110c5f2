/**
 * What RandomnessCollectiveFlip does: it keeps the hashes of the last blocks, in a ring.
 *
 * @since 0.2.0
 */
import { behaviour } from "../../../runtime/behaviour.ts"
import { RandomnessCollectiveFlip } from "../pallets/randomnessCollectiveFlip.ts"
import { System } from "../pallets/system.ts"
import { readsWrites } from "./weights/database.ts"

const { RandomMaterial } = RandomnessCollectiveFlip.storage

const RING = 81

/**
 * What RandomnessCollectiveFlip does.
 *
 * @category behaviours
 */
export const randomnessCollectiveFlip = behaviour(RandomnessCollectiveFlip, {
  onInitialize: (context) => {
    const parent = System.storage.ParentHash.get(context)
    if (RandomMaterial.length(context) < RING) RandomMaterial.append(context, parent)
    else RandomMaterial.replaceAt(context, (context.block - 1) % RING, parent)
    return readsWrites(1, 1)
  }
})
