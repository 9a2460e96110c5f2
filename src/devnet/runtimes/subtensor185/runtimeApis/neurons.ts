/**
 * The neurons of a network.
 *
 * @since 0.2.0
 */
import type { State, StorageItem } from "../../../runtime/storage.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { struct } from "../../../scale/composites.ts"
import { bool, u16, u64 } from "../../../scale/primitives.ts"
import { compact, tuple, vec } from "../../../scale/sequences.ts"
import type { Value } from "../../../scale/Type.ts"
import { AxonInfo, PrometheusInfo, SubtensorModule } from "../pallets/subtensorModule.ts"
import { AccountId } from "../types/names.ts"
import { type Methods, opaque } from "./asked.ts"

const pallet = SubtensorModule.storage

/**
 * Accounts and their stakes.
 *
 * @category types
 */
export const Stakes = vec(tuple(AccountId, compact(u64)))

const lite = {
  hotkey: AccountId,
  coldkey: AccountId,
  uid: compact(u16),
  netuid: compact(u16),
  active: bool,
  axon_info: AxonInfo,
  prometheus_info: PrometheusInfo,
  stake: Stakes,
  rank: compact(u16),
  emission: compact(u64),
  incentive: compact(u16),
  consensus: compact(u16),
  trust: compact(u16),
  validator_trust: compact(u16),
  dividends: compact(u16),
  last_update: compact(u64),
  validator_permit: bool
}

const Row = vec(tuple(compact(u16), compact(u16)))

const pruning_score = compact(u16)

/**
 * A neuron with its weights and bonds.
 *
 * @category types
 */
export const NeuronInfo = struct("pallet_subtensor::neuron_info::NeuronInfo", {
  ...lite,
  weights: Row,
  bonds: Row,
  pruning_score
})

/**
 * A neuron.
 *
 * @category types
 */
export const NeuronInfoLite = struct("pallet_subtensor::neuron_info::NeuronInfoLite", { ...lite, pruning_score })

const Neurons = vec(NeuronInfo)
const NeuronsLite = vec(NeuronInfoLite)

const noAxon = AxonInfo.zero()
const noPrometheus = PrometheusInfo.zero()

type Column<A> = StorageItem<readonly [number], ReadonlyArray<A>, ReadonlyArray<A>>

/** What a network stores of all of its neurons together; a neuron beyond the end of a column has nothing. */
const columnsOf = (state: State, netuid: number) => {
  const column = <A>(item: Column<A>, nothing: A) => {
    const values = item.get(state, netuid)
    return (uid: number): A => values[uid] ?? nothing
  }
  return {
    active: column(pallet.Active, false),
    rank: column(pallet.Rank, 0),
    emission: column(pallet.Emission, 0n),
    incentive: column(pallet.Incentive, 0),
    consensus: column(pallet.Consensus, 0),
    trust: column(pallet.Trust, 0),
    validator_trust: column(pallet.ValidatorTrust, 0),
    dividends: column(pallet.Dividends, 0),
    last_update: column(pallet.LastUpdate, 0n),
    validator_permit: column(pallet.ValidatorPermit, false),
    pruning_score: column(pallet.PruningScores, 0)
  }
}

type Columns = ReturnType<typeof columnsOf>

/** All that nominators have on a hotkey, be it nothing any more. */
const stakeOf = (state: State, hotkey: Hex) =>
  Array.from(pallet.Stake.entries(state, hotkey), ([[, coldkey], stake]) => [coldkey, stake] as const)

const neuronLite = (
  state: State,
  columns: Columns,
  netuid: number,
  uid: number
): Value<typeof NeuronInfoLite> | undefined => {
  if (!pallet.Keys.contains(state, netuid, uid)) return undefined
  const hotkey = pallet.Keys.get(state, netuid, uid)
  return {
    hotkey,
    coldkey: pallet.Owner.get(state, hotkey),
    uid,
    netuid,
    active: columns.active(uid),
    axon_info: pallet.Axons.get(state, netuid, hotkey) ?? noAxon,
    prometheus_info: pallet.Prometheus.get(state, netuid, hotkey) ?? noPrometheus,
    stake: stakeOf(state, hotkey),
    rank: columns.rank(uid),
    emission: columns.emission(uid),
    incentive: columns.incentive(uid),
    consensus: columns.consensus(uid),
    trust: columns.trust(uid),
    validator_trust: columns.validator_trust(uid),
    dividends: columns.dividends(uid),
    last_update: columns.last_update(uid),
    validator_permit: columns.validator_permit(uid),
    pruning_score: columns.pruning_score(uid)
  }
}

type Rows = typeof pallet.Weights

const rowOf = (state: State, rows: Rows, netuid: number, uid: number) =>
  rows.get(state, netuid, uid).filter(([, value]) => value > 0)

const neuron = (state: State, columns: Columns, netuid: number, uid: number): Value<typeof NeuronInfo> | undefined => {
  const known = neuronLite(state, columns, netuid, uid)
  if (known === undefined) return undefined
  const weights = rowOf(state, pallet.Weights, netuid, uid)
  return { ...known, weights, bonds: rowOf(state, pallet.Bonds, netuid, uid) }
}

type Get<A> = (state: State, columns: Columns, netuid: number, uid: number) => A | undefined

/** One neuron, if its network is there. */
const one = <A>(get: Get<A>, state: State, netuid: number, uid: number): A | undefined =>
  pallet.NetworksAdded.get(state, netuid) ? get(state, columnsOf(state, netuid), netuid, uid) : undefined

/** All neurons of a network, up to a uid that has no key. */
const all = <A>(get: Get<A>, state: State, netuid: number): ReadonlyArray<A> => {
  const neurons: Array<A> = []
  if (!pallet.NetworksAdded.get(state, netuid)) return neurons
  const columns = columnsOf(state, netuid)
  const count = pallet.SubnetworkN.get(state, netuid)
  while (neurons.length < count) {
    const next = get(state, columns, netuid, neurons.length)
    if (next === undefined) break
    neurons.push(next)
  }
  return neurons
}

/**
 * What NeuronInfoRuntimeApi does.
 *
 * @category answers
 */
export const neurons: Methods<"NeuronInfoRuntimeApi"> = {
  get_neurons: (asked, { netuid }) => opaque(Neurons, all(neuron, asked, netuid)),
  get_neuron: (asked, { netuid, uid }) => opaque(NeuronInfo, one(neuron, asked, netuid, uid)),
  get_neurons_lite: (asked, { netuid }) => opaque(NeuronsLite, all(neuronLite, asked, netuid)),
  get_neuron_lite: (asked, { netuid, uid }) => opaque(NeuronInfoLite, one(neuronLite, asked, netuid, uid))
}
