/**
 * What the chain keeps about a subnet (chain-client.md §5.4, §5.5).
 *
 * @since 0.2.0
 */
import { Result, Schema } from "effect"
import type { AnswerReader } from "../internal/chain/AnswerReader.ts"
import { decodeFirst, decodeValue } from "../internal/chain/decode.ts"
import {
  account,
  type Coded,
  compactU16,
  compactU64,
  type Field,
  type Fields,
  list,
  named,
  optional,
  pair,
  record,
  span,
  struct,
  u16
} from "../internal/chain/fields.ts"
import { Blocks, Ratio, U16, Unsigned } from "../internal/chain/schemas.ts"
import { Ss58 } from "../Ss58.ts"
import type { LayoutError } from "./LayoutError.ts"
import { SubnetIdentity, subnetIdentity } from "./SubnetIdentity.ts"

/**
 * A subnet. Lengths of time are in blocks, and 2⁵³−1 stands for all that are longer.
 *
 * @category models
 */
export const SubnetInfo = Schema.Struct({
  netuid: U16,
  rho: U16,
  /** As the chain has it: a part of 65535. */
  kappa: U16,
  /** Of the proof of work of a registration. */
  difficulty: Unsigned,
  immunityPeriod: U16,
  maxAllowedValidators: U16,
  minAllowedWeights: U16,
  /** As the chain has it: a part of 65535, which is no limit. */
  maxWeightsLimit: U16,
  /** In hundredths. */
  scalingLawPower: U16,
  /** How many neurons there are. */
  subnetworkN: U16,
  /** How many neurons there may be. */
  maxAllowedUids: U16,
  blocksSinceLastStep: Blocks,
  tempo: U16,
  networkModality: U16,
  /** Other subnets that a neuron must be in, `[netuid, requirement]`, the latter 0 to 1. No runtime since spec 143 has any. */
  networkConnect: Schema.Array(Schema.Tuple([U16, Ratio])),
  /** Rao a block before dTAO; 0 from there on. */
  emissionValue: Unsigned,
  /** What a registration costs: rao. */
  burn: Unsigned,
  /** The coldkey that holds the subnet. Absent before spec 143. */
  owner: Schema.optionalKey(Ss58),
  /** What the owner wrote about it, where the second version of the structure was asked for and he did. */
  identity: Schema.optionalKey(SubnetIdentity),
  /** Before spec 143 only. */
  validatorBatchSize: Schema.optionalKey(U16),
  /** Before spec 143 only. */
  validatorSequenceLength: Schema.optionalKey(U16),
  /** Before spec 143 only. */
  validatorEpochsPerReset: Schema.optionalKey(U16),
  /** Before spec 143 only. */
  validatorEpochLength: Schema.optionalKey(U16),
  /** In hundredths; before spec 143 only. */
  synergyScalingLawPower: Schema.optionalKey(U16)
})

/** @category models */
export interface SubnetInfo extends Schema.Schema.Type<typeof SubnetInfo> {}

/**
 * A subnet, and where it lies in the list that was answered.
 *
 * @category models
 */
export interface PlacedSubnetInfo {
  readonly position: number
  readonly info: SubnetInfo
}

const ratioU16: Coded<number> = {
  read: (reader) => u16.read(reader) / 0xffff,
  take: (value) => u16.take(value) / 0xffff
}
const head = {
  netuid: compactU16,
  rho: compactU16,
  kappa: compactU16,
  difficulty: compactU64,
  immunityPeriod: compactU16
}
const limits = {
  maxAllowedValidators: compactU16,
  minAllowedWeights: compactU16,
  maxWeightsLimit: compactU16,
  scalingLawPower: compactU16
}
const tail = {
  subnetworkN: compactU16,
  maxAllowedUids: compactU16,
  blocksSinceLastStep: span,
  tempo: compactU16,
  networkModality: compactU16,
  networkConnect: list(pair(u16, ratioU16), 4),
  emissionValue: named(compactU64, "emission_value", "emission_values"),
  burn: compactU64
}

type Validators =
  | "validatorBatchSize"
  | "validatorSequenceLength"
  | "validatorEpochsPerReset"
  | "validatorEpochLength"
  | "synergyScalingLawPower"
type Owned = Omit<SubnetInfo, "identity" | Validators>

/** From spec 143 on. */
const owned: Coded<SubnetInfo> = struct<Required<Owned>>({ ...head, ...limits, ...tail, owner: account })

/** Spec 121. */
const early: Coded<SubnetInfo> = struct<Required<Omit<SubnetInfo, "identity" | "owner">>>({
  ...head,
  validatorBatchSize: compactU16,
  validatorSequenceLength: compactU16,
  validatorEpochsPerReset: compactU16,
  validatorEpochLength: compactU16,
  ...limits,
  synergyScalingLawPower: compactU16,
  ...tail
})

const decoded: Field<SubnetInfo> = record<Owned & Pick<SubnetInfo, "identity">>({
  ...head,
  ...limits,
  ...tail,
  owner: account,
  identity: optional(subnetIdentity)
} satisfies Fields<Owned & Pick<SubnetInfo, "identity">>)

/**
 * Reads what `SubnetInfoRuntimeApi.get_subnet_info` answered before dTAO, once its outer bytes are off; a subnet that is not there is
 * `undefined`. Both layouts are known, that of spec 121 and that from spec 143 on; the one that consumes every byte is taken.
 *
 * @category decoding
 */
export const decodeSubnetInfo = (bytes: Uint8Array): Result.Result<SubnetInfo | undefined, LayoutError> =>
  bytes.length === 0 ? Result.succeed(undefined) : decodeFirst("SubnetInfo", bytes, [owned.read, early.read])

/** Netuids that are free are in the list too, as an empty option. */
const placed =
  (layout: Coded<SubnetInfo>) =>
  (reader: AnswerReader): Array<PlacedSubnetInfo> => {
    const length = reader.length(1)
    const found: Array<PlacedSubnetInfo> = []
    for (let position = 0; position < length; position++) {
      if (reader.flag()) found.push({ position, info: layout.read(reader) })
    }
    return found
  }

/**
 * Reads what `get_subnets_info` answered before dTAO: the subnets that are there, each with its place in the list.
 *
 * @category decoding
 */
export const decodeSubnetsInfo = (bytes: Uint8Array): Result.Result<ReadonlyArray<PlacedSubnetInfo>, LayoutError> =>
  decodeFirst("Vec<Option<SubnetInfo>>", bytes, [placed(owned), placed(early)])

/**
 * Takes a `SubnetInfo` or `SubnetInfov2` that metadata decoded.
 *
 * @category decoding
 */
export const subnetInfoFromRuntime = (value: unknown): Result.Result<SubnetInfo, LayoutError> =>
  decodeValue("SubnetInfo", value, decoded.take)
