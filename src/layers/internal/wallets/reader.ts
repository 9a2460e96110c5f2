/** Reading: what a place holds, believed only when its two files agree. */
import { Effect } from "effect"
import type { Encryption } from "../../../protocol/KeyfileEncryption.ts"
import type { KeyInfo, UnlockOptions, WalletError } from "../../../services/Wallets.ts"
import { infoOf, type KeyMaterial, publicPart, wipe } from "./keys.ts"
import type { Place } from "./place.ts"
import type { FileName, StoredFile, WalletStore } from "./store.ts"
import { failed, parseKey, type Vault } from "./vault.ts"

export const exposure = (path: string): string =>
  `${path} can be read by other users of this machine. Make it yours alone: chmod 600.`

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
      const opened = yield* vault.open(stored.bytes, path, password)
      return yield* parseKey(opened.plain, path, false).pipe(
        Effect.tap((key) => checkPair(at, key)),
        Effect.flatMap((key) => use({ ...opened, bytes: stored.bytes, key })),
        Effect.ensuring(Effect.sync(() => opened.plain.fill(0)))
      )
    })

  /** `isPublicEnough`: a watch-only key will do; it signs nothing. */
  const unlock = Effect.fnUntraced(function* (
    at: Place,
    password: UnlockOptions["password"],
    isPublicEnough: boolean
  ): Effect.fn.Return<KeyMaterial, WalletError> {
    const stored = yield* store.read(at.secret)
    const key =
      stored === undefined ? yield* publicKey(at) : yield* withPlain(at, password, ({ key }) => Effect.succeed(key))
    if (key === undefined) return yield* notFound(at.secret)
    if (key.privateKey === undefined && !isPublicEnough) {
      return yield* failed(store.locate(at.secret), { _tag: "PublicOnly" })
    }
    return key
  })

  const info = Effect.fnUntraced(function* (
    at: Place,
    password: UnlockOptions["password"]
  ): Effect.fn.Return<KeyInfo, WalletError> {
    const key = (yield* publicKey(at)) ?? (yield* unlock(at, password, true))
    wipe(key)
    return infoOf(key)
  })

  return { file, publicKey, withPlain, unlock, info }
}
