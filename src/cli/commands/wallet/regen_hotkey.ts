/** `btcli wallet regen_hotkey` */
import { Effect } from "effect"
import { Flag } from "effect/cli"
import { Wallets } from "../../../services/Wallets.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Wallet from "../../subject/wallet.ts"
import * as Keys from "./keys.ts"
import * as Replacing from "./replacing.ts"
import * as Source from "./source.ts"

const flags = {
  wallet: Wallet.flags,
  source: Source.flags,
  password: Keys.flags,
  overwrite: Keys.overwriteHotkey.pipe(Flag.withAlias("overwrite"))
}

export const command = Leaf.make({
  flags,
  description: "Without a source it asks for one. --json FILE, with a file, is --json_file; alone it asks for JSON.",
  examples: [
    {
      command: "btcli wallet regen_hotkey --wallet.name alice --wallet.hotkey miner",
      description: "asks for a mnemonic"
    }
  ],
  result: Keys.Result,
  run: ({ overwrite, password, source, wallet }) =>
    Effect.gen(function* () {
      const encrypt = yield* Keys.encryptOf(password, false)
      const { hotkey, name } = yield* Wallet.chosen(wallet)
      const from = yield* Source.sourceOf(source, "hotkey")
      const mayReplace = yield* Replacing.allowed({ name, hotkey }, "overwrite_hotkey", overwrite)
      const wallets = yield* Wallets
      const key = yield* wallets.regenerate({ name, hotkey, from, encrypt, overwrite: mayReplace })
      return Keys.resultOf(name, [Keys.written("hotkey", hotkey, key, encrypt ? "encrypted" : "plain")])
    }).pipe(Effect.provide(Wallet.layer(wallet))),
  show: Keys.show
})
