/**
 * How much weight is left for work that no extrinsic pays for.
 *
 * @since 0.2.0
 */
import { exceeds, sum, type Weight, weight } from "../../../runtime/weight.ts"

/**
 * What was used of a weight, and what is left.
 *
 * @category models
 */
export interface WeightMeter {
  readonly consumed: () => Weight
  readonly canConsume: (weight: Weight) => boolean
  /** Uses a weight if there is as much, and says whether there was. */
  readonly tryConsume: (weight: Weight) => boolean
}

/**
 * A meter that nothing was used of yet.
 *
 * @category constructors
 */
export const weightMeter = (limit: Weight): WeightMeter => {
  let used = weight(0n)
  const canConsume = (more: Weight): boolean => !exceeds(sum(used, more), limit)
  const tryConsume = (more: Weight): boolean => {
    if (!canConsume(more)) return false
    used = sum(used, more)
    return true
  }
  return { consumed: () => used, canConsume, tryConsume }
}
