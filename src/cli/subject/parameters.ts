/** What an owner may set of a subnet, by the names of 7.4.0, and how values are read and held against what they may be. */
import { Effect, Result as Outcome } from "effect"
import { RAO_PER_TAO, Tao } from "../../protocol/Money.ts"
import { type Failure, usage } from "../frame/Failure.ts"
import { unitsOf, type Row } from "./hyperparameters.ts"

type Kind = "u16" | "u64" | "flag" | "alpha"

/** @category constants */
export const parameters: { readonly [name: string]: Kind } = {
  serving_rate_limit: "u64",
  min_difficulty: "u64",
  max_difficulty: "u64",
  weights_version: "u64",
  weights_rate_limit: "u64",
  max_weight_limit: "u16",
  immunity_period: "u16",
  min_allowed_weights: "u16",
  activity_cutoff: "u16",
  network_registration_allowed: "flag",
  network_pow_registration_allowed: "flag",
  min_burn: "u64",
  max_burn: "u64",
  adjustment_alpha: "u64",
  bonds_moving_avg: "u64",
  rho: "u16",
  kappa: "u16",
  difficulty: "u64",
  commit_reveal_weights_interval: "u64",
  commit_reveal_weights_enabled: "flag",
  alpha_values: "alpha",
  liquid_alpha_enabled: "flag"
}

/** Since dTAO these are for the chain's root alone. */
const rootsSinceDTao = new Set([
  "min_difficulty",
  "weights_rate_limit",
  "kappa",
  "network_registration_allowed",
  "difficulty"
])

/** Whether the owner of a subnet may set it. @category getters */
export const isOwners = (name: string, sinceDTao: boolean): boolean =>
  Object.hasOwn(parameters, name) && !(sinceDTao && rootsSinceDTao.has(name))

/** Of the names of btcli 9, those that mean the same. */
const others: { readonly [name: string]: string } = {
  registration_allowed: "network_registration_allowed",
  commit_reveal_period: "commit_reveal_weights_interval",
  weights_version_key: "weights_version",
  weights_set_rate_limit: "weights_rate_limit",
  bonds_moving_average: "bonds_moving_avg"
}

/** The name of a hyperparameter; `-` and `_` are one. @category parsing */
export const nameOf = (text: string): string | undefined => {
  const name = text.trim().toLowerCase().replaceAll("-", "_")
  const known = Object.hasOwn(others, name) ? others[name] : name
  return known !== undefined && Object.hasOwn(parameters, known) ? known : undefined
}

const MOST = { u16: 2n ** 16n - 1n, u64: 2n ** 64n - 1n }

/** What divides low alpha from high. */
const MIDDLE = 52_428n

const forms: { readonly [Name in Kind]: string } = {
  u16: `an integer from 0 to ${MOST.u16}`,
  u64: `an integer from 0 to ${MOST.u64}`,
  flag: "true or false",
  alpha: `two integers, low,high: 0 <= low <= ${MIDDLE} and ${MIDDLE} < high < ${MOST.u16}`
}

/** What its value must be; `undefined` of what an owner sets nothing of. @category getters */
export const formOf = (name: string): string | undefined => {
  const kind = parameters[name]
  return kind === undefined ? undefined : forms[kind]
}

const outside = (name: string, value: string, form: string): Failure =>
  usage(`Hyperparameter ${name} value is not within bounds. Value is ${value} but must be ${form}.`)

const integerOf = (name: string, kind: "u16" | "u64", text: string) =>
  /^\d+$/.test(text) && BigInt(text) <= MOST[kind]
    ? Effect.succeed(BigInt(text))
    : Effect.fail(outside(name, text, forms[kind]))

const flagOf = (name: string, text: string) => {
  if (/^(true|1|yes|on)$/i.test(text)) return Effect.succeed(true)
  if (/^(false|0|no|off)$/i.test(text)) return Effect.succeed(false)
  return Effect.fail(outside(name, text, forms.flag))
}

const alphaOf = (name: string, text: string) => {
  const [low, high, ...rest] = text.split(/\s*,\s*/)
  const isPair = rest.length === 0 && [low, high].every((one) => one !== undefined && /^\d+$/.test(one))
  if (!isPair || low === undefined || high === undefined) return Effect.fail(outside(name, text, forms.alpha))
  return BigInt(low) <= MIDDLE && BigInt(high) > MIDDLE && BigInt(high) < MOST.u16
    ? Effect.succeed([Number(low), Number(high)])
    : Effect.fail(outside(name, text, forms.alpha))
}

/** Those that are parts of the most that they can be. btcli 9 takes all numbers for such, also amounts and times. */
const parts = new Set([
  "alpha_values",
  "kappa",
  "max_weight_limit",
  "min_difficulty",
  "max_difficulty",
  "difficulty",
  "adjustment_alpha"
])

/** A value that was given as a part of 1, or two of them, as the chain has it. @category parsing */
export const normalized = (name: string, given: string): Effect.Effect<string, Failure> => {
  if (!parts.has(name)) {
    return Effect.fail(usage(`--normalize: ${name} is no part of a whole.`, "Give it as the chain has it."))
  }
  const most = parameters[name] === "u64" ? MOST.u64 : MOST.u16
  const one = (text: string) => {
    const part = Outcome.getOrUndefined(Tao.parse(text.trim()))
    return part !== undefined && part <= RAO_PER_TAO
      ? Effect.succeed(String((part * most) / RAO_PER_TAO))
      : Effect.fail(outside(name, text, "a part of 1, from 0 to 1"))
  }
  return Effect.map(Effect.forEach(given.split(","), one), (all) => all.join(","))
}

/** A value of the call's arguments: one, or two of alpha. @category models */
export type Value = boolean | number | bigint | ReadonlyArray<number>

/** What a text is as the value of a hyperparameter. @category parsing */
export const valueOf = (name: string, given: string): Effect.Effect<Value, Failure> => {
  const text = unitsOf(name, given.trim())
  switch (parameters[name]) {
    case "flag":
      return flagOf(name, text)
    case "alpha":
      return alphaOf(name, text)
    case "u64":
      return integerOf(name, "u64", text)
    default:
      return Effect.map(integerOf(name, "u16", text), Number)
  }
}

/** What sets a hyperparameter of the table, by its name there. @category getters */
export const setterOf = (hyperparameter: string): string | undefined =>
  nameOf(/^alpha_(low|high)$/.test(hyperparameter) ? "alpha_values" : hyperparameter)

/** The name in the table of hyperparameters. */
const inTable: { readonly [name: string]: string } = { network_registration_allowed: "registration_allowed" }

/** What it is now, as text; `undefined` of what the table does not have. @category combinators */
export const presentOf = (name: string, rows: ReadonlyArray<typeof Row.Type>): string | undefined => {
  const of = (wanted: string) => rows.find(({ hyperparameter }) => hyperparameter === wanted)?.value
  if (name !== "alpha_values") return of(inTable[name] ?? name)?.toString()
  const [low, high] = [of("alpha_low"), of("alpha_high")]
  return low === undefined || high === undefined ? undefined : `${low},${high}`
}
