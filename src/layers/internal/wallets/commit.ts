/** Writing: all of several files or none, never over a key that nobody gave up. */
import { Effect } from "effect"
import * as Keyfile from "../../../protocol/Keyfile.ts"
import type { WalletError } from "../../../services/Wallets.ts"
import { type KeyMaterial, publicPart } from "./keys.ts"
import type { Place } from "./place.ts"
import type { Reader } from "./reader.ts"
import type { FileName, WalletStore } from "./store.ts"
import { failed } from "./vault.ts"

const publicBytes = (key: KeyMaterial) => Keyfile.encode(publicPart(key))

const isEqual = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && left.every((byte, index) => byte === right[index])

export interface NewFile {
  readonly at: Place
  readonly key: KeyMaterial
  readonly bytes: Uint8Array
}

export const makeCommit = (store: WalletStore, reader: Reader) => {
  const alreadyExists = (name: FileName) => failed(store.locate(name), { _tag: "AlreadyExists" })

  /** Before anything slow, and once more before writing: a watch-only key may get its own secret, no other. */
  const check = Effect.fnUntraced(function* (places: ReadonlyArray<Place>, overwrite = false, key?: KeyMaterial) {
    if (overwrite) return
    for (const at of places) {
      if ((yield* store.read(at.secret)) !== undefined) return yield* alreadyExists(at.secret)
      const beside = yield* reader.publicKey(at)
      if (beside !== undefined && beside.address !== key?.address) return yield* alreadyExists(at.public)
    }
  })

  /** Puts files in order; if one fails, those before it are put back as they were. */
  const putAll = (
    files: ReadonlyArray<{ readonly name: FileName; readonly bytes: Uint8Array; readonly replace: boolean }>
  ) =>
    Effect.gen(function* () {
      const done: Array<Effect.Effect<void, WalletError>> = []
      for (const { bytes, name, replace } of files) {
        const before = yield* store.read(name)
        const undo = before === undefined ? store.remove(name) : store.put(name, before.bytes, { replace: true })
        yield* Effect.onError(store.put(name, bytes, { replace }), () =>
          Effect.forEach(done, (undo) => Effect.ignore(undo), { discard: true })
        )
        done.unshift(undo)
      }
    })

  const keys = (files: ReadonlyArray<NewFile>, overwrite = false): Effect.Effect<void, WalletError> => {
    const [first] = files
    if (first === undefined) return Effect.void
    return store.exclusively(
      first.at.secret.wallet,
      Effect.gen(function* () {
        for (const { at, key } of files) yield* check([at], overwrite, key)
        const all = yield* Effect.forEach(files, ({ at, bytes, key }) =>
          Effect.map(store.read(at.public), (beside) => [
            { name: at.secret, bytes, replace: overwrite },
            // Hotkeys have no public file of their own accord: SDK 7 would list it as one more hotkey.
            ...(at.isColdkey || beside !== undefined
              ? [{ name: at.public, bytes: publicBytes(key), replace: overwrite || beside !== undefined }]
              : [])
          ])
        )
        yield* putAll(all.flat())
      })
    )
  }

  const watchOnly = (at: Place, key: KeyMaterial, overwrite = false): Effect.Effect<void, WalletError> =>
    store.exclusively(
      at.secret.wallet,
      Effect.gen(function* () {
        const stored = reader.publicKey(at)
        const beside = yield* overwrite ? Effect.orElseSucceed(stored, () => undefined) : stored
        const exists = (yield* store.read(at.public)) !== undefined
        const isSame = beside?.address === key.address
        const hasSecret = (yield* store.read(at.secret)) !== undefined
        // Even an overwrite must not leave a secret beside the public key of somebody else.
        if (hasSecret && !isSame) return yield* alreadyExists(at.secret)
        if (exists && !isSame && !overwrite) return yield* alreadyExists(at.public)
        yield* store.put(at.public, publicBytes(key), { replace: exists })
      })
    )

  /** Replaces the bytes of a key that stays the same, with a `.bak` beside it until the new ones have been read back. */
  const rewrite = (at: Place, before: Uint8Array, after: Uint8Array): Effect.Effect<void, WalletError> => {
    const name = at.secret
    const backup = { wallet: name.wallet, file: `${name.file.replace("/", ".")}.bak` }
    return store.exclusively(
      name.wallet,
      Effect.gen(function* () {
        const now = yield* reader.file(name)
        if (!isEqual(now.bytes, before)) {
          return yield* failed(store.locate(name), { _tag: "Damaged", detail: "It was changed meanwhile. Try again." })
        }
        yield* store.put(backup, before, { replace: false })
        yield* store.put(name, after, { replace: true }).pipe(
          Effect.andThen(reader.file(name)),
          Effect.filterOrFail(
            ({ bytes }) => isEqual(bytes, after),
            () => failed(store.locate(name), { _tag: "Damaged", detail: "It did not read back as it was written." })
          ),
          Effect.onError(() => Effect.ignore(store.put(name, before, { replace: true })))
        )
        yield* store.remove(backup)
      })
    )
  }

  return { check, keys, watchOnly, rewrite }
}
