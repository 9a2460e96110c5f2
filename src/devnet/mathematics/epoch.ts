/**
 * The epoch of a subnet, ready to be stored: consensus as fractions of 65535, bonds as rows, and emission in rao (runtime.md §6).
 *
 * @since 0.2.0
 */
import { type Columns, columnMaxima, map, type Row, toRows } from "./internal/columns.ts"
import { roundToU16, shareOf, toU16 } from "./internal/i32f32.ts"
import { type Subnet, type Yuma, yuma } from "./yuma.ts"

/**
 * What an epoch stores. Every list is by uid; `Incentive` gets the ranks too.
 *
 * @category models
 */
export interface Epoch {
  readonly active: ReadonlyArray<boolean>
  readonly validatorPermit: ReadonlyArray<boolean>
  readonly rank: Uint16Array
  readonly trust: Uint16Array
  readonly consensus: Uint16Array
  readonly dividends: Uint16Array
  readonly validatorTrust: Uint16Array
  readonly pruningScores: Uint16Array
  /** The rows to write, pairs of uid and value in turn; an empty one clears a permit that was lost, `undefined` leaves what is stored. */
  readonly bonds: ReadonlyArray<Row | undefined>
  /** Rao for both; where it is not the sum of the two below, each of the three was floored on its own. */
  readonly emission: BigUint64Array
  /** Rao to be paid for being weighted: with the next, what `LoadedEmission` gets. */
  readonly serverEmission: BigUint64Array
  /** Rao to be paid for weighting. */
  readonly validatorEmission: BigUint64Array
}

/** Values from 0 to 1 as fractions of 65535. */
const p16 = (bits: Float64Array): Uint16Array => Uint16Array.from(bits, toU16)

/** Shares of an amount of rao. */
const amounts = (shares: Float64Array, amount: bigint): BigUint64Array =>
  BigUint64Array.from(shares, (bits) => (BigInt(bits) * amount) >> 32n)

/** The largest share is 65535. */
const scores = (shares: Float64Array): Uint16Array => {
  const greatest = shares.reduce((a, b) => Math.max(a, b), 0)
  return Uint16Array.from(shares, (bits) => (greatest === 0 ? 0 : roundToU16(bits, greatest)))
}

/** The largest bond of each column is 65535. */
const storedBonds = (bonds: Columns): ReadonlyArray<Row> => {
  const maxima = columnMaxima(bonds)
  return toRows(map(bonds, (bits, _, column) => toU16(shareOf(bits, maxima[column]!))))
}

/** Consensus as it is stored. */
const quantise = (values: Yuma, before: ArrayLike<boolean>, emission: bigint): Epoch => {
  const { active, shares, validatorPermit } = values
  return {
    active,
    validatorPermit,
    rank: p16(values.incentive),
    trust: p16(values.trust),
    consensus: p16(values.consensus),
    dividends: p16(values.dividends),
    validatorTrust: p16(values.validatorTrust),
    pruningScores: scores(shares.combined),
    bonds: storedBonds(values.bonds).map((row, uid) =>
      validatorPermit[uid] ? row : before[uid] ? new Uint16Array() : undefined
    ),
    emission: amounts(shares.combined, emission),
    serverEmission: amounts(shares.server, emission),
    validatorEmission: amounts(shares.validator, emission)
  }
}

/**
 * Runs the epoch of a subnet and shares out `emission` rao.
 *
 * **Example** (One validator, one miner, one TAO)
 *
 * ```ts run
 * import { epoch } from "effect-bittensor/devnet/mathematics/epoch"
 *
 * const { emission, rank } = epoch(
 *   {
 *     block: 100,
 *     kappa: 32767,
 *     activityCutoff: 5000,
 *     maxAllowedValidators: 64,
 *     bondsMovingAverage: 900_000n,
 *     stake: [1_000_000_000_000n, 0n],
 *     lastUpdate: [50, 50],
 *     blockAtRegistration: [10, 11],
 *     validatorPermit: [true, false],
 *     weights: [Uint16Array.of(1, 65535), Uint16Array.of()],
 *     bonds: [Uint16Array.of(), Uint16Array.of()]
 *   },
 *   1_000_000_000n
 * )
 * Array.from(rank) // => [0, 65535]
 * Array.from(emission) // => [500_000_000n, 500_000_000n]
 * ```
 *
 * @category constructors
 */
export const epoch = (subnet: Subnet, emission: bigint): Epoch =>
  quantise(yuma(subnet), subnet.validatorPermit, emission)
