/** `btcli wallet sign` */
import { Effect, Option, Schema } from "effect"
import type { Command } from "effect/cli"
import * as Hex from "../../../protocol/Hex.ts"
import { Wallets } from "../../../services/Wallets.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"

const flags = {
  message: Flags.text("message", "the text to sign, as UTF-8"),
  useHotkey: Flags.toggle("use_hotkey", "sign with the hotkey instead of the coldkey"),
  wallet: Wallet.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const keyOf = ({ useHotkey, wallet }: Input) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(wallet)
    return useHotkey || Option.isSome(wallet.hotkey)
      ? { name, hotkey: yield* Wallet.hotkeyNameOf(wallet) }
      : ({ name, coldkey: true } as const)
  })

export const command = Leaf.make({
  flags,
  description: "With the coldkey, or with the hotkey if one is named.",
  examples: [
    { command: 'btcli wallet sign --wallet.name alice --message "it is me"', description: "with the coldkey" }
  ],
  result: Schema.Struct({ address: Schema.String, message: Schema.String, signature: Schema.String }),
  run: (input) =>
    Effect.gen(function* () {
      const key = yield* keyOf(input)
      const message = yield* Ask.for(input.message, {
        message: "Enter the message to encode and sign",
        flag: "--message"
      })
      const signer = yield* Wallets.use((wallets) => wallets.signer(key))
      const signature = yield* signer.sign(new TextEncoder().encode(message))
      return { address: signer.address, message, signature: Hex.encode(signature) }
    }).pipe(Effect.provide(Wallet.layer(input.wallet))),
  show: ({ address, message, signature }) =>
    [`Address:   ${address}`, `Message:   ${message}`, `Signature: ${signature}`].join("\n")
})
