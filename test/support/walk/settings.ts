/** Values of hyperparameters with which a chain goes on: zero for a divisor, for one, would end it. By the names of the arguments. */
const MOST = 2n ** 64n - 1n

/** Which values root and owners choose from. */
export const settings: Readonly<Record<string, ReadonlyArray<unknown>>> = {
  default_take: [0, 11_796, 32_767, 65_535],
  tx_rate_limit: [0n, 0n, 1n, 5n],
  serving_rate_limit: [0n, 1n, 5n],
  min_difficulty: [0n, 1n, 1000n],
  max_difficulty: [1n, 1000n, MOST],
  difficulty: [0n, 1n, 2n, 100n],
  weights_version_key: [0n, 0n, 0n, 1n],
  weights_set_rate_limit: [0n, 0n, 0n, 1n, 3n],
  adjustment_interval: [0, 1, 2, 7, 100, 360],
  adjustment_alpha: [0n, 1n << 63n, 17_893_341_751_498_265_066n, MOST],
  max_weight_limit: [65_535, 65_535, 65_535, 30_000, 1000],
  immunity_period: [0, 1, 5, 4096],
  min_allowed_weights: [0, 1, 2, 3],
  max_allowed_uids: [1, 2, 3, 4, 5, 8, 64, 256],
  kappa: [0, 100, 32_767, 65_535],
  rho: [0, 1, 10, 30],
  activity_cutoff: [0, 1, 5, 5000, 65_535],
  registration_allowed: [true, true, true, true, false],
  target_registrations_per_interval: [1, 2, 50, 50, 65_535],
  min_burn: [0n, 1n, 10n ** 9n],
  max_burn: [10n ** 9n, 10n ** 11n, MOST],
  max_allowed_validators: [0, 1, 2, 4, 8, 64],
  bonds_moving_average: [0n, 500_000n, 900_000n, 999_999n, 1_000_000n, 1_100_000n, 17_000_000n, 2n ** 40n],
  max_registrations_per_block: [1, 3, 100, 100],
  subnet_owner_cut: [0, 1, 11_796, 65_535],
  rate_limit: [0n, 0n, 0n, 1n, 5n],
  tempo: [0, 1, 2, 3, 4, 6, 10],
  total_issuance: [0n, 1n, 10n ** 15n, 105n * 10n ** 14n, 20n * 10n ** 15n, 21n * 10n ** 15n, MOST],
  lock_cost: [0n, 1n, 10n ** 9n, 10n ** 12n],
  max_subnets: [1, 2, 3, 4, 12],
  rao_recycled: [0n, 1n, MOST],
  min_stake: [0n, 0n, 0n, 1n, 1000n, 10n ** 9n],
  take: [0, 0, 1, 5898],
  enabled: [true, true, false]
}

/** Where one name means two things. */
export const settingsOf: Readonly<Record<string, ReadonlyArray<unknown>>> = {
  "sudo_set_network_immunity_period.immunity_period": [0n, 1n, 10n, 50_400n],
  "sudo_set_lock_reduction_interval.interval": [1n, 2n, 10n, 100_800n],
  "sudo_set_commit_reveal_weights_interval.interval": [0n, 0n, 0n, 1n, 3n]
}
