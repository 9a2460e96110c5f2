/** From the name of a key to its files. */
import { Effect } from "effect"
import type { KeyName, WalletError } from "../../../services/Wallets.ts"
import type { FileName, WalletStore } from "./store.ts"
import { failed } from "./vault.ts"

/**
 * One key's two files: the secret one, and the public one that may lie beside it.
 */
export interface Place {
  readonly secret: FileName
  readonly public: FileName
  readonly isColdkey: boolean
}

export const PUBLIC_SUFFIX = "pub.txt"

const nameProblem = (name: string): string | undefined =>
  name === "" || name === "." || name === ".." || /[/\\\0]/.test(name)
    ? "A name is one part of a path: not empty, not . or .., without / and \\."
    : undefined

/** What a hotkey must not be called, or it would be taken for something else, or never be listed. */
const newHotkeyProblem = (name: string): string | undefined =>
  name.endsWith(PUBLIC_SUFFIX) || name.startsWith(".")
    ? "The name of a hotkey neither ends with pub.txt nor starts with a dot."
    : undefined

const badName = (path: string, detail: string) => failed(path, { _tag: "BadInput", input: "name", detail })

export const coldkeyPlace = (wallet: string): Place => ({
  secret: { wallet, file: "coldkey" },
  public: { wallet, file: "coldkeypub.txt" },
  isColdkey: true
})

export const hotkeyPlace = (wallet: string, hotkey: string): Place => ({
  secret: { wallet, file: `hotkeys/${hotkey}` },
  public: { wallet, file: `hotkeys/${hotkey}${PUBLIC_SUFFIX}` },
  isColdkey: false
})

const WHICH = 'Say which key is meant: { hotkey: "…" } or { coldkey: true }, one of the two.'

/**
 * Checks the names, which may come from a program without types, and gives the place. A key that is to be `new` must also
 * be one that can be listed afterwards.
 */
export const makePlaceOf =
  (store: WalletStore, defaultName: string) =>
  (key: KeyName, purpose: "new" | "old" = "old"): Effect.Effect<Place, WalletError> => {
    const wallet = key.name ?? defaultName
    const walletProblem = nameProblem(wallet)
    if (walletProblem !== undefined) return badName(store.path, walletProblem)
    const { coldkey, hotkey }: { readonly coldkey?: unknown; readonly hotkey?: unknown } = key
    const settled = Effect.suspend(() => store.settle(wallet))
    if (hotkey === undefined && coldkey === true) return Effect.as(settled, coldkeyPlace(wallet))
    if (typeof hotkey !== "string" || coldkey !== undefined) {
      return badName(store.locate({ wallet, file: "" }), WHICH)
    }
    const problem = nameProblem(hotkey) ?? (purpose === "new" ? newHotkeyProblem(hotkey) : undefined)
    return problem === undefined
      ? Effect.as(settled, hotkeyPlace(wallet, hotkey))
      : badName(store.locate({ wallet, file: "hotkeys" }), problem)
  }
