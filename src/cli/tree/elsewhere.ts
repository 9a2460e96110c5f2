/** What other btclis have and this one has not: since when it is none or not yet, and what to do instead. */

const groups = {
  liquidity: "Liquidity of users came to the runtime with its pools (2025), and subnets may forbid it.",
  lock: "Locks of alpha came to the runtime in 2026 (spec 424). There they are calls by name:",
  funds: "The funds of validators came to the root network in 2026."
} as const

const liquidity = (call: string) =>
  `${groups.liquidity} Where it has it, the call is to be had: 'btcli call Swap.${call} …'.`

const evm =
  "The runtime of 2024 has no EVM, and this tool no keys of Ethereum; use an Ethereum wallet against the endpoint's EVM RPC."

const extension = "This tool signs with keys of its own wallets only, not with those of a browser."

const multisig =
  "This tool keeps no multisigs. Their calls are to be had: 'btcli call Multisig.as_multi …' on runtimes with that pallet."

const keychain =
  "Passwords are kept in no keychain. They are asked for, or come from the file that --password_file or BT_WALLET_PASSWORD_FILE names."

const upgrade =
  "'btcli legacy update' prints how this installation is updated; upgrades of the runtime are for its owners."

const collateral = "The runtime has no collateral; what later ones have is to be had with 'btcli call'."

const locking = (call: string) => `${groups.lock} 'btcli tx ${call}'.`

/** The commands of locks, of which the group has two names. */
const locks = (group: string) => ({
  [group]: `${groups.lock} 'btcli tx lock_stake', 'move_lock' and 'set_perpetual_lock'.`,
  [`${group} list`]: `${groups.lock} 'btcli query stake_availability_for_coldkeys' reads them.`,
  [`${group} show`]: `${groups.lock} 'btcli query coldkey_lock' reads one.`,
  [`${group} add`]: locking("lock_stake"),
  [`${group} mode`]: locking("set_perpetual_lock"),
  [`${group} accept`]: locking("set_reject_locked_alpha"),
  [`${group} move`]: locking("move_lock")
})

/**
 * By whole command lines without `btcli`. Those of whole groups stand under the group's name; what is more precise is looked up first.
 */
export const elsewhere: { readonly [path: string]: string } = {
  // Of btcli 9.
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
  // Of btcli 11.
  multisig,
  "multisig add": multisig,
  "multisig list": multisig,
  "multisig show": multisig,
  "multisig remove": multisig,
  "multisig pending": "'btcli call' makes calls of Multisig; what is pending in it, no command of this tool shows.",
  ...locks("lock"),
  ...locks("conviction"),
  "utils extension": extension,
  "utils collateral": collateral,
  "utils upgrade": upgrade,
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
  upgrade,
  lending: "The runtime has no lending; what later ones have is to be had with 'btcli call'.",
  collateral,
  deriv: "The runtime has no derivatives; what later ones have is to be had with 'btcli call'.",
  // Of groups that are here, too.
  "subnets conviction": "Locks of alpha came to the runtime in 2026 (spec 424): 'btcli query coldkey_lock' reads one.",
  "stake claim": "In btcli 9 it is 'btcli stake set_claim'; what is there is claimed by 'btcli stake process_claim'.",
  "stake unclaim": "In btcli 9 it is 'btcli stake set_claim' under another name.",
  "stake wizard":
    "It is a dialogue of btcli 9. Use 'btcli stake move', 'btcli stake transfer' or 'btcli stake swap', which ask for what they need.",
  "root allocate": `${groups.funds} To stake to a hotkey: 'btcli root delegate'.`,
  "root move": `${groups.funds} To take stake back, and stake it elsewhere: 'btcli root undelegate', 'btcli root delegate'.`,
  "root swap": `${groups.funds} What root validators weigh subnets with: 'btcli root weights'.`,
  "stake unstake-all-alpha":
    "All alpha of a hotkey came with dTAO (2025): 'btcli tx unstake_all_alpha' moves it to the root network.",
  "stake move-swap":
    "It came to btcli 11 in 2026: here 'btcli stake move' does both, to another hotkey and to another subnet.",
  "sudo trim-null": "It is about an epoch without consensus, of runtimes of 2026. To trim: 'btcli sudo trim'.",
  "sudo trim-null-batch": "It is about an epoch without consensus, of runtimes of 2026. To trim: 'btcli sudo trim'.",
  "root show": "It is about the funds of validators in btcli 11. Use 'btcli root list' or 'btcli root list_delegates'.",
  "root subscribe": "It is about the funds of validators in btcli 11. Use 'btcli root delegate'.",
  "root claim": "It is about the funds of validators in btcli 11. Use 'btcli stake process_claim'.",
  "proxy book": "It is the address book here: 'btcli addresses'.",
  "wallet encrypt":
    "btcli 11 encrypts messages to keys of ed25519 with it. To encrypt a key: btcli wallet regen_coldkey.",
  "wallet decrypt": "btcli 11 decrypts messages with keys of ed25519 with it. To test a password: btcli wallet unlock."
}
