/** What may be written over what: never over a key that nobody gave up. */
import { Effect } from "effect"
import * as Keyfile from "../../../protocol/Keyfile.ts"
import type { WalletError } from "../../../services/Wallets.ts"
import { type KeyMaterial, publicPart } from "./keys.ts"
import type { Place } from "./place.ts"
import type { Reader } from "./reader.ts"
import type { FileName, NewFile, WalletStore } from "./store.ts"
import { failed } from "./vault.ts"

const publicBytes = (key: KeyMaterial) => Keyfile.encode(publicPart(key))

const isEqual = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && left.every((byte, index) => byte === right[index])

const REPAIR = "If only its public file is missing, write that again with `repair`."

/** A key and the bytes of its secret file. */
export interface NewKeyfile {
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

  const filesOf = Effect.fnUntraced(function* (
    { at, bytes, key }: NewKeyfile,
    overwrite: boolean
  ): Effect.fn.Return<ReadonlyArray<NewFile>, WalletError> {
    const beside = yield* store.read(at.public)
    const secret = { file: at.secret.file, bytes, replace: overwrite }
    // Hotkeys have no public file of their own accord: SDK 7 would list it as one more hotkey.
    if (!at.isColdkey && beside === undefined) return [secret]
    return [secret, { file: at.public.file, bytes: publicBytes(key), replace: overwrite || beside !== undefined }]
  })

  /** New keys of one wallet: all of them or none. */
  const keys = (wallet: string, made: ReadonlyArray<NewKeyfile>, overwrite = false): Effect.Effect<void, WalletError> =>
    store.exclusively(
      wallet,
      Effect.fnUntraced(function* (write) {
        for (const { at, key } of made) yield* check([at], overwrite, key)
        const files = yield* Effect.forEach(made, (one) => filesOf(one, overwrite))
        yield* write(files.flat())
      })
    )

  const watchOnly = (at: Place, key: KeyMaterial, overwrite = false): Effect.Effect<void, WalletError> =>
    store.exclusively(
      at.secret.wallet,
      Effect.fnUntraced(function* (write) {
        const stored = reader.publicKey(at)
        const beside = yield* overwrite ? Effect.orElseSucceed(stored, () => undefined) : stored
        const exists = (yield* store.read(at.public)) !== undefined
        const isSame = beside?.address === key.address
        const hasSecret = (yield* store.read(at.secret)) !== undefined
        // Even an overwrite must not leave a secret beside the public key of somebody else.
        if (hasSecret && !isSame) {
          return yield* exists || !at.isColdkey
            ? alreadyExists(at.secret)
            : failed(store.locate(at.secret), { _tag: "AlreadyExists", detail: REPAIR })
        }
        if (exists && !isSame && !overwrite) return yield* alreadyExists(at.public)
        yield* write([{ file: at.public.file, bytes: publicBytes(key), replace: exists }])
      })
    )

  const changedMeanwhile = (name: FileName) =>
    failed(store.locate(name), { _tag: "Busy", detail: "It was changed meanwhile. Try again." })

  const unchanged = Effect.fnUntraced(function* (name: FileName, before: Uint8Array) {
    const now = yield* reader.file(name)
    if (!isEqual(now.bytes, before)) return yield* changedMeanwhile(name)
  })

  /** Replaces the bytes of a key that stays the same, unless somebody changed them since they were read. */
  const rewrite = (at: Place, before: Uint8Array, after: Uint8Array): Effect.Effect<void, WalletError> =>
    store.exclusively(at.secret.wallet, (write) =>
      Effect.andThen(unchanged(at.secret, before), write([{ file: at.secret.file, bytes: after, replace: true }]))
    )

  /** Writes the public file of a secret that has been read as `before`. */
  const publish = (at: Place, before: Uint8Array, key: KeyMaterial): Effect.Effect<void, WalletError> =>
    store.exclusively(at.secret.wallet, (write) =>
      Effect.andThen(
        unchanged(at.secret, before),
        write([{ file: at.public.file, bytes: publicBytes(key), replace: true }])
      )
    )

  return { check, keys, watchOnly, rewrite, publish }
}
