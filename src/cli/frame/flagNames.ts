/** What is known of flags before any is made: nothing is loaded for that. */

/**
 * Flags that take all words up to the next flag, as those of the Python tools do. Commas part them, too.
 *
 * @category constants
 */
export const listNames = [
  "children",
  "cuda.dev_id",
  "exclude_hotkeys",
  "hotkeys",
  "mnemonic",
  "netuids",
  "proportions",
  "salt",
  "ss58",
  "uids",
  "weights"
] as const

/**
 * Flags that all commands of 7.4.0 take, also those that have no use for them.
 *
 * @category constants
 */
export const general: ReadonlyArray<string> = [
  "wallet.name",
  "wallet.hotkey",
  "wallet.path",
  "subtensor.network",
  "subtensor.chain_endpoint"
]

/**
 * Flags that take addresses, and names of addresses as well; a wallet's own name stands for its coldkey, where that may be meant.
 *
 * @category constants
 */
export const addressFlags: { readonly [flag: string]: "coldkey" | "hotkey" } = {
  address: "coldkey",
  children: "hotkey",
  delegate: "coldkey",
  delegate_ss58key: "hotkey",
  dest: "coldkey",
  hotkey_ss58address: "hotkey",
  key: "coldkey",
  new_coldkey: "coldkey",
  proxy_for: "coldkey",
  real: "coldkey",
  spawner: "coldkey",
  ss58: "coldkey",
  ss58_address: "coldkey",
  target_address: "coldkey"
}

/**
 * Flags whose values nobody is told.
 *
 * @category constants
 */
export const secretFlags: ReadonlyArray<string> = ["json_password", "mnemonic", "private_key", "seed"]

/**
 * Switches that turn a guard off. Nobody means one of them by half a word.
 *
 * @category constants
 */
export const unguarding: ReadonlyArray<string> = [
  "all_netuids",
  "allow_death",
  "allow_partial_stake",
  "no_prompt",
  "unsafe"
]

/** Flags with a value, as they are known before it is known which command is meant. */
const valued = new Set(["config", "password_file", "fallback_endpoints", "archive_endpoints", ...general])

/**
 * Flags of the later generations by the name that they have here. A command that has a flag of its own by that name keeps it.
 *
 * @category constants
 */
export const spellings: { readonly [later: string]: string } = {
  wallet: "wallet.name",
  wallet_name: "wallet.name",
  name: "wallet.name",
  w: "wallet.name",
  wallet_hotkey: "wallet.hotkey",
  hotkey: "wallet.hotkey",
  H: "wallet.hotkey",
  wallet_path: "wallet.path",
  p: "wallet.path",
  network: "subtensor.network",
  n: "subtensor.network",
  chain: "subtensor.network",
  chain_endpoint: "subtensor.chain_endpoint",
  wallet_password_file: "password_file",
  slippage_protection: "safe",
  no_slippage_protection: "unsafe",
  json_output: "json",
  json_out: "json",
  prompt: "",
  verbose: "",
  dust: "",
  empty: "",
  v: "",
  vv: "",
  vvv: "",
  wait_for_inclusion: "",
  no_wait_for_inclusion: "",
  mev_protection: "mev_shield",
  period: "era",
  proxy: "proxy_for",
  hotkey_ss58: "wallet.hotkey",
  hotkey_ss58_address: "hotkeys",
  wallet_hotkey_ss58: "wallet.hotkey",
  include_hotkeys: "hotkeys",
  in: "hotkeys",
  ex: "exclude_hotkeys",
  "wallet.hotkeys": "hotkeys",
  "wallet.exclude_hotkeys": "exclude_hotkeys",
  "wallet.all_hotkeys": "all_hotkeys",
  "wallet.sort_by": "sort_by",
  "wallet.sort_order": "sort_order"
}

/**
 * Flags that btcli 9 and btcli 11 mean different things by: with numbers behind them they are the first of these that the command has.
 *
 * @category constants
 */
export const numbered: { readonly [flag: string]: ReadonlyArray<string> } = {
  n: ["netuid", "netuids"],
  w: ["weights"]
}

/**
 * Switches that turn off what another one turns on, beside `no_…` and `not_…`.
 *
 * @category constants
 */
export const opposites: { readonly [flag: string]: string } = {
  unsafe: "safe",
  unsafe_register: "safe",
  fundraising: "subnet_lease"
}

/** Whether a flag that stands before the command has its value behind it. */
export const takesValue = (name: string): boolean => {
  const unified = name.replaceAll("-", "_")
  return valued.has(unified) || valued.has(spellings[unified] ?? "")
}
