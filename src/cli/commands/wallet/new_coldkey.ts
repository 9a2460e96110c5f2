/** `btcli wallet new_coldkey` */
import { Effect } from "effect"
import { Wallets } from "../../../services/Wallets.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Wallet from "../../subject/wallet.ts"
import * as Keys from "./keys.ts"
import * as Mnemonic from "./mnemonic.ts"
import * as Replacing from "./replacing.ts"

export const command = Leaf.make({
  flags: {
    wallet: { name: Wallet.flags.name, path: Wallet.flags.path },
    mnemonic: Mnemonic.flags,
    password: Keys.flags,
    overwrite: Keys.overwriteColdkey
  },
  examples: [
    {
      command: "btcli wallet new_coldkey --wallet.name alice",
      description: "asks for a password, and shows the mnemonic"
    }
  ],
  result: Keys.Result,
  run: ({ mnemonic, overwrite, password, wallet }) =>
    Effect.gen(function* () {
      const encrypt = yield* Keys.encryptOf(password, true)
      const name = yield* Wallet.nameOf(wallet)
      const mayReplace = yield* Replacing.allowed({ name, coldkey: true }, "overwrite_coldkey", overwrite)
      const keep = yield* Mnemonic.keeper(mnemonic.file)
      const wallets = yield* Wallets
      const options = { name, coldkey: true, words: mnemonic.words, encrypt, overwrite: mayReplace } as const
      const key = yield* Keys.made(wallets.generate(options), "coldkey", name, keep)
      return Keys.resultOf(name, [Keys.written("coldkey", name, key, encrypt ? "encrypted" : "plain")], mnemonic.file)
    }).pipe(Effect.provide(Wallet.layer(wallet))),
  show: Keys.show
})
