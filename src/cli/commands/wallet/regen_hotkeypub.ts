/** `btcli wallet regen_hotkeypub` */
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
    wallet: Wallet.flags,
    source: PublicPart.flags,
    overwrite: Flags.toggle("overwrite_hotkeypub", "replace the public file of another hotkey").pipe(
      Flag.withAlias("overwrite")
    )
  },
  examples: [
    {
      command: "btcli wallet regen_hotkeypub --wallet.name cold --wallet.hotkey miner --ss58_address 5F…",
      description: "the same for a hotkey"
    }
  ],
  result: Keys.Result,
  run: ({ overwrite, source, wallet }) =>
    Effect.gen(function* () {
      const { hotkey, name } = yield* Wallet.chosen(wallet)
      const from = yield* PublicPart.sourceOf(source)
      const wallets = yield* Wallets
      const key = yield* wallets.regenerate({ name, hotkey, from, overwrite })
      return Keys.resultOf(name, [Keys.written("hotkey", hotkey, key, "watch-only")])
    }).pipe(Effect.provide(Wallet.layer(wallet))),
  show: Keys.show
})
