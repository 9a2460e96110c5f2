/** A key from what a user has in hand. */
import { Effect, Redacted, Result } from "effect"
import * as PolkadotJson from "../../../protocol/PolkadotJson.ts"
import type { KeyScheme } from "../../../services/Signer.ts"
import type { KeySource, Secret, WalletError, WalletReason } from "../../../services/Wallets.ts"
import { scrypt } from "./kdf.ts"
import * as Keys from "./keys.ts"
import { failed, reveal } from "./vault.ts"

const revealBytes = (secret: Secret | Redacted.Redacted<Uint8Array>): string | Uint8Array =>
  typeof secret === "string" ? secret : Redacted.value<string | Uint8Array>(secret)

export const fromSource = (
  from: KeySource,
  scheme: KeyScheme = "sr25519",
  path: string
): Effect.Effect<Keys.KeyMaterial, WalletError> =>
  "json" in from
    ? fromJson(from.json, reveal(from.jsonPassword), path)
    : Effect.suspend(() => {
        const made = fromPlainSource(from, scheme)
        return Result.isSuccess(made) ? Effect.succeed(made.success) : failed(path, made.failure)
      })

const fromPlainSource = (
  from: Exclude<KeySource, { readonly json: string }>,
  scheme: KeyScheme
): Result.Result<Keys.KeyMaterial, WalletReason> => {
  if ("mnemonic" in from) return Keys.fromMnemonic(reveal(from.mnemonic), scheme, reveal(from.passphrase ?? ""))
  if ("seed" in from) return Keys.fromSeedInput(revealBytes(from.seed), scheme)
  if ("privateKey" in from) return Keys.fromPrivateKey(revealBytes(from.privateKey), scheme)
  if ("uri" in from) return Keys.fromUri(reveal(from.uri), scheme)
  if ("address" in from) return Keys.fromAddress(from.address, scheme)
  return Keys.fromPublicKey(from.publicKey, scheme)
}

const badJson = (path: string, detail: string) => failed(path, { _tag: "BadInput", input: "json", detail })

/** The export says itself which scheme it is of. */
const fromJson = Effect.fnUntraced(function* (text: string, password: string, path: string) {
  const parsed = PolkadotJson.parse(text)
  if (Result.isFailure(parsed)) return yield* badJson(path, parsed.failure.detail)
  return yield* Effect.acquireUseRelease(
    Effect.sync(() => new TextEncoder().encode(password)),
    (bytes) =>
      Effect.flatMap(keyOf(parsed.success, password, bytes, path), (key) =>
        Effect.ensuring(
          Effect.suspend(() => openJson(parsed.success, key, path)),
          Effect.sync(() => key.fill(0))
        )
      ),
    (bytes) => Effect.sync(() => bytes.fill(0))
  )
})

const keyOf = ({ scrypt: parameters }: PolkadotJson.PolkadotJson, password: string, bytes: Uint8Array, path: string) =>
  parameters === undefined
    ? Effect.sync(() => PolkadotJson.passwordKey(password))
    : Effect.mapError(scrypt(parameters, bytes), ({ cause }) => failed(path, { _tag: "Io", cause, detail: NO_MEMORY }))

const NO_MEMORY = "The key could not be derived from the password of the export: there was not memory enough."

const openJson = (
  { open, publicKey, scheme }: PolkadotJson.PolkadotJson,
  key: Uint8Array,
  path: string
): Effect.Effect<Keys.KeyMaterial, WalletError> => {
  const opened = open(key)
  if (Result.isFailure(opened)) {
    const { detail, reason } = opened.failure
    return reason === "Authentication" ? failed(path, { _tag: "WrongPassword" }) : badJson(path, detail)
  }
  const made = Keys.fromPrivateKey(opened.success.secretKey, scheme)
  opened.success.secretKey.fill(0)
  if (Result.isFailure(made)) return badJson(path, "Its secret is none.")
  const claimed = [opened.success.publicKey, ...(publicKey === undefined ? [] : [publicKey])]
  const foreign = claimed.map((bytes) => Keys.addressOf(bytes)).filter((address) => address !== made.success.address)
  if (foreign.length === 0) return Effect.succeed(made.success)
  Keys.wipe(made.success)
  return failed(path, {
    _tag: "Ambiguous",
    addresses: [made.success.address, ...foreign],
    detail: "The export's secret and its address are of different accounts."
  })
}
