/**
 * The rules of a chain of one's own that a test or a demonstration changes, through the chain's sudo key.
 *
 * @since 0.2.0
 */
import type { Effect } from "effect"
import type { ExtrinsicError } from "../ExtrinsicError.ts"
import type { Signer } from "../Signer.ts"
import type { ChainValue } from "../subtensor/ChainValue.ts"
import type { Core, Receipt } from "../subtensor/Core.ts"

/**
 * A rule that was changed: the call of AdminUtils, and what it was called with.
 *
 * @category models
 */
export interface Setting {
  readonly call: string
  readonly args: { readonly [name: string]: ChainValue }
}

/** What the rules have to allow. */
interface Wanted {
  readonly neurons: number
  /** Of those, who are to have a permit: in a small subnet all have one otherwise. */
  readonly validators: number
  readonly tempo: number
  readonly registrations?: number | undefined
  readonly weightsRateLimit?: bigint | undefined
  readonly difficulty?: bigint | undefined
  /** Whether somebody registers by work, which a new subnet does not allow. */
  readonly isByWork?: boolean | undefined
}

const ROOT = 0

/**
 * What is changed for a subnet: how many may register at once and how often weights may be set, which are one and a hundred blocks
 * otherwise; how many may be validators; how long its epochs and those of the root network are; and how much work a
 * registration takes, if any may be paid for so.
 *
 * @category constructors
 */
export const settingsOf = (
  netuid: number,
  {
    difficulty = 10_000n,
    isByWork = false,
    neurons,
    registrations = neurons,
    tempo,
    validators,
    weightsRateLimit = 0n
  }: Wanted
): ReadonlyArray<Setting> => [
  { call: "sudo_set_max_registrations_per_block", args: { netuid, max_registrations_per_block: registrations } },
  {
    call: "sudo_set_target_registrations_per_interval",
    args: { netuid, target_registrations_per_interval: registrations }
  },
  { call: "sudo_set_weights_set_rate_limit", args: { netuid, weights_set_rate_limit: weightsRateLimit } },
  // The voter sets its root weights as soon as it is registered.
  { call: "sudo_set_weights_set_rate_limit", args: { netuid: ROOT, weights_set_rate_limit: 0n } },
  { call: "sudo_set_max_allowed_validators", args: { netuid, max_allowed_validators: Math.max(1, validators) } },
  { call: "sudo_set_tempo", args: { netuid, tempo } },
  { call: "sudo_set_tempo", args: { netuid: ROOT, tempo } },
  { call: "sudo_set_difficulty", args: { netuid, difficulty } },
  ...(isByWork
    ? [{ call: "sudo_set_network_pow_registration_allowed", args: { netuid, registration_allowed: true } }]
    : [])
]

/**
 * Changes rules, all or none, in one extrinsic.
 *
 * @category combinators
 */
export const throughSudo = (
  chain: Core,
  sudo: Signer,
  settings: ReadonlyArray<Setting>
): Effect.Effect<Receipt, ExtrinsicError> => {
  const calls = settings.map(({ args, call }) => ({ type: "AdminUtils", value: { type: call, value: args } }))
  const call = { type: "Utility", value: { type: "batch_all", value: { calls } } }
  return chain.submit({ pallet: "Sudo", name: "sudo", args: { call } }, sudo)
}
