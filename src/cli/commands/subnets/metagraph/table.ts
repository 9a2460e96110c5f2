/** A metagraph as the table of 7.4.0, and as JSON. */
import { Schema } from "effect"
import { Alpha, Rao, RAO_PER_TAO } from "../../../../protocol/Money.ts"
import type { MetagraphState, NeuronRow } from "../../../../services/Metagraph.ts"
import { AlphaText, TaoText } from "../../../subject/values.ts"
import type { Column } from "../../../subject/page.ts"
import { brief, type Pen, tao } from "../../../terminal/Pen.ts"

/** @category schemas */
export const Neuron = Schema.Struct({
  uid: Schema.Int,
  /** What counts in consensus, of the kind that the subnet has: the other one is `null`. From dTAO on that is alpha. */
  stake_tao: Schema.NullOr(TaoText),
  stake_alpha: Schema.NullOr(AlphaText),
  rank: Schema.Finite,
  trust: Schema.Finite,
  consensus: Schema.Finite,
  incentive: Schema.Finite,
  dividends: Schema.Finite,
  /** Of the last epoch, of the same kind. */
  emission_tao: Schema.NullOr(TaoText),
  emission_alpha: Schema.NullOr(AlphaText),
  validator_trust: Schema.Finite,
  validator_permit: Schema.Boolean,
  /** The block of its last weights, or of its registration. */
  last_update: Schema.Int,
  active: Schema.Boolean,
  /** `null` where it serves none. */
  axon: Schema.NullOr(Schema.String),
  hotkey: Schema.String,
  coldkey: Schema.String
})

/** @category models */
export type Neuron = typeof Neuron.Type

/** What each neuron that said weights says: by uid, in the root network by netuid. @category schemas */
export const Weights = Schema.Array(
  Schema.Struct({
    uid: Schema.Int,
    /** Shares of all that it says, 0 to 1. */
    weights: Schema.Array(Schema.Struct({ to: Schema.Int, share: Schema.Finite }))
  })
)

/** @category models */
export interface Drawn {
  readonly network: string
  readonly netuid: number
  readonly block: number
  readonly issuance_tao: Rao
  readonly difficulty: bigint
  readonly neurons: ReadonlyArray<Neuron>
  readonly weights: typeof Weights.Type | null
}

const neuronOf =
  (isAlpha: boolean) =>
  (row: NeuronRow): Neuron => ({
    uid: row.uid,
    stake_tao: isAlpha ? null : Rao(row.stakeRao),
    stake_alpha: isAlpha ? Alpha(row.stakeRao) : null,
    rank: row.rank,
    trust: row.trust,
    consensus: row.consensus,
    incentive: row.incentive,
    dividends: row.dividends,
    emission_tao: isAlpha ? null : Rao(row.emissionRao),
    emission_alpha: isAlpha ? Alpha(row.emissionRao) : null,
    validator_trust: row.validatorTrust,
    validator_permit: row.validatorPermit,
    last_update: row.lastUpdate,
    active: row.active,
    axon: row.axon ?? null,
    hotkey: row.hotkey,
    coldkey: row.coldkey
  })

const ROOT = 0

/** @category combinators */
export const neuronsOf = (metagraph: MetagraphState): ReadonlyArray<Neuron> =>
  metagraph.rows.map(neuronOf(metagraph.details !== undefined && metagraph.netuid !== ROOT))

/** @category combinators */
export const weightsOf = (metagraph: MetagraphState): typeof Weights.Type =>
  Array.from({ length: metagraph.n }, (_, uid) => {
    const row = metagraph.weightsOf(uid)
    const total = row.reduce((sum, [, value]) => sum + value, 0)
    return { uid, weights: row.map(([to, value]) => ({ to, share: value / total })) }
  }).filter(({ weights }) => weights.length > 0)

const amountOf = (one: bigint | null, other: bigint | null): bigint => one ?? other ?? 0n

const stakedBy = ({ stake_alpha, stake_tao }: Neuron): bigint => amountOf(stake_tao, stake_alpha)

/** In TAO, or alpha. @category combinators */
export const stakeOf = (neuron: Neuron): number => Number(stakedBy(neuron)) / Number(RAO_PER_TAO)

/** In rao, or the smallest unit of alpha. @category combinators */
export const emissionOf = ({ emission_alpha, emission_tao }: Neuron): bigint => amountOf(emission_tao, emission_alpha)

/** The same in TAO, or alpha. @category combinators */
export const earnedBy = (neuron: Neuron): number => Number(emissionOf(neuron)) / Number(RAO_PER_TAO)

const sumOf = (neurons: ReadonlyArray<Neuron>, of: (neuron: Neuron) => number): number =>
  neurons.reduce((sum, neuron) => sum + of(neuron), 0)

const totalOf = (neurons: ReadonlyArray<Neuron>, of: (neuron: Neuron) => bigint): bigint =>
  neurons.reduce((sum, neuron) => sum + of(neuron), 0n)

/** Decimals of all fractions. */
const fixed = (value: number): string => value.toFixed(5)

/** What stands above the table. @category formatting */
export const titleOf = ({ block, difficulty, issuance_tao, netuid, network, neurons }: Drawn): string => {
  const active = neurons.filter((neuron) => neuron.active).length
  return [
    `Metagraph: net: ${network}:${netuid}`,
    `block: ${block}`,
    `N: ${active}/${neurons.length}`,
    `stake: ${tao(totalOf(neurons, stakedBy))}`,
    `issuance: ${tao(issuance_tao)}`,
    `difficulty: ${difficulty}`
  ].join(", ")
}

const FRACTIONS = [
  ["RANK", "rank"],
  ["TRUST", "trust"],
  ["CONSENSUS", "consensus"],
  ["INCENTIVE", "incentive"],
  ["DIVIDENDS", "dividends"]
] as const

const fraction = (
  neurons: ReadonlyArray<Neuron>,
  title: string,
  field: (typeof FRACTIONS)[number][1] | "validator_trust"
) => ({
  title,
  cell: (neuron: Neuron) => fixed(neuron[field]),
  footer: fixed(sumOf(neurons, (neuron) => neuron[field]))
})

/** Characters of an address. */
const SHORT = 10

/** The columns of 7.4.0: what stands in each for a neuron, and below all of them. @category formatting */
export const columnsOf = ({ block, neurons }: Drawn): ReadonlyArray<Column<Neuron>> => [
  { title: "UID", cell: ({ uid }) => String(uid), footer: String(neurons.length) },
  { title: "STAKE(τ)", cell: (neuron) => brief(stakedBy(neuron)), footer: `τ${brief(totalOf(neurons, stakedBy))}` },
  ...FRACTIONS.map(([title, field]) => fraction(neurons, title, field)),
  {
    title: "EMISSION(ρ)",
    cell: (neuron) => String(emissionOf(neuron)),
    footer: `ρ${totalOf(neurons, emissionOf)}`
  },
  fraction(neurons, "VTRUST", "validator_trust"),
  { title: "VAL", isText: true, cell: ({ validator_permit }) => (validator_permit ? "*" : "") },
  { title: "UPDATED", cell: ({ last_update }) => String(block - last_update) },
  { title: "ACTIVE", cell: ({ active }) => (active ? "1" : "0") },
  { title: "AXON", isText: true, cell: ({ axon }) => axon ?? "none" },
  { title: "HOTKEY", isText: true, cell: ({ hotkey }) => hotkey.slice(0, SHORT) },
  { title: "COLDKEY", isText: true, cell: ({ coldkey }) => coldkey.slice(0, SHORT) }
]

/** @category formatting */
export const show = (drawn: Drawn, pen: Pen): string => {
  const columns = columnsOf(drawn)
  return pen.table({
    title: titleOf(drawn),
    columns: columns.map(({ footer, isText, title }) => ({ title, footer, align: isText === true ? "left" : "right" })),
    rows: drawn.neurons.map((neuron) => columns.map(({ cell }) => cell(neuron)))
  })
}
