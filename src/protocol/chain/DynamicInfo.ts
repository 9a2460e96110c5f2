/**
 * A subnet's token and its pool (chain-client.md §5.5, §5.6).
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
  fixed,
  optional,
  record,
  span,
  text
} from "../internal/chain/fields.ts"
import { pool, poolSchemas } from "../internal/chain/pool.ts"
import { Blocks, U16, Unsigned } from "../internal/chain/schemas.ts"
import { Ss58 } from "../Ss58.ts"
import type { LayoutError } from "./LayoutError.ts"
import { SubnetIdentity, subnetIdentity } from "./SubnetIdentity.ts"

/**
 * A subnet's token, and the pool in which it is exchanged for TAO. From dTAO on (spec 233).
 *
 * @category models
 */
export const DynamicInfo = Schema.Struct({
  netuid: U16,
  ownerHotkey: Ss58,
  ownerColdkey: Ss58,
  /** A stranger's words. */
  subnetName: Schema.String,
  /** One of the chain's symbols, such as `α`. */
  tokenSymbol: Schema.String,
  tempo: U16,
  lastStep: Blocks,
  blocksSinceLastStep: Blocks,
  /** Rao a block. */
  emission: Unsigned,
  ...poolSchemas,
  networkRegisteredAt: Blocks,
  /** Absent where the owner wrote nothing. */
  subnetIdentity: Schema.optionalKey(SubnetIdentity),
  /** TAO for one alpha, averaged over time: a number with 32 bits after the point. */
  movingPrice: Schema.Finite
})

/** @category models */
export interface DynamicInfo extends Schema.Schema.Type<typeof DynamicInfo> {}

const dynamicInfo: Field<DynamicInfo> = record<DynamicInfo>({
  netuid: compactU16,
  ownerHotkey: account,
  ownerColdkey: account,
  subnetName: text,
  tokenSymbol: text,
  tempo: compactU16,
  lastStep: compactBlock,
  blocksSinceLastStep: span,
  emission: compactU64,
  ...pool,
  networkRegisteredAt: compactBlock,
  subnetIdentity: optional(subnetIdentity),
  movingPrice: fixed({ bits: 128, fraction: 32, isSigned: true })
})

/**
 * Takes a `DynamicInfo` that metadata decoded.
 *
 * @category decoding
 */
export const dynamicInfoFromRuntime = (value: unknown): Result.Result<DynamicInfo, LayoutError> =>
  decodeValue("DynamicInfo", value, dynamicInfo.take)
