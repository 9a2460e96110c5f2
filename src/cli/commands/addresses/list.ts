/** `btcli addresses list` */
import { Effect, Schema } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import * as Book from "../../subject/addressBook.ts"
import * as Entries from "./entries.ts"

export const command = Leaf.make({
  flags: {},
  description: "The names of wallets stand for addresses as well: 'btcli wallet list' shows those.",
  examples: [{ command: "btcli addresses list --json", description: "all that the book has" }],
  result: Schema.Struct({ path: Schema.String, addresses: Schema.Array(Entries.Row) }),
  run: () =>
    Effect.gen(function* () {
      const book = yield* Book.read
      return { path: yield* Book.path, addresses: [...book].map(([name, entry]) => Entries.rowOf(name, entry)) }
    }),
  show: ({ addresses, path }, pen) =>
    addresses.length === 0 ? "The address book is empty: 'btcli addresses add'." : Entries.table(path, addresses, pen)
})
