/**
 * The stakes and scores of a subnet's neurons, by uid (chain-client.md §5.5).
 *
 * @since 0.2.0
 */
import { type Result, Schema } from "effect"
import { decodeValue } from "../internal/chain/decode.ts"
import { account, compactU16, type Field, listOf, record } from "../internal/chain/fields.ts"
import { Amounts, amounts, neuronLists, neuronListSchemas } from "../internal/chain/neuronLists.ts"
import { U16 } from "../internal/chain/schemas.ts"
import { Ss58 } from "../Ss58.ts"
import type { LayoutError } from "./LayoutError.ts"

/**
 * A subnet's neurons: lists with an entry for each uid, empty where the runtime keeps none. From dTAO on (spec 233).
 *
 * @category models
 */
export const SubnetState = Schema.Struct({
  netuid: U16,
  hotkeys: Schema.Array(Ss58),
  coldkeys: Schema.Array(Ss58),
  ...neuronListSchemas,
  /** For each subnet of the chain, what each neuron's hotkey last earned there: alpha in rao. */
  emissionHistory: Schema.Array(Amounts)
})

/** @category models */
export interface SubnetState extends Schema.Schema.Type<typeof SubnetState> {}

const subnetState: Field<SubnetState> = record<SubnetState>({
  netuid: compactU16,
  hotkeys: listOf(account),
  coldkeys: listOf(account),
  ...neuronLists,
  emissionHistory: listOf(amounts)
})

/**
 * Takes a `SubnetState` that metadata decoded.
 *
 * @category decoding
 */
export const subnetStateFromRuntime = (value: unknown): Result.Result<SubnetState, LayoutError> =>
  decodeValue("SubnetState", value, subnetState.take)
