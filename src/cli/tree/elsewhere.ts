/** What other btclis have and this one has not: since when it is none or not yet, and what to do instead. */
export const elsewhere: { readonly [path: string]: string } = {
  "subnets mechanisms set":
    "Subnets have several mechanisms since 2025. Where they do: 'btcli call AdminUtils.sudo_set_mechanism_count …'.",
  "subnets mechanisms split-emissions":
    "Subnets have several mechanisms since 2025. Where they do: 'btcli call AdminUtils.sudo_set_mechanism_emission_split …'.",
  "subnets conviction": "Locks of alpha came to the runtime in 2026 (spec 424): 'btcli query coldkey_lock' reads one.",
  "stake move":
    "Moving stake between hotkeys or subnets came with dTAO (spec 233). Before, use 'btcli stake remove', then 'btcli stake add'; for dTAO, Subtensor.moveStake of this package.",
  "stake transfer":
    "Giving stake to another coldkey came with dTAO (spec 233). Before, use 'btcli stake remove', then 'btcli wallet transfer'; for dTAO, Subtensor.transferStake of this package.",
  "stake swap":
    "Stake by subnets came with dTAO (spec 233); before, there is one stake for all of them. For dTAO, use Subtensor.swapStake of this package.",
  "stake wizard":
    "It is a dialogue of btcli 9 about dTAO. Use 'btcli stake add', 'btcli stake remove', 'btcli stake show'.",
  "stake auto": "It came with dTAO (spec 233). Use Subtensor.autoStakes of this package.",
  "stake set-auto": "It came with dTAO (spec 233). Use Subtensor.setAutoStake of this package.",
  "stake set-claim": "It came with dTAO (spec 233). Use Subtensor.setRootClaimType of this package.",
  "stake process-claim": "It came with dTAO (spec 233). Use Subtensor.claimRoot of this package.",
  "root show": "It is about the funds of validators in btcli 11. Use 'btcli root list' or 'btcli root list_delegates'.",
  "root subscribe": "It is about the funds of validators in btcli 11. Use 'btcli root delegate'.",
  "root claim": "It is about the funds of validators in btcli 11. Use Subtensor.claimRoot of this package.",
  "sudo trim":
    "It came after runtime 185, with dTAO (spec 233); there, UIDs are reduced by AdminUtils.sudo_trim_to_max_allowed_uids.",
  "sudo stake-burn": "It came with dTAO (spec 233). Use Subtensor.addStakeBurn of this package.",
  "sudo buyback":
    "It is the old name of 'sudo stake-burn', which came with dTAO (spec 233). Use Subtensor.addStakeBurn of this package.",
  "sudo mechanisms": "Mechanisms of subnets came with dTAO (spec 233). Use Subtensor.mechanismCount of this package.",
  "proxy book": "It is the address book of btcli 11. Give addresses themselves.",
  "wallet encrypt":
    "btcli 11 encrypts messages to keys of ed25519 with it. To encrypt a key: btcli wallet regen_coldkey.",
  "wallet decrypt": "btcli 11 decrypts messages with keys of ed25519 with it. To test a password: btcli wallet unlock.",
  "wallet announce-coldkey-swap": "It is btcli wallet swap_coldkey announce.",
  "wallet keychain": "btcli 11 keeps passwords in the keychain of macOS. Here they come from BT_WALLET_PASSWORD_FILE.",
  "config add-proxy": "btcli 9 has a book of proxies. Here --proxy_for takes their addresses.",
  "config proxies": "btcli 9 has a book of proxies. Here --proxy_for takes their addresses.",
  "config remove-proxy": "btcli 9 has a book of proxies. Here --proxy_for takes their addresses.",
  "config update-proxy": "btcli 9 has a book of proxies. Here --proxy_for takes their addresses.",
  "config clear-proxies": "btcli 9 has a book of proxies. Here --proxy_for takes their addresses."
}
