/** Listing: what can be told without a password. A file that cannot be understood is listed without an address. */
import { Effect, Result } from "effect"
import * as Keyfile from "../../../protocol/Keyfile.ts"
import * as KeyfileEncryption from "../../../protocol/KeyfileEncryption.ts"
import * as Ss58 from "../../../protocol/Ss58.ts"
import type { KeyEntry, WalletEntry, WalletError } from "../../../services/Wallets.ts"
import { coldkeyPlace, hotkeyPlace, type Place, PUBLIC_SUFFIX } from "./place.ts"
import { exposure, type Reader } from "./reader.ts"
import type { StoredFile, WalletStore } from "./store.ts"

/** The address as the file names it: listing many wallets must not derive many keys. */
const namedAddress = (bytes: Uint8Array): Ss58.Ss58 | undefined => {
  const file = Result.getOrUndefined(Keyfile.decode(bytes))
  if (file === undefined) return undefined
  Keyfile.wipe(file)
  const { address } = file
  return address !== undefined && Ss58.is(address) ? address : undefined
}

/** Stands for a file that is there but cannot be read. */
const UNREADABLE: StoredFile = { bytes: new Uint8Array(), isExposed: false }

/** One wallet that cannot be read must not hide all others. */
const warned = <A, B>(
  effect: Effect.Effect<A, WalletError>,
  otherwise: (error: WalletError) => B
): Effect.Effect<A | B> =>
  Effect.catchTag(effect, "WalletError", (error) => Effect.as(Effect.logWarning(error.message), otherwise(error)))

export const makeLister = (store: WalletStore, reader: Reader) => {
  const entry = Effect.fnUntraced(function* (at: Place, name: string): Effect.fn.Return<KeyEntry | undefined> {
    const stored = yield* warned(store.read(at.secret), ({ reason }) =>
      // A hotkey is known from its directory. Whether there is a coldkey, a directory that cannot be read does not tell.
      at.isColdkey && reason._tag === "Io" ? undefined : UNREADABLE
    )
    const beside = yield* warned(reader.publicKey(at), () => undefined)
    if (stored === undefined) {
      if (beside === undefined) return undefined
      const path = store.locate(at.public)
      return { name, path, encryption: "None", address: beside.address, isWatchOnly: true, isExposed: false }
    }
    const path = store.locate(at.secret)
    const encryption = KeyfileEncryption.detect(stored.bytes)
    const address = (encryption === "None" ? namedAddress(stored.bytes) : undefined) ?? beside?.address
    if (stored.isExposed) yield* Effect.logWarning(exposure(path))
    return { name, path, encryption, address, isWatchOnly: false, isExposed: stored.isExposed }
  })

  const hotkeys = Effect.fnUntraced(function* (wallet: string): Effect.fn.Return<ReadonlyArray<KeyEntry>, WalletError> {
    const files = yield* store.hotkeyFiles(wallet)
    const present = new Set(files)
    const names = files
      .filter((file) => !file.startsWith("."))
      // `Xpub.txt` beside `X` is X's public file; alone it is a watch-only X.
      .map((file) => (file.endsWith(PUBLIC_SUFFIX) ? file.slice(0, -PUBLIC_SUFFIX.length) : file))
      .filter((name) => name !== "")
    const entries = yield* Effect.forEach([...new Set(names)].toSorted(), (name) =>
      present.has(name) || present.has(`${name}${PUBLIC_SUFFIX}`)
        ? entry(hotkeyPlace(wallet, name), name)
        : Effect.succeed(undefined)
    )
    return entries.filter((entry) => entry !== undefined)
  })

  const walletEntry = Effect.fnUntraced(function* (name: string): Effect.fn.Return<WalletEntry> {
    yield* store.settle(name)
    const path = store.locate({ wallet: name, file: "" })
    return {
      name,
      path,
      coldkey: yield* entry(coldkeyPlace(name), name),
      hotkeys: yield* warned(hotkeys(name), () => [])
    }
  })

  const list = Effect.withSpan(
    Effect.flatMap(store.wallets, (names) => Effect.forEach(names.toSorted(), walletEntry)),
    "Wallets.list"
  )
  return { list, hotkeys }
}
