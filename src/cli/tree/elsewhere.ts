/** What other btclis have and this one has not: since when it is none or not yet, and what to do instead. */

const groups = {
  crowd: "Crowdloans came to the runtime with dTAO (2025). There they are calls by name:",
  view: "The dashboard of btcli 9 is a page of a wallet and its subnets.",
  liquidity: "Liquidity of users came to the runtime with its pools (2025), and subnets may forbid it.",
  lock: "Locks of alpha came to the runtime in 2026 (spec 424). There they are calls by name:"
} as const

const crowdloan = (call: string) => `${groups.crowd} 'btcli tx ${call}'.`

const read = (name: string) => `${groups.crowd} 'btcli query ${name}'.`

const liquidity = (call: string) =>
  `${groups.liquidity} Where it has it, the call is to be had: 'btcli call Swap.${call} …'.`

const evm =
  "The runtime of 2024 has no EVM, and this tool no keys of Ethereum; use an Ethereum wallet against the endpoint's EVM RPC."

const extension = "This tool signs with keys of its own wallets only, not with those of a browser."

const multisig =
  "This tool keeps no multisigs. Their calls are to be had: 'btcli call Multisig.as_multi …' on runtimes with that pallet."

const addresses = "There is no book of addresses here. Give whole addresses, or names of wallets with --wallet.name."

const keychain =
  "Passwords are kept in no keychain. They are asked for, or come from the file that BT_WALLET_PASSWORD_FILE names."

const locking = (call: string) => `${groups.lock} 'btcli tx ${call}'.`

/**
 * By whole command lines without `btcli`. Those of whole groups stand under the group's name; what is more precise is looked up first.
 */
export const elsewhere: { readonly [path: string]: string } = {
  // Of btcli 9.
  crowd: `${groups.crowd} 'btcli tx' lists them.`,
  cr: `${groups.crowd} 'btcli tx' lists them.`,
  crowdloan: `${groups.crowd} 'btcli tx' lists them.`,
  "crowd contribute": crowdloan("contribute_crowdloan"),
  "crowd withdraw": crowdloan("withdraw_crowdloan"),
  "crowd finalize": crowdloan("finalize_crowdloan"),
  "crowd list": read("crowdloans"),
  "crowd info": read("crowdloan_by_id"),
  "crowd contributors": read("crowdloan_contributions"),
  "crowd create": crowdloan("create_crowdloan"),
  "crowd update": crowdloan("update_crowdloan_cap"),
  "crowd refund": crowdloan("refund_crowdloan"),
  "crowd dissolve": crowdloan("dissolve_crowdloan"),
  liquidity: groups.liquidity,
  "liquidity add": liquidity("add_liquidity"),
  "liquidity list": `${groups.liquidity} 'btcli query' lists what can be read.`,
  "liquidity modify": liquidity("modify_position"),
  "liquidity remove": liquidity("remove_liquidity"),
  // `l` is `legacy` here, as in 7.4.0.
  "legacy add": liquidity("add_liquidity"),
  "legacy list": `${groups.liquidity} 'btcli query' lists what can be read.`,
  "legacy modify": liquidity("modify_position"),
  "legacy remove": liquidity("remove_liquidity"),
  view: `${groups.view} 'btcli subnets metagraph --html FILE' writes a page, 'btcli wallet overview' shows the wallet.`,
  "view dashboard": `${groups.view} 'btcli subnets metagraph --html FILE' writes a page, 'btcli wallet overview' shows the wallet.`,
  // Of btcli 11.
  addresses,
  "addresses add": addresses,
  "addresses save": addresses,
  "addresses list": "There is no book of addresses here. 'btcli wallet list' shows those of your wallets.",
  "addresses show": addresses,
  "addresses remove": addresses,
  multisig,
  "multisig add": multisig,
  "multisig list": multisig,
  "multisig show": multisig,
  "multisig remove": multisig,
  "multisig pending": "'btcli call' makes calls of Multisig; what is pending in it, no command of this tool shows.",
  lock: `${groups.lock} 'btcli tx lock_stake', 'move_lock' and 'set_perpetual_lock'.`,
  "lock list": `${groups.lock} 'btcli query stake_availability_for_coldkeys' reads them.`,
  "lock show": `${groups.lock} 'btcli query coldkey_lock' reads one.`,
  "lock add": locking("lock_stake"),
  "lock mode": locking("set_perpetual_lock"),
  "lock move": locking("move_lock"),
  timelock:
    "Encryption for a round of drand is a library's matter here: protocol/Timelock of effect-bittensor does it, and 'btcli tx set_reveal_commitment' uses it.",
  evm,
  "evm key": evm,
  "evm fund": evm,
  "evm balance": evm,
  "evm send": evm,
  "evm send-to-ss58": evm,
  "evm claim-deposit": evm,
  "evm associate": "The call is to be had: 'btcli call SubtensorModule.associate_evm_key …', on runtimes that have it.",
  "evm stake": evm,
  "evm call": evm,
  "evm precompiles": evm,
  "evm abi": evm,
  "evm config": evm,
  "evm doctor": "'btcli doctor' looks at keys, clock, endpoint and axon; the EVM it leaves alone.",
  extension,
  keychain,
  "wallet keychain": keychain,
  "wallet keychain save": keychain,
  "wallet keychain show": keychain,
  "wallet keychain delete": keychain,
  upgrade: "'btcli legacy update' prints how this installation is updated; upgrades of the runtime are for its owners.",
  tools: "'btcli --commands' lists all commands, 'btcli info schema' what each prints with --json.",
  lending: "The runtime has no lending; what later ones have is to be had with 'btcli call'.",
  collateral: "The runtime has no collateral; what later ones have is to be had with 'btcli call'.",
  deriv: "The runtime has no derivatives; what later ones have is to be had with 'btcli call'.",
  misc: "'btcli tx' and 'btcli query' list what can be done and read by name.",
  // Of groups that are here, too.
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
  "config add-proxy": "btcli 9 has a book of proxies. Here --proxy_for takes their addresses.",
  "config proxies": "btcli 9 has a book of proxies. Here --proxy_for takes their addresses.",
  "config remove-proxy": "btcli 9 has a book of proxies. Here --proxy_for takes their addresses.",
  "config update-proxy": "btcli 9 has a book of proxies. Here --proxy_for takes their addresses.",
  "config clear-proxies": "btcli 9 has a book of proxies. Here --proxy_for takes their addresses."
}
