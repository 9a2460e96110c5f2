/** The reads and the calls that btcli 11.3.0 makes commands of, as its `query` and `tx` list them: known here by name, or not. */

/** `btcli query NAME` */
export const reads = {
  known:
    "balance balances coldkey_swap_announcement existential_deposit proxies block_info is_fast_blocks mev_shield_next_key timestamp tx_rate_limit children delegate delegate_take delegated delegates is_delegate parents pending_children blocks_since_last_step blocks_since_last_update blocks_until_next_epoch next_epoch_start_block difficulty immunity_period max_weight_limit min_allowed_weights reveal_period weights_rate_limit commitment commitments identity revealed_commitment crowdloan crowdloan_contributors crowdloans coldkey_lock hotkey_owner netuids_for_hotkey neurons owned_hotkeys uid alpha_price alpha_prices auto_stake_all stake stake_availability_for_coldkey stake_for_coldkey stake_for_coldkeys burn commit_reveal_enabled mechanism_count mechanism_emission_split metagraph subnet subnet_hyperparameters subnet_identity subnet_registration_cost subnet_tao_flows subnets bonds timelocked_weight_commits weights".split(
      " "
    ),
  unknown:
    "multisig block_time childkey_threshold_suspended epoch_status subnet_emission_enabled hotkey_identities lease leases accepts_locked_alpha hotkey_conviction locks_for_coldkey locks_for_hotkey most_convicted_hotkey subnet_convictions collateral_policy miner_collateral subnet_collateral associated_evm_key quote_stake quote_unstake auto_stake basket_position basket_trading_status root_basket_owed root_basket_owed_breakdown root_basket_portfolio root_basket_total_nav root_baskets root_claim_threshold stake_availability stake_value_for_coldkey stake_value_for_coldkeys staking_hotkeys total_alpha_staked validator_basket validator_basket_nav validator_basket_summary subnet_names subnet_start_schedule token_symbols".split(
      " "
    )
}

/** `btcli tx NAME` */
export const calls = {
  known:
    "set_hyperparameter transfer transfer_all contribute_crowdloan create_crowdloan dissolve_crowdloan finalize_crowdloan refund_crowdloan set_crowdloan_max_contribution update_crowdloan_cap update_crowdloan_end update_crowdloan_min_contribution withdraw_crowdloan add_proxy create_pure_proxy execute_proxy_announced kill_pure_proxy remove_proxies remove_proxy add_stake add_stake_limit announce_coldkey_swap associate_hotkey burned_register claim_root clear_coldkey_swap_announcement commit_weights decrease_take dispute_coldkey_swap increase_take lock_stake move_lock move_stake pow_register register_subnet remove_stake remove_stake_limit reveal_weights root_register serve_axon serve_prometheus set_auto_stake set_childkey_take set_children set_identity set_perpetual_lock set_reject_locked_alpha set_take set_weights stake_burn swap_coldkey_announced swap_hotkey swap_stake transfer_stake unstake_all unstake_all_alpha set_subnet_identity start_call update_symbol".split(
      " "
    ),
  unknown:
    "set_mechanism_count trim_null_subnet_batch trim_subnet fund_evm_key evm_withdraw multisig_approve multisig_cancel multisig_execute multisig_threshold_1 set_root_claim_threshold set_subnet_emission_enabled add_collateral associate_evm_key claim_root_with_hotkey move_swap_stake register_leased_network reset_axon serve_axon_tls set_min_collateral stake_into_basket swap_basket swap_basket_many terminate_lease batch".split(
      " "
    )
}
