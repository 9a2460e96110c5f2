/**
 * What can be done on a chain, by name. Each is the call of whichever runtime there is; all others are to be had by
 * `submit`, by the names in the metadata.
 *
 * @since 0.2.0
 */
import { alpha } from "./calls/alpha.ts"
import { coldkeySwap } from "./calls/coldkeySwap.ts"
import { crowdloans } from "./calls/crowdloans.ts"
import { delegation } from "./calls/delegation.ts"
import { governance } from "./calls/governance.ts"
import { identity } from "./calls/identity.ts"
import { type MethodOf, perform, plan } from "./calls/Intent.ts"
import { locks } from "./calls/locks.ts"
import { owner } from "./calls/owner.ts"
import { make as proofOfWork, type ProofOfWork } from "./calls/proofOfWork.ts"
import { proxies } from "./calls/proxies.ts"
import { registration } from "./calls/registration.ts"
import { rewards } from "./calls/rewards.ts"
import { serving } from "./calls/serving.ts"
import { staking } from "./calls/staking.ts"
import { sudo } from "./calls/sudo.ts"
import { timelocked } from "./calls/timelocked.ts"
import { transfers } from "./calls/transfers.ts"
import { weightBatches } from "./calls/weightBatches.ts"
import { weights } from "./calls/weights.ts"
import type { Core, Plan, Receipt } from "./Core.ts"

const intents = {
  ...transfers,
  ...registration,
  ...staking,
  ...alpha,
  ...weights,
  ...weightBatches,
  ...timelocked,
  ...serving,
  ...delegation,
  ...owner,
  ...identity,
  ...proxies,
  ...coldkeySwap,
  ...crowdloans,
  ...governance,
  ...sudo,
  ...rewards,
  ...locks
}

type Intents = typeof intents

/**
 * What can be done, and the same to be planned: what it would be and cost, before anything is signed. What work pays for has no plan,
 * since there is no call before there is a proof.
 *
 * @category models
 */
export type Calls = { readonly [Name in keyof Intents]: MethodOf<Intents[Name], Receipt> } & ProofOfWork & {
    readonly plan: { readonly [Name in keyof Intents]: MethodOf<Intents[Name], Plan> }
  }

/**
 * The names of what can be done and planned.
 *
 * @category models
 */
export const callNames = Object.keys(intents) as ReadonlyArray<keyof Intents>

/**
 * Which key signs it.
 *
 * @category getters
 */
export const signerOf = (name: keyof Intents): "coldkey" | "hotkey" => intents[name].key

const each = <A>(method: (name: keyof Intents) => A): { readonly [name: string]: A } =>
  Object.fromEntries(callNames.map((name) => [name, method(name)]))

/**
 * What can be done on a chain.
 *
 * @category constructors
 */
export const make = (chain: Core): Calls => {
  const methods = each((name) => perform(chain, intents[name]))
  const plans = each((name) => plan(chain, intents[name]))
  // Each method has the type of its intent, which the compiler cannot follow through the names.
  return { ...methods, ...proofOfWork(chain), plan: plans } as unknown as Calls
}
