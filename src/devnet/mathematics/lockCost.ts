/**
 * What a new network costs (runtime.md §3.6).
 *
 * @since 0.2.0
 */

/**
 * The state that the cost depends on.
 *
 * @category models
 */
export interface Lock {
  /** Rao that the last network cost. */
  readonly lastLockCost: bigint
  /** Rao. */
  readonly minLockCost: bigint
  /** The block of the last registration; 0 before the first. */
  readonly lastRegistered: number
  /** Blocks in which the cost falls by what the last network cost. 0 divides by zero: the runtime traps, and this throws. */
  readonly reductionInterval: bigint
}

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value)

/**
 * The rao that a network costs in block `now`: twice what the last one did, falling to the minimum.
 *
 * @category constructors
 */
export const lockCost = (
  { lastLockCost, lastRegistered, minLockCost, reductionInterval }: Lock,
  now: number
): bigint => {
  const start = u64(lastLockCost * (lastRegistered === 0 ? 1n : 2n))
  const fallen = u64((lastLockCost / reductionInterval) * BigInt(now - lastRegistered))
  const cost = fallen > start ? 0n : start - fallen
  return cost > minLockCost ? cost : minLockCost
}
