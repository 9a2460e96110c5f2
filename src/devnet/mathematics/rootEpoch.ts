/**
 * The epoch of the root network: its validators' weights decide how much of a block's emission each subnet gets
 * (runtime.md §5.3). It runs in I64F64; values named so are the bigints of their bits, 2^64 being 1.
 *
 * @since 0.2.0
 */
import type { Row } from "./internal/columns.ts"
import { I64F64 } from "./internal/fixed.ts"

/**
 * The root network as its epoch finds it in storage.
 *
 * @category models
 */
export interface RootNetwork {
  /** Every existing network, root among them, in the order of storage. */
  readonly netuids: ReadonlyArray<number>
  /** u16; 65535 is 1. */
  readonly kappa: number
  readonly rho: number
  /** `TotalHotkeyStake` in rao, by root uid. */
  readonly stake: ReadonlyArray<bigint>
  /** By root uid: pairs of netuid and value, one after the other. Those of a network that no longer is do not count. */
  readonly weights: ReadonlyArray<Row>
  /** Rao that a block emits, from `blockEmission`. */
  readonly blockEmission: bigint
}

/**
 * What the root epoch decides. Every list is by the position in `netuids`.
 *
 * @category models
 */
export interface RootEpoch {
  /** The part of the stake that gives the network any weight: I64F64 bits. */
  readonly trust: ReadonlyArray<bigint>
  /** The sigmoid of trust: I64F64 bits. */
  readonly consensus: ReadonlyArray<bigint>
  /** Rao a block. Root's own share is stored too, and never paid. */
  readonly emissionValues: ReadonlyArray<bigint>
}

const { divide, multiply, of } = I64F64
const one = of(1)

const sum = (values: ReadonlyArray<bigint>): bigint => values.reduce((total, value) => total + value, 0n)

const normalise = (values: ReadonlyArray<bigint>): ReadonlyArray<bigint> => {
  const total = sum(values)
  return total === 0n ? values : values.map((value) => divide(value, total))
}

/** The runtime's series checks its steps: where one does not fit, it traps. */
const fitting = (bits: bigint): bigint => {
  if (BigInt.asIntN(128, bits) !== bits) throw new RangeError("the exponential does not fit I64F64")
  return bits
}

/** e^x by 63 terms of its series, with a constant for x = 1. */
const exp = (x: bigint): bigint => {
  if (x === 0n) return one
  if (x === one) return 22_802_600n << 41n
  const magnitude = x < 0n ? -x : x
  let term = magnitude
  let result = magnitude + one
  for (let i = 2; i < 64; i++) {
    term = divide(fitting((term * magnitude) >> I64F64.fraction), of(i))
    result = fitting(result + term)
  }
  return x < 0n ? divide(one, result) : result
}

/** The weights of one validator for each network, normalised. */
const weightsOf = (row: Row, netuids: ReadonlyArray<number>): ReadonlyArray<bigint> => {
  const weights = netuids.map(() => 0n)
  for (let at = 0; at < row.length; at += 2) {
    const column = netuids.indexOf(row[at]!)
    if (column >= 0) weights[column] = of(row[at + 1]!)
  }
  return normalise(weights)
}

/** How much more or less trust than kappa counts: from 0 to 1, the steeper the greater rho is. */
const sigmoid = (trust: bigint, { kappa, rho }: RootNetwork): bigint => {
  const threshold = (divide(of(kappa), of(65535)) >> 32n) << 32n // the runtime keeps kappa as I32F32
  return divide(one, one + exp(-multiply(trust - threshold, of(rho))))
}

/**
 * Runs the epoch of the root network. Without any stake it gives nothing, and the emission values stay as they are.
 *
 * @category constructors
 */
export const rootEpoch = (network: RootNetwork): RootEpoch | undefined => {
  const { blockEmission, netuids } = network
  const stake = normalise(network.stake.map(of))
  const total = sum(stake)
  if (total === 0n) return undefined
  const rows = network.weights.map((row) => weightsOf(row, netuids))
  const overRows = (value: (weight: bigint, stake: bigint) => bigint): ReadonlyArray<bigint> =>
    netuids.map((_, column) => sum(stake.map((share, uid) => value(rows[uid]![column]!, share))))
  const ranks = overRows(multiply)
  const trust = overRows((weight, share) => (weight > 0n ? share : 0n)).map((share) => divide(share, total))
  const consensus = trust.map((share) => sigmoid(share, network))
  const emission = normalise(ranks.map((rank, column) => multiply(consensus[column]!, rank)))
  return {
    trust,
    consensus,
    emissionValues: emission.map((share) => I64F64.floor(multiply(share, of(blockEmission))))
  }
}
