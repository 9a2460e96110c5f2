/**
 * Yuma consensus once more, for comparison: runtime.md §6 step by step, in bigints and full matrices, with the bisection as it
 * stands there. It shares no code with what it checks.
 */
import type { Epoch } from "../../src/devnet/mathematics/epoch.ts"
import type { Subnet } from "../../src/devnet/mathematics/yuma.ts"

/** The bits of an I32F32. */
type Bits = bigint
type Vector = ReadonlyArray<Bits>
/** By row, then by column; `undefined` where there is no entry. */
type Matrix = ReadonlyArray<ReadonlyArray<Bits | undefined>>

const ONE = 1n << 32n
const wrap = (bits: bigint): Bits => BigInt.asIntN(64, bits)
const times = (x: Bits, y: Bits): Bits => wrap((x * y) >> 32n)
const over = (x: Bits, y: Bits): Bits => wrap((x << 32n) / y)
const total = (values: Vector): Bits => wrap(values.reduce((sum, value) => sum + value, 0n))
const normalised = (values: Vector): Vector => {
  const sum = total(values)
  return sum === 0n ? values : values.map((value) => over(value, sum))
}
const column = (matrix: Matrix, j: number): Vector => matrix.map((row) => row[j] ?? 0n)
const mapped = (matrix: Matrix, f: (bits: Bits, i: number, j: number) => Bits | undefined): Matrix =>
  matrix.map((row, i) => row.map((bits, j) => (bits === undefined ? undefined : f(bits, i, j))))
const byColumn = (matrix: Matrix, divisorOf: (values: Vector) => Bits): Matrix => {
  const divisors = matrix.map((_, j) => divisorOf(column(matrix, j)))
  return mapped(matrix, (bits, _, j) => (divisors[j] === 0n ? bits : over(bits, divisors[j]!)))
}
const maximum = (values: Vector): Bits => values.reduce((a, b) => (a > b ? a : b), 0n)

/** Stored rows whose entries pass, as I32F32. */
const loaded = (rows: Subnet["weights"], passes: (i: number, j: number) => boolean): Matrix =>
  rows.map((row, i) => {
    const entries: Array<Bits | undefined> = rows.map(() => undefined)
    for (let at = 0; at < row.length; at += 2) {
      const j = row[at]!
      if (j < rows.length && passes(i, j)) entries[j] = BigInt(row[at + 1]!) << 32n
    }
    return entries
  })

/** The bisection of step 8, over the indices of the scores. */
export const median = (
  score: Vector,
  stake: Vector,
  minority: Bits,
  indices: ReadonlyArray<number>,
  lo: Bits,
  hi: Bits
): Bits => {
  if (indices.length === 0) return 0n
  if (indices.length === 1) return score[indices[0]!]!
  const pivot = score[indices[Math.floor(indices.length / 2)]!]!
  const lower = indices.filter((index) => score[index]! < pivot)
  const higher = indices.filter((index) => score[index]! > pivot)
  const l = total(lower.map((index) => stake[index]!))
  const h = total(higher.map((index) => stake[index]!))
  if (lo + l <= minority && minority < hi - h) return pivot
  if (minority < lo + l && lower.length > 0) return median(score, stake, minority, lower, lo, lo + l)
  if (hi - h <= minority && higher.length > 0) return median(score, stake, minority, higher, hi - h, hi)
  return pivot
}

const stakeOf = (subnet: Subnet): Vector => {
  const stakes = Array.from(subnet.stake)
  const sum = stakes.reduce((a, b) => a + b, 0n)
  return stakes.map((stake) => (sum === 0n ? stake << 64n : (stake << 128n) / (sum << 64n)) >> 32n)
}

const permitsOf = (stake: Vector, allowed: number): ReadonlyArray<boolean> => {
  if (stake.length < allowed) return stake.map(() => true)
  const order = stake
    .map((bits, uid) => ({ bits, uid }))
    .toSorted((a, b) => (a.bits < b.bits ? -1 : a.bits > b.bits ? 1 : 0))
  const losers = new Set(order.slice(0, stake.length - allowed).map(({ uid }) => uid))
  return stake.map((_, uid) => !losers.has(uid))
}

/** Steps 1 to 17. */
export const referenceYuma = (subnet: Subnet) => {
  const { blockAtRegistration, lastUpdate, validatorPermit } = subnet
  const isOutdated = (i: number, j: number) => lastUpdate[i]! <= blockAtRegistration[j]!
  const inactive = Array.from(lastUpdate, (block) => block + subnet.activityCutoff < subnet.block)
  const stake = stakeOf(subnet)
  const activeStake = normalised(stake.map((bits, i) => (inactive[i]! || !validatorPermit[i]! ? 0n : bits)))

  const weights = loaded(subnet.weights, (i, j) => validatorPermit[i]! && i !== j && !isOutdated(i, j)).map((row) => {
    const sum = total(row.map((bits) => bits ?? 0n))
    return row.map((bits) => (bits === undefined || sum === 0n ? bits : over(bits, sum)))
  })
  const ranksOf = (matrix: Matrix): Vector =>
    matrix.map((_, j) => total(column(matrix, j).map((bits, i) => times(activeStake[i]!, bits))))
  const preranks = ranksOf(weights)

  const voters = Array.from(activeStake.keys()).filter((i) => activeStake[i]! > 0n)
  const votes = normalised(voters.map((i) => activeStake[i]!))
  const sigma = total(votes)
  const minority = sigma - over(BigInt(subnet.kappa) << 32n, 65535n << 32n)
  const consensus = weights.map((_, j) => {
    const scores = voters.map((i) => weights[i]![j] ?? 0n)
    return median(scores, votes, minority, Array.from(scores.keys()), 0n, sigma)
  })
  const clipped = mapped(weights, (bits, _, j) =>
    bits <= consensus[j]! ? bits : consensus[j]! > 0n ? consensus[j]! : undefined
  )
  const ranks = ranksOf(clipped)
  const incentive = normalised(ranks)

  const held = byColumn(
    loaded(subnet.bonds, (i, j) => !isOutdated(i, j)),
    total
  )
  const delta = byColumn(
    mapped(clipped, (bits, i) => times(bits, activeStake[i]!)),
    total
  )
  const momentum = wrap(((BigInt.asIntN(64, subnet.bondsMovingAverage) << 128n) / (1_000_000n << 64n)) >> 32n)
  const averaged = weights.map((row, i) =>
    row.map((_, j) => {
      const bits = times(ONE - momentum, delta[i]![j] ?? 0n) + times(momentum, held[i]![j] ?? 0n)
      return bits > 0n ? bits : undefined
    })
  )
  const bonds = byColumn(averaged, total)
  const dividends = normalised(bonds.map((row) => total(row.map((bits, j) => times(incentive[j]!, bits ?? 0n)))))

  const both = incentive.map((bits, i) => bits + dividends[i]!)
  const sum = total(both)
  const share = (bits: Bits): Bits => (sum === 0n ? bits : over(bits, sum))
  const fallback = total(activeStake) === 0n ? stake : activeStake
  return {
    active: inactive.map((is) => !is),
    validatorPermit: permitsOf(stake, subnet.maxAllowedValidators),
    stake,
    activeStake,
    weights,
    preranks,
    consensus,
    trust: ranks.map((rank, j) => (preranks[j] === 0n ? 0n : over(rank, preranks[j]!))),
    validatorTrust: clipped.map((row) => total(row.map((bits) => bits ?? 0n))),
    incentive,
    bonds,
    dividends,
    server: incentive.map(share),
    validator: sum === 0n ? fallback : dividends.map(share),
    combined: sum === 0n ? fallback : both.map(share)
  }
}

const p16 = (bits: Bits): number => Number(BigInt.asUintN(16, times(bits, 65535n << 32n) >> 32n))
/** The nearest integer, ties away from zero. */
const round = (bits: Bits): number => Number((bits + ONE / 2n) >> 32n)

/** What is stored after it. */
export const referenceEpoch = (subnet: Subnet, emission: bigint): Epoch => {
  const yuma = referenceYuma(subnet)
  const vector = (values: Vector): Uint16Array => Uint16Array.from(values, p16)
  const amounts = (shares: Vector): BigUint64Array => BigUint64Array.from(shares, (bits) => (bits * emission) >> 32n)
  const greatest = maximum(yuma.combined)
  const scores = yuma.combined.map((bits) => (greatest === 0n ? 0 : round(over(times(bits, 65535n << 32n), greatest))))
  const bonds = byColumn(yuma.bonds, maximum)
  return {
    active: yuma.active,
    validatorPermit: yuma.validatorPermit,
    rank: vector(yuma.incentive),
    trust: vector(yuma.trust),
    consensus: vector(yuma.consensus),
    dividends: vector(yuma.dividends),
    validatorTrust: vector(yuma.validatorTrust),
    pruningScores: Uint16Array.from(scores),
    bonds: bonds.map((row, i) => {
      if (!yuma.validatorPermit[i]) return subnet.validatorPermit[i] ? new Uint16Array() : undefined
      return Uint16Array.from(row.flatMap((bits, j) => (bits === undefined ? [] : [j, p16(bits)])))
    }),
    emission: amounts(yuma.combined),
    serverEmission: amounts(yuma.server),
    validatorEmission: amounts(yuma.validator)
  }
}
