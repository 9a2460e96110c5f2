/** `btcli info schema` */
import { Effect, Schema } from "effect"
import { Argument } from "effect/cli"
import * as Leaf from "../../frame/Leaf.ts"
import { Schemas } from "../../frame/Schemas.ts"

export const command = Leaf.make({
  flags: {
    command: Argument.variadic(Argument.String("command")).pipe(
      Argument.withDescription("the command, such as wallet balance; without it one document for all")
    )
  },
  description: "It is JSON Schema, draft 2020-12.",
  examples: [
    { command: "btcli info schema wallet list", description: "what 'btcli wallet list --json' prints" },
    { command: "btcli info schema > schema.json", description: "of all commands, each under $defs" }
  ],
  result: Schema.Json,
  run: ({ command: words }) => Effect.flatMap(Schemas, (schemas) => schemas.of(words)),
  show: (schema) => JSON.stringify(schema, null, 2)
})
