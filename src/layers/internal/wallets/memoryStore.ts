/** Keyfiles in a map. */
import { Effect, Semaphore } from "effect"
import { WalletError } from "../../../services/Wallets.ts"
import type { FileName, WalletStore } from "./store.ts"

export const make = (path: string): WalletStore => {
  const files = new Map<string, Uint8Array>()
  const turn = Semaphore.makeUnsafe(1)
  const locate = ({ file, wallet }: FileName) => `${path}${wallet}/${file}`
  const namesBelow = (prefix: string): ReadonlyArray<string> => [
    ...new Set([...files.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)))
  ]
  return {
    path,
    locate,
    read: (name) =>
      Effect.sync(() => {
        const bytes = files.get(locate(name))
        return bytes === undefined ? undefined : { bytes: Uint8Array.from(bytes), isExposed: false }
      }),
    put: (name, bytes, { replace }) =>
      Effect.suspend(() => {
        const key = locate(name)
        if (!replace && files.has(key)) return new WalletError({ path: key, reason: { _tag: "AlreadyExists" } })
        files.set(key, Uint8Array.from(bytes))
        return Effect.void
      }),
    remove: (name) =>
      Effect.sync(() => {
        files.delete(locate(name))
      }),
    exclusively: (_, effect) => turn.withPermit(Effect.uninterruptible(effect)),
    wallets: Effect.sync(() => [...new Set(namesBelow(path).map((name) => name.split("/")[0] ?? ""))]),
    hotkeyFiles: (wallet) => Effect.sync(() => namesBelow(`${path}${wallet}/hotkeys/`))
  }
}
