/**
 * What several structures tell of a subnet's neurons, in the order of the chain: lists by uid (chain-client.md §5.5), the fields of their
 * schemas, and how each is taken.
 */
import { Schema } from "effect"
import { compactBlock, compactU16, compactU64, flag, listOf, ratio } from "./fields.ts"
import { Blocks, Ratio, U16, Unsigned } from "./schemas.ts"

/** Amounts, one for each neuron. */
export const Amounts = Schema.Array(Unsigned)
const Ratios = Schema.Array(Ratio)

export const neuronListSchemas = {
  active: Schema.Array(Schema.Boolean),
  validatorPermit: Schema.Array(Schema.Boolean),
  /** As the chain has it, 0 to 65535. Empty from spec 401 on. */
  pruningScore: Schema.Array(U16),
  lastUpdate: Schema.Array(Blocks),
  /** Alpha in rao of the last epoch. */
  emission: Amounts,
  /** 0 to 1. */
  dividends: Ratios,
  /** 0 to 1. */
  incentives: Ratios,
  /** 0 to 1. */
  consensus: Ratios,
  /** 0 to 1. Empty from spec 401 on. */
  trust: Ratios,
  /** 0 to 1. Empty from spec 401 on. */
  rank: Ratios,
  blockAtRegistration: Schema.Array(Blocks),
  /** Alpha in rao. */
  alphaStake: Amounts,
  /** Rao, before the weight that TAO has on the subnet. */
  taoStake: Amounts,
  /** What counts in consensus: alpha and weighted TAO, in rao. */
  totalStake: Amounts
}

export const amounts = listOf(compactU64)
const ratios = listOf(ratio)

export const neuronLists = {
  active: listOf(flag),
  validatorPermit: listOf(flag),
  pruningScore: listOf(compactU16),
  lastUpdate: listOf(compactBlock),
  emission: amounts,
  dividends: ratios,
  incentives: ratios,
  consensus: ratios,
  trust: ratios,
  rank: ratios,
  blockAtRegistration: listOf(compactBlock),
  alphaStake: amounts,
  taoStake: amounts,
  totalStake: amounts
}
