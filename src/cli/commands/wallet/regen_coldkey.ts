/** `btcli wallet regen_coldkey` */
import { Effect } from "effect"
import { Flag } from "effect/cli"
import { Wallets } from "../../../services/Wallets.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Wallet from "../../subject/wallet.ts"
import * as Keys from "./keys.ts"
import * as Replacing from "./replacing.ts"
import * as Source from "./source.ts"

const flags = {
  wallet: Wallet.coldkeyFlags,
  source: Source.flags,
  password: Keys.flags,
  overwrite: Keys.overwriteColdkey.pipe(Flag.withAlias("overwrite"))
}

export const command = Leaf.make({
  flags,
  description: "Without a source it asks for one. --json FILE, with a file, is --json_file; alone it asks for JSON.",
  examples: [
    { command: "btcli wallet regen_coldkey --wallet.name alice", description: "asks for mnemonic and password" },
    { command: "btcli w regen_coldkey --mnemonic_file ./alice.txt", description: "from a file" }
  ],
  result: Keys.Result,
  run: ({ overwrite, password, source, wallet }) =>
    Effect.gen(function* () {
      const encrypt = yield* Keys.encryptOf(password, true)
      const name = yield* Wallet.nameOf(wallet)
      const from = yield* Source.sourceOf(source, "coldkey")
      const mayReplace = yield* Replacing.allowed({ name, coldkey: true }, "overwrite_coldkey", overwrite)
      const wallets = yield* Wallets
      const key = yield* wallets.regenerate({ name, coldkey: true, from, encrypt, overwrite: mayReplace })
      return Keys.resultOf(name, [Keys.written("coldkey", name, key, encrypt ? "encrypted" : "plain")])
    }).pipe(Effect.provide(Wallet.layer(wallet))),
  show: Keys.show
})
