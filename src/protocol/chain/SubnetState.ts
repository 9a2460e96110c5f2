/**
 * The stakes and scores of a subnet's neurons, by uid (chain-client.md §5.5).
 *
 * @since 0.2.0
 */
import { type Result, Schema } from "effect"
import { decodeValue } from "../internal/chain/decode.ts"
import {
  account,
  compactBlock,
  compactU16,
  compactU64,
  type Field,
  flag,
  listOf,
  ratio,
  record
} from "../internal/chain/fields.ts"
import { Blocks, Ratio, U16, Unsigned } from "../internal/chain/schemas.ts"
import { Ss58 } from "../Ss58.ts"
import type { LayoutError } from "./LayoutError.ts"

const Amounts = Schema.Array(Unsigned)
const Ratios = Schema.Array(Ratio)

/**
 * A subnet's neurons: lists with an entry for each uid, empty where the runtime keeps none. From dTAO on (spec 233).
 *
 * @category models
 */
export const SubnetState = Schema.Struct({
  netuid: U16,
  hotkeys: Schema.Array(Ss58),
  coldkeys: Schema.Array(Ss58),
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
  totalStake: Amounts,
  /** For each subnet of the chain, what each neuron's hotkey last earned there: alpha in rao. */
  emissionHistory: Schema.Array(Amounts)
})

/** @category models */
export interface SubnetState extends Schema.Schema.Type<typeof SubnetState> {}

const amounts = listOf(compactU64)
const ratios = listOf(ratio)

const subnetState: Field<SubnetState> = record<SubnetState>({
  netuid: compactU16,
  hotkeys: listOf(account),
  coldkeys: listOf(account),
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
  totalStake: amounts,
  emissionHistory: listOf(amounts)
})

/**
 * Takes a `SubnetState` that metadata decoded.
 *
 * @category decoding
 */
export const subnetStateFromRuntime = (value: unknown): Result.Result<SubnetState, LayoutError> =>
  decodeValue("SubnetState", value, subnetState.take)
