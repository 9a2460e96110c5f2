/** The consensus of Yuma: for each column the weight on which enough stake agrees (runtime.md §6, step 8). */
import type { Columns } from "./columns.ts"
import { normalise, sum } from "./i32f32.ts"

const swap = (values: Float64Array, a: number, b: number): void => {
  const kept = values[a]!
  values[a] = values[b]!
  values[b] = kept
}

/**
 * The least score for which the scores up to it hold more than `minority` of the stake, or the greatest when there is none: the
 * bisection of the runtime, done in place. The runtime splits at the middle of a list that includes scores of zero; where it
 * splits does not matter for what it finds, so that those may be left out, if `below` counts their stake.
 */
const select = (scores: Float64Array, stakes: Float64Array, below: number, minority: number): number => {
  let [from, to] = [0, scores.length]
  for (;;) {
    const pivot = scores[(from + to) >>> 1]!
    let [less, next, greater] = [from, from, to]
    let [stakeOfLess, stakeOfEqual] = [0, 0]
    while (next < greater) {
      const score = scores[next]!
      const stake = stakes[next]!
      if (score > pivot) {
        swap(scores, next, --greater)
        swap(stakes, next, greater)
        continue
      }
      if (score < pivot) {
        stakeOfLess += stake
        swap(scores, next, less)
        swap(stakes, next, less++)
      } else stakeOfEqual += stake
      next++
    }
    if (minority < below + stakeOfLess && less > from) to = less
    else if (minority >= below + stakeOfLess + stakeOfEqual && greater < to) {
      below += stakeOfLess + stakeOfEqual
      from = greater
    } else return pivot
  }
}

/** The weighted median of each column, over the rows that have stake; a row without an entry says 0. All values are I32F32 bits. */
export const weightedMedians = (weights: Columns, activeStake: Float64Array, kappa: number): Float64Array => {
  const stake = normalise(activeStake)
  const total = sum(stake)
  const minority = total - kappa
  const scores = new Float64Array(stake.length)
  const stakes = new Float64Array(stake.length)
  return Float64Array.from(stake, (_, column) => {
    let length = 0
    let absent = total
    for (let at = weights.starts[column]!; at < weights.starts[column + 1]!; at++) {
      const held = stake[weights.rows[at]!]!
      if (held === 0 || weights.bits[at] === 0) continue
      scores[length] = weights.bits[at]!
      stakes[length++] = held
      absent -= held
    }
    if (length === 0 || (absent > 0 && absent > minority)) return 0
    return select(scores.subarray(0, length), stakes.subarray(0, length), absent, minority)
  })
}
