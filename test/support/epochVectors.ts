/** The recorded epochs, as the subnets that they start from. */
import type { Subnet } from "../../src/devnet/mathematics/yuma.ts"
import { loadVectors } from "./vectors.ts"

type Pairs<A> = ReadonlyArray<readonly [uid: number, value: A]>

interface Neuron {
  readonly uid: number
  readonly hotkey: string
  readonly coldkey: string
  readonly total_stake: string
  readonly last_update: number
  readonly block_at_registration: number
  readonly validator_permit: boolean
  readonly delegate_take: number | null
  readonly weights: Pairs<number>
  readonly bonds: Pairs<number>
  readonly nominations: ReadonlyArray<readonly [coldkey: string, amount: string]>
}

type Vector = "rank" | "trust" | "consensus" | "incentive" | "dividends" | "validator_trust" | "pruning_scores"

interface Recording {
  readonly id: string
  readonly netuid: number
  readonly block: number
  readonly params: {
    readonly tempo: number
    readonly kappa: number
    readonly activity_cutoff: number
    readonly max_allowed_validators: number
    readonly bonds_moving_average: number
  }
  readonly pending_emission: string
  readonly neurons: ReadonlyArray<Neuron>
  readonly expected: Readonly<Record<Vector, ReadonlyArray<number>>> & {
    readonly active: ReadonlyArray<boolean>
    readonly validator_permit: ReadonlyArray<boolean>
    readonly emission: ReadonlyArray<string>
    readonly bonds: Readonly<Record<string, Pairs<number>>>
    readonly loaded_emission: ReadonlyArray<readonly [hotkey: string, server: string, validator: string]>
  }
  readonly expected_next_block: {
    readonly stake: Readonly<Record<string, string>>
    readonly total_hotkey_stake: Readonly<Record<string, string>>
    readonly total_stake_delta: string
  }
  readonly trace_fixed_bits: Readonly<
    Record<"stake" | "active_stake" | "preranks" | "consensus", ReadonlyArray<string>> &
      Record<"weights_normalised" | "ema_bonds_normalised", ReadonlyArray<Pairs<string>>>
  >
}

const subnetOf = ({ block, neurons, params }: Recording): Subnet => ({
  block,
  kappa: params.kappa,
  activityCutoff: params.activity_cutoff,
  maxAllowedValidators: params.max_allowed_validators,
  bondsMovingAverage: BigInt(params.bonds_moving_average),
  stake: neurons.map((neuron) => BigInt(neuron.total_stake)),
  lastUpdate: neurons.map((neuron) => neuron.last_update),
  blockAtRegistration: neurons.map((neuron) => neuron.block_at_registration),
  validatorPermit: neurons.map((neuron) => neuron.validator_permit),
  weights: neurons.map((neuron) => Uint16Array.from(neuron.weights.flat())),
  bonds: neurons.map((neuron) => Uint16Array.from(neuron.bonds.flat()))
})

/** One recorded epoch. */
export interface EpochCase {
  readonly id: string
  readonly data: Recording
  readonly subnet: Subnet
}

/** All of them. */
export const epochCases: ReadonlyArray<EpochCase> = loadVectors<ReadonlyArray<Recording>>(
  "runtime",
  "epoch.json"
).flatMap(({ data }) => data.map((recording) => ({ id: recording.id, data: recording, subnet: subnetOf(recording) })))
