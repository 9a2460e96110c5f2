/** `btcli wallet create` */
import { Effect, Option } from "effect"
import { Wallets } from "../../../services/Wallets.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Wallet from "../../subject/wallet.ts"
import * as Development from "./development.ts"
import * as Keys from "./keys.ts"
import * as Mnemonic from "./mnemonic.ts"
import * as Replacing from "./replacing.ts"

const flags = {
  wallet: Wallet.flags,
  mnemonic: Mnemonic.flags,
  uri: Development.flag,
  password: Keys.flags,
  overwriteColdkey: Keys.overwriteColdkey,
  overwriteHotkey: Keys.overwriteHotkey,
  overwrite: Flags.toggle("overwrite", "the same as both of these")
}

export const command = Leaf.make({
  flags,
  description: "Both keys are made, or neither; the hotkey is not encrypted.",
  examples: [{ command: "btcli wallet create --wallet.name alice --wallet.hotkey miner", description: "both keys" }],
  result: Keys.Result,
  run: ({ mnemonic, overwrite, overwriteColdkey, overwriteHotkey, password, uri, wallet }) =>
    Effect.gen(function* () {
      const encrypt = yield* Keys.encryptOf(password, Option.isNone(uri))
      const { hotkey, name } = yield* Wallet.chosen(wallet)
      const coldkeyToo = yield* Replacing.allowed(
        { name, coldkey: true },
        "overwrite_coldkey",
        overwrite || overwriteColdkey
      )
      const hotkeyToo = yield* Replacing.allowed({ name, hotkey }, "overwrite_hotkey", overwrite || overwriteHotkey)
      // Whatever is there may be lost by now.
      const mayReplace = coldkeyToo || hotkeyToo
      if (Option.isSome(uri)) {
        const keys = [
          { key: { name, coldkey: true }, encrypt },
          { key: { name, hotkey }, encrypt: false }
        ] as const
        return yield* Development.write(uri.value, name, keys, mayReplace)
      }
      const keep = yield* Mnemonic.keeper(mnemonic.file)
      const wallets = yield* Wallets
      const make = wallets.create({
        name,
        hotkey,
        words: mnemonic.words,
        encrypt,
        overwrite: mayReplace
      })
      return yield* Effect.uninterruptibleMask((restore) =>
        Effect.gen(function* () {
          const made = yield* restore(make)
          const coldkey = yield* made.coldkeypub
          yield* keep({ kind: "coldkey", wallet: name, address: coldkey.address, mnemonic: made.mnemonics.coldkey })
          yield* keep({ kind: "hotkey", wallet: name, address: made.hotkey.address, mnemonic: made.mnemonics.hotkey })
          const keys = [
            Keys.written("coldkey", name, coldkey, encrypt ? "encrypted" : "plain"),
            Keys.written("hotkey", hotkey, made.hotkey, "plain")
          ]
          return Keys.resultOf(name, keys, mnemonic.file)
        })
      )
    }).pipe(Effect.provide(Wallet.layer(wallet))),
  show: Keys.show
})
