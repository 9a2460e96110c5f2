/**
 * The hyperparameters of subnets and of the network.
 *
 * @since 0.2.0
 */
import { call, definePallet } from "../../../runtime/pallet.ts"
import { alias } from "../../../scale/Type.ts"
import { bool, u16, u64 } from "../../../scale/primitives.ts"
import { boundedVec } from "../../../scale/substrate.ts"
import { AuraId } from "./aura.ts"

/**
 * The hyperparameters of subnets and of the network.
 *
 * @category pallets
 */
export const AdminUtils = definePallet({
  name: "AdminUtils",
  index: 19,
  crate: "pallet_admin_utils",
  calls: {
    swap_authorities: call(0, {
      new_authorities: alias("BoundedVec<T::AuthorityId, T::MaxAuthorities>", boundedVec(AuraId, 32))
    }),
    sudo_set_default_take: call(1, { default_take: u16 }),
    sudo_set_tx_rate_limit: call(2, { tx_rate_limit: u64 }),
    sudo_set_serving_rate_limit: call(3, { netuid: u16, serving_rate_limit: u64 }),
    sudo_set_min_difficulty: call(4, { netuid: u16, min_difficulty: u64 }),
    sudo_set_max_difficulty: call(5, { netuid: u16, max_difficulty: u64 }),
    sudo_set_weights_version_key: call(6, { netuid: u16, weights_version_key: u64 }),
    sudo_set_weights_set_rate_limit: call(7, { netuid: u16, weights_set_rate_limit: u64 }),
    sudo_set_adjustment_interval: call(8, { netuid: u16, adjustment_interval: u16 }),
    sudo_set_adjustment_alpha: call(9, { netuid: u16, adjustment_alpha: u64 }),
    sudo_set_max_weight_limit: call(12, { netuid: u16, max_weight_limit: u16 }),
    sudo_set_immunity_period: call(13, { netuid: u16, immunity_period: u16 }),
    sudo_set_min_allowed_weights: call(14, { netuid: u16, min_allowed_weights: u16 }),
    sudo_set_max_allowed_uids: call(15, { netuid: u16, max_allowed_uids: u16 }),
    sudo_set_kappa: call(16, { netuid: u16, kappa: u16 }),
    sudo_set_rho: call(17, { netuid: u16, rho: u16 }),
    sudo_set_activity_cutoff: call(18, { netuid: u16, activity_cutoff: u16 }),
    sudo_set_network_registration_allowed: call(19, { netuid: u16, registration_allowed: bool }),
    sudo_set_network_pow_registration_allowed: call(20, { netuid: u16, registration_allowed: bool }),
    sudo_set_target_registrations_per_interval: call(21, { netuid: u16, target_registrations_per_interval: u16 }),
    sudo_set_min_burn: call(22, { netuid: u16, min_burn: u64 }),
    sudo_set_max_burn: call(23, { netuid: u16, max_burn: u64 }),
    sudo_set_difficulty: call(24, { netuid: u16, difficulty: u64 }),
    sudo_set_max_allowed_validators: call(25, { netuid: u16, max_allowed_validators: u16 }),
    sudo_set_bonds_moving_average: call(26, { netuid: u16, bonds_moving_average: u64 }),
    sudo_set_max_registrations_per_block: call(27, { netuid: u16, max_registrations_per_block: u16 }),
    sudo_set_subnet_owner_cut: call(28, { subnet_owner_cut: u16 }),
    sudo_set_network_rate_limit: call(29, { rate_limit: u64 }),
    sudo_set_tempo: call(30, { netuid: u16, tempo: u16 }),
    sudo_set_total_issuance: call(33, { total_issuance: u64 }),
    sudo_set_network_immunity_period: call(35, { immunity_period: u64 }),
    sudo_set_network_min_lock_cost: call(36, { lock_cost: u64 }),
    sudo_set_subnet_limit: call(37, { max_subnets: u16 }),
    sudo_set_lock_reduction_interval: call(38, { interval: u64 }),
    sudo_set_rao_recycled: call(39, { netuid: u16, rao_recycled: u64 }),
    sudo_set_weights_min_stake: call(42, { min_stake: u64 }),
    sudo_set_nominator_min_required_stake: call(43, { min_stake: u64 }),
    sudo_set_tx_delegate_take_rate_limit: call(45, { tx_rate_limit: u64 }),
    sudo_set_min_delegate_take: call(46, { take: u16 }),
    sudo_set_commit_reveal_weights_interval: call(47, { netuid: u16, interval: u64 }),
    sudo_set_commit_reveal_weights_enabled: call(48, { netuid: u16, enabled: bool })
  },
  events: {},
  errors: ["SubnetDoesNotExist", "StorageValueOutOfRange", "MaxAllowedUIdsNotAllowed"]
})
