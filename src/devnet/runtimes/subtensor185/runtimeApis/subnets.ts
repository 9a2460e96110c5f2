/**
 * Subnets, their hyperparameters, and what a new one costs.
 *
 * @since 0.2.0
 */
import { lockCost } from "../../../mathematics/lockCost.ts"
import { Trap } from "../../../runtime/dispatch.ts"
import type { State } from "../../../runtime/storage.ts"
import { struct } from "../../../scale/composites.ts"
import { bool, u16, u64 } from "../../../scale/primitives.ts"
import { array, compact, option, vec } from "../../../scale/sequences.ts"
import type { Value } from "../../../scale/Type.ts"
import { SubtensorModule } from "../pallets/subtensorModule.ts"
import { System } from "../pallets/system.ts"
import { AccountId } from "../types/names.ts"
import { type Methods, opaque } from "./asked.ts"

const pallet = SubtensorModule.storage

/**
 * A subnet.
 *
 * @category types
 */
export const SubnetInfo = struct("pallet_subtensor::subnet_info::SubnetInfo", {
  netuid: compact(u16),
  rho: compact(u16),
  kappa: compact(u16),
  difficulty: compact(u64),
  immunity_period: compact(u16),
  max_allowed_validators: compact(u16),
  min_allowed_weights: compact(u16),
  max_weights_limit: compact(u16),
  scaling_law_power: compact(u16),
  subnetwork_n: compact(u16),
  max_allowed_uids: compact(u16),
  blocks_since_last_step: compact(u64),
  tempo: compact(u16),
  network_modality: compact(u16),
  network_connect: vec(array(u16, 2)),
  emission_values: compact(u64),
  burn: compact(u64),
  owner: AccountId
})

/**
 * What the owner of a subnet decides.
 *
 * @category types
 */
export const SubnetHyperparams = struct("pallet_subtensor::subnet_info::SubnetHyperparams", {
  rho: compact(u16),
  kappa: compact(u16),
  immunity_period: compact(u16),
  min_allowed_weights: compact(u16),
  max_weights_limit: compact(u16),
  tempo: compact(u16),
  min_difficulty: compact(u64),
  max_difficulty: compact(u64),
  weights_version: compact(u64),
  weights_rate_limit: compact(u64),
  adjustment_interval: compact(u16),
  activity_cutoff: compact(u16),
  registration_allowed: bool,
  target_regs_per_interval: compact(u16),
  min_burn: compact(u64),
  max_burn: compact(u64),
  bonds_moving_avg: compact(u64),
  max_regs_per_block: compact(u16),
  serving_rate_limit: compact(u64),
  max_validators: compact(u16),
  adjustment_alpha: compact(u64),
  difficulty: compact(u64),
  commit_reveal_weights_interval: compact(u64),
  commit_reveal_weights_enabled: bool
})

const Subnets = vec(option(SubnetInfo))

const subnet = (state: State, netuid: number): Value<typeof SubnetInfo> => ({
  netuid,
  rho: pallet.Rho.get(state, netuid),
  kappa: pallet.Kappa.get(state, netuid),
  difficulty: pallet.Difficulty.get(state, netuid),
  immunity_period: pallet.ImmunityPeriod.get(state, netuid),
  max_allowed_validators: pallet.MaxAllowedValidators.get(state, netuid),
  min_allowed_weights: pallet.MinAllowedWeights.get(state, netuid),
  max_weights_limit: pallet.MaxWeightsLimit.get(state, netuid),
  scaling_law_power: pallet.ScalingLawPower.get(state, netuid),
  subnetwork_n: pallet.SubnetworkN.get(state, netuid),
  max_allowed_uids: pallet.MaxAllowedUids.get(state, netuid),
  blocks_since_last_step: pallet.BlocksSinceLastStep.get(state, netuid),
  tempo: pallet.Tempo.get(state, netuid),
  network_modality: pallet.NetworkModality.get(state, netuid),
  // Networks once demanded neurons of other networks.
  network_connect: [],
  emission_values: pallet.EmissionValues.get(state, netuid),
  burn: pallet.Burn.get(state, netuid),
  owner: pallet.SubnetOwner.get(state, netuid)
})

const hyperparams = (state: State, netuid: number): Value<typeof SubnetHyperparams> => ({
  rho: pallet.Rho.get(state, netuid),
  kappa: pallet.Kappa.get(state, netuid),
  immunity_period: pallet.ImmunityPeriod.get(state, netuid),
  min_allowed_weights: pallet.MinAllowedWeights.get(state, netuid),
  max_weights_limit: pallet.MaxWeightsLimit.get(state, netuid),
  tempo: pallet.Tempo.get(state, netuid),
  min_difficulty: pallet.MinDifficulty.get(state, netuid),
  max_difficulty: pallet.MaxDifficulty.get(state, netuid),
  weights_version: pallet.WeightsVersionKey.get(state, netuid),
  weights_rate_limit: pallet.WeightsSetRateLimit.get(state, netuid),
  adjustment_interval: pallet.AdjustmentInterval.get(state, netuid),
  activity_cutoff: pallet.ActivityCutoff.get(state, netuid),
  registration_allowed: pallet.NetworkRegistrationAllowed.get(state, netuid),
  target_regs_per_interval: pallet.TargetRegistrationsPerInterval.get(state, netuid),
  min_burn: pallet.MinBurn.get(state, netuid),
  max_burn: pallet.MaxBurn.get(state, netuid),
  bonds_moving_avg: pallet.BondsMovingAverage.get(state, netuid),
  max_regs_per_block: pallet.MaxRegistrationsPerBlock.get(state, netuid),
  serving_rate_limit: pallet.ServingRateLimit.get(state, netuid),
  max_validators: pallet.MaxAllowedValidators.get(state, netuid),
  adjustment_alpha: pallet.AdjustmentAlpha.get(state, netuid),
  difficulty: pallet.Difficulty.get(state, netuid),
  commit_reveal_weights_interval: pallet.WeightCommitRevealInterval.get(state, netuid),
  commit_reveal_weights_enabled: pallet.CommitRevealWeightsEnabled.get(state, netuid)
})

const ifThere = <A>(get: (state: State, netuid: number) => A, state: State, netuid: number): A | undefined =>
  pallet.NetworksAdded.get(state, netuid) ? get(state, netuid) : undefined

/** The networks that are there, in the order of their numbers, which is not that of their keys. */
const netuidsOf = (state: State): ReadonlyArray<number> =>
  Array.from(pallet.NetworksAdded.entries(state))
    .flatMap(([[netuid], isAdded]) => (isAdded ? [netuid] : []))
    .toSorted((a, b) => a - b)

/**
 * What SubnetInfoRuntimeApi does.
 *
 * @category answers
 */
export const subnets: Methods<"SubnetInfoRuntimeApi"> = {
  get_subnet_info: (asked, { netuid }) => opaque(SubnetInfo, ifThere(subnet, asked, netuid)),
  get_subnets_info: (asked) =>
    opaque(
      Subnets,
      netuidsOf(asked).map((netuid) => subnet(asked, netuid))
    ),
  get_subnet_hyperparams: (asked, { netuid }) => opaque(SubnetHyperparams, ifThere(hyperparams, asked, netuid))
}

/**
 * What SubnetRegistrationRuntimeApi does.
 *
 * @category answers
 */
export const subnetRegistration: Methods<"SubnetRegistrationRuntimeApi"> = {
  get_network_registration_cost: (asked) => {
    const reductionInterval = pallet.NetworkLockReductionInterval.get(asked)
    if (reductionInterval === 0n) throw new Trap("the cost falls in no time")
    const lock = {
      lastLockCost: pallet.NetworkLastLockCost.get(asked),
      minLockCost: pallet.NetworkMinLockCost.get(asked),
      lastRegistered: Number(pallet.NetworkLastRegistered.get(asked)),
      reductionInterval
    }
    return lockCost(lock, System.storage.Number.get(asked))
  }
}
