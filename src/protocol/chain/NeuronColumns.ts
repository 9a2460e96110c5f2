/**
 * Neurons by column, for whoever computes with thousands of them: integers as the chain has them in typed arrays, and addresses made only
 * when somebody asks (chain-client.md §5.4, §6.1).
 *
 * @since 0.2.0
 */
import type { Result } from "effect"
import type { AxonInfo } from "../AxonInfo.ts"
import { axonInfoOf, type StoredAxon } from "../internal/chain/axon.ts"
import { decodeBytes } from "../internal/chain/decode.ts"
import { Mismatch } from "../internal/chain/Mismatch.ts"
import { type NeuronCursor, type NeuronSink, type Pairs, walkNeurons } from "../internal/chain/NeuronCursor.ts"
import { encode, type Ss58 } from "../Ss58.ts"
import type { LayoutError } from "./LayoutError.ts"
import type { NeuronOptions } from "./NeuronInfo.ts"

/**
 * Keys of 32 bytes, one after the other.
 *
 * @category models
 */
export interface AccountColumn {
  readonly length: number
  readonly keys: Uint8Array
  /** The address of one of them, made when it is first asked for. Beyond the end it throws a `RangeError`. */
  readonly address: (index: number) => Ss58
}

/**
 * Where axons listen.
 *
 * @category models
 */
export interface AxonColumn {
  readonly length: number
  /** What dendrites take, made when it is asked for. Beyond the end it throws a `RangeError`. */
  readonly info: (index: number) => AxonInfo
}

/**
 * Rows of `(uid, value)` in one piece: row `i` is what lies from `rowStart[i]` up to `rowStart[i + 1]` in `columns` and `values`.
 *
 * @category models
 */
export interface SparseRows {
  /** One more than there are rows. */
  readonly rowStart: Uint32Array
  /** The uid each value is for. As the chain has it: it may be beyond the neurons there are. */
  readonly columns: Uint16Array
  readonly values: Uint16Array
}

/**
 * Neurons by column, in the order of the chain, which is that of the uids. A part of 65535 is that integer.
 *
 * @category models
 */
export interface NeuronsLiteColumns {
  readonly length: number
  readonly uids: Uint16Array
  readonly netuids: Uint16Array
  readonly hotkeys: AccountColumn
  readonly coldkeys: AccountColumn
  readonly axons: AxonColumn
  /** 0 or 1. */
  readonly active: Uint8Array
  /** All that is staked to each hotkey: rao, from dTAO on alpha in rao. */
  readonly stakeRao: BigUint64Array
  readonly rank: Uint16Array
  /** What the last epoch paid: rao, from dTAO on alpha in rao. */
  readonly emissionRao: BigUint64Array
  readonly incentive: Uint16Array
  readonly consensus: Uint16Array
  readonly trust: Uint16Array
  readonly validatorTrust: Uint16Array
  readonly dividends: Uint16Array
  /** Blocks. */
  readonly lastUpdate: Float64Array
  /** 0 or 1. */
  readonly validatorPermit: Uint8Array
  readonly pruningScore: Uint16Array
}

/**
 * The same with weights and bonds.
 *
 * @category models
 */
export interface NeuronsColumns extends NeuronsLiteColumns {
  readonly weights: SparseRows
  readonly bonds: SparseRows
}

const KEY_BYTES = 32
const U64_LIMIT = 1n << 64n

const inside = (index: number, length: number): number => {
  if (!Number.isInteger(index) || index < 0 || index >= length) {
    throw new RangeError(`There is no neuron ${index} among ${length}.`)
  }
  return index
}

/** @internal Keys, one after the other, as a column. */
export const accountsOf = (keys: Uint8Array): AccountColumn => {
  const length = keys.length / KEY_BYTES
  const made: Array<Ss58 | undefined> = []
  return {
    length,
    keys,
    address: (index) => {
      const start = inside(index, length) * KEY_BYTES
      return (made[index] ??= encode(keys.subarray(start, start + KEY_BYTES)))
    }
  }
}

/** The columns while they are filled, and what is not a column yet. */
class Columns implements NeuronSink<NeuronsLiteColumns> {
  readonly #bytes: Uint8Array
  readonly uids: Uint16Array
  readonly netuids: Uint16Array
  readonly hotkeys: Uint8Array
  readonly coldkeys: Uint8Array
  readonly axons: Array<StoredAxon> = []
  readonly active: Uint8Array
  readonly stakeRao: BigUint64Array
  readonly rank: Uint16Array
  readonly emissionRao: BigUint64Array
  readonly incentive: Uint16Array
  readonly consensus: Uint16Array
  readonly trust: Uint16Array
  readonly validatorTrust: Uint16Array
  readonly dividends: Uint16Array
  readonly lastUpdate: Float64Array
  readonly validatorPermit: Uint8Array
  readonly pruningScore: Uint16Array

  constructor(length: number, bytes: Uint8Array) {
    this.#bytes = bytes
    this.uids = new Uint16Array(length)
    this.netuids = new Uint16Array(length)
    this.hotkeys = new Uint8Array(length * KEY_BYTES)
    this.coldkeys = new Uint8Array(length * KEY_BYTES)
    this.active = new Uint8Array(length)
    this.stakeRao = new BigUint64Array(length)
    this.rank = new Uint16Array(length)
    this.emissionRao = new BigUint64Array(length)
    this.incentive = new Uint16Array(length)
    this.consensus = new Uint16Array(length)
    this.trust = new Uint16Array(length)
    this.validatorTrust = new Uint16Array(length)
    this.dividends = new Uint16Array(length)
    this.lastUpdate = new Float64Array(length)
    this.validatorPermit = new Uint8Array(length)
    this.pruningScore = new Uint16Array(length)
  }

  add(neuron: NeuronCursor, index: number): void {
    this.uids[index] = neuron.uid
    this.netuids[index] = neuron.netuid
    this.hotkeys.set(this.#bytes.subarray(neuron.hotkeyAt, neuron.hotkeyAt + KEY_BYTES), index * KEY_BYTES)
    this.coldkeys.set(this.#bytes.subarray(neuron.coldkeyAt, neuron.coldkeyAt + KEY_BYTES), index * KEY_BYTES)
    this.axons.push(neuron.axon)
    this.active[index] = Number(neuron.active)
    // The array would keep what is left beyond 64 bits.
    if (neuron.stake >= U64_LIMIT) throw new Mismatch("the stakes of a neuron add up to more than 64 bits", true)
    this.stakeRao[index] = neuron.stake
    this.rank[index] = neuron.rank
    this.emissionRao[index] = neuron.emission
    this.incentive[index] = neuron.incentive
    this.consensus[index] = neuron.consensus
    this.trust[index] = neuron.trust
    this.validatorTrust[index] = neuron.validatorTrust
    this.dividends[index] = neuron.dividends
    this.lastUpdate[index] = neuron.lastUpdate
    this.validatorPermit[index] = Number(neuron.validatorPermit)
    this.pruningScore[index] = neuron.pruningScore
  }

  finish(): NeuronsLiteColumns {
    const { axons, ...columns } = this
    const { length } = this.uids
    const hotkeys = accountsOf(this.hotkeys)
    const coldkeys = accountsOf(this.coldkeys)
    const info = (index: number) =>
      axonInfoOf(axons[inside(index, length)]!, hotkeys.address(index), coldkeys.address(index))
    return { ...columns, length, hotkeys, coldkeys, axons: { length, info } }
  }
}

/** Rows while they are gathered: how long they are in all is known at the end. */
class Rows {
  readonly #rowStart: Uint32Array
  #row = 0
  #length = 0
  #columns = new Uint16Array(256)
  #values = new Uint16Array(256)

  constructor(rows: number) {
    this.#rowStart = new Uint32Array(rows + 1)
  }

  add({ length, values }: Pairs): void {
    this.#reserve(this.#length + length / 2)
    const columns = this.#columns
    const kept = this.#values
    let end = this.#length
    for (let index = 0; index < length; index += 2) {
      columns[end] = values[index]!
      kept[end++] = values[index + 1]!
    }
    this.#length = end
    this.#rowStart[++this.#row] = end
  }

  #reserve(length: number): void {
    if (length <= this.#columns.length) return
    const size = Math.max(length, this.#columns.length * 2)
    const columns = new Uint16Array(size)
    const values = new Uint16Array(size)
    columns.set(this.#columns)
    values.set(this.#values)
    this.#columns = columns
    this.#values = values
  }

  finish(): SparseRows {
    return {
      rowStart: this.#rowStart,
      columns: this.#columns.slice(0, this.#length),
      values: this.#values.slice(0, this.#length)
    }
  }
}

/**
 * Reads what `NeuronInfoRuntimeApi.get_neurons_lite` answers into columns: the bytes of `decodeNeuronsLite`, many times as fast. From dTAO
 * on the whole answer has this layout, without outer bytes.
 *
 * **Example** (What the validators of a subnet hold)
 *
 * ```ts
 * import { Result } from "effect"
 * import { decodeNeuronsLiteColumns } from "effect-bittensor/protocol/chain/NeuronColumns"
 *
 * export const staked = (bytes: Uint8Array) =>
 *   Result.map(decodeNeuronsLiteColumns(bytes), ({ stakeRao, validatorPermit }) =>
 *     stakeRao.reduce((sum, stake, uid) => (validatorPermit[uid] === 1 ? sum + stake : sum), 0n)
 *   )
 * ```
 *
 * @category decoding
 */
export const decodeNeuronsLiteColumns = (
  bytes: Uint8Array,
  options: NeuronOptions = {}
): Result.Result<NeuronsLiteColumns, LayoutError> =>
  decodeBytes("Vec<NeuronInfoLite>", bytes, (reader) =>
    walkNeurons(reader, { ...options, isFull: false }, (count) => new Columns(count, bytes))
  )

/**
 * Reads what `NeuronInfoRuntimeApi.get_neurons` answers into columns; see {@link decodeNeuronsLiteColumns}.
 *
 * @category decoding
 */
export const decodeNeuronsColumns = (
  bytes: Uint8Array,
  options: NeuronOptions = {}
): Result.Result<NeuronsColumns, LayoutError> =>
  decodeBytes("Vec<NeuronInfo>", bytes, (reader) =>
    walkNeurons(reader, { ...options, isFull: true }, (count) => {
      const columns = new Columns(count, bytes)
      const weights = new Rows(count)
      const bonds = new Rows(count)
      return {
        add: (neuron, index) => {
          columns.add(neuron, index)
          weights.add(neuron.weights)
          bonds.add(neuron.bonds)
        },
        finish: () => ({ ...columns.finish(), weights: weights.finish(), bonds: bonds.finish() })
      }
    })
  )
