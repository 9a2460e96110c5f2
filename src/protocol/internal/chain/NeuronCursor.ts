/**
 * The layout of a neuron (chain-client.md §5.4), written once for the rows and the columns that are made of it: the cursor stands on one
 * neuron after another, and whoever walks takes from it what he needs.
 */
import type { AnswerReader } from "./AnswerReader.ts"
import { AXON_BYTES, type AxonLayout, readAxon, type StoredAxon } from "./axon.ts"
import { PROMETHEUS_BYTES, type StoredPrometheus, storedPrometheus } from "./prometheus.ts"

const KEY_BYTES = 32
/** Each compact integer, flag and length takes one byte at least: 14 of them without weights and bonds. */
const LEAST_BYTES = 2 * KEY_BYTES + AXON_BYTES + PROMETHEUS_BYTES + 14

/** Which of the layouts: `isFull` says whether weights and bonds are there. */
export interface NeuronLayout extends AxonLayout {
  readonly isFull: boolean
}

const unread = { block: 0, version: 0, ip: 0n, port: 0, ipType: 0, protocol: 0 }

/** Pairs of 16-bit integers, one after the other, in an array that is used again for the next neuron. */
export class Pairs {
  values = new Uint16Array(64)
  length = 0

  read(reader: AnswerReader): void {
    const pairs = reader.length(2)
    this.length = pairs * 2
    if (this.values.length < this.length) this.values = new Uint16Array(Math.max(this.length, this.values.length * 2))
    const { values } = this
    for (let index = 0; index < this.length; index++) values[index] = reader.compactU16()
  }
}

/** One neuron as it lies in the bytes. Keys are only located, as an address costs a digest that not everybody needs. */
export class NeuronCursor {
  hotkeyAt = 0
  coldkeyAt = 0
  uid = 0
  netuid = 0
  active = false
  axon: StoredAxon = unread
  prometheus: StoredPrometheus = unread
  /** Where the key of each staking coldkey begins, and what it stakes. */
  stakerAt: Array<number> = []
  stakes: Array<bigint> = []
  /** Of all of them. */
  stake = 0n
  rank = 0
  emission = 0n
  incentive = 0
  consensus = 0
  trust = 0
  validatorTrust = 0
  dividends = 0
  lastUpdate = 0
  validatorPermit = false
  readonly weights = new Pairs()
  readonly bonds = new Pairs()
  pruningScore = 0

  readonly #layout: NeuronLayout
  constructor(layout: NeuronLayout) {
    this.#layout = layout
  }

  /** Reads the next neuron. */
  read(reader: AnswerReader): void {
    this.hotkeyAt = reader.skip(KEY_BYTES)
    this.coldkeyAt = reader.skip(KEY_BYTES)
    this.uid = reader.compactU16()
    this.netuid = reader.compactU16()
    this.active = reader.flag()
    this.axon = readAxon(reader, this.#layout)
    this.prometheus = storedPrometheus.read(reader)
    this.#readStakes(reader)
    this.rank = reader.compactU16()
    this.emission = reader.compactU64()
    this.incentive = reader.compactU16()
    this.consensus = reader.compactU16()
    this.trust = reader.compactU16()
    this.validatorTrust = reader.compactU16()
    this.dividends = reader.compactU16()
    this.lastUpdate = reader.compactBlock()
    this.validatorPermit = reader.flag()
    if (this.#layout.isFull) {
      this.weights.read(reader)
      this.bonds.read(reader)
    }
    this.pruningScore = reader.compactU16()
  }

  #readStakes(reader: AnswerReader): void {
    const stakers = reader.length(KEY_BYTES + 1)
    this.stakerAt = []
    this.stakes = []
    this.stake = 0n
    for (let index = 0; index < stakers; index++) {
      this.stakerAt.push(reader.skip(KEY_BYTES))
      const stake = reader.compactU64()
      this.stakes.push(stake)
      this.stake += stake
    }
  }
}

/** What is made of neurons, one after the other. */
export interface NeuronSink<out A> {
  readonly add: (neuron: NeuronCursor, index: number) => void
  readonly finish: () => A
}

/** Walks through a list of neurons: says how many there are, then stands on each. */
export const walkNeurons = <A>(
  reader: AnswerReader,
  layout: NeuronLayout,
  begin: (count: number) => NeuronSink<A>
): A => {
  const count = reader.length(layout.isFull ? LEAST_BYTES + 2 : LEAST_BYTES)
  const sink = begin(count)
  const neuron = new NeuronCursor(layout)
  for (let index = 0; index < count; index++) {
    neuron.read(reader)
    sink.add(neuron, index)
  }
  return sink.finish()
}
