/**
 * Neurons: who holds which uid of a subnet, and how it fares (chain-client.md §5.4, §5.6).
 *
 * The layout is that of the runtimes of spec 121 and later. From spec 233 on the same structure comes without the outer bytes and with
 * metadata; {@link neuronLiteFromRuntime} takes what metadata decoded.
 *
 * @since 0.2.0
 */
import { type Result, Schema } from "effect"
import { AxonInfo } from "../AxonInfo.ts"
import type { AnswerReader } from "../internal/chain/AnswerReader.ts"
import { type AxonLayout, axonInfoOf, storedAxon, type StoredAxon } from "../internal/chain/axon.ts"
import { decodeBytes, decodePresent, decodeValue } from "../internal/chain/decode.ts"
import {
  account,
  compactBlock,
  compactU16,
  compactU64,
  type Fields,
  flag,
  listOf,
  named,
  pairOf,
  ratio,
  record
} from "../internal/chain/fields.ts"
import { NeuronCursor, type NeuronLayout, type Pairs, walkNeurons } from "../internal/chain/NeuronCursor.ts"
import { storedPrometheus, type StoredPrometheus } from "../internal/chain/prometheus.ts"
import { Blocks, Ratio, U16, Unsigned } from "../internal/chain/schemas.ts"
import { Ss58 } from "../Ss58.ts"
import type { LayoutError } from "./LayoutError.ts"
import { PrometheusInfo, prometheusInfoOf } from "./PrometheusInfo.ts"

/**
 * A neuron without its weights and bonds.
 *
 * @category models
 */
export const NeuronInfoLite = Schema.Struct({
  hotkey: Ss58,
  coldkey: Ss58,
  uid: U16,
  netuid: U16,
  /** Whether its last update lies within the subnet's activity cutoff. */
  active: Schema.Boolean,
  /** Where its axon listens, with hotkey, coldkey and block filled in. */
  axonInfo: AxonInfo,
  prometheusInfo: PrometheusInfo,
  /** All that is staked to the hotkey: rao, from dTAO on (spec 233) the subnet's alpha in rao. */
  stake: Unsigned,
  /** Who stakes how much of it, in the order of the chain. From dTAO on one entry: the owner's coldkey. */
  stakes: Schema.Array(Schema.Tuple([Ss58, Unsigned])),
  /** 0 to 1. From spec 401 on always 0. */
  rank: Ratio,
  /** What its last epoch earned: rao, from dTAO on alpha in rao. */
  emission: Unsigned,
  /** 0 to 1. */
  incentive: Ratio,
  /** 0 to 1. */
  consensus: Ratio,
  /** 0 to 1. From spec 401 on always 0. */
  trust: Ratio,
  /** 0 to 1. */
  validatorTrust: Ratio,
  /** 0 to 1. */
  dividends: Ratio,
  /** The block in which it last set weights, or was registered. */
  lastUpdate: Blocks,
  validatorPermit: Schema.Boolean,
  /** As the chain has it, 0 to 65535. From spec 401 on always 65535. */
  pruningScore: U16,
  /** Tells a neuron from {@link nullNeuron}. */
  isNull: Schema.Literal(false)
})

/** @category models */
export interface NeuronInfoLite extends Schema.Schema.Type<typeof NeuronInfoLite> {}

const Row = Schema.Array(Schema.Tuple([U16, U16]))

/**
 * A neuron with its weights and bonds.
 *
 * @category models
 */
export const NeuronInfo = Schema.Struct({
  ...NeuronInfoLite.fields,
  /** The weights it has set, `[uid, weight]`, as the chain has them: 0 to 65535, the largest is 65535. */
  weights: Row,
  /** Its bonds, `[uid, bond]`, as the chain has them: 0 to 65535. */
  bonds: Row
})

/** @category models */
export interface NeuronInfo extends Schema.Schema.Type<typeof NeuronInfo> {}

/**
 * What stands where there is no neuron: no axon, no exporter, and 48 zeros, which are no address, for both keys.
 *
 * @category models
 */
export interface NullNeuron extends Omit<NeuronInfo, "hotkey" | "coldkey" | "isNull" | "axonInfo" | "prometheusInfo"> {
  readonly hotkey: string
  readonly coldkey: string
  readonly isNull: true
}

const NO_ADDRESS = "0".repeat(48)

/**
 * The neuron of an unknown uid or hotkey, as the Python SDK has it (chain-client.md §2.1).
 *
 * @category models
 */
export const nullNeuron: NullNeuron = {
  hotkey: NO_ADDRESS,
  coldkey: NO_ADDRESS,
  uid: 0,
  netuid: 0,
  active: false,
  stake: 0n,
  stakes: [],
  rank: 0,
  emission: 0n,
  incentive: 0,
  consensus: 0,
  trust: 0,
  validatorTrust: 0,
  dividends: 0,
  lastUpdate: 0,
  validatorPermit: false,
  weights: [],
  bonds: [],
  pruningScore: 0,
  isNull: true
}

/**
 * What the bytes of a neuron do not say of themselves.
 *
 * @category models
 */
export interface NeuronOptions extends AxonLayout {}

const rowOf = ({ length, values }: Pairs): Array<[number, number]> => {
  const row: Array<[number, number]> = []
  for (let index = 0; index < length; index += 2) row.push([values[index]!, values[index + 1]!])
  return row
}

const liteOf = (reader: AnswerReader, neuron: NeuronCursor): NeuronInfoLite => {
  const hotkey = reader.addressAt(neuron.hotkeyAt)
  const coldkey = reader.addressAt(neuron.coldkeyAt)
  return {
    hotkey,
    coldkey,
    uid: neuron.uid,
    netuid: neuron.netuid,
    active: neuron.active,
    axonInfo: axonInfoOf(neuron.axon, hotkey, coldkey),
    prometheusInfo: prometheusInfoOf(neuron.prometheus),
    stake: neuron.stake,
    stakes: neuron.stakes.map((stake, index) => [reader.addressAt(neuron.stakerAt[index]!), stake]),
    rank: neuron.rank / 0xffff,
    emission: neuron.emission,
    incentive: neuron.incentive / 0xffff,
    consensus: neuron.consensus / 0xffff,
    trust: neuron.trust / 0xffff,
    validatorTrust: neuron.validatorTrust / 0xffff,
    dividends: neuron.dividends / 0xffff,
    lastUpdate: neuron.lastUpdate,
    validatorPermit: neuron.validatorPermit,
    pruningScore: neuron.pruningScore,
    isNull: false
  }
}

const fullOf = (reader: AnswerReader, neuron: NeuronCursor): NeuronInfo => ({
  ...liteOf(reader, neuron),
  weights: rowOf(neuron.weights),
  bonds: rowOf(neuron.bonds)
})

type RowOf<A> = (reader: AnswerReader, neuron: NeuronCursor) => A

const rows =
  <A>(layout: NeuronLayout, rowOf: RowOf<A>) =>
  (reader: AnswerReader): Array<A> =>
    walkNeurons(reader, layout, () => {
      const neurons: Array<A> = []
      return { add: (neuron) => neurons.push(rowOf(reader, neuron)), finish: () => neurons }
    })

const one =
  <A>(layout: NeuronLayout, rowOf: RowOf<A>) =>
  (reader: AnswerReader): A => {
    const neuron = new NeuronCursor(layout)
    neuron.read(reader)
    return rowOf(reader, neuron)
  }

/**
 * Reads what `NeuronInfoRuntimeApi.get_neurons_lite` answers, once its outer bytes are off (`unwrapBytes`). A subnet that is not there has none.
 *
 * **Example** (No neurons)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { decodeNeuronsLite } from "effect-bittensor/protocol/chain/NeuronInfo"
 * import { unwrapBytes } from "effect-bittensor/protocol/chain/unwrapBytes"
 *
 * const inner = Result.getOrThrow(unwrapBytes(Uint8Array.of(0x04, 0x00)))
 * Result.getOrThrow(decodeNeuronsLite(inner)) // => []
 * ```
 *
 * @category decoding
 */
export const decodeNeuronsLite = (
  bytes: Uint8Array,
  options: NeuronOptions = {}
): Result.Result<ReadonlyArray<NeuronInfoLite>, LayoutError> =>
  decodeBytes("Vec<NeuronInfoLite>", bytes, rows({ ...options, isFull: false }, liteOf))

/**
 * Reads what `get_neuron_lite` answers; a uid that is not there is `undefined`.
 *
 * @category decoding
 */
export const decodeNeuronLite = (
  bytes: Uint8Array,
  options: NeuronOptions = {}
): Result.Result<NeuronInfoLite | undefined, LayoutError> =>
  decodePresent("NeuronInfoLite", bytes, one({ ...options, isFull: false }, liteOf))

/**
 * Reads what `get_neurons` answers.
 *
 * @category decoding
 */
export const decodeNeurons = (
  bytes: Uint8Array,
  options: NeuronOptions = {}
): Result.Result<ReadonlyArray<NeuronInfo>, LayoutError> =>
  decodeBytes("Vec<NeuronInfo>", bytes, rows({ ...options, isFull: true }, fullOf))

/**
 * Reads what `get_neuron` answers; a uid that is not there is `undefined`.
 *
 * @category decoding
 */
export const decodeNeuron = (
  bytes: Uint8Array,
  options: NeuronOptions = {}
): Result.Result<NeuronInfo | undefined, LayoutError> =>
  decodePresent("NeuronInfo", bytes, one({ ...options, isFull: true }, fullOf))

type Derived = "stake" | "stakes" | "axonInfo" | "prometheusInfo" | "isNull"
interface Decoded extends Omit<NeuronInfoLite, Derived> {
  readonly axon: StoredAxon
  readonly prometheus: StoredPrometheus
  readonly stakes: NeuronInfoLite["stakes"]
}

const decoded: Fields<Decoded> = {
  hotkey: account,
  coldkey: account,
  uid: compactU16,
  netuid: compactU16,
  active: flag,
  axon: named(storedAxon, "axon_info"),
  prometheus: named(storedPrometheus, "prometheus_info"),
  stakes: named(listOf(pairOf(account, compactU64)), "stake"),
  rank: ratio,
  emission: compactU64,
  incentive: ratio,
  consensus: ratio,
  trust: ratio,
  validatorTrust: ratio,
  dividends: ratio,
  lastUpdate: compactBlock,
  validatorPermit: flag,
  pruningScore: compactU16
}

const finished = <A extends Decoded>({ axon, prometheus, ...rest }: A) => ({
  ...rest,
  axonInfo: axonInfoOf(axon, rest.hotkey, rest.coldkey),
  prometheusInfo: prometheusInfoOf(prometheus),
  stake: rest.stakes.reduce((sum, [, stake]) => sum + stake, 0n),
  isNull: false as const
})

const row = listOf(pairOf(compactU16, compactU16))
const lite = record<Decoded>(decoded)
const full = record<Decoded & Pick<NeuronInfo, "weights" | "bonds">>({ ...decoded, weights: row, bonds: row })

/**
 * Takes a `NeuronInfoLite` that metadata decoded.
 *
 * @category decoding
 */
export const neuronLiteFromRuntime = (value: unknown): Result.Result<NeuronInfoLite, LayoutError> =>
  decodeValue("NeuronInfoLite", value, (found) => finished(lite.take(found)))

/**
 * Takes a `NeuronInfo` that metadata decoded.
 *
 * @category decoding
 */
export const neuronFromRuntime = (value: unknown): Result.Result<NeuronInfo, LayoutError> =>
  decodeValue("NeuronInfo", value, (found) => finished(full.take(found)))
