/** `btcli wallet list` */
import { Effect, Option, Schema } from "effect"
import { Wallets } from "../../../services/Wallets.ts"
import { notFound } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import type { Pen } from "../../terminal/Pen.ts"
import * as Wallet from "../../subject/wallet.ts"

const Key = Schema.Struct({
  name: Schema.String,
  /** `null` where the file is absent, encrypted without its public half, or unreadable. */
  address: Schema.NullOr(Schema.String)
})

const Result = Schema.Struct({
  path: Schema.String,
  wallets: Schema.Array(Schema.Struct({ ...Key.fields, hotkeys: Schema.Array(Key) }))
})

const show = ({ wallets }: typeof Result.Type, pen: Pen): string => {
  if (wallets.length === 0) return pen.paint(["bold", "red"], "No wallets found.")
  const lines = wallets.flatMap(({ address, hotkeys, name }) => [
    "",
    `${pen.paint("bold", name)} (${address ?? "?"})`,
    ...hotkeys.map(
      (hotkey, at) =>
        `${at === hotkeys.length - 1 ? "└── " : "├── "}${pen.paint("bold", hotkey.name)} (${hotkey.address ?? "?"})`
    )
  ])
  return [pen.paint("bold", "Wallets"), ...lines].join("\n")
}

export const command = Leaf.make({
  flags: { name: Flags.text("wallet.name", "this wallet only"), path: Wallet.flags.path },
  examples: [{ command: "btcli wallet list --wallet.path ./keys", description: "the wallets of another folder" }],
  result: Result,
  run: ({ name: only, path }) =>
    Effect.gen(function* () {
      const wallets = yield* Wallets
      const all = yield* wallets.list
      const entries = Option.isNone(only) ? all : all.filter(({ name }) => name === only.value)
      if (Option.isSome(only) && entries.length === 0) {
        return yield* notFound(`There is no wallet ${only.value} in ${wallets.path}.`, "'btcli wallet list' shows all.")
      }
      return {
        path: wallets.path,
        wallets: entries.map(({ coldkey, hotkeys, name }) => ({
          name,
          address: coldkey?.address ?? null,
          hotkeys: hotkeys.map((hotkey) => ({ name: hotkey.name, address: hotkey.address ?? null }))
        }))
      }
    }).pipe(Effect.provide(Wallet.layer({ path }))),
  show
})
