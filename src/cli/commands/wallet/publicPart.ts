/** The public part of a key, of which a watch-only key is made: an address, or its bytes. */
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import * as Ss58 from "../../../protocol/Ss58.ts"
import type { KeySource } from "../../../services/Wallets.ts"
import { contradiction } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import { Ask } from "../../terminal/Ask.ts"

/** @category flags */
export const flags = {
  publicKey: Flags.text("public_key", "32 bytes in hex").pipe(
    Flag.withAlias("pubkey"),
    Flag.withAlias("public_key_hex")
  ),
  address: Flags.text("ss58_address", "the key's address").pipe(
    Flag.withAlias("ss58"),
    Flag.withAlias("addr"),
    Flag.withAlias("address")
  )
}

/** @category models */
export interface Given {
  readonly publicKey: Option.Option<string>
  readonly address: Option.Option<string>
}

const isPublicKey = (text: string) => /^(0x)?[0-9a-f]{64}$/i.test(text)

const check = (text: string) =>
  isPublicKey(text) || Ss58.is(text) ? undefined : "it is neither an address nor 32 bytes in hex."

/** What was given, or else the answer to the question for it. @category questions */
export const sourceOf = ({ address, publicKey }: Given) =>
  Effect.gen(function* () {
    if (Option.isSome(address) && Option.isSome(publicKey)) {
      return yield* contradiction("--ss58_address", "--public_key")
    }
    const text = yield* Ask.for(
      Option.orElse(address, () => publicKey),
      {
        message: "Enter the ss58_address or the public key in hex",
        flag: Option.isSome(publicKey) ? "--public_key" : "--ss58_address",
        check
      }
    )
    const source: KeySource = isPublicKey(text) ? { publicKey: text } : { address: text }
    return source
  })
