/** `btcli addresses show` */
import { Effect } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import * as Book from "../../subject/addressBook.ts"
import * as Entries from "./entries.ts"

export const command = Leaf.make({
  flags: Entries.which,
  examples: [{ command: "btcli addresses show exchange", description: "what it stands for" }],
  result: Entries.Row,
  run: (input) =>
    Effect.gen(function* () {
      const name = yield* Entries.nameFor(input)
      return Entries.rowOf(name, yield* Entries.needed(yield* Book.read, name))
    }),
  show: (row, pen) => Entries.table("", [row], pen).trimStart()
})
