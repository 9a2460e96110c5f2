/**
 * What the calls of AdminUtils do: they set the hyperparameters of subnets and of the network.
 *
 * @since 0.2.0
 */
import { behaviour } from "../../../runtime/behaviour.ts"
import { badOrigin, type Context, type DispatchError, type Outcome, root } from "../../../runtime/dispatch.ts"
import { isRoot, signerOf } from "../../../runtime/origin.ts"
import type { Dispatchables, EventArguments, PalletEvent } from "../../../runtime/pallet.ts"
import type { StorageItem } from "../../../runtime/storage.ts"
import { AdminUtils } from "../pallets/adminUtils.ts"
import { SubtensorModule } from "../pallets/subtensorModule.ts"
import { changeAuthorities } from "./aura.ts"
import { clearSmallNominations } from "./subtensor/stake.ts"
import { adminUtils as declares } from "./weights/adminUtils.ts"

const of = SubtensorModule.storage

type Events = (typeof SubtensorModule.definition)["events"]

/** The events that are made with these values. */
type EventOf<P extends ReadonlyArray<unknown>> = {
  [N in keyof Events]: P extends EventArguments<Events[N]> ? N : never
}[keyof Events]

/** The event that tells of what was set. Some calls have none. */
const tell = <P extends ReadonlyArray<unknown>>(context: Context, name: EventOf<P> | undefined, values: P): void => {
  if (name === undefined) return
  // `EventOf` has checked the values against the name, which the type of `event` cannot see in general.
  const event = SubtensorModule.event as (name: string, ...values: ReadonlyArray<unknown>) => PalletEvent
  context.deposit(event(name, ...values))
}

/** Who may set a hyperparameter of a subnet. A subnet that is not there has an owner, too: the zero account. */
type Authority = (context: Context, netuid: number) => boolean
const isOwnerOrRoot: Authority = (context, netuid) =>
  isRoot(context.origin) || signerOf(context.origin) === of.SubnetOwner.get(context, netuid)
const onlyRoot: Authority = ({ origin }) => isRoot(origin)

/** Why a value is refused, if it is. */
type Refusal<V> = (context: Context, netuid: number, value: V) => DispatchError | undefined

const mustExist: Refusal<unknown> = (context, netuid) =>
  of.NetworksAdded.get(context, netuid) ? undefined : AdminUtils.error("SubnetDoesNotExist")

/** Calls that set a hyperparameter of a subnet: the authority is checked first, then that the subnet is there, then the value. */
const subnetSets =
  (authority: Authority, exists: Refusal<unknown>) =>
  <const N extends string, V>(
    argument: N,
    item: StorageItem<readonly [number], V, V>,
    event?: EventOf<readonly [number, V]>,
    refusal?: Refusal<V>
  ) =>
  (context: Context, args: { readonly netuid: number } & { readonly [A in N]: V }): Outcome => {
    const { [argument]: value, netuid } = args
    if (!authority(context, netuid)) return badOrigin
    const refused = exists(context, netuid, value) ?? refusal?.(context, netuid, value)
    if (refused !== undefined) return refused
    item.put(context, netuid, value)
    return tell(context, event, [netuid, value])
  }

const ownerSets = subnetSets(isOwnerOrRoot, mustExist)
const rootSetsSubnet = subnetSets(onlyRoot, mustExist)
/** These do not ask whether the subnet is there: a registration later finds what was set ahead of it. */
const ownerSetsAhead = subnetSets(isOwnerOrRoot, () => undefined)

/** Calls that set a hyperparameter of the network. */
const rootSets = <const N extends string, V>(
  argument: N,
  item: StorageItem<readonly [], V, V>,
  event?: EventOf<readonly [V]>
) =>
  root((context, args: { readonly [A in N]: V }) => {
    const { [argument]: value } = args
    item.put(context, value)
    return tell(context, event, [value])
  })

/**
 * What the calls of AdminUtils do.
 *
 * @category calls
 */
export const calls: Dispatchables<typeof AdminUtils, Context, Outcome> = {
  swap_authorities: root((context, { new_authorities }) => changeAuthorities(context, new_authorities)),

  sudo_set_default_take: rootSets("default_take", of.MaxTake, "MaxDelegateTakeSet"),
  sudo_set_tx_rate_limit: rootSets("tx_rate_limit", of.TxRateLimit, "TxRateLimitSet"),
  sudo_set_subnet_owner_cut: rootSets("subnet_owner_cut", of.SubnetOwnerCut, "SubnetOwnerCutSet"),
  sudo_set_network_rate_limit: rootSets("rate_limit", of.NetworkRateLimit, "NetworkRateLimitSet"),
  sudo_set_total_issuance: rootSets("total_issuance", of.TotalIssuance),
  sudo_set_network_immunity_period: rootSets("immunity_period", of.NetworkImmunityPeriod, "NetworkImmunityPeriodSet"),
  sudo_set_network_min_lock_cost: rootSets("lock_cost", of.NetworkMinLockCost, "NetworkMinLockCostSet"),
  sudo_set_subnet_limit: rootSets("max_subnets", of.SubnetLimit, "SubnetLimitSet"),
  sudo_set_lock_reduction_interval: rootSets(
    "interval",
    of.NetworkLockReductionInterval,
    "NetworkLockCostReductionIntervalSet"
  ),
  sudo_set_weights_min_stake: rootSets("min_stake", of.WeightsMinStake, "WeightsMinStake"),
  sudo_set_nominator_min_required_stake: root((context, { min_stake }) => {
    const before = of.NominatorMinRequiredStake.get(context)
    of.NominatorMinRequiredStake.put(context, min_stake)
    if (min_stake > before) clearSmallNominations(context)
  }),
  sudo_set_tx_delegate_take_rate_limit: rootSets(
    "tx_rate_limit",
    of.TxDelegateTakeRateLimit,
    "TxDelegateTakeRateLimitSet"
  ),
  sudo_set_min_delegate_take: rootSets("take", of.MinTake, "MinDelegateTakeSet"),

  sudo_set_adjustment_interval: rootSetsSubnet("adjustment_interval", of.AdjustmentInterval, "AdjustmentIntervalSet"),
  sudo_set_max_allowed_uids: rootSetsSubnet(
    "max_allowed_uids",
    of.MaxAllowedUids,
    "MaxAllowedUidsSet",
    (context, netuid, uids) =>
      of.SubnetworkN.get(context, netuid) < uids ? undefined : AdminUtils.error("MaxAllowedUIdsNotAllowed")
  ),
  sudo_set_target_registrations_per_interval: rootSetsSubnet(
    "target_registrations_per_interval",
    of.TargetRegistrationsPerInterval,
    "RegistrationPerIntervalSet"
  ),
  sudo_set_max_allowed_validators: rootSetsSubnet(
    "max_allowed_validators",
    of.MaxAllowedValidators,
    "MaxAllowedValidatorsSet",
    (context, netuid, validators) =>
      validators <= of.MaxAllowedUids.get(context, netuid) ? undefined : AdminUtils.error("StorageValueOutOfRange")
  ),
  sudo_set_max_registrations_per_block: rootSetsSubnet(
    "max_registrations_per_block",
    of.MaxRegistrationsPerBlock,
    "MaxRegistrationsPerBlockSet"
  ),
  sudo_set_tempo: rootSetsSubnet("tempo", of.Tempo, "TempoSet"),
  sudo_set_rao_recycled: rootSetsSubnet("rao_recycled", of.RAORecycledForRegistration, "RAORecycledForRegistrationSet"),

  sudo_set_serving_rate_limit: ownerSetsAhead("serving_rate_limit", of.ServingRateLimit, "ServingRateLimitSet"),
  sudo_set_network_registration_allowed: ownerSetsAhead(
    "registration_allowed",
    of.NetworkRegistrationAllowed,
    "RegistrationAllowed"
  ),
  sudo_set_network_pow_registration_allowed: ownerSetsAhead(
    "registration_allowed",
    of.NetworkPowRegistrationAllowed,
    "PowRegistrationAllowed"
  ),

  sudo_set_min_difficulty: ownerSets("min_difficulty", of.MinDifficulty, "MinDifficultySet"),
  sudo_set_max_difficulty: ownerSets("max_difficulty", of.MaxDifficulty, "MaxDifficultySet"),
  sudo_set_weights_version_key: ownerSets("weights_version_key", of.WeightsVersionKey, "WeightsVersionKeySet"),
  sudo_set_weights_set_rate_limit: ownerSets(
    "weights_set_rate_limit",
    of.WeightsSetRateLimit,
    "WeightsSetRateLimitSet"
  ),
  sudo_set_adjustment_alpha: ownerSets("adjustment_alpha", of.AdjustmentAlpha, "AdjustmentAlphaSet"),
  sudo_set_max_weight_limit: ownerSets("max_weight_limit", of.MaxWeightsLimit, "MaxWeightLimitSet"),
  sudo_set_immunity_period: ownerSets("immunity_period", of.ImmunityPeriod, "ImmunityPeriodSet"),
  sudo_set_min_allowed_weights: ownerSets("min_allowed_weights", of.MinAllowedWeights, "MinAllowedWeightSet"),
  sudo_set_kappa: ownerSets("kappa", of.Kappa, "KappaSet"),
  sudo_set_rho: ownerSets("rho", of.Rho),
  sudo_set_activity_cutoff: ownerSets("activity_cutoff", of.ActivityCutoff, "ActivityCutoffSet"),
  sudo_set_min_burn: ownerSets("min_burn", of.MinBurn, "MinBurnSet"),
  sudo_set_max_burn: ownerSets("max_burn", of.MaxBurn, "MaxBurnSet"),
  sudo_set_difficulty: ownerSets("difficulty", of.Difficulty, "DifficultySet"),
  sudo_set_bonds_moving_average: ownerSets("bonds_moving_average", of.BondsMovingAverage, "BondsMovingAverageSet"),
  sudo_set_commit_reveal_weights_interval: ownerSets("interval", of.WeightCommitRevealInterval),
  sudo_set_commit_reveal_weights_enabled: ownerSets("enabled", of.CommitRevealWeightsEnabled)
}

/**
 * What AdminUtils does.
 *
 * @category behaviours
 */
export const adminUtils = behaviour(AdminUtils, { declares, calls })
