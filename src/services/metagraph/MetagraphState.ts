/**
 * The neurons of one subnet at one block, as arrays by uid.
 *
 * @since 0.2.0
 */
import { Result } from "effect"
import type { AxonInfo } from "../../protocol/AxonInfo.ts"
import type { NeuronsLiteColumns, SparseRows } from "../../protocol/chain/NeuronColumns.ts"
import type { SubnetDetails } from "../../protocol/chain/SubnetDetails.ts"
import type { MetagraphSnapshot } from "../../protocol/MetagraphFile.ts"
import { RAO_PER_TAO } from "../../protocol/Money.ts"
import { sdkVersion } from "../../protocol/SdkVersion.ts"
import type { Ss58 } from "../../protocol/Ss58.ts"
import { bondsRow, rootWeightsRow, type SparseRow, weightsRow } from "../../protocol/Weights.ts"
import { countOf, gini, largest, sumOf } from "./statistics.ts"
import { csvOf, jsonOf, type NeuronJson, type NeuronRow } from "./table.ts"

export type { NeuronJson, NeuronRow } from "./table.ts"

const U16_MAX = 65_535
const ROOT = 0

/** Computes a value when it is asked for first. */
const once = <A>(make: () => A): (() => A) => {
  let made: { readonly value: A } | undefined
  return () => (made ??= { value: make() }).value
}

const taoOf = (rao: bigint): number => Number(rao) / Number(RAO_PER_TAO)
const fractions = (column: Uint16Array): Float64Array => Float64Array.from(column, (value) => value / U16_MAX)
const taos = (column: BigUint64Array): Float64Array => Float64Array.from(column, taoOf)
const taosOf = (column: BigUint64Array | undefined) => (column === undefined ? undefined : taos(column))
const list = <A>(length: number, at: (index: number) => A): ReadonlyArray<A> =>
  Array.from({ length }, (_, index) => at(index))

const rowOf = ({ columns, rowStart, values }: SparseRows, row: number): SparseRow =>
  Array.from(columns.subarray(rowStart[row], rowStart[row + 1]), (uid, index) => [uid, values[rowStart[row]! + index]!])

/** What is said of uids that are not there is left out: the chain keeps it from larger days of the subnet. */
const within = (length: number, row: SparseRow): SparseRow => row.filter(([uid]) => uid < length)

/**
 * A column of numbers, by which neurons are put in order and measured.
 *
 * @category models
 */
export type Measure =
  | "stakes"
  | "ranks"
  | "trust"
  | "consensus"
  | "validatorTrust"
  | "incentive"
  | "dividends"
  | "emission"

/**
 * What a subnet has in all.
 *
 * @category models
 */
export interface Totals {
  readonly neurons: number
  /** Those that may set weights. */
  readonly validators: number
  readonly active: number
  /** Those with an axon. */
  readonly serving: number
  /** Rao, from dTAO on alpha in rao. */
  readonly stakeRao: bigint
  /** Of the last epoch: rao, from dTAO on alpha in rao. */
  readonly emissionRao: bigint
}

/**
 * What the SDK says of a metagraph.
 *
 * @category models
 */
export interface MetagraphMetadata {
  readonly netuid: number
  readonly n: number
  readonly block: number
  readonly network: string
  /** Of the SDK: `10.2.0`. */
  readonly version: string
}

/**
 * A metagraph as JSON has it.
 *
 * @category models
 */
export interface MetagraphJson {
  readonly network: string
  readonly netuid: number
  readonly block: number
  readonly n: number
  /** From dTAO on. */
  readonly name?: string
  readonly symbol?: string
  readonly neurons: ReadonlyArray<NeuronJson>
}

/**
 * The neurons of one subnet at one block. All arrays are by uid; the names of one and two letters are those of the Python SDK.
 *
 * Stakes and emissions are in TAO as doubles, and beside that in rao exactly (from dTAO on: alpha). What the chain has as a u16 of 65535
 * is a fraction from 0 to 1.
 *
 * From dTAO on the stake is the one that counts in consensus: alpha and, beside it, TAO by what it weighs, as the SDK from version 9 has
 * it. On the root network all stakes are TAO.
 *
 * **Example** (A subnet at a glance)
 *
 * ```ts run
 * import { Effect } from "effect"
 * import { Devnet, Metagraph } from "effect-bittensor"
 * import { layerTest, Subnet } from "effect-bittensor/testing"
 *
 * const program = Effect.gen(function*() {
 *   const subnet = yield* Subnet.launch({ validators: 1, miners: 2 })
 *   yield* subnet.validator(0).setWeights(new Map([[1, 3], [2, 1]]))
 *   yield* (yield* Devnet).mine({ epochs: 2, netuid: subnet.netuid })
 *   return yield* Metagraph.at(subnet.netuid)
 * })
 *
 * const metagraph = await Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(layerTest)))
 * metagraph.totals.neurons // => 3
 * metagraph.top(1, "incentive").map(({ uid }) => uid) // => [1]
 * metagraph.gini("incentive").toFixed(2) // => "0.50"
 * metagraph.toCsv().slice(0, 18) // => "uid,hotkey,coldkey"
 * ```
 *
 * @category models
 */
export class MetagraphState {
  /** What all of this is made of, as `MetagraphFile` keeps it. */
  readonly snapshot: MetagraphSnapshot
  readonly network: string
  readonly netuid: number
  readonly block: number
  /** The integer of the SDK whose metagraph this is. */
  readonly version = sdkVersion
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
  /** Who has least is replaced first. 65535 from spec 401 on, where nobody is chosen by it. */
  readonly pruningScore: Uint16Array
  /** The subnet's names, pool, emissions and hyperparameters, and its neurons' identities; `undefined` before dTAO. */
  readonly details: SubnetDetails | undefined
  readonly #views: ReturnType<typeof viewsOf>

  constructor(snapshot: MetagraphSnapshot) {
    const { block, columns, details, netuid, network } = snapshot
    this.snapshot = snapshot
    this.details = details
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
    this.#views = viewsOf(snapshot)
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
  /** Where each axon is, as the SDK writes it: `/ipv4/203.0.113.9:8091`. */
  get addresses(): ReadonlyArray<string> {
    return this.axons.map(({ ip, port }) => `/ipv${ip.includes(":") ? 6 : 4}/${ip}:${port}`)
  }
  /** In TAO. */
  get stakes(): Float64Array {
    return this.#views.stakes()
  }
  /** The stakes, by the name that they have in Python. */
  get totalStake(): Float64Array {
    return this.stakes
  }
  /** Alpha in rao; `undefined` before dTAO. */
  get alphaStakeRao(): BigUint64Array | undefined {
    return this.#views.alphaStakeRao()
  }
  /** Rao, before it is weighed; `undefined` before dTAO. */
  get taoStakeRao(): BigUint64Array | undefined {
    return this.#views.taoStakeRao()
  }
  /** In alpha; `undefined` before dTAO. */
  get alphaStake(): Float64Array | undefined {
    return this.#views.alphaStake()
  }
  /** In TAO, by what it weighs: what the stakes have beside alpha. `undefined` before dTAO. */
  get taoStake(): Float64Array | undefined {
    return this.#views.taoStake()
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
  /** The stakes in alpha. */
  get AS(): Float64Array | undefined {
    return this.alphaStake
  }
  /** The stakes in TAO, by what they weigh. */
  get TS(): Float64Array | undefined {
    return this.taoStake
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
    const { columns, subnets } = this.snapshot
    if (!("weights" in columns)) return []
    return list(this.n, (uid) => {
      const row = rowOf(columns.weights, uid)
      if (subnets !== undefined) return rootWeightsRow(subnets, row)
      return Result.getOrThrow(weightsRow(this.n, within(this.n, row)))
    })
  }

  /** One row for each neuron, u16 as the chain has them. Empty if the metagraph is lite, and in the root network. */
  get bonds(): ReadonlyArray<Float32Array> {
    const { columns } = this.snapshot
    if (!("bonds" in columns) || this.netuid === ROOT) return []
    return list(this.n, (uid) => Result.getOrThrow(bondsRow(this.n, within(this.n, rowOf(columns.bonds, uid)))))
  }

  /** What one neuron says of others, by uid (in the root network by netuid), in u16 as the chain has it. */
  weightsOf(uid: number): SparseRow {
    const { columns } = this.snapshot
    return "weights" in columns ? rowOf(columns.weights, uid) : []
  }

  /** What one neuron holds of others, by uid, in u16 as the chain has it. */
  bondsOf(uid: number): SparseRow {
    const { columns } = this.snapshot
    return "bonds" in columns ? rowOf(columns.bonds, uid) : []
  }

  /** The uid of a hotkey; `undefined` if it has no place here. */
  uidOf(hotkey: string): number | undefined {
    return this.#views.places().get(hotkey)
  }

  /** The stake of a hotkey in TAO; 0 if it has no place here. */
  stakeOf(hotkey: string): number {
    const uid = this.uidOf(hotkey)
    return uid === undefined ? 0 : taoOf(this.stakeRao[uid]!)
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

  /** The rows, by the name that they have in Python. */
  get neurons(): ReadonlyArray<NeuronRow> {
    return this.rows
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
      stakeRao: this.stakeRao[uid]!,
      rank: this.ranks[uid]!,
      trust: this.trust[uid]!,
      consensus: this.consensus[uid]!,
      incentive: this.incentive[uid]!,
      dividends: this.dividends[uid]!,
      emission: this.emission[uid]!,
      emissionRao: this.emissionRao[uid]!,
      validatorTrust: this.validatorTrust[uid]!,
      validatorPermit: this.validatorPermit[uid] === 1,
      active: this.active[uid] === 1,
      lastUpdate: this.lastUpdate[uid]!,
      axon: axon.isServing ? axon.authority : undefined,
      ...this.#beside(uid)
    }
  }

  /** What a row has from dTAO on. */
  #beside(uid: number): Partial<NeuronRow> {
    const { alphaStake, details, taoStake } = this
    if (alphaStake === undefined || details === undefined || taoStake === undefined) return {}
    const identity = details.identities[uid]?.name
    return {
      alphaStake: alphaStake[uid]!,
      taoStake: taoStake[uid]!,
      registeredAt: details.blockAtRegistration[uid]!,
      ...(identity === undefined || identity === "" ? {} : { identity })
    }
  }

  /** The rows of the `k` neurons with most of something, the first first; of equals the lower uid. */
  top(k: number, by: Measure = "stakes"): ReadonlyArray<NeuronRow> {
    return largest(this[by], k).map((uid) => this.row(uid))
  }

  /** What there is in all. */
  get totals(): Totals {
    return {
      neurons: this.n,
      validators: countOf(this.validatorPermit),
      active: countOf(this.active),
      serving: this.axons.filter(({ isServing }) => isServing).length,
      stakeRao: sumOf(this.stakeRao),
      emissionRao: sumOf(this.emissionRao)
    }
  }

  /** How unevenly something is spread: 0 if all have the same, towards 1 if one has all. */
  gini(by: Measure = "stakes"): number {
    return gini(this[by])
  }

  /** The rows as CSV (RFC 4180), with a line of names before them. */
  toCsv(): string {
    return csvOf(this.rows)
  }

  /** What `JSON.stringify` makes of it: the rows, with amounts in rao as decimal texts. */
  toJSON(): MetagraphJson {
    const { block, details, n, netuid, network } = this
    const names = details === undefined ? {} : { name: details.name, symbol: details.symbol }
    return { network, netuid, block, n, ...names, neurons: this.rows.map(jsonOf) }
  }

  /** What the SDK says of a metagraph. */
  get metadata(): MetagraphMetadata {
    const { block, n, netuid, network } = this
    return { netuid, n, block, network, version: versionText(this.version) }
  }

  /** As the Python SDK prints it. */
  toString(): string {
    return `metagraph(netuid:${this.netuid}, n:${this.n}, block:${this.block}, network:${this.network})`
  }
}

/** `10.2.0` of 10002000. */
const versionText = (version: number): string =>
  [version / 1e6, (version / 1000) % 1000, version % 1000].map(Math.floor).join(".")

/** The stakes of two kinds, as the chain has them; on the root network both are what is staked there. */
const stakesOf = ({ columns, details, netuid }: MetagraphSnapshot) => {
  if (details === undefined) return undefined
  const tao = BigUint64Array.from(details.taoStake)
  if (netuid === ROOT) return { alpha: tao, tao, weighed: tao }
  const alpha = BigUint64Array.from(details.alphaStake)
  return { alpha, tao, weighed: columns.stakeRao.map((total, uid) => (total > alpha[uid]! ? total - alpha[uid]! : 0n)) }
}

const viewsOf = (snapshot: MetagraphSnapshot) => {
  const { columns } = snapshot
  const { axons, coldkeys, hotkeys, length }: NeuronsLiteColumns = columns
  const addresses = once(() => list(length, hotkeys.address))
  const kinds = once(() => stakesOf(snapshot))
  return {
    hotkeys: addresses,
    coldkeys: once(() => list(length, coldkeys.address)),
    axons: once(() => list(length, axons.info)),
    places: once(() => new Map<string, number>(addresses().map((hotkey, uid) => [hotkey, uid]))),
    stakes: once(() => taos(columns.stakeRao)),
    alphaStakeRao: () => kinds()?.alpha,
    taoStakeRao: () => kinds()?.tao,
    alphaStake: once(() => taosOf(kinds()?.alpha)),
    taoStake: once(() => taosOf(kinds()?.weighed)),
    emission: once(() => taos(columns.emissionRao)),
    ranks: once(() => fractions(columns.rank)),
    trust: once(() => fractions(columns.trust)),
    consensus: once(() => fractions(columns.consensus)),
    validatorTrust: once(() => fractions(columns.validatorTrust)),
    incentive: once(() => fractions(columns.incentive)),
    dividends: once(() => fractions(columns.dividends))
  }
}
