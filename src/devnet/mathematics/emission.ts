/**
 * A subnet's emission on its way: when its epoch runs, what its owner takes, and how what a neuron earned is paid
 * (runtime.md §5.1, §5.5, §6.1).
 *
 * @since 0.2.0
 */
import { I64F64, I96F32 } from "./internal/fixed.ts"

/**
 * Blocks until the next epoch; it runs when this is 0. With a tempo of 0 there is none, and this is infinite.
 *
 * @category constructors
 */
export const blocksUntilEpoch = (netuid: number, tempo: number, block: number): number =>
  tempo === 0 ? Infinity : tempo - ((block + netuid + 1) % (tempo + 1))

/**
 * The parts of a block's emission to a subnet.
 *
 * @category models
 */
export interface OwnerCut {
  /** Rao for the owner. */
  readonly owner: bigint
  /** Rao for the neurons. */
  readonly pending: bigint
}

/**
 * Parts a block's emission by `cut`, a fraction of 65535. Both parts are floored, so that one rao may vanish.
 *
 * @category constructors
 */
export const ownerCut = (emissionValue: bigint, cut: number): OwnerCut => {
  const { divide, floor, multiply, of } = I96F32
  const owner = divide(multiply(of(emissionValue), of(cut)), of(65535))
  return { owner: floor(owner), pending: floor(of(emissionValue) - owner) }
}

/**
 * What a neuron earned in an epoch, and whose stake it has.
 *
 * @category models
 */
export interface Earnings {
  /** Rao for being weighted. */
  readonly server: bigint
  /** Rao for weighting. */
  readonly validator: bigint
  /** The delegate's take, a fraction of 65535; `undefined` for a hotkey that is no delegate. */
  readonly take: number | undefined
  /** `TotalHotkeyStake` in rao, before the payment. */
  readonly totalStake: bigint
  /** Rao of each coldkey that has stake here, the owner's among them. */
  readonly stakes: ReadonlyArray<bigint>
}

/**
 * A payment in rao. It adds up to what was earned.
 *
 * @category models
 */
export interface Payout {
  /** For the owner: what the hotkey served, its take, and what is left by rounding. */
  readonly owner: bigint
  /** For each of `stakes`, the owner's own among them. */
  readonly nominators: ReadonlyArray<bigint>
}

/**
 * Shares out what a neuron earned: a delegate's dividends go to its nominators, less its take.
 *
 * @category constructors
 */
export const payout = ({ server, stakes, take, totalStake, validator }: Earnings): Payout => {
  if (take === undefined) return { owner: server + validator, nominators: stakes.map(() => 0n) }
  const { divide, floor, multiply, of } = I64F64
  const taken = floor(multiply(divide(of(take), of(65535)), of(validator)))
  const rest = of(validator - taken)
  const nominators = stakes.map((stake) =>
    totalStake === 0n ? 0n : floor(multiply(rest, divide(of(stake), of(totalStake))))
  )
  return { owner: nominators.reduce((left, share) => left - share, server + validator), nominators }
}
