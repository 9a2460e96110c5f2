/** `btcli wallet verify` */
import { Effect, Option, Schema } from "effect"
import { Flag } from "effect/cli"
import * as Hex from "../../../protocol/Hex.ts"
import * as Ss58 from "../../../protocol/Ss58.ts"
import { Wallets } from "../../../services/Wallets.ts"
import { Failure } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"

const bytesOf = (text: string) => Hex.decode(text.startsWith("0x") ? text : `0x${text}`)

const addressOf = (text: string) => {
  if (Ss58.is(text)) return text
  const bytes = bytesOf(text)
  return bytes?.length === 32 ? Ss58.encode(bytes) : undefined
}

export const command = Leaf.make({
  flags: {
    message: Flags.text("message", "the text that was signed").pipe(Flag.withAlias("m")),
    signature: Flags.text("signature", "64 bytes in hex").pipe(Flag.withAlias("s")),
    address: Flags.text("address", "address or public key of who signed").pipe(
      Flag.withAlias("ss58"),
      Flag.withAlias("public_key"),
      Flag.withAlias("a"),
      Flag.withAlias("p")
    )
  },
  description: "Ends with exit code 1 if it is none of that key.",
  examples: [
    {
      command: "btcli wallet verify --message hello --signature 0x… --address 5F…",
      description: "whether that account has signed it"
    }
  ],
  result: Schema.Struct({ address: Schema.String, message: Schema.String, is_valid: Schema.Boolean }),
  run: (input) =>
    Effect.gen(function* () {
      const message = yield* Ask.for(input.message, { message: "Enter the message", flag: "--message" })
      const key = yield* Ask.for(input.address, {
        message: "Enter the ss58 address or public key",
        flag: "--address",
        check: (text) => (addressOf(text) === undefined ? "it is neither an address nor 32 bytes in hex." : undefined)
      })
      const signature = yield* Ask.for(input.signature, {
        message: "Enter the signature",
        flag: "--signature",
        check: (text) =>
          bytesOf(text)?.length === 64 ? undefined : "it is no 64 bytes in hex, as 'btcli wallet sign' prints them."
      })
      const address = addressOf(key) ?? key
      const isValid = yield* Wallets.verify({
        address,
        message: new TextEncoder().encode(message),
        signature: bytesOf(signature) ?? new Uint8Array()
      })
      if (isValid) return { address, message, is_valid: true }
      return yield* new Failure({ code: "failed", what: `The signature is none of this message by ${address}.` })
    }).pipe(Effect.provide(Wallet.layer({ path: Option.none() }))),
  show: ({ address }, pen) => pen.paint("green", `✅ The signature is of ${address}.`)
})
