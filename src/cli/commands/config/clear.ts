/** `btcli config clear` */
import { Effect, Schema } from "effect"
import { Argument } from "effect/cli"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { change, Settings } from "../../frame/Settings.ts"
import { Ask } from "../../terminal/Ask.ts"
import * as Keys from "./keys.ts"

/** As btcli 9 clears them, a flag each. */
const flagOf = (name: string) => Keys.flagOf(name, Flags.toggle(name, `clears ${name}`))

const flags = {
  keys: Argument.String("key").pipe(Argument.atLeast(0)),
  all: Flags.toggle("all", "all settings"),
  network: flagOf("network"),
  subtensor_chain_endpoint: flagOf("subtensor_chain_endpoint"),
  wallet_name: flagOf("wallet_name"),
  wallet_hotkey: flagOf("wallet_hotkey"),
  wallet_path: flagOf("wallet_path"),
  use_cache: flagOf("use_cache"),
  disk_cache: flagOf("disk_cache"),
  rate_tolerance: flagOf("rate_tolerance"),
  safe_staking: flagOf("safe_staking"),
  allow_partial_stake: flagOf("allow_partial_stake"),
  dashboard_path: flagOf("dashboard_path")
}

export const command = Leaf.make({
  flags,
  examples: [{ command: "btcli config clear network wallet_name", description: "these two" }],
  result: Schema.Struct({ path: Schema.String, cleared: Schema.Array(Schema.String) }),
  run: ({ all, keys, ...toggles }) =>
    Effect.gen(function* () {
      const { path } = yield* Settings
      const flagged = Object.entries(toggles).flatMap(([name, isGiven]) => (isGiven === true ? [name] : []))
      const given = [...flagged, ...keys]
      if (!all && given.length === 0) return yield* usage("There is nothing to clear.", "Name settings, or give --all.")
      const cleared = all ? Keys.names : yield* Effect.forEach(given, Keys.named)
      if (all) yield* Ask.confirm(`Do you want to clear all settings in ${path}?`)
      yield* change((document) => {
        for (const name of cleared) Keys.remove(document, name)
      })
      return { path, cleared }
    }),
  show: ({ cleared, path }, pen) => pen.paint("green", `✅ Not set any more: ${cleared.join(", ")}\nIn ${path}`)
})
