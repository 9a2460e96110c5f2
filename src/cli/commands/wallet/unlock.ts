/** `btcli wallet unlock` */
import { Effect, Option, Schema } from "effect"
import { Wallets } from "../../../services/Wallets.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Wallet from "../../subject/wallet.ts"

export const command = Leaf.make({
  flags: { wallet: Wallet.flags },
  description: "Of the coldkey, or of the hotkey if one is named. Nothing is written.",
  examples: [
    { command: "btcli wallet unlock --wallet.name alice", description: "whether you know the password of its coldkey" }
  ],
  result: Schema.Struct({ kind: Schema.Literals(["coldkey", "hotkey"]), address: Schema.String }),
  run: ({ wallet }) =>
    Effect.gen(function* () {
      const name = yield* Wallet.nameOf(wallet)
      const key = Option.match(wallet.hotkey, {
        onNone: () => ({ name, coldkey: true }) as const,
        onSome: (hotkey) => ({ name, hotkey })
      })
      const { address } = yield* Wallets.use((wallets) => wallets.signer(key))
      return { kind: "hotkey" in key ? ("hotkey" as const) : ("coldkey" as const), address }
    }).pipe(Effect.provide(Wallet.layer(wallet))),
  show: ({ address, kind }, pen) => pen.paint("green", `✅ The ${kind} opens: ${address}`)
})
