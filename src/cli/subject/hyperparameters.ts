/** What a subnet is set to, as a table: of `subnets hyperparameters`, `sudo get`, and before `sudo set` asks. */
import { Effect, Result as Outcome, Schema } from "effect"
import type { SubnetHyperparameters } from "../../protocol/chain/SubnetHyperparameters.ts"
import { Rao, Tao } from "../../protocol/Money.ts"
import { Subtensor } from "../../services/Subtensor.ts"
import { notFound } from "../frame/Failure.ts"
import type { Pen } from "../terminal/Pen.ts"

/** Numbers that may be above 2⁵³ are decimal text. */
const Value = Schema.Union([Schema.Boolean, Schema.Finite, Schema.String])

/** @category models */
type Value = typeof Value.Type

/** @category schemas */
export const Row = Schema.Struct({
  hyperparameter: Schema.String,
  /** As the chain has it: lengths of time in blocks, amounts in rao. */
  value: Value,
  /** The same as people mean it: parts of their whole, amounts in TAO. */
  normalized_value: Value,
  unit: Schema.NullOr(Schema.Literal("tao"))
})

/** @category schemas */
export const Result = Schema.Struct({
  network: Schema.String,
  netuid: Schema.Int,
  hyperparameters: Schema.Array(Row)
})

type Known = Exclude<keyof SubnetHyperparameters, "others">

/** In the order of 7.4.0, and then what later runtimes have. The names are the SDK's. */
const names: { readonly [Field in Known]: string } = {
  rho: "rho",
  kappa: "kappa",
  immunityPeriod: "immunity_period",
  minAllowedWeights: "min_allowed_weights",
  maxWeightsLimit: "max_weight_limit",
  tempo: "tempo",
  minDifficulty: "min_difficulty",
  maxDifficulty: "max_difficulty",
  weightsVersion: "weights_version",
  weightsRateLimit: "weights_rate_limit",
  adjustmentInterval: "adjustment_interval",
  activityCutoff: "activity_cutoff",
  registrationAllowed: "registration_allowed",
  targetRegsPerInterval: "target_regs_per_interval",
  minBurn: "min_burn",
  maxBurn: "max_burn",
  bondsMovingAvg: "bonds_moving_avg",
  maxRegsPerBlock: "max_regs_per_block",
  servingRateLimit: "serving_rate_limit",
  maxValidators: "max_validators",
  adjustmentAlpha: "adjustment_alpha",
  difficulty: "difficulty",
  commitRevealPeriod: "commit_reveal_weights_interval",
  commitRevealWeightsEnabled: "commit_reveal_weights_enabled",
  alphaHigh: "alpha_high",
  alphaLow: "alpha_low",
  liquidAlphaEnabled: "liquid_alpha_enabled",
  alphaSigmoidSteepness: "alpha_sigmoid_steepness",
  yumaVersion: "yuma_version",
  subnetIsActive: "subnet_is_active",
  transfersEnabled: "transfers_enabled",
  bondsResetEnabled: "bonds_reset_enabled",
  userLiquidityEnabled: "user_liquidity_enabled",
  activityCutoffFactor: "activity_cutoff_factor",
  burnHalfLife: "burn_half_life",
  burnIncreaseMult: "burn_increase_mult",
  ownerCutEnabled: "owner_cut_enabled",
  ownerCutAutoLockEnabled: "owner_cut_auto_lock_enabled",
  minChildkeyTake: "min_childkey_take"
}

const U16 = 2 ** 16 - 1
const U64 = 2 ** 64 - 1
const MILLION = 1_000_000

/**
 * What is a part of what. The chain counts bonds in millionths; 7.4.0 divided them by 2⁶⁴ − 1, which made next to nothing of them.
 */
const wholes: { readonly [name: string]: number } = {
  kappa: U16,
  max_weight_limit: U16,
  alpha_high: U16,
  alpha_low: U16,
  min_difficulty: U64,
  max_difficulty: U64,
  difficulty: U64,
  adjustment_alpha: U64,
  bonds_moving_avg: MILLION
}

const amounts = new Set(["min_burn", "max_burn"])

/** Lengths of time; that of commit and reveal became one of tempos with dTAO, and its words say so. */
const inBlocks = new Set([
  "immunity_period",
  "tempo",
  "weights_rate_limit",
  "adjustment_interval",
  "activity_cutoff",
  "serving_rate_limit",
  "burn_half_life"
])

/** What the chain's value counts; `null` of numbers and switches as such. @category getters */
export const measureOf = (hyperparameter: string): string | null => {
  const whole = wholes[hyperparameter]
  if (amounts.has(hyperparameter)) return "rao"
  if (inBlocks.has(hyperparameter)) return "blocks"
  return whole === undefined ? null : `of ${whole === U64 ? 2n ** 64n - 1n : whole}`
}

/**
 * The chain's integer as text, of a value with a decimal point: TAO of an amount, a part of 1 of what is a part of a whole. All else,
 * and parts that are too fine for that, is as it was.
 *
 * @category parsing
 */
export const unitsOf = (hyperparameter: string, text: string): string => {
  if (!/^\d+\.\d+$/.test(text)) return text
  if (amounts.has(hyperparameter)) return Outcome.match(Tao.parse(text), { onFailure: () => text, onSuccess: String })
  const whole = wholes[hyperparameter]
  const isPart = whole !== undefined && whole !== U64 && Number(text) <= 1
  return isPart ? String(Math.round(Number(text) * whole)) : text
}

const SIGNIFICANT = 10

const written = (value: boolean | number | bigint): Value => (typeof value === "bigint" ? String(value) : value)

const rowOf = (hyperparameter: string, value: boolean | number | bigint): typeof Row.Type => {
  const row = { hyperparameter, value: written(value) }
  if (amounts.has(hyperparameter)) {
    return { ...row, normalized_value: Tao.format(Rao(BigInt(value)), { plain: true }), unit: "tao" }
  }
  const whole = wholes[hyperparameter]
  const normalized_value = whole === undefined ? row.value : Number((Number(value) / whole).toPrecision(SIGNIFICANT))
  return { ...row, normalized_value, unit: null }
}

/**
 * What a subnet is set to, a row for each hyperparameter that its runtime has.
 *
 * @category combinators
 */
export const rowsOf = (found: SubnetHyperparameters): ReadonlyArray<typeof Row.Type> =>
  [
    ...Object.entries(names).map(([field, name]) => [name, found[field as Known]] as const),
    ...Object.entries(found.others ?? {})
  ].flatMap(([name, value]) => (value === undefined ? [] : [rowOf(name, value)]))

/**
 * The hyperparameters of a subnet.
 *
 * @category reads
 */
export const read = (netuid: number) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const network = yield* subtensor.network
    const found = yield* subtensor.subnetHyperparameters(netuid)
    if (found !== undefined) return { network, netuid, hyperparameters: rowsOf(found) }
    return yield* notFound(`There is no subnet ${netuid} on ${network}.`, "'btcli subnets list' shows which there are.")
  })

/** What it is as people mean it. @category formatting */
export const inTao = ({ normalized_value, unit }: typeof Row.Type): string =>
  unit === "tao" ? Tao.format(Tao(String(normalized_value))) : String(normalized_value)

/** @category formatting */
export const show = ({ hyperparameters, netuid, network }: typeof Result.Type, pen: Pen): string =>
  pen.table({
    title: `Subnet Hyperparameters - NETUID: ${netuid} - ${network}`,
    columns: [
      { title: "  HYPERPARAMETER" },
      { title: "VALUE", align: "right", style: "green" },
      { title: "NORMALIZED", align: "right", style: "cyan" }
    ],
    rows: hyperparameters.map((row) => [`  ${row.hyperparameter}`, String(row.value), inTao(row)])
  })
