/** Which hotkeys `stake add` and `stake remove` are about. */
import { Effect } from "effect"
import type { Command } from "effect/cli"
import { Wallets } from "../../../services/Wallets.ts"
import { notFound, usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Wallet from "../../subject/wallet.ts"

/** A hotkey, as it was named. @category models */
export interface Named {
  readonly name: string
  readonly address: string
}

/** @category flags */
export const flags = {
  allHotkeys: Flags.toggle("all_hotkeys", "all hotkeys of the wallet, less those of --hotkeys or --exclude_hotkeys"),
  hotkeys: Flags.list("hotkeys", "hotkeys, by name or address"),
  exclude: Flags.list("exclude_hotkeys", "hotkeys that --all_hotkeys leaves out")
}

type Given = Command.Command.Config.Infer<typeof flags> & { readonly wallet: Parameters<typeof Wallet.chosen>[0] }

/** Whether more than one may be meant. @category combinators */
export const areSeveral = ({ allHotkeys, hotkeys }: Pick<Given, "allHotkeys" | "hotkeys">): boolean =>
  allHotkeys || hotkeys.length > 0

const named = (wallet: string, hotkey: string) =>
  Effect.map(Wallet.hotkeyAddress(wallet, hotkey), (address): Named => ({ name: hotkey, address }))

const allOf = (wallet: string, without: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const entry = (yield* (yield* Wallets).list).find(({ name }) => name === wallet)
    const found = (entry?.hotkeys ?? []).flatMap(({ address, name }): ReadonlyArray<Named> =>
      address === undefined || without.includes(name) || without.includes(address) ? [] : [{ name, address }]
    )
    if (found.length > 0) return found
    return yield* notFound(`The wallet ${wallet} has no such hotkeys.`, "'btcli wallet list' shows which it has.")
  })

/** Those that flags name; else the one of `--wallet.hotkey`, or of the answer. @category questions */
export const chosen = (wallet: string, { allHotkeys, exclude, hotkeys, wallet: given }: Given) =>
  Effect.gen(function* () {
    if (allHotkeys) return yield* allOf(wallet, [...hotkeys, ...exclude])
    if (exclude.length > 0) {
      return yield* usage("--exclude_hotkeys leaves out some of all.", "Give --all_hotkeys with it, or --hotkeys.")
    }
    if (hotkeys.length > 0) return yield* Effect.forEach(new Set(hotkeys), (hotkey) => named(wallet, hotkey))
    return [yield* named(wallet, yield* Wallet.hotkeyNameOf(given))]
  })
