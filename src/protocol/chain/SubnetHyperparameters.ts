/**
 * The hyperparameters of a subnet (chain-client.md §5.4, §5.5).
 *
 * @since 0.2.0
 */
import { Result, Schema } from "effect"
import { decodeFirst, decodeValue } from "../internal/chain/decode.ts"
import {
  type Coded,
  compactU16,
  compactU64,
  type Field,
  type Fields,
  fixed,
  flag,
  listOf,
  optional,
  ratio,
  record,
  snakeCase,
  span,
  struct,
  takeVariant,
  text,
  u32,
  under
} from "../internal/chain/fields.ts"
import { Mismatch } from "../internal/chain/Mismatch.ts"
import { Blocks, Ratio, U16, U32, Unsigned } from "../internal/chain/schemas.ts"
import type { LayoutError } from "./LayoutError.ts"

/**
 * The hyperparameters of a subnet, as integers of the chain unless said otherwise. Lengths of time are in blocks, and 2⁵³−1 stands for all
 * that are longer. What only some runtimes have is optional.
 *
 * @category models
 */
export const SubnetHyperparameters = Schema.Struct({
  /** Absent from the third version on (spec 415). */
  rho: Schema.optionalKey(U16),
  /** A part of 65535. */
  kappa: U16,
  immunityPeriod: U16,
  minAllowedWeights: U16,
  /** A part of 65535, which is no limit. */
  maxWeightsLimit: U16,
  tempo: U16,
  /** Absent from the third version on. */
  minDifficulty: Schema.optionalKey(Unsigned),
  /** Absent from the third version on. */
  maxDifficulty: Schema.optionalKey(Unsigned),
  /** What a validator must name to set weights: any number that the owner chose. */
  weightsVersion: Unsigned,
  weightsRateLimit: Blocks,
  /** Absent from the third version on. */
  adjustmentInterval: Schema.optionalKey(U16),
  activityCutoff: Blocks,
  registrationAllowed: Schema.Boolean,
  targetRegsPerInterval: U16,
  /** Rao. */
  minBurn: Unsigned,
  /** Rao. */
  maxBurn: Unsigned,
  /** A part of 10⁶. */
  bondsMovingAvg: Unsigned,
  maxRegsPerBlock: U16,
  servingRateLimit: Blocks,
  maxValidators: U16,
  /** A part of 2⁶⁴−1. Absent from the third version on. */
  adjustmentAlpha: Schema.optionalKey(Unsigned),
  /** Absent from the third version on. */
  difficulty: Schema.optionalKey(Unsigned),
  /** How long weights stay hidden: blocks up to spec 204, epochs from spec 205 on. Absent before commit and reveal. */
  commitRevealPeriod: Schema.optionalKey(Blocks),
  /** Absent before commit and reveal. */
  commitRevealWeightsEnabled: Schema.optionalKey(Schema.Boolean),
  /** A part of 65535, from spec 195 on. */
  alphaHigh: Schema.optionalKey(U16),
  /** A part of 65535, from spec 195 on. */
  alphaLow: Schema.optionalKey(U16),
  /** From spec 195 on. */
  liquidAlphaEnabled: Schema.optionalKey(Schema.Boolean),
  /** A number, with 32 bits after the point. From the second version on. */
  alphaSigmoidSteepness: Schema.optionalKey(Schema.Finite),
  /** From the second version on. */
  yumaVersion: Schema.optionalKey(U16),
  /** From the second version on. */
  subnetIsActive: Schema.optionalKey(Schema.Boolean),
  /** From the second version on. */
  transfersEnabled: Schema.optionalKey(Schema.Boolean),
  /** From the second version on. */
  bondsResetEnabled: Schema.optionalKey(Schema.Boolean),
  /** From the second version on. */
  userLiquidityEnabled: Schema.optionalKey(Schema.Boolean),
  /** Thousandths of the tempo that the activity cutoff is. From the third version on. */
  activityCutoffFactor: Schema.optionalKey(U32),
  /** In blocks. From the third version on. */
  burnHalfLife: Schema.optionalKey(U16),
  /** What a registration multiplies the burn by: a number, with 64 bits after the point. From the third version on. */
  burnIncreaseMult: Schema.optionalKey(Schema.Finite),
  /** From the third version on. */
  ownerCutEnabled: Schema.optionalKey(Schema.Boolean),
  /** From the third version on. */
  ownerCutAutoLockEnabled: Schema.optionalKey(Schema.Boolean),
  /** 0 to 1. From the third version on. */
  minChildkeyTake: Schema.optionalKey(Ratio),
  /** What a later runtime lists and this library has no name for, by the runtime's own name. Fixed-point numbers are numbers. */
  others: Schema.optionalKey(Schema.Record(Schema.String, Schema.Union([Schema.Boolean, Schema.Finite, Schema.BigInt])))
})

/** @category models */
export interface SubnetHyperparameters extends Schema.Schema.Type<typeof SubnetHyperparameters> {}

const first = {
  rho: compactU16,
  kappa: compactU16,
  immunityPeriod: compactU16,
  minAllowedWeights: compactU16,
  maxWeightsLimit: compactU16,
  tempo: compactU16,
  minDifficulty: compactU64,
  maxDifficulty: compactU64,
  weightsVersion: compactU64,
  weightsRateLimit: span,
  adjustmentInterval: compactU16,
  activityCutoff: span,
  registrationAllowed: flag,
  targetRegsPerInterval: compactU16,
  minBurn: compactU64,
  maxBurn: compactU64,
  bondsMovingAvg: compactU64,
  maxRegsPerBlock: compactU16,
  servingRateLimit: span,
  maxValidators: compactU16,
  adjustmentAlpha: compactU64,
  difficulty: compactU64
}
const commitReveal = { commitRevealPeriod: span, commitRevealWeightsEnabled: flag }
const liquidAlpha = { alphaHigh: compactU16, alphaLow: compactU16, liquidAlphaEnabled: flag }

type Of<Fields> = Required<Pick<SubnetHyperparameters, keyof Fields & keyof SubnetHyperparameters>>
type First = Of<typeof first>
type WithCommits = First & Of<typeof commitReveal>
type WithAlpha = WithCommits & Of<typeof liquidAlpha>

/** Specs 195 to 232. */
const with27: Coded<SubnetHyperparameters> = struct<WithAlpha>({ ...first, ...commitReveal, ...liquidAlpha })
/** Spec 185. */
const with24: Coded<SubnetHyperparameters> = struct<WithCommits>({ ...first, ...commitReveal })
/** Specs 143 to 149. */
const with22: Coded<SubnetHyperparameters> = struct<First>(first)

/**
 * Reads what `SubnetInfoRuntimeApi.get_subnet_hyperparams` answered before dTAO, once its outer bytes are off; a subnet that is not there is
 * `undefined`. The structure grew from 22 over 24 to 27 fields, and the bytes do not say which it is: the layout that consumes them all is taken.
 *
 * @category decoding
 */
export const decodeSubnetHyperparameters = (
  bytes: Uint8Array
): Result.Result<SubnetHyperparameters | undefined, LayoutError> =>
  bytes.length === 0
    ? Result.succeed(undefined)
    : decodeFirst("SubnetHyperparams", bytes, [with27.read, with24.read, with22.read])

type Known = Omit<SubnetHyperparameters, "others">

const table: Fields<Known> = {
  ...first,
  rho: optional(first.rho),
  minDifficulty: optional(first.minDifficulty),
  maxDifficulty: optional(first.maxDifficulty),
  adjustmentInterval: optional(first.adjustmentInterval),
  adjustmentAlpha: optional(first.adjustmentAlpha),
  difficulty: optional(first.difficulty),
  commitRevealPeriod: optional(commitReveal.commitRevealPeriod),
  commitRevealWeightsEnabled: optional(commitReveal.commitRevealWeightsEnabled),
  alphaHigh: optional(liquidAlpha.alphaHigh),
  alphaLow: optional(liquidAlpha.alphaLow),
  liquidAlphaEnabled: optional(liquidAlpha.liquidAlphaEnabled),
  alphaSigmoidSteepness: optional(fixed({ bits: 64, fraction: 32, isSigned: true })),
  yumaVersion: optional(compactU16),
  subnetIsActive: optional(flag),
  transfersEnabled: optional(flag),
  bondsResetEnabled: optional(flag),
  userLiquidityEnabled: optional(flag),
  activityCutoffFactor: optional(u32),
  burnHalfLife: optional(compactU16),
  burnIncreaseMult: optional(fixed({ bits: 128, fraction: 64, isSigned: false })),
  ownerCutEnabled: optional(flag),
  ownerCutAutoLockEnabled: optional(flag),
  minChildkeyTake: optional(ratio)
}
const known: Field<Known> = record<Known>(table)
const knownNames = new Set(Object.keys(table).map(snakeCase))

const entries = listOf(
  record<{ readonly name: string; readonly value: ReturnType<typeof takeVariant> }>({
    name: text,
    value: { take: takeVariant }
  })
)

type Other = boolean | number | bigint
const points: ReadonlyMap<string, Field<Other>> = new Map([
  ["I32F32", fixed({ bits: 64, fraction: 32, isSigned: true })],
  ["U64F64", fixed({ bits: 128, fraction: 64, isSigned: false })]
])
const plain: Field<Other> = {
  take: (value) => {
    if (typeof value === "boolean" || typeof value === "bigint") return value
    if (typeof value === "number" && Number.isFinite(value)) return value
    throw new Mismatch("a boolean or a number was expected")
  }
}

/** The third version: a list of names and values, so that a runtime can add to it. */
const fromEntries = (list: unknown): SubnetHyperparameters => {
  const found: Record<string, unknown> = {}
  const rest: Array<readonly [string, Other]> = []
  for (const { name, value } of entries.take(list)) {
    if (knownNames.has(name)) found[name] = value.value
    // An error does not repeat a name that a stranger chose.
    else rest.push([name, under("*", value.value, points.get(value.type) ?? plain)])
  }
  // `fromEntries` defines own properties, whatever a node calls them.
  return { ...known.take(found), ...(rest.length === 0 ? {} : { others: Object.fromEntries(rest) }) }
}

/**
 * Takes hyperparameters that metadata decoded, of any version: the structures of `get_subnet_hyperparams` and `…_v2`, and the list of
 * names and values of `…_v3`.
 *
 * @category decoding
 */
export const hyperparametersFromRuntime = (value: unknown): Result.Result<SubnetHyperparameters, LayoutError> =>
  decodeValue("SubnetHyperparams", value, (found) => (Array.isArray(found) ? fromEntries(found) : known.take(found)))
