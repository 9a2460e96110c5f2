/** The flags of all commands, and how flags are made here. */
import type { Option } from "effect"
import { Flag } from "effect/cli"

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
  "uids",
  "weights"
] as const

/** @category constructors */
export const list = (name: (typeof listNames)[number], description: string): Flag.Flag<ReadonlyArray<string>> =>
  Flag.String(name).pipe(
    Flag.atLeast(0),
    Flag.map((values) => values.flatMap((value) => value.split(/[\s,]+/)).filter((value) => value !== "")),
    Flag.withDescription(description)
  )

/**
 * Off unless it is given; it has no `--no-` form.
 *
 * @category constructors
 */
export const toggle = (name: string, description: string): Flag.Flag<boolean> =>
  Flag.Boolean(name).pipe(Flag.withoutNegation, Flag.withDefault(false), Flag.withDescription(description))

/** @category constructors */
export const text = (name: string, description: string): Flag.Flag<Option.Option<string>> =>
  Flag.optional(Flag.String(name)).pipe(Flag.withDescription(description))

/** @category constructors */
export const integer = (name: string, description: string): Flag.Flag<Option.Option<number>> =>
  Flag.optional(Flag.Int(name)).pipe(Flag.withDescription(description))

/**
 * What every command takes.
 *
 * @category constants
 */
export const common = {
  json: toggle("json", "print the result as one JSON document (its schema: btcli info schema)"),
  yes: toggle("yes", "answer yes to every confirmation").pipe(Flag.withAlias("y")),
  noPrompt: toggle("no_prompt", "ask nothing: what is missing is an error, what is to be confirmed is confirmed"),
  config: text("config", "file of settings (~/.bittensor/config.yml)"),
  quiet: toggle("quiet", "print the result and errors only").pipe(Flag.withAlias("q")),
  debug: toggle("debug", "print where in the program an error came from"),
  noVersionChecking: toggle("no_version_checking", "do not look for a newer version"),
  strict: toggle("strict", "unknown flags are errors, as they always are")
}

/** Those of them that have a value, as they are known before it is known which command is meant. */
const valued = new Set([
  "config",
  "wallet.name",
  "wallet.hotkey",
  "wallet.path",
  "subtensor.network",
  "subtensor.chain_endpoint"
])

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
  json_output: "json",
  json_out: "json",
  prompt: "",
  wait_for_inclusion: "",
  mev_protection: "mev_shield",
  no_mev_protection: "",
  no_mev_shield: "",
  period: "era",
  proxy: "proxy_for",
  include_hotkeys: "hotkeys",
  "wallet.hotkeys": "hotkeys",
  "wallet.exclude_hotkeys": "exclude_hotkeys",
  "wallet.all_hotkeys": "all_hotkeys",
  "wallet.sort_by": "sort_by",
  "wallet.sort_order": "sort_order"
}

/** Whether a flag that stands before the command has its value behind it. */
export const takesValue = (name: string): boolean => {
  const unified = name.replaceAll("-", "_")
  return valued.has(unified) || valued.has(spellings[unified] ?? "")
}
