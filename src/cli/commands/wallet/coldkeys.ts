/** The coldkeys that a command is about: one wallet's, or those of all wallets on this machine. */
import { Effect, type Option } from "effect"
import { Flag } from "effect/cli"
import { type KeyEntry, type WalletEntry, Wallets } from "../../../services/Wallets.ts"
import { Failure, notFound } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import { Screen } from "../../terminal/Screen.ts"
import * as Wallet from "../../subject/wallet.ts"

/** @category flags */
export const flags = {
  name: Wallet.flags.name,
  path: Wallet.flags.path,
  all: Flags.toggle("all", "all wallets").pipe(Flag.withAlias("a"), Flag.withAlias("all_wallets"))
}

/** A wallet whose coldkey has a known address. */
export interface Known {
  readonly name: string
  readonly address: string
  readonly hotkeys: ReadonlyArray<KeyEntry>
}

const known = ({ coldkey, hotkeys, name }: WalletEntry): ReadonlyArray<Known> =>
  coldkey?.address === undefined ? [] : [{ name, address: coldkey.address, hotkeys }]

/** Why the address of a coldkey is not known. */
const faultOf = ({ coldkey }: WalletEntry): string => {
  if (coldkey === undefined) return "it has no coldkey"
  return coldkey.encryption === "None"
    ? `${coldkey.path} is damaged, or no keyfile`
    : `${coldkey.path} is encrypted, and there is no coldkeypub.txt beside it`
}

const MEND = "'btcli wallet regen_coldkey' makes a coldkey again, 'btcli wallet regen_coldkeypub' its public half."

const everyone = Effect.gen(function* () {
  const wallets = yield* Wallets
  const entries = yield* wallets.list
  const { warn } = yield* Screen
  if (entries.length === 0) {
    return yield* notFound(`There is no wallet in ${wallets.path}.`, "'btcli wallet create' makes one.")
  }
  const faults = entries
    .filter(({ coldkey }) => coldkey?.address === undefined)
    .map((entry) => `${entry.name}: ${faultOf(entry)}`)
  if (faults.length === entries.length) {
    return yield* new Failure({
      code: "key",
      what: `No wallet in ${wallets.path} has a coldkey whose address can be read. ${faults.join("; ")}.`,
      next: MEND
    })
  }
  yield* Effect.forEach(faults, (fault) => warn(`${fault}; it is left out. ${MEND}`))
  return entries.flatMap(known)
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
