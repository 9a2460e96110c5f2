/**
 * The neurons of one subnet at one block, as arrays by uid.
 *
 * @since 0.2.0
 */
import type { AxonInfo } from "../../protocol/AxonInfo.ts"
import type { NeuronsColumns, NeuronsLiteColumns, SparseRows } from "../../protocol/chain/NeuronColumns.ts"
import { RAO_PER_TAO } from "../../protocol/Money.ts"
import type { Ss58 } from "../../protocol/Ss58.ts"
import { type SparseRow, rootWeightsRow } from "../../protocol/Weights.ts"

const U16_MAX = 65_535

/** Computes a value when it is asked for first. */
const once = <A>(make: () => A): (() => A) => {
  let made: { readonly value: A } | undefined
  return () => (made ??= { value: make() }).value
}

const fractions = (column: Uint16Array): Float64Array => Float64Array.from(column, (value) => value / U16_MAX)
const taos = (column: BigUint64Array): Float64Array =>
  Float64Array.from(column, (rao) => Number(rao) / Number(RAO_PER_TAO))
const list = <A>(length: number, at: (index: number) => A): ReadonlyArray<A> =>
  Array.from({ length }, (_, index) => at(index))

const rowOf = ({ columns, rowStart, values }: SparseRows, row: number): SparseRow =>
  Array.from(columns.subarray(rowStart[row], rowStart[row + 1]), (uid, index) => [uid, values[rowStart[row]! + index]!])

/** A row as a whole, divided by its sum where that is asked for. What it says of uids that are not there is left out. */
const dense = (length: number, row: SparseRow, isNormalized: boolean): Float32Array => {
  const all = new Float32Array(length)
  for (const [uid, value] of row) if (uid < length) all[uid] = value
  const sum = all.reduce((total, value) => total + value, 0)
  return isNormalized && sum > 0 ? all.map((value) => value / sum) : all
}

/**
 * What a metagraph is made of.
 *
 * @category models
 */
export interface Source {
  readonly network: string
  readonly netuid: number
  readonly block: number
  readonly columns: NeuronsLiteColumns | NeuronsColumns
  /** The subnets that root weights are about, in the order of the columns; for the root network alone. */
  readonly subnets?: ReadonlyArray<number> | undefined
}

/**
 * A neuron, as one row of a table.
 *
 * @category models
 */
export interface NeuronRow {
  readonly uid: number
  readonly hotkey: Ss58
  readonly coldkey: Ss58
  /** In TAO, from dTAO on in alpha. */
  readonly stake: number
  readonly rank: number
  readonly trust: number
  readonly consensus: number
  readonly incentive: number
  readonly dividends: number
  /** Of the last epoch, in TAO, from dTAO on in alpha. */
  readonly emission: number
  readonly validatorTrust: number
  readonly validatorPermit: boolean
  readonly active: boolean
  /** The block at which its weights or its registration came last. */
  readonly lastUpdate: number
  /** `ip:port`, or nothing if it serves none. */
  readonly axon: string | undefined
}

/**
 * The neurons of one subnet at one block. All arrays are by uid; the one-letter names are those of the Python SDK.
 *
 * Stakes and emissions are in TAO as doubles, and beside that in rao exactly (from dTAO on: alpha). What the chain has as a u16 of 65535
 * is a fraction from 0 to 1.
 *
 * @category models
 */
export class MetagraphState {
  readonly network: string
  readonly netuid: number
  readonly block: number
  /** How many neurons there are. */
  readonly n: number
  /** Whether weights and bonds are left out. */
  readonly isLite: boolean
  readonly uids: Uint16Array
  readonly stakeRao: BigUint64Array
  readonly emissionRao: BigUint64Array
  /** The block of each neuron's last weights, or of its registration. */
  readonly lastUpdate: Float64Array
  /** 0 or 1. */
  readonly active: Uint8Array
  /** 0 or 1. */
  readonly validatorPermit: Uint8Array
  readonly pruningScore: Uint16Array
  readonly #source: Source
  readonly #views: ReturnType<typeof viewsOf>

  constructor(source: Source) {
    const { block, columns, netuid, network } = source
    this.network = network
    this.netuid = netuid
    this.block = block
    this.n = columns.length
    this.isLite = !("weights" in columns)
    this.uids = columns.uids
    this.stakeRao = columns.stakeRao
    this.emissionRao = columns.emissionRao
    this.lastUpdate = columns.lastUpdate
    this.active = columns.active
    this.validatorPermit = columns.validatorPermit
    this.pruningScore = columns.pruningScore
    this.#source = source
    this.#views = viewsOf(columns)
  }

  get hotkeys(): ReadonlyArray<Ss58> {
    return this.#views.hotkeys()
  }
  get coldkeys(): ReadonlyArray<Ss58> {
    return this.#views.coldkeys()
  }
  /** Where each neuron's axon is; those that serve none have port 0. */
  get axons(): ReadonlyArray<AxonInfo> {
    return this.#views.axons()
  }
  /** In TAO. */
  get stakes(): Float64Array {
    return this.#views.stakes()
  }
  get ranks(): Float64Array {
    return this.#views.ranks()
  }
  get trust(): Float64Array {
    return this.#views.trust()
  }
  get consensus(): Float64Array {
    return this.#views.consensus()
  }
  get validatorTrust(): Float64Array {
    return this.#views.validatorTrust()
  }
  get incentive(): Float64Array {
    return this.#views.incentive()
  }
  get dividends(): Float64Array {
    return this.#views.dividends()
  }
  /** Of the last epoch, in TAO. */
  get emission(): Float64Array {
    return this.#views.emission()
  }

  /** The stakes. */
  get S(): Float64Array {
    return this.stakes
  }
  /** The ranks. */
  get R(): Float64Array {
    return this.ranks
  }
  /** The trust. */
  get T(): Float64Array {
    return this.trust
  }
  /** The consensus. */
  get C(): Float64Array {
    return this.consensus
  }
  /** The validators' trust. */
  get Tv(): Float64Array {
    return this.validatorTrust
  }
  /** The incentive. */
  get I(): Float64Array {
    return this.incentive
  }
  /** The emission. */
  get E(): Float64Array {
    return this.emission
  }
  /** The dividends. */
  get D(): Float64Array {
    return this.dividends
  }
  /** The weights. */
  get W(): ReadonlyArray<Float32Array> {
    return this.weights
  }
  /** The bonds. */
  get B(): ReadonlyArray<Float32Array> {
    return this.bonds
  }

  /** One row for each neuron, divided by its sum; in the root network a column for each subnet. Empty if the metagraph is lite. */
  get weights(): ReadonlyArray<Float32Array> {
    const { columns, subnets } = this.#source
    if (!("weights" in columns)) return []
    return list(this.n, (uid) => {
      const row = rowOf(columns.weights, uid)
      return subnets === undefined ? dense(this.n, row, true) : rootWeightsRow(subnets, row)
    })
  }

  /** One row for each neuron, u16 as the chain has them. Empty if the metagraph is lite, and in the root network. */
  get bonds(): ReadonlyArray<Float32Array> {
    const { columns, subnets } = this.#source
    if (!("bonds" in columns) || subnets !== undefined) return []
    return list(this.n, (uid) => dense(this.n, rowOf(columns.bonds, uid), false))
  }

  /** What one neuron says of others, by uid (in the root network by netuid), in u16 as the chain has it. */
  weightsOf(uid: number): SparseRow {
    const { columns } = this.#source
    return "weights" in columns ? rowOf(columns.weights, uid) : []
  }

  /** What one neuron holds of others, by uid, in u16 as the chain has it. */
  bondsOf(uid: number): SparseRow {
    const { columns } = this.#source
    return "bonds" in columns ? rowOf(columns.bonds, uid) : []
  }

  /** The uid of a hotkey; `undefined` if it has no place here. */
  uidOf(hotkey: string): number | undefined {
    return this.#views.places().get(hotkey)
  }

  /** The stake of a hotkey in TAO; 0 if it has no place here. */
  stakeOf(hotkey: string): number {
    const uid = this.uidOf(hotkey)
    return uid === undefined ? 0 : Number(this.stakeRao[uid]!) / Number(RAO_PER_TAO)
  }

  /** Whether a hotkey has a place here and may set weights. */
  isValidator(hotkey: string): boolean {
    const uid = this.uidOf(hotkey)
    return uid !== undefined && this.validatorPermit[uid] === 1
  }

  /** A row for each neuron. */
  get rows(): ReadonlyArray<NeuronRow> {
    return list(this.n, (uid) => this.row(uid))
  }

  /** The row of one neuron. Beyond the last it throws a `RangeError`. */
  row(uid: number): NeuronRow {
    const axon = this.axons[uid]
    if (axon === undefined) throw new RangeError(`There is no neuron ${uid} among ${this.n}.`)
    return {
      uid,
      hotkey: this.hotkeys[uid]!,
      coldkey: this.coldkeys[uid]!,
      stake: this.stakes[uid]!,
      rank: this.ranks[uid]!,
      trust: this.trust[uid]!,
      consensus: this.consensus[uid]!,
      incentive: this.incentive[uid]!,
      dividends: this.dividends[uid]!,
      emission: this.emission[uid]!,
      validatorTrust: this.validatorTrust[uid]!,
      validatorPermit: this.validatorPermit[uid] === 1,
      active: this.active[uid] === 1,
      lastUpdate: this.lastUpdate[uid]!,
      axon: axon.isServing ? axon.authority : undefined
    }
  }

  /** As the Python SDK prints it. */
  toString(): string {
    return `metagraph(netuid:${this.netuid}, n:${this.n}, block:${this.block}, network:${this.network})`
  }
}

const viewsOf = (columns: NeuronsLiteColumns) => {
  const { axons, coldkeys, hotkeys, length } = columns
  const addresses = once(() => list(length, hotkeys.address))
  return {
    hotkeys: addresses,
    coldkeys: once(() => list(length, coldkeys.address)),
    axons: once(() => list(length, axons.info)),
    places: once(() => new Map<string, number>(addresses().map((hotkey, uid) => [hotkey, uid]))),
    stakes: once(() => taos(columns.stakeRao)),
    emission: once(() => taos(columns.emissionRao)),
    ranks: once(() => fractions(columns.rank)),
    trust: once(() => fractions(columns.trust)),
    consensus: once(() => fractions(columns.consensus)),
    validatorTrust: once(() => fractions(columns.validatorTrust)),
    incentive: once(() => fractions(columns.incentive)),
    dividends: once(() => fractions(columns.dividends))
  }
}
