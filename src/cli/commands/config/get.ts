/** `btcli config get` */
import { Effect, Option, Schema } from "effect"
import { Argument } from "effect/cli"
import { notFound } from "../../frame/Failure.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { Settings } from "../../frame/Settings.ts"
import * as Keys from "./keys.ts"

/** `metagraph_cols` is one of several values, by their names. */
const isOf = (name: string, key: string) => name === key || name.startsWith(`${key}_`)

export const command = Leaf.make({
  flags: { key: Argument.optional(Argument.String("key")) },
  description: "Of the file only: what flags and the environment say wins over it.",
  examples: [{ command: "btcli config get network", description: "one setting" }],
  result: Schema.Struct({ path: Schema.String, settings: Schema.Record(Schema.String, Schema.String) }),
  run: ({ key }) =>
    Effect.gen(function* () {
      const { path, values } = yield* Settings
      const keys = Option.isSome(key) ? [yield* Keys.named(key.value)] : Keys.names
      const settings = Object.fromEntries(
        Object.entries(values).filter(([name]) => keys.some((one) => isOf(name, one)))
      )
      if (Option.isSome(key) && Object.keys(settings).length === 0) {
        return yield* notFound(`${keys[0]} is not set in ${path}.`, `btcli config set ${keys[0]} VALUE`)
      }
      return { path, settings }
    }),
  show: ({ path, settings }, pen) =>
    pen.table({
      title: path,
      columns: [
        { title: "Key", style: "cyan" },
        { title: "Value", style: "green" }
      ],
      rows: Object.entries(settings)
    })
})
