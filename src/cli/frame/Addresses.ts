/** What stands for addresses on a command line and in answers: names of this machine, and bytes. */
import { Context, Effect } from "effect"
import type { Ss58 } from "../../protocol/Ss58.ts"
import type { WalletError } from "../../services/Wallets.ts"
import type { Failure } from "./Failure.ts"
import { addressFlags } from "./flagNames.ts"

/** A name and what it stands for. @category models */
export interface Named {
  readonly name: string
  readonly address: Ss58
  /** What says so, such as `the address book`. */
  readonly by: string
}

/** Whether the name of a wallet alone may be meant: it stands for its coldkey. @category models */
export type Kind = "coldkey" | "hotkey"

/** @category services */
export class Addresses extends Context.Service<
  Addresses,
  {
    /** The address that a name stands for, if it does. Fails if it stands for two. */
    readonly named: (name: string, kind: Kind) => Effect.Effect<Ss58 | undefined, Failure | WalletError>
    /** The names that were found so far. */
    readonly found: Effect.Effect<ReadonlyArray<Named>>
  }
>()("effect-bittensor/cli/Addresses") {}

/** A text with addresses in the place of names; what stands for none stays, for whoever takes it to refuse. @category parsing */
export const meant = (text: string, kind: Kind): Effect.Effect<string, Failure | WalletError, Addresses> =>
  Effect.gen(function* () {
    const { named } = yield* Addresses
    const parts = yield* Effect.forEach(text.split(/([\s,]+)/), (part, at) =>
      part === "" || at % 2 === 1 ? Effect.succeed(part) : Effect.map(named(part, kind), (address) => address ?? part)
    )
    return parts.join("")
  })

/** The value of a flag, which may be one of addresses. @category parsing */
export const meantBy = (flag: string, text: string) => {
  const kind = addressFlags[flag.replace(/^--/, "")]
  return kind === undefined ? Effect.succeed(text) : meant(text, kind)
}

/** The words of a command line, each flag by its own name: what follows flags of addresses are addresses then. @category parsing */
export const inWords = (words: ReadonlyArray<string>) =>
  Effect.forEach(words, (word) => {
    const [, flag = "", text] = /^--([^=]+)=([\s\S]*)$/.exec(word) ?? []
    return text === undefined ? Effect.succeed(word) : Effect.map(meantBy(flag, text), (value) => `--${flag}=${value}`)
  })
