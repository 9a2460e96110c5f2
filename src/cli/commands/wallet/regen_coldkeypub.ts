/** `btcli wallet regen_coldkeypub` */
import { Effect } from "effect"
import { Flag } from "effect/cli"
import { Wallets } from "../../../services/Wallets.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Wallet from "../../subject/wallet.ts"
import * as Keys from "./keys.ts"
import * as PublicPart from "./publicPart.ts"

export const command = Leaf.make({
  flags: {
    wallet: Wallet.coldkeyFlags,
    source: PublicPart.flags,
    overwrite: Flags.toggle("overwrite_coldkeypub", "replace the public file of another coldkey").pipe(
      Flag.withAlias("overwrite")
    )
  },
  examples: [
    {
      command: "btcli wallet regen_coldkeypub --wallet.name cold --ss58_address 5F…",
      description: "watch an account whose key is elsewhere"
    }
  ],
  result: Keys.Result,
  run: ({ overwrite, source, wallet }) =>
    Effect.gen(function* () {
      const name = yield* Wallet.nameOf(wallet)
      const from = yield* PublicPart.sourceOf(source)
      const wallets = yield* Wallets
      const key = yield* wallets.regenerate({ name, coldkey: true, from, overwrite })
      return Keys.resultOf(name, [Keys.written("coldkey", name, key, "watch-only")])
    }).pipe(Effect.provide(Wallet.layer(wallet))),
  show: Keys.show
})
