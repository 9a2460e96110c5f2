/** `btcli config clear` */
import { Effect, Schema } from "effect"
import { Argument } from "effect/cli"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { change, Settings } from "../../frame/Settings.ts"
import { Ask } from "../../terminal/Ask.ts"
import * as Keys from "./keys.ts"

export const command = Leaf.make({
  flags: {
    keys: Argument.String("key").pipe(Argument.atLeast(0)),
    all: Flags.toggle("all", "all settings")
  },
  examples: [{ command: "btcli config clear network wallet_name", description: "these two" }],
  result: Schema.Struct({ path: Schema.String, cleared: Schema.Array(Schema.String) }),
  run: ({ all, keys }) =>
    Effect.gen(function* () {
      const { path } = yield* Settings
      if (!all && keys.length === 0) return yield* usage("There is nothing to clear.", "Name settings, or give --all.")
      const cleared = all ? Keys.names : yield* Effect.forEach(keys, Keys.named)
      if (all) yield* Ask.confirm(`Do you want to clear all settings in ${path}?`)
      yield* change((document) => {
        for (const name of cleared) Keys.remove(document, name)
      })
      return { path, cleared }
    }),
  show: ({ cleared, path }, pen) => pen.paint("green", `✅ Not set any more: ${cleared.join(", ")}\nIn ${path}`)
})
