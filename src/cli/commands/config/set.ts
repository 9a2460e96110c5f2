/** `btcli config set` */
import { Effect, Option, Schema } from "effect"
import { Argument, type Command, Flag } from "effect/cli"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { change, Settings } from "../../frame/Settings.ts"
import * as Keys from "./keys.ts"

const settable = Keys.names.filter((name) => Keys.kinds[name] !== "mapping")

/** As btcli 9 sets them, a flag each. */
const flagOf = (name: string) => Keys.flagOf(name, Flags.text(name, `sets ${name}`))

const switchOf = (name: string) =>
  Keys.flagOf(name, Flag.optional(Flag.Boolean(name))).pipe(
    Flag.map(Option.map(String)),
    Flag.withDescription(`turns on ${name}, or off as --no-${name.replaceAll("_", "-")}`)
  )

const flags = {
  key: Argument.optional(Argument.String("key")),
  value: Argument.optional(Argument.String("value")),
  network: flagOf("network"),
  subtensor_chain_endpoint: flagOf("subtensor_chain_endpoint"),
  wallet_name: flagOf("wallet_name"),
  wallet_hotkey: flagOf("wallet_hotkey"),
  wallet_path: flagOf("wallet_path"),
  indexer: flagOf("indexer"),
  use_cache: switchOf("use_cache"),
  disk_cache: switchOf("disk_cache"),
  rate_tolerance: flagOf("rate_tolerance"),
  safe_staking: switchOf("safe_staking"),
  allow_partial_stake: switchOf("allow_partial_stake"),
  dashboard_path: flagOf("dashboard_path")
}

type Input = Command.Command.Config.Infer<typeof flags>

/** What is to be set, by name. */
const wanted = ({ key, value, ...flags }: Input) =>
  Effect.gen(function* () {
    const given = Object.entries(flags).flatMap(([name, text]) =>
      Option.isSome(text) ? [[name, text.value] as const] : []
    )
    if (Option.isNone(key)) {
      if (given.length > 0) return given
      return yield* usage("There is nothing to set.", `Give a setting and its value: one of ${settable.join(", ")}.`)
    }
    const name = yield* Keys.named(key.value)
    if (Option.isNone(value)) return yield* usage(`There is no value for ${name}.`, `btcli config set ${name} VALUE`)
    return [...given, [name, value.value] as const]
  })

export const command = Leaf.make({
  flags,
  description: `Settings: ${settable.join(", ")}.`,
  examples: [
    { command: "btcli config set network local", description: "instead of --subtensor.network local" },
    { command: "btcli config set --wallet-name alice --network test", description: "as btcli 9 sets it" }
  ],
  result: Schema.Struct({ path: Schema.String, changed: Schema.Record(Schema.String, Schema.String) }),
  run: (input) =>
    Effect.gen(function* () {
      const pairs = yield* Effect.forEach(yield* wanted(input), ([name, text]) =>
        Effect.map(Keys.valueOf(name, text), (value) => [name, value] as const)
      )
      yield* change((document) => {
        for (const [name, value] of pairs) {
          Keys.remove(document, name)
          document.set(name, value)
        }
      })
      const { path } = yield* Settings
      return { path, changed: Object.fromEntries(pairs.map(([name, value]) => [name, String(value)])) }
    }),
  show: ({ changed, path }, pen) =>
    [...Object.entries(changed).map(([name, value]) => pen.paint("green", `✅ ${name}: ${value}`)), `In ${path}`].join(
      "\n"
    )
})
