/** From the bytes of a keyfile to its key and back: encryption, password, and whether the file is to be believed. */
import { randomBytes } from "node:crypto"
import { Effect, Redacted, Result } from "effect"
import * as Keyfile from "../../../protocol/Keyfile.ts"
import * as KeyfileEncryption from "../../../protocol/KeyfileEncryption.ts"
import * as Password from "../../../protocol/Password.ts"
import { type Secret, WalletError, type WalletReason } from "../../../services/Wallets.ts"
import { KeyDerivation, type KdfError } from "./kdf.ts"
import { fromKeyfile, type KeyMaterial, toKeyfile } from "./keys.ts"
import type { PasswordRequest } from "./passwordSource.ts"

export const failed = (path: string, reason: WalletReason): WalletError => new WalletError({ path, reason })

export const reveal = (secret: Secret): string => (typeof secret === "string" ? secret : Redacted.value(secret))

export type AskPassword = (request: PasswordRequest) => Effect.Effect<Redacted.Redacted<string>, WalletError>

const reasonOf = (error: Keyfile.KeyfileError): WalletReason =>
  error.reason === "NoKey" || error.reason === "Malformed"
    ? { _tag: "Damaged", detail: error.detail }
    : { _tag: "UnknownFormat", detail: error.detail }

/**
 * The key of a keyfile's plain text. `isPublic`: the file is one of public keys by its name.
 */
export const parseKey = (plain: Uint8Array, path: string, isPublic: boolean): Effect.Effect<KeyMaterial, WalletError> =>
  Effect.suspend(() => {
    const file = Keyfile.decode(plain)
    if (Result.isFailure(file)) return failed(path, reasonOf(file.failure))
    const key = fromKeyfile(file.success, isPublic)
    Keyfile.wipe(file.success)
    return Result.isSuccess(key) ? Effect.succeed(key.success) : failed(path, key.failure)
  })

/**
 * Encryption and decryption with one way of asking for passwords.
 */
export interface Vault {
  /** The plain text of a keyfile. The caller wipes it. */
  readonly open: (bytes: Uint8Array, path: string, password: Secret | undefined) => Effect.Effect<Opened, WalletError>
  /** Encrypts with a password that has passed the policy, and has seen the result decrypt before it gives it. */
  readonly seal: (plain: Uint8Array, path: string, password: string) => Effect.Effect<Uint8Array, WalletError>
  /** The bytes of a new keyfile: encrypted when a password is given or demanded. */
  readonly write: (
    key: KeyMaterial,
    path: string,
    options: {
      readonly password: Secret | undefined
      readonly encrypt: boolean
      readonly allowWeakPassword: boolean | undefined
    }
  ) => Effect.Effect<Uint8Array, WalletError>
}

export interface Opened {
  readonly plain: Uint8Array
  readonly encryption: KeyfileEncryption.Encryption
  /** The password that opened it, for encrypting it anew. */
  readonly password: string | undefined
}

/**
 * The policy of SDK 7, unless the caller overrules it.
 */
export const checkPassword = (
  path: string,
  password: string,
  allowWeak: boolean | undefined
): Effect.Effect<void, WalletError> => {
  if (password === "") return failed(path, { _tag: "BadInput", input: "password", detail: "It is empty." })
  return allowWeak === true || Password.strength(password).accepted
    ? Effect.void
    : failed(path, { _tag: "WeakPassword" })
}

const NO_MEMORY =
  "The key could not be derived from the password. That takes 512 MiB of memory: see that they can be had, and try again."
const NOT_DERIVED = "The key could not be derived from the password: the cryptographic library of this Node refused."

const opensTo = (sealed: Uint8Array, key: Uint8Array, plain: Uint8Array): boolean => {
  const parsed = KeyfileEncryption.parse(sealed)
  if (parsed === undefined || Result.isFailure(parsed)) return false
  const opened = parsed.success.open(key)
  if (Result.isFailure(opened)) return false
  const isSame = opened.success.length === plain.length && opened.success.every((byte, index) => byte === plain[index])
  opened.success.fill(0)
  return isSame
}

export const makeVault = Effect.fnUntraced(function* (ask: AskPassword): Effect.fn.Return<Vault> {
  const derive = yield* KeyDerivation

  const withKey = <A>(
    kdf: KeyfileEncryption.Kdf,
    password: string,
    path: string,
    use: (key: Uint8Array) => Effect.Effect<A, WalletError>
  ): Effect.Effect<A, WalletError> =>
    Effect.acquireUseRelease(
      Effect.sync(() => new TextEncoder().encode(password)),
      (bytes) =>
        Effect.flatMap(
          Effect.mapError(derive(kdf, bytes), ({ cause }: KdfError) =>
            failed(path, { _tag: "Io", cause, detail: kdf.name === "argon2i" ? NO_MEMORY : NOT_DERIVED })
          ),
          (key) =>
            Effect.ensuring(
              use(key),
              Effect.sync(() => key.fill(0))
            )
        ),
      (bytes) => Effect.sync(() => bytes.fill(0))
    )

  const open: Vault["open"] = Effect.fnUntraced(function* (bytes, path, given) {
    const sealed = KeyfileEncryption.parse(bytes)
    if (sealed === undefined) return { plain: Uint8Array.from(bytes), encryption: "None", password: undefined }
    if (Result.isFailure(sealed)) return yield* failed(path, { _tag: "Damaged", detail: sealed.failure.detail })
    const password = reveal(given ?? (yield* ask({ path, purpose: "unlock" })))
    if (password === "") {
      return yield* failed(path, { _tag: "BadInput", input: "password", detail: "It is empty." })
    }
    const plain = yield* withKey(sealed.success.kdf, password, path, (key) => {
      const opened = sealed.success.open(key)
      if (Result.isSuccess(opened)) return Effect.succeed(opened.success)
      const { detail, reason } = opened.failure
      return failed(path, reason === "Format" ? { _tag: "Damaged", detail } : { _tag: "WrongPassword" })
    })
    return { plain, encryption: sealed.success.encryption, password }
  })

  const seal: Vault["seal"] = (plain, path, password) =>
    withKey(KeyfileEncryption.NACL_KDF, password, path, (key) =>
      Effect.suspend(() => {
        const sealed = KeyfileEncryption.sealNacl(plain, key, Uint8Array.from(randomBytes(24)))
        return opensTo(sealed, key, plain)
          ? Effect.succeed(sealed)
          : failed(path, { _tag: "Damaged", detail: "What was encrypted does not decrypt. Nothing was written." })
      })
    )

  const write: Vault["write"] = Effect.fnUntraced(function* (
    key,
    path,
    { allowWeakPassword, encrypt, password: given }
  ) {
    if (!encrypt) return Keyfile.encode(toKeyfile(key))
    const password = reveal(given ?? (yield* ask({ path, purpose: "new" })))
    yield* checkPassword(path, password, allowWeakPassword)
    return yield* Effect.acquireUseRelease(
      Effect.sync(() => Keyfile.encode(toKeyfile(key))),
      (plain) => seal(plain, path, password),
      (plain) => Effect.sync(() => plain.fill(0))
    )
  })

  return { open, seal, write }
})
