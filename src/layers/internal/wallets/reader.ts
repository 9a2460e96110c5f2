/** Reading: what a place holds, believed only when its two files agree. */
import { Effect } from "effect"
import type { Encryption } from "../../../protocol/KeyfileEncryption.ts"
import type { KeyInfo, UnlockOptions, WalletError } from "../../../services/Wallets.ts"
import { copyOf, infoOf, type KeyMaterial, publicPart, wipe } from "./keys.ts"
import type { Place } from "./place.ts"
import type { FileName, StoredFile, WalletStore } from "./store.ts"
import { failed, parseKey, type Vault } from "./vault.ts"

export const exposure = (path: string): string =>
  `${path} can be read or changed by other users of this machine. Make it yours alone: chmod 600.`

export type Reader = ReturnType<typeof makeReader>

export const makeReader = (store: WalletStore, vault: Vault) => {
  const notFound = (name: FileName) => failed(store.locate(name), { _tag: "NotFound" })

  const file = (name: FileName): Effect.Effect<StoredFile, WalletError> =>
    Effect.flatMap(store.read(name), (stored) => (stored === undefined ? notFound(name) : Effect.succeed(stored)))

  /** The public file, if there is one. */
  const publicKey = (at: Place): Effect.Effect<KeyMaterial | undefined, WalletError> =>
    Effect.flatMap(store.read(at.public), (stored) =>
      stored === undefined
        ? Effect.succeed(undefined)
        : Effect.map(parseKey(stored.bytes, store.locate(at.public), true), publicPart)
    )

  const warnIfExposed = (name: FileName, { isExposed }: StoredFile) =>
    isExposed ? Effect.logWarning(exposure(store.locate(name))) : Effect.void

  /**
   * A pair of files of different accounts comes from an overwrite that was broken off half way. A public file that says
   * nothing keeps nobody from his secret.
   */
  const checkPair = Effect.fnUntraced(function* (at: Place, key: KeyMaterial) {
    const beside = yield* Effect.catchTag(publicKey(at), "WalletError", (error) =>
      Effect.as(Effect.logWarning(error.message), undefined)
    )
    if (beside === undefined || beside.address === key.address) return
    return yield* failed(store.locate(at.secret), {
      _tag: "Ambiguous",
      addresses: [key.address, beside.address],
      detail: "The secret file and the public file beside it are of different accounts."
    })
  })

  /** The key and the plain text live no longer than `use`. */
  const withPlain = <A>(
    at: Place,
    password: UnlockOptions["password"],
    use: (opened: {
      readonly bytes: Uint8Array
      readonly plain: Uint8Array
      readonly encryption: Encryption
      readonly password: string | undefined
      readonly key: KeyMaterial
    }) => Effect.Effect<A, WalletError>
  ): Effect.Effect<A, WalletError> =>
    Effect.gen(function* () {
      const path = store.locate(at.secret)
      const stored = yield* file(at.secret)
      yield* warnIfExposed(at.secret, stored)
      const opened = yield* Effect.acquireRelease(
        vault.open(stored.bytes, path, password),
        ({ plain }) => Effect.sync(() => plain.fill(0)),
        { interruptible: true }
      )
      const key = yield* Effect.acquireRelease(parseKey(opened.plain, path, false), (key) =>
        Effect.sync(() => wipe(key))
      )
      yield* checkPair(at, key)
      return yield* use({ ...opened, bytes: stored.bytes, key })
    }).pipe(Effect.scoped)

  /** `isPublicEnough`: a watch-only key will do; it signs nothing. */
  const unlock = Effect.fnUntraced(function* (
    at: Place,
    password: UnlockOptions["password"],
    isPublicEnough: boolean
  ): Effect.fn.Return<KeyMaterial, WalletError> {
    const stored = yield* store.read(at.secret)
    const key =
      stored === undefined
        ? yield* publicKey(at)
        : yield* withPlain(at, password, ({ key }) => Effect.sync(() => copyOf(key)))
    if (key === undefined) return yield* notFound(at.secret)
    if (key.privateKey === undefined && !isPublicEnough) {
      return yield* failed(store.locate(at.secret), { _tag: "PublicOnly" })
    }
    return key
  })

  /** Of the public file alone: nothing asks for a password that only wants to know an address. */
  const publicInfo = Effect.fnUntraced(function* (at: Place): Effect.fn.Return<KeyInfo, WalletError> {
    const key = yield* publicKey(at)
    if (key !== undefined) return infoOf(key)
    if ((yield* store.read(at.secret)) === undefined) return yield* notFound(at.public)
    const detail = "Only the public file is missing: write it again with `repair`, which unlocks the secret one."
    return yield* failed(store.locate(at.public), { _tag: "NotFound", detail })
  })

  const info = Effect.fnUntraced(function* (
    at: Place,
    password: UnlockOptions["password"]
  ): Effect.fn.Return<KeyInfo, WalletError> {
    const key = (yield* publicKey(at)) ?? (yield* unlock(at, password, true))
    wipe(key)
    return infoOf(key)
  })

  return { file, publicKey, withPlain, unlock, publicInfo, info }
}
