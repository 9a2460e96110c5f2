/** `btcli wallet show` */
import { Effect, Schema } from "effect"
import { type KeyEntry, Wallets } from "../../../services/Wallets.ts"
import { notFound } from "../../frame/Failure.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Wallet from "../../subject/wallet.ts"

const Key = Schema.Struct({
  name: Schema.String,
  address: Schema.NullOr(Schema.String),
  path: Schema.String,
  encryption: Schema.String,
  is_watch_only: Schema.Boolean,
  /** Others on this machine may read or replace it. */
  is_exposed: Schema.Boolean
})

type Key = typeof Key.Type

const keyOf = ({ address, encryption, isExposed, isWatchOnly, name, path }: KeyEntry): Key => ({
  name,
  address: address ?? null,
  path,
  encryption,
  is_watch_only: isWatchOnly,
  is_exposed: isExposed
})

const cells = (kind: string, { address, encryption, is_exposed, is_watch_only, name, path }: Key) => [
  kind,
  name,
  address ?? "?",
  is_watch_only ? "watch-only" : encryption === "None" ? "in plain text" : encryption,
  is_exposed ? `${path} (others can read it)` : path
]

export const command = Leaf.make({
  flags: { wallet: Wallet.coldkeyFlags },
  examples: [
    {
      command: "btcli wallet show --wallet.name alice",
      description: "where its keys are, and whether they are encrypted"
    }
  ],
  result: Schema.Struct({ name: Schema.String, coldkey: Schema.NullOr(Key), hotkeys: Schema.Array(Key) }),
  run: ({ wallet }) =>
    Effect.gen(function* () {
      const name = yield* Wallet.nameOf(wallet)
      const wallets = yield* Wallets
      const entry = (yield* wallets.list).find((one) => one.name === name)
      if (entry === undefined) {
        return yield* notFound(
          `There is no wallet ${name} in ${wallets.path}.`,
          "btcli wallet list shows those there are."
        )
      }
      const { coldkey, hotkeys } = entry
      return { name, coldkey: coldkey === undefined ? null : keyOf(coldkey), hotkeys: hotkeys.map(keyOf) }
    }).pipe(Effect.provide(Wallet.layer(wallet))),
  show: ({ coldkey, hotkeys }, pen) =>
    pen.table({
      columns: ["Key", "Name", "Address", "Encryption", "File"].map((title) => ({
        title,
        isWhole: title === "Address"
      })),
      rows: [...(coldkey === null ? [] : [cells("coldkey", coldkey)]), ...hotkeys.map((key) => cells("hotkey", key))]
    })
})
