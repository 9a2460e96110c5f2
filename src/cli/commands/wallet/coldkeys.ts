/** The coldkeys that a command is about: one wallet's, or those of all wallets on this machine. */
import { Effect, type Option } from "effect"
import { type KeyEntry, type WalletEntry, Wallets } from "../../../services/Wallets.ts"
import { notFound } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import { Screen } from "../../terminal/Screen.ts"
import * as Wallet from "../../subject/wallet.ts"

/** @category flags */
export const flags = {
  name: Wallet.flags.name,
  path: Wallet.flags.path,
  all: Flags.toggle("all", "all wallets")
}

/** A wallet whose coldkey has a known address. */
export interface Known {
  readonly name: string
  readonly address: string
  readonly hotkeys: ReadonlyArray<KeyEntry>
}

const known = ({ coldkey, hotkeys, name }: WalletEntry): ReadonlyArray<Known> =>
  coldkey?.address === undefined ? [] : [{ name, address: coldkey.address, hotkeys }]

const everyone = Effect.gen(function* () {
  const wallets = yield* Wallets
  const entries = yield* wallets.list
  const screen = yield* Screen
  for (const { coldkey, name } of entries) {
    if (coldkey?.address === undefined) yield* screen.warn(`${name} is left out: it has no coldkeypub.txt.`)
  }
  const found = entries.flatMap(known)
  if (found.length > 0) return found
  return yield* notFound(`There is no wallet in ${wallets.path}.`, "btcli wallet create makes one.")
})

/** One wallet, or all of them. @category reads */
export const chosen = (given: { readonly name: Option.Option<string>; readonly all: boolean }) =>
  Effect.gen(function* () {
    if (given.all) return yield* everyone
    const name = yield* Wallet.nameOf(given)
    const wallets = yield* Wallets
    const address = yield* Wallet.coldkeyAddress(name)
    return [{ name, address, hotkeys: yield* wallets.hotkeys(name) }] satisfies ReadonlyArray<Known>
  })
