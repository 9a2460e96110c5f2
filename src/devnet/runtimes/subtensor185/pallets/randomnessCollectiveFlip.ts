/**
 * The hashes of the last blocks, as a poor man's randomness.
 *
 * @since 0.2.0
 */
import { definePallet } from "../../../runtime/pallet.ts"
import { value } from "../../../runtime/storage.ts"
import { boundedVec, H256 } from "../../../scale/substrate.ts"

/**
 * The hashes of the last blocks, as a poor man's randomness.
 *
 * @category pallets
 */
export const RandomnessCollectiveFlip = definePallet({
  name: "RandomnessCollectiveFlip",
  index: 1,
  crate: "pallet_insecure_randomness_collective_flip",
  storage: {
    RandomMaterial: value(boundedVec(H256, 81))
  }
})
