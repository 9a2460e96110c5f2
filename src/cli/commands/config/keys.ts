/** The settings that there are: those of btcli 9, some of 7.4.0, and ours. */
import { Effect } from "effect"
import { Flag } from "effect/cli"
import type { Document } from "yaml"
import { type Failure, usage } from "../../frame/Failure.ts"
import { nearest } from "../../frame/spelling.ts"

type Kind = "text" | "number" | "switch" | "mapping"

/** @category constants */
export const kinds: { readonly [key: string]: Kind } = {
  network: "text",
  subtensor_chain_endpoint: "text",
  fallback_endpoints: "text",
  archive_endpoints: "text",
  retry_forever: "switch",
  wallet_name: "text",
  wallet_hotkey: "text",
  wallet_path: "text",
  no_prompt: "switch",
  indexer: "text",
  use_cache: "switch",
  disk_cache: "switch",
  rate_tolerance: "number",
  safe_staking: "switch",
  allow_partial_stake: "switch",
  dashboard_path: "text",
  metagraph_cols: "mapping"
}

/** @category constants */
export const names = Object.keys(kinds)

/** The key that is meant; `wallet.name` and `wallet-name` are `wallet_name`, and so is `wallet` in btcli 11. @category parsing */
export const named = (text: string): Effect.Effect<string, Failure> => {
  const key = text
    .toLowerCase()
    .replaceAll(/[-.]/g, "_")
    .replace(/^wallet$/, "wallet_name")
  if (names.includes(key)) return Effect.succeed(key)
  const near = nearest(key, names)
  const next = near === undefined ? `There are ${names.join(", ")}.` : `Did you mean ${near}?`
  return Effect.fail(usage(`There is no setting ${text}.`, next))
}

const SWITCHES: { readonly [text: string]: boolean } = {
  true: true,
  yes: true,
  on: true,
  false: false,
  no: false,
  off: false
}

/** What btcli 9 calls their flags, too. @category constants */
export const aliases: { readonly [key: string]: ReadonlyArray<string> } = {
  network: ["subtensor.network", "chain"],
  subtensor_chain_endpoint: ["subtensor.chain_endpoint"],
  wallet_name: ["name", "wallet.name"],
  wallet_hotkey: ["hotkey", "H", "wallet.hotkey"],
  wallet_path: ["p", "wallet.path"],
  use_cache: ["cache"],
  rate_tolerance: ["tolerance"],
  safe_staking: ["safe"],
  allow_partial_stake: ["partial", "allow"],
  dashboard_path: ["dash_path", "dash.path", "dashboard.path"]
}

/** A flag for a setting. @category flags */
export const flagOf = <A>(name: string, flag: Flag.Flag<A>): Flag.Flag<A> =>
  (aliases[name] ?? []).reduce((made, alias) => Flag.withAlias(made, alias), flag)

/** What a text says, as the file has it. @category parsing */
export const valueOf = (key: string, text: string): Effect.Effect<string | number | boolean, Failure> => {
  switch (kinds[key]) {
    case "switch": {
      const value = SWITCHES[text.toLowerCase()]
      return value === undefined ? Effect.fail(usage(`${key} ${text}: it is true or false.`)) : Effect.succeed(value)
    }
    case "number":
      return /^\d+(\.\d+)?$/.test(text)
        ? Effect.succeed(Number(text))
        : Effect.fail(usage(`${key} ${text}: it is no number.`, "Give such as 0.05."))
    case "mapping":
      return Effect.fail(usage(`${key} has several values.`, "Write them into the file that btcli config path names."))
    default:
      return text.trim() === ""
        ? Effect.fail(usage(`${key}: there is no value.`, `btcli config clear ${key} takes it away.`))
        : Effect.succeed(text)
  }
}

/** Takes a setting out of the file, in the nested form of 7.4.0 as well. @category edits */
export const remove = (document: Document, key: string): void => {
  const [group = "", ...rest] = key.split("_")
  for (const path of [[key], [group, rest.join("_")]]) {
    if (document.hasIn(path)) document.deleteIn(path)
  }
}
