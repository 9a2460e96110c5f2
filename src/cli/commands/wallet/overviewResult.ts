/** What an overview tells: of each subnet, the neurons that are one's own. */
import { Schema } from "effect"
import { AlphaText, TaoText } from "../../subject/values.ts"

const Neuron = Schema.Struct({
  coldkey: Schema.String,
  hotkey: Schema.String,
  uid: Schema.Int,
  is_active: Schema.Boolean,
  /** Before dTAO it is TAO, from there on alpha; the other is `null`. */
  stake_tao: Schema.NullOr(TaoText),
  stake_alpha: Schema.NullOr(AlphaText),
  rank: Schema.Finite,
  trust: Schema.Finite,
  consensus: Schema.Finite,
  incentive: Schema.Finite,
  dividends: Schema.Finite,
  /** Of a block: the epoch's, by the length of the epoch. */
  emission_per_block_tao: Schema.NullOr(TaoText),
  emission_per_block_alpha: Schema.NullOr(AlphaText),
  validator_trust: Schema.Finite,
  validator_permit: Schema.Boolean,
  /** Blocks since it set weights. */
  updated: Schema.Int,
  axon: Schema.NullOr(Schema.String),
  hotkey_address: Schema.String
})

/** @category models */
export type Neuron = typeof Neuron.Type

/** @category formatting */
export const stakeOf = ({ stake_alpha, stake_tao }: Neuron): bigint => stake_tao ?? stake_alpha ?? 0n

/** @category formatting */
export const emissionOf = (neuron: Neuron): bigint =>
  neuron.emission_per_block_tao ?? neuron.emission_per_block_alpha ?? 0n

/** @category schemas */
export const Overview = Schema.Struct({
  network: Schema.String,
  block: Schema.Int,
  wallets: Schema.Array(Schema.Struct({ name: Schema.String, address: Schema.String, balance_tao: TaoText })),
  balance_tao: TaoText,
  subnets: Schema.Array(Schema.Struct({ netuid: Schema.Int, tempo: Schema.Int, neurons: Schema.Array(Neuron) })),
  /** Stake of these coldkeys with hotkeys that are in no table. */
  unregistered: Schema.Array(Schema.Struct({ coldkey: Schema.String, hotkey: Schema.String, stake_tao: TaoText }))
})

/** @category models */
export type Overview = typeof Overview.Type
