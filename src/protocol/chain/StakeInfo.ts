/**
 * What a coldkey stakes to a hotkey (chain-client.md §5.4, §5.5).
 *
 * @since 0.2.0
 */
import { type Result, Schema } from "effect"
import { decodeBytes, decodeValue } from "../internal/chain/decode.ts"
import {
  account,
  type Coded,
  compactU16,
  compactU64,
  type Field,
  flag,
  list,
  listOf,
  optional,
  pair,
  pairOf,
  record,
  struct
} from "../internal/chain/fields.ts"
import { U16, Unsigned } from "../internal/chain/schemas.ts"
import { Ss58 } from "../Ss58.ts"
import type { LayoutError } from "./LayoutError.ts"

/**
 * What one coldkey stakes to one hotkey, from dTAO on (spec 233) on one subnet.
 *
 * @category models
 */
export const StakeInfo = Schema.Struct({
  hotkey: Ss58,
  coldkey: Ss58,
  /** Rao; from dTAO on alpha of the subnet in rao, which on the root network is TAO. */
  stake: Unsigned,
  /** From dTAO on. */
  netuid: Schema.optionalKey(U16),
  /** Alpha in rao, from dTAO on. */
  locked: Schema.optionalKey(Unsigned),
  /** Alpha in rao that the hotkey last earned, from dTAO on. */
  emission: Schema.optionalKey(Unsigned),
  /** Rao, from spec 244 on. */
  taoEmission: Schema.optionalKey(Unsigned),
  /** Alpha in rao, from dTAO on. */
  drain: Schema.optionalKey(Unsigned),
  /** Whether the hotkey has a uid on the subnet, from dTAO on. */
  isRegistered: Schema.optionalKey(Schema.Boolean)
})

/** @category models */
export interface StakeInfo extends Schema.Schema.Type<typeof StakeInfo> {}

type Early = Pick<StakeInfo, "hotkey" | "coldkey" | "stake">

const KEY_BYTES = 32
const early: Coded<Early> = struct<Early>({ hotkey: account, coldkey: account, stake: compactU64 })
const earlyList = list(early, 2 * KEY_BYTES + 1)

const decoded: Field<StakeInfo> = record<StakeInfo>({
  hotkey: account,
  coldkey: account,
  stake: compactU64,
  netuid: optional(compactU16),
  locked: optional(compactU64),
  emission: optional(compactU64),
  taoEmission: optional(compactU64),
  drain: optional(compactU64),
  isRegistered: optional(flag)
})

/**
 * Reads what `StakeInfoRuntimeApi.get_stake_info_for_coldkey` answered before dTAO, once its outer bytes are off.
 *
 * @category decoding
 */
export const decodeStakeInfos = (bytes: Uint8Array): Result.Result<ReadonlyArray<StakeInfo>, LayoutError> =>
  decodeBytes("Vec<StakeInfo>", bytes, earlyList.read)

const byColdkey = list(pair(account, earlyList), KEY_BYTES + 1)

/**
 * Reads what `get_stake_info_for_coldkeys` answered before dTAO: each coldkey that was asked for with its stakes, in the order of the chain.
 *
 * @category decoding
 */
export const decodeStakeInfosByColdkey = (
  bytes: Uint8Array
): Result.Result<ReadonlyArray<readonly [coldkey: Ss58, stakes: ReadonlyArray<StakeInfo>]>, LayoutError> =>
  decodeBytes("Vec<(AccountId, Vec<StakeInfo>)>", bytes, byColdkey.read)

/**
 * Takes a `StakeInfo` that metadata decoded.
 *
 * @category decoding
 */
export const stakeInfoFromRuntime = (value: unknown): Result.Result<StakeInfo, LayoutError> =>
  decodeValue("StakeInfo", value, decoded.take)

const decodedByColdkey = listOf(pairOf(account, listOf(decoded)))

/**
 * Takes what `get_stake_info_for_coldkeys` answers and metadata decoded: each coldkey with its stakes.
 *
 * @category decoding
 */
export const stakeInfosByColdkeyFromRuntime = (
  value: unknown
): Result.Result<ReadonlyArray<readonly [coldkey: Ss58, stakes: ReadonlyArray<StakeInfo>]>, LayoutError> =>
  decodeValue("Vec<(AccountId, Vec<StakeInfo>)>", value, decodedByColdkey.take)
