/** Keyfiles in a map. */
import { Effect, Semaphore } from "effect"
import { WalletError } from "../../../services/Wallets.ts"
import type { FileName, NewFile, WalletStore } from "./store.ts"

export const make = (path: string): WalletStore => {
  const files = new Map<string, Uint8Array>()
  const turn = Semaphore.makeUnsafe(1)
  const locate = ({ file, wallet }: FileName) => `${path}${wallet}/${file}`
  const namesBelow = (prefix: string): ReadonlyArray<string> => [
    ...new Set([...files.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)))
  ]
  const write = (wallet: string) => (all: ReadonlyArray<NewFile>) =>
    Effect.suspend(() => {
      const taken = all.find(({ file, replace }) => !replace && files.has(locate({ wallet, file })))
      if (taken !== undefined) {
        return new WalletError({ path: locate({ wallet, file: taken.file }), reason: { _tag: "AlreadyExists" } })
      }
      for (const { bytes, file } of all) files.set(locate({ wallet, file }), Uint8Array.from(bytes))
      return Effect.void
    })
  return {
    path,
    locate,
    read: (name) =>
      Effect.sync(() => {
        const bytes = files.get(locate(name))
        return bytes === undefined ? undefined : { bytes: Uint8Array.from(bytes), isExposed: false }
      }),
    exclusively: (wallet, use) => turn.withPermit(Effect.uninterruptible(Effect.suspend(() => use(write(wallet))))),
    settle: () => Effect.void,
    wallets: Effect.sync(() => [...new Set(namesBelow(path).map((name) => name.split("/")[0] ?? ""))]),
    hotkeyFiles: (wallet) => Effect.sync(() => namesBelow(`${path}${wallet}/hotkeys/`))
  }
}
