/** `btcli wallet new_coldkey` */
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
    wallet: Wallet.coldkeyFlags,
    mnemonic: Mnemonic.flags,
    uri: Development.flag,
    password: Keys.flags,
    overwrite: Keys.overwriteColdkey.pipe(Flag.withAlias("overwrite"))
  },
  examples: [
    {
      command: "btcli wallet new_coldkey --wallet.name alice",
      description: "asks for a password, and shows the mnemonic"
    }
  ],
  result: Keys.Result,
  run: ({ mnemonic, overwrite, password, uri, wallet }) =>
    Effect.gen(function* () {
      const encrypt = yield* Keys.encryptOf(password, Option.isNone(uri))
      const name = yield* Wallet.nameOf(wallet)
      const mayReplace = yield* Replacing.allowed({ name, coldkey: true }, "overwrite_coldkey", overwrite)
      if (Option.isSome(uri))
        return yield* Development.write(uri.value, name, [{ key: { name, coldkey: true }, encrypt }], mayReplace)
      const keep = yield* Mnemonic.keeper(mnemonic.file)
      const wallets = yield* Wallets
      const options = { name, coldkey: true, words: mnemonic.words, encrypt, overwrite: mayReplace } as const
      const key = yield* Keys.made(wallets.generate(options), "coldkey", name, keep)
      return Keys.resultOf(name, [Keys.written("coldkey", name, key, encrypt ? "encrypted" : "plain")], mnemonic.file)
    }).pipe(Effect.provide(Wallet.layer(wallet))),
  show: Keys.show
})
