/** `btcli wallet new_hotkey` */
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { Wallets } from "../../../services/Wallets.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Wallet from "../../subject/wallet.ts"
import * as Development from "./development.ts"
import * as Keys from "./keys.ts"
import * as Mnemonic from "./mnemonic.ts"
import * as Replacing from "./replacing.ts"

export const command = Leaf.make({
  flags: {
    wallet: Wallet.flags,
    mnemonic: Mnemonic.flags,
    uri: Development.flag,
    password: Keys.flags,
    overwrite: Keys.overwriteHotkey.pipe(Flag.withAlias("overwrite"))
  },
  examples: [
    {
      command: "btcli wallet new_hotkey --wallet.name alice --wallet.hotkey miner --mnemonic_file ./miner.txt",
      description: "without a terminal"
    }
  ],
  result: Keys.Result,
  run: ({ mnemonic, overwrite, password, uri, wallet }) =>
    Effect.gen(function* () {
      const encrypt = yield* Keys.encryptOf(password, false)
      const { hotkey, name } = yield* Wallet.chosen(wallet)
      const mayReplace = yield* Replacing.allowed({ name, hotkey }, "overwrite_hotkey", overwrite)
      if (Option.isSome(uri))
        return yield* Development.write(uri.value, name, [{ key: { name, hotkey }, encrypt }], mayReplace)
      const keep = yield* Mnemonic.keeper(mnemonic.file)
      const wallets = yield* Wallets
      const options = { name, hotkey, words: mnemonic.words, encrypt, overwrite: mayReplace }
      const key = yield* Keys.made(wallets.generate(options), "hotkey", name, keep)
      return Keys.resultOf(name, [Keys.written("hotkey", hotkey, key, encrypt ? "encrypted" : "plain")], mnemonic.file)
    }).pipe(Effect.provide(Wallet.layer(wallet))),
  show: Keys.show
})
