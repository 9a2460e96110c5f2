/**
 * Yuma consensus: what the validators of a subnet agree on, and who gets which share of its emission (runtime.md §6).
 *
 * All of it is I32F32, bit for bit as runtime 185 computes it: a `Float64Array` by uid holds the integers of the bits, so that
 * 2^32 is 1.
 *
 * @since 0.2.0
 */
import {
  type Columns,
  columnSums,
  fromRows,
  map,
  merge,
  normaliseColumns,
  normaliseRows,
  type Row,
  rowSums
} from "./internal/columns.ts"
import { I64F64 } from "./internal/fixed.ts"
import { divide, multiply, normalise, one, shareOf, sum } from "./internal/i32f32.ts"
import { weightedMedians } from "./internal/weightedMedian.ts"

/**
 * A subnet as an epoch finds it in storage. Every list is by uid and as long as the subnet has neurons.
 *
 * @category models
 */
export interface Subnet {
  /** The block whose initialisation runs the epoch. */
  readonly block: number
  /** u16; 65535 is 1. */
  readonly kappa: number
  /** Blocks. */
  readonly activityCutoff: number
  readonly maxAllowedValidators: number
  /** Millionths. */
  readonly bondsMovingAverage: bigint
  /** `TotalHotkeyStake` in rao. The sum has to be below 2^63, some 400 times the supply. */
  readonly stake: ArrayLike<bigint>
  /** Blocks. */
  readonly lastUpdate: ArrayLike<number>
  /** Blocks. */
  readonly blockAtRegistration: ArrayLike<number>
  /** The permits of the last epoch. */
  readonly validatorPermit: ArrayLike<boolean>
  /** What each neuron gives the others: pairs of uid and value, one after the other, as SCALE writes `Vec<(u16, u16)>`. */
  readonly weights: ReadonlyArray<Row>
  /** The bonds of the last epoch, in the same form. */
  readonly bonds: ReadonlyArray<Row>
}

/**
 * What a neuron's emission is made of, as shares of the whole.
 *
 * @category models
 */
export interface Shares {
  /** For being weighted. */
  readonly server: Float64Array
  /** For weighting. */
  readonly validator: Float64Array
  /** For both. */
  readonly combined: Float64Array
}

/**
 * All that an epoch computes, in I32F32 bits.
 *
 * @category models
 */
export interface Yuma {
  readonly active: ReadonlyArray<boolean>
  /** The permits for the next epoch. */
  readonly validatorPermit: ReadonlyArray<boolean>
  /** Shares of the subnet's stake. */
  readonly stake: Float64Array
  /** Shares of the stake of the active neurons that had a permit. */
  readonly activeStake: Float64Array
  /** Those that count, normalised by rows: sparse, by columns. */
  readonly weights: Columns
  readonly preranks: Float64Array
  readonly consensus: Float64Array
  readonly trust: Float64Array
  readonly validatorTrust: Float64Array
  readonly incentive: Float64Array
  /** The moving average of the bonds, normalised by columns: sparse, by columns. */
  readonly bonds: Columns
  readonly dividends: Float64Array
  readonly shares: Shares
}

/** Shares of the stake, as I64F64 and then floored, which comes to one floored quotient. */
const stakeShares = (stake: ArrayLike<bigint>): Float64Array => {
  const stakes = Array.from(stake)
  const total = stakes.reduce((total, rao) => total + rao, 0n)
  return Float64Array.from(stakes, (rao) => (total === 0n ? 0 : Number((rao << 32n) / total)))
}

/** The neurons with most stake; among equals, those with the higher uid. */
const permits = (stake: Float64Array, maxAllowedValidators: number): ReadonlyArray<boolean> => {
  const permitted = Array.from(stake, () => true)
  const losers = stake.length - maxAllowedValidators
  if (losers <= 0) return permitted
  const ascending = Array.from(stake.keys()).toSorted((a, b) => stake[a]! - stake[b]!)
  for (const uid of ascending.slice(0, losers)) permitted[uid] = false
  return permitted
}

/** The bits of an I32F32 that doubles need not hold. */
const wrapped = (bits: bigint): bigint => BigInt.asIntN(64, bits)

/** How much the old bonds count. What is left to 1 is negative for an average above 1, which nothing forbids. */
const momentum = (bondsMovingAverage: bigint): bigint =>
  wrapped(I64F64.divide(I64F64.of(bondsMovingAverage), I64F64.of(1_000_000)) >> 32n)

const sixteen = 16n << 32n

/** {@link average} where doubles are not exact: the owner of a subnet may set anything, and blocks go on. */
const wideAverage = (bought: Columns, held: Columns, kept: bigint): Columns => {
  const added = wrapped(BigInt(one) - kept)
  const times = (x: bigint, y: number): bigint => wrapped((x * BigInt(y)) >> 32n)
  const values: Array<bigint> = []
  const entries = merge(bought, held, (now, before) => {
    const bits = wrapped(times(added, now) + times(kept, before))
    if (bits <= 0n) return 0
    values.push(bits)
    return 1
  })
  const sums = Array.from({ length: entries.starts.length - 1 }, (_, column) =>
    wrapped(values.slice(entries.starts[column], entries.starts[column + 1]).reduce((sum, bits) => sum + bits, 0n))
  )
  // The values are in the order of the entries, which is that of this walk.
  let at = 0
  return map(entries, (_bits, _row, column) => {
    const value = values[at++]!
    const total = sums[column]!
    return Number(total === 0n ? value : wrapped((value << 32n) / total))
  })
}

/** Of shares of columns, again as shares. */
const average = (bought: Columns, held: Columns, kept: bigint): Columns => {
  if (kept <= -sixteen || kept >= sixteen) return wideAverage(bought, held, kept)
  const [old, added] = [Number(kept), one - Number(kept)]
  return normaliseColumns(merge(bought, held, (now, before) => multiply(added, now) + multiply(old, before)))
}

/** The moving average of bonds: what the clipped weights buy now, and what was held before. */
const movingAverage = (bought: Columns, held: Columns, bondsMovingAverage: bigint): Columns =>
  average(normaliseColumns(bought), normaliseColumns(held), momentum(bondsMovingAverage))

/** Incentive and dividends by their sum; where there are none, the validators get it by their stake. */
const emissionShares = ({
  activeStake,
  dividends,
  incentive,
  stake
}: Pick<Yuma, "activeStake" | "dividends" | "incentive" | "stake">): Shares => {
  const both = incentive.map((bits, uid) => bits + dividends[uid]!)
  const total = sum(both)
  if (total === 0) {
    const byStake = sum(activeStake) === 0 ? stake : activeStake
    return { server: incentive, validator: byStake, combined: byStake }
  }
  const share = (bits: number): number => divide(bits, total)
  return { server: incentive.map(share), validator: dividends.map(share), combined: both.map(share) }
}

/**
 * One epoch of Yuma consensus. The matrices are sparse, so that 4,096 neurons take tens of milliseconds.
 *
 * @category constructors
 */
export const yuma = (subnet: Subnet): Yuma => {
  const { blockAtRegistration, lastUpdate, validatorPermit } = subnet
  const isOutdated = (row: number, column: number) => lastUpdate[row]! <= blockAtRegistration[column]!
  const active = Array.from(lastUpdate, (block) => block + subnet.activityCutoff >= subnet.block)
  const stake = stakeShares(subnet.stake)
  const activeStake = normalise(stake.map((bits, uid) => (active[uid]! && validatorPermit[uid]! ? bits : 0)))

  const weights = normaliseRows(
    fromRows(subnet.weights, (row, column) => validatorPermit[row]! && row !== column && !isOutdated(row, column))
  )
  const byStake = (bits: number, row: number) => multiply(bits, activeStake[row]!)
  const preranks = columnSums(map(weights, byStake))
  const consensus = weightedMedians(weights, activeStake, divide(subnet.kappa, 65535))
  const clipped = map(weights, (bits, _, column) => Math.min(bits, consensus[column]!))

  const bought = map(clipped, byStake)
  const ranks = columnSums(bought)
  const incentive = normalise(ranks)
  const held = fromRows(subnet.bonds, (row, column) => !isOutdated(row, column))
  const bonds = movingAverage(bought, held, subnet.bondsMovingAverage)
  const dividends = normalise(rowSums(map(bonds, (bits, _, column) => multiply(bits, incentive[column]!))))
  return {
    active,
    validatorPermit: permits(stake, subnet.maxAllowedValidators),
    stake,
    activeStake,
    weights,
    preranks,
    consensus,
    trust: ranks.map((rank, uid) => shareOf(rank, preranks[uid]!)),
    validatorTrust: rowSums(clipped),
    incentive,
    bonds,
    dividends,
    shares: emissionShares({ stake, activeStake, incentive, dividends })
  }
}
