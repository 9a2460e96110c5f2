/**
 * All that the chain tells of a subnet at once (chain-client.md §5.5).
 *
 * @since 0.2.0
 */
import { type Result, Schema, Struct } from "effect"
import { AxonInfo } from "../AxonInfo.ts"
import { axonInfoOf, storedAxon, type StoredAxon } from "../internal/chain/axon.ts"
import { decodeValue } from "../internal/chain/decode.ts"
import {
  account,
  bytes,
  compactBlock,
  compactU16,
  compactU64,
  type Field,
  type Fields,
  fixed,
  flag,
  listOf,
  maybe,
  optional,
  pairOf,
  record,
  span,
  text
} from "../internal/chain/fields.ts"
import { Mismatch } from "../internal/chain/Mismatch.ts"
import { neuronLists, neuronListSchemas } from "../internal/chain/neuronLists.ts"
import { pool, poolSchemas } from "../internal/chain/pool.ts"
import { Blocks, U16, Unsigned } from "../internal/chain/schemas.ts"
import { Malformed } from "../internal/Malformed.ts"
import { Ss58 } from "../Ss58.ts"
import { ChainIdentity, chainIdentity } from "./ChainIdentity.ts"
import type { LayoutError } from "./LayoutError.ts"
import { SubnetIdentity, subnetIdentity } from "./SubnetIdentity.ts"

const Dividends = Schema.Array(Schema.Tuple([Ss58, Unsigned]))

/**
 * A subnet, its pool, its hyperparameters and its neurons. Lengths of time are in blocks, and 2⁵³−1 stands for all that are longer. From
 * dTAO on (spec 233).
 *
 * @category models
 */
export const MetagraphInfo = Schema.Struct({
  netuid: U16,
  /** A stranger's words. */
  name: Schema.String,
  /** Of its token, such as `α`. */
  symbol: Schema.String,
  /** Absent where the owner wrote nothing. */
  identity: Schema.optionalKey(SubnetIdentity),
  networkRegisteredAt: Blocks,
  ownerHotkey: Ss58,
  ownerColdkey: Ss58,
  /** The block of which all of this is. */
  block: Blocks,
  tempo: U16,
  lastStep: Blocks,
  blocksSinceLastStep: Blocks,
  /** Rao a block. */
  subnetEmission: Unsigned,
  ...poolSchemas,
  /** TAO for one alpha, averaged over time: a number with 32 bits after the point. */
  movingPrice: Schema.Finite,
  rho: U16,
  /** A part of 65535. */
  kappa: U16,
  /** How many weights a validator must set. */
  minAllowedWeights: U16,
  /** A part of 65535, which is no limit. */
  maxWeightsLimit: U16,
  /** What a validator must name to set weights: any number that the owner chose. */
  weightsVersion: Unsigned,
  weightsRateLimit: Blocks,
  activityCutoff: Blocks,
  maxValidators: U16,
  numUids: U16,
  maxUids: U16,
  /** What a registration costs: rao. */
  burn: Unsigned,
  difficulty: Unsigned,
  registrationAllowed: Schema.Boolean,
  powRegistrationAllowed: Schema.Boolean,
  immunityPeriod: U16,
  minDifficulty: Unsigned,
  maxDifficulty: Unsigned,
  /** Rao. */
  minBurn: Unsigned,
  /** Rao. */
  maxBurn: Unsigned,
  /** A part of 2⁶⁴−1. */
  adjustmentAlpha: Unsigned,
  adjustmentInterval: U16,
  targetRegsPerInterval: U16,
  maxRegsPerBlock: U16,
  servingRateLimit: Blocks,
  commitRevealWeightsEnabled: Schema.Boolean,
  /** Epochs. */
  commitRevealPeriod: Blocks,
  liquidAlphaEnabled: Schema.Boolean,
  /** A part of 65535. */
  alphaHigh: U16,
  /** A part of 65535. */
  alphaLow: U16,
  /** A part of 10⁶. */
  bondsMovingAvg: Unsigned,
  /** By uid, as are all lists from here on but the two last. */
  hotkeys: Schema.Array(Ss58),
  coldkeys: Schema.Array(Ss58),
  /** What the holders of the coldkeys wrote about themselves. */
  identities: Schema.Array(Schema.UndefinedOr(ChainIdentity)),
  /** With hotkeys, coldkeys and blocks filled in. */
  axons: Schema.Array(AxonInfo),
  ...neuronListSchemas,
  /** `[hotkey, rao]`. */
  taoDividendsPerHotkey: Dividends,
  /** `[hotkey, alpha in rao]`. */
  alphaDividendsPerHotkey: Dividends
})

/** @category models */
export interface MetagraphInfo extends Schema.Schema.Type<typeof MetagraphInfo> {}

/**
 * Those fields of a {@link MetagraphInfo} that were asked for, by {@link metagraphIndexes}, and two that only come when they are.
 *
 * @category models
 */
export const SelectiveMetagraph = Schema.Struct({
  ...Struct.map(MetagraphInfo.fields, Schema.optionalKey),
  netuid: U16,
  identity: MetagraphInfo.fields.identity,
  /** The uids that may validate. */
  validators: Schema.optionalKey(Schema.Array(U16)),
  /** What hotkeys committed to the chain, `[hotkey, bytes]`. */
  commitments: Schema.optionalKey(Schema.Array(Schema.Tuple([Ss58, Schema.Uint8Array])))
})

/** @category models */
export interface SelectiveMetagraph extends Schema.Schema.Type<typeof SelectiveMetagraph> {}

const dividends = listOf(pairOf(account, compactU64))

/** An axon is whole only with its neuron's keys, which lie in other lists. */
type Stored = Omit<MetagraphInfo, "axons"> & { readonly axons: ReadonlyArray<StoredAxon> }
type SelectiveStored = Omit<SelectiveMetagraph, "axons"> & { readonly axons?: ReadonlyArray<StoredAxon> }

/** In the order of the chain, which is what {@link metagraphIndexes} counts. */
const table: Fields<Stored> = {
  netuid: compactU16,
  name: text,
  symbol: text,
  identity: optional(subnetIdentity),
  networkRegisteredAt: compactBlock,
  ownerHotkey: account,
  ownerColdkey: account,
  block: compactBlock,
  tempo: compactU16,
  lastStep: compactBlock,
  blocksSinceLastStep: span,
  subnetEmission: compactU64,
  ...pool,
  movingPrice: fixed({ bits: 128, fraction: 32, isSigned: true }),
  rho: compactU16,
  kappa: compactU16,
  minAllowedWeights: compactU16,
  maxWeightsLimit: compactU16,
  weightsVersion: compactU64,
  weightsRateLimit: span,
  activityCutoff: span,
  maxValidators: compactU16,
  numUids: compactU16,
  maxUids: compactU16,
  burn: compactU64,
  difficulty: compactU64,
  registrationAllowed: flag,
  powRegistrationAllowed: flag,
  immunityPeriod: compactU16,
  minDifficulty: compactU64,
  maxDifficulty: compactU64,
  minBurn: compactU64,
  maxBurn: compactU64,
  adjustmentAlpha: compactU64,
  adjustmentInterval: compactU16,
  targetRegsPerInterval: compactU16,
  maxRegsPerBlock: compactU16,
  servingRateLimit: span,
  commitRevealWeightsEnabled: flag,
  commitRevealPeriod: span,
  liquidAlphaEnabled: flag,
  alphaHigh: compactU16,
  alphaLow: compactU16,
  bondsMovingAvg: compactU64,
  hotkeys: listOf(account),
  coldkeys: listOf(account),
  identities: listOf(maybe(chainIdentity)),
  axons: listOf(storedAxon),
  ...neuronLists,
  taoDividendsPerHotkey: dividends,
  alphaDividendsPerHotkey: dividends
}

const metagraph: Field<Stored> = record<Stored>(table)

/** The same fields, each of which may be absent, but for the netuid. */
const optionalTable = Object.fromEntries(
  Object.entries<Field<unknown>>(table).map(([name, field]) => [name, name === "netuid" ? field : optional(field)])
) as Fields<Omit<SelectiveStored, "validators" | "commitments">>

const selective: Field<SelectiveStored> = record<SelectiveStored>({
  ...optionalTable,
  validators: optional(listOf(compactU16)),
  commitments: optional(listOf(pairOf(account, bytes)))
})

/**
 * The number of each field of a {@link SelectiveMetagraph}, by which `get_selective_metagraph` is asked for it. The netuid always comes.
 *
 * **Example** (The hotkeys and their axons)
 *
 * ```ts run
 * import { metagraphIndexes } from "effect-bittensor/protocol/chain/MetagraphInfo"
 *
 * const ask = [metagraphIndexes.hotkeys, metagraphIndexes.axons] // => [52, 55]
 * ```
 *
 * @category models
 */
export const metagraphIndexes = Object.fromEntries(
  [...Object.keys(table), "validators", "commitments"].map((name, index) => [name, index])
) as { readonly [field in keyof SelectiveMetagraph]-?: number }

const wholeAxons = (
  axons: ReadonlyArray<StoredAxon>,
  hotkeys: ReadonlyArray<Ss58> | undefined,
  coldkeys: ReadonlyArray<Ss58> | undefined
): ReadonlyArray<AxonInfo> => {
  if (hotkeys === undefined) {
    throw Malformed.under("axons", new Mismatch("axons without hotkeys are nobody's: ask for the hotkeys as well"))
  }
  for (const [name, keys] of Object.entries({ hotkeys, coldkeys })) {
    if (keys !== undefined && keys.length !== axons.length) {
      throw Malformed.under(name, new Mismatch(`${keys.length} keys for ${axons.length} axons`))
    }
  }
  return axons.map((axon, uid) => axonInfoOf(axon, hotkeys[uid]!, coldkeys?.[uid]))
}

/**
 * Takes a `Metagraph` that metadata decoded: of `get_metagraph`, `get_mechagraph` and those for all subnets.
 *
 * @category decoding
 */
export const metagraphFromRuntime = (value: unknown): Result.Result<MetagraphInfo, LayoutError> =>
  decodeValue("Metagraph", value, (found) => {
    const stored = metagraph.take(found)
    return { ...stored, axons: wholeAxons(stored.axons, stored.hotkeys, stored.coldkeys) }
  })

/**
 * Takes a `SelectiveMetagraph` that metadata decoded. Who asks for axons must ask for hotkeys too, and for coldkeys if he wants them in the axons.
 *
 * @category decoding
 */
export const selectiveMetagraphFromRuntime = (value: unknown): Result.Result<SelectiveMetagraph, LayoutError> =>
  decodeValue("SelectiveMetagraph", value, (found) => {
    const { axons, ...rest } = selective.take(found)
    return axons === undefined ? rest : { ...rest, axons: wholeAxons(axons, rest.hotkeys, rest.coldkeys) }
  })
