/** `btcli addresses remove` */
import { Effect, Schema } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import * as Book from "../../subject/addressBook.ts"
import * as Entries from "./entries.ts"

export const command = Leaf.make({
  flags: Entries.which,
  description: "On the chain nothing changes.",
  examples: [{ command: "btcli addresses remove exchange", description: "it stands for nothing any more" }],
  result: Schema.Struct({ path: Schema.String, ...Entries.Row.fields }),
  run: (input) =>
    Effect.gen(function* () {
      const name = yield* Entries.nameFor(input)
      const book = yield* Book.read
      const entry = yield* Entries.needed(book, name)
      return { path: yield* Entries.change(book, new Map([[name, undefined]])), ...Entries.rowOf(name, entry) }
    }),
  show: ({ address, name, path }, pen) => pen.paint("green", `✅ No longer in ${path}: ${name}, ${address}`)
})
