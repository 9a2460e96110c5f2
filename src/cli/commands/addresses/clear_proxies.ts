/** `btcli addresses clear_proxies` */
import { Effect, Schema } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import * as Book from "../../subject/addressBook.ts"
import { Ask } from "../../terminal/Ask.ts"
import * as Entries from "./entries.ts"

const isProxy = ([, { delay, proxy_type, spawner }]: readonly [string, Book.Entry]): boolean =>
  [delay, proxy_type, spawner].some((one) => one !== undefined)

export const command = Leaf.make({
  flags: {},
  description: "Other addresses stay, and on the chain nothing changes.",
  examples: [{ command: "btcli addresses clear_proxies --yes", description: "without a question" }],
  result: Schema.Struct({ path: Schema.String, removed: Schema.Array(Schema.String) }),
  run: () =>
    Effect.gen(function* () {
      const book = yield* Book.read
      const removed = [...book].filter(isProxy).map(([name]) => name)
      if (removed.length === 0) return { path: yield* Book.path, removed }
      yield* Ask.confirm(`Do you want to take these proxies out of the address book: ${removed.join(", ")}?`)
      return { path: yield* Entries.change(book, new Map(removed.map((name) => [name, undefined]))), removed }
    }),
  show: ({ path, removed }, pen) =>
    pen.paint("green", removed.length === 0 ? "✓ It has none." : `✅ No longer in ${path}: ${removed.join(", ")}`)
})
