/**
 * What the calls of AdminUtils declare. None of it depends on arguments.
 *
 * @since 0.2.0
 */
import type { Declarations } from "../../../../runtime/behaviour.ts"
import { declared, sum, times, weight } from "../../../../runtime/weight.ts"
import type { AdminUtils } from "../../pallets/adminUtils.ts"

/**
 * What the calls of AdminUtils declare.
 *
 * @category models
 */
export const adminUtils: Declarations<typeof AdminUtils> = {
  swap_authorities: ({ new_authorities }) =>
    declared(sum(weight(245_410_228n, 1127n), times(weight(199_399n), new_authorities.length))),
  sudo_set_default_take: declared(weight(127_199_000n, 655n)),
  sudo_set_tx_rate_limit: declared(weight(0n), "Operational", "No"),
  sudo_set_serving_rate_limit: declared(weight(128_290_000n, 655n)),
  sudo_set_min_difficulty: declared(weight(171_909_000n, 4697n)),
  sudo_set_max_difficulty: declared(weight(172_279_000n, 4697n)),
  sudo_set_weights_version_key: declared(weight(172_460_000n, 4697n)),
  sudo_set_weights_set_rate_limit: declared(weight(171_970_000n, 4697n)),
  sudo_set_adjustment_interval: declared(weight(171_790_000n, 4697n)),
  sudo_set_adjustment_alpha: declared(weight(139_000_000n), "Operational", "No"),
  sudo_set_max_weight_limit: declared(weight(171_589_000n, 4697n)),
  sudo_set_immunity_period: declared(weight(171_679_000n, 4697n)),
  sudo_set_min_allowed_weights: declared(weight(172_390_000n, 4697n)),
  sudo_set_max_allowed_uids: declared(weight(201_149_000n, 8301n)),
  sudo_set_kappa: declared(weight(171_440_000n, 4697n)),
  sudo_set_rho: declared(weight(156_820_000n, 4281n)),
  sudo_set_activity_cutoff: declared(weight(171_759_000n, 4697n)),
  sudo_set_network_registration_allowed: declared(weight(104_000_000n), "Operational", "No"),
  sudo_set_network_pow_registration_allowed: declared(weight(114_000_000n), "Operational", "No"),
  sudo_set_target_registrations_per_interval: declared(weight(172_099_000n, 4697n)),
  sudo_set_min_burn: declared(weight(171_109_000n, 4697n)),
  sudo_set_max_burn: declared(weight(171_339_000n, 4697n)),
  sudo_set_difficulty: declared(weight(172_130_000n, 4697n)),
  sudo_set_max_allowed_validators: declared(weight(203_640_000n, 8412n)),
  sudo_set_bonds_moving_average: declared(weight(172_510_000n, 4697n)),
  sudo_set_max_registrations_per_block: declared(weight(171_490_000n, 4697n)),
  sudo_set_subnet_owner_cut: declared(weight(114_000_000n), "Operational", "No"),
  sudo_set_network_rate_limit: declared(weight(114_000_000n), "Operational", "No"),
  sudo_set_tempo: declared(weight(170_489_000n, 4697n)),
  sudo_set_total_issuance: declared(weight(0n), "Operational", "No"),
  sudo_set_network_immunity_period: declared(weight(114_000_000n), "Operational", "No"),
  sudo_set_network_min_lock_cost: declared(weight(114_000_000n), "Operational", "No"),
  sudo_set_subnet_limit: declared(weight(114_000_000n), "Operational", "No"),
  sudo_set_lock_reduction_interval: declared(weight(114_000_000n), "Operational", "No"),
  sudo_set_rao_recycled: declared(weight(0n), "Operational", "No"),
  sudo_set_weights_min_stake: declared(weight(0n), "Operational", "No"),
  sudo_set_nominator_min_required_stake: declared(weight(0n), "Operational", "No"),
  sudo_set_tx_delegate_take_rate_limit: declared(weight(0n), "Operational", "No"),
  sudo_set_min_delegate_take: declared(weight(0n), "Operational", "No"),
  sudo_set_commit_reveal_weights_interval: declared(weight(172_279_000n, 4697n)),
  sudo_set_commit_reveal_weights_enabled: declared(weight(172_279_000n, 4697n))
}
