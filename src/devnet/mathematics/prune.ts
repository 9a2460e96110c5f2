/**
 * Who has to leave when a place is needed: a neuron of a full subnet, or a network when there are enough (runtime.md §3.6, §4.4).
 *
 * @since 0.2.0
 */

const highest = 65535

/**
 * The neurons of a full subnet, by uid.
 *
 * @category models
 */
export interface Neurons {
  /** u16 of the last epoch; a fresh neuron has 0. */
  readonly pruningScores: ArrayLike<number>
  /** Blocks. */
  readonly blockAtRegistration: ArrayLike<number>
  /** Blocks for which a neuron is spared, if there are others. */
  readonly immunityPeriod: number
}

/**
 * The uid that is replaced in block `now`: the lowest score, and the highest uid among equals. Where all are immune it is the
 * lowest score too, but the lowest uid among equals. A score of 65535, which a replaced neuron has until the next epoch, is never
 * the lowest.
 *
 * @category constructors
 */
export const neuronToPrune = ({ blockAtRegistration, immunityPeriod, pruningScores }: Neurons, now: number): number => {
  let [score, uid] = [highest, 0]
  let [immuneScore, immuneUid] = [highest, 0]
  for (let i = 0; i < pruningScores.length; i++) {
    const own = pruningScores[i]!
    if (own > score) continue
    if (now - blockAtRegistration[i]! < immunityPeriod) {
      if (own < immuneScore) [immuneScore, immuneUid] = [own, i]
    } else [score, uid] = [own, i]
  }
  return score === highest ? immuneUid : uid
}

/**
 * A network that may be pruned.
 *
 * @category models
 */
export interface Network {
  readonly netuid: number
  /** Rao a block. */
  readonly emissionValue: bigint
  /** A block. */
  readonly registeredAt: number
}

/**
 * The netuid that makes room for a new network in block `now`, of all networks but root: the lowest emission, then the oldest,
 * then the highest netuid. `undefined` if all are younger than the immunity period.
 *
 * @category constructors
 */
export const networkToPrune = (
  networks: ReadonlyArray<Network>,
  immunityPeriod: number,
  now: number
): number | undefined => {
  const [first] = networks
    .filter(({ netuid, registeredAt }) => netuid !== 0 && now - registeredAt >= immunityPeriod)
    .toSorted(
      (a, b) => Number(a.emissionValue - b.emissionValue) || a.registeredAt - b.registeredAt || b.netuid - a.netuid
    )
  return first?.netuid
}
