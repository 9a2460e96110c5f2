/** What other btclis have and this one has not: since when it is none or not yet, and what to do instead. */

const groups = {
  liquidity: "Liquidity of users came to the runtime with its pools (2025), and subnets may forbid it.",
  lock: "Locks of alpha came to the runtime in 2026 (spec 424). There they are calls by name:"
} as const

const liquidity = (call: string) =>
  `${groups.liquidity} Where it has it, the call is to be had: 'btcli call Swap.${call} …'.`

const evm =
  "The runtime of 2024 has no EVM, and this tool no keys of Ethereum; use an Ethereum wallet against the endpoint's EVM RPC."

const extension = "This tool signs with keys of its own wallets only, not with those of a browser."

const multisig =
  "This tool keeps no multisigs. Their calls are to be had: 'btcli call Multisig.as_multi …' on runtimes with that pallet."

const keychain =
  "Passwords are kept in no keychain. They are asked for, or come from the file that BT_WALLET_PASSWORD_FILE names."

const locking = (call: string) => `${groups.lock} 'btcli tx ${call}'.`

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
  "subnets conviction": "Locks of alpha came to the runtime in 2026 (spec 424): 'btcli query coldkey_lock' reads one.",
  "stake claim": "In btcli 9 it is 'btcli stake set_claim'; what is there is claimed by 'btcli stake process_claim'.",
  "stake unclaim": "In btcli 9 it is 'btcli stake set_claim' under another name.",
  "stake wizard":
    "It is a dialogue of btcli 9. Use 'btcli stake move', 'btcli stake transfer' or 'btcli stake swap', which ask for what they need.",
  "root show": "It is about the funds of validators in btcli 11. Use 'btcli root list' or 'btcli root list_delegates'.",
  "root subscribe": "It is about the funds of validators in btcli 11. Use 'btcli root delegate'.",
  "root claim": "It is about the funds of validators in btcli 11. Use 'btcli stake process_claim'.",
  "proxy book": "It is the address book here: 'btcli addresses'.",
  "wallet encrypt":
    "btcli 11 encrypts messages to keys of ed25519 with it. To encrypt a key: btcli wallet regen_coldkey.",
  "wallet decrypt": "btcli 11 decrypts messages with keys of ed25519 with it. To test a password: btcli wallet unlock.",
  "wallet announce-coldkey-swap": "It is btcli wallet swap_coldkey announce."
}
