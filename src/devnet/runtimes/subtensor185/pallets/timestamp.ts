/**
 * The time, which each block's first extrinsic sets.
 *
 * @since 0.2.0
 */
import { call, constant, definePallet } from "../../../runtime/pallet.ts"
import { value } from "../../../runtime/storage.ts"
import { bool, u64 } from "../../../scale/primitives.ts"
import { compact } from "../../../scale/sequences.ts"
import { T } from "../types/names.ts"

/**
 * The time, which each block's first extrinsic sets.
 *
 * @category pallets
 */
export const Timestamp = definePallet({
  name: "Timestamp",
  index: 2,
  crate: "pallet_timestamp",
  storage: {
    Now: value(u64),
    DidUpdate: value(bool)
  },
  calls: {
    set: call(0, { now: compact(T.Moment) })
  },
  constants: {
    MinimumPeriod: constant(u64, 6000n)
  }
})
