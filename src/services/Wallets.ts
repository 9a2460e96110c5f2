/**
 * The wallets of a machine: coldkeys and hotkeys by name, created, opened and kept as the Python SDK keeps them.
 *
 * @since 0.1.0
 */
import { Context, type Effect, type Redacted, Schema, type Scope } from "effect"
import type { Encryption } from "../protocol/KeyfileEncryption.ts"
import type { WordCount } from "../protocol/Mnemonic.ts"
import type { Ss58 } from "../protocol/Ss58.ts"
import type { KeyScheme, Signer } from "./Signer.ts"

/**
 * Why a wallet could not do what it was asked.
 *
 * - `NotFound`: there is no such wallet or key.
 * - `AlreadyExists`: the key exists and `overwrite` was not given, or another process created it first.
 * - `WrongPassword`: wrong, or the file was damaged after it was written; its format cannot tell which.
 * - `Damaged`, `UnknownFormat`: the file is broken, or is no keyfile that this library knows.
 * - `BadInput`: what the caller gave is unusable; `position` names a word, `prefix` a foreign network.
 * - `Ambiguous`: one file, several accounts, by generation of the SDK; `addresses` names them.
 * - `PasswordNeeded`, `WeakPassword`: none was to be had, or it is too easy to guess.
 * - `Cancelled`: somebody was asked for a password at the terminal, and left the question with Ctrl+C.
 * - `PublicOnly`: a watch-only key was asked for its secret.
 * - `Busy`: another program is writing to the wallet, or has just changed the key.
 * - `Io`: the file system refused, or there was no memory.
 *
 * @category errors
 */
export const WalletReason = Schema.Union([
  Schema.TaggedStruct("NotFound", { detail: Schema.optionalKey(Schema.String) }),
  Schema.TaggedStruct("AlreadyExists", { detail: Schema.optionalKey(Schema.String) }),
  Schema.TaggedStruct("WrongPassword", {}),
  Schema.TaggedStruct("Damaged", { detail: Schema.String }),
  Schema.TaggedStruct("UnknownFormat", { detail: Schema.String }),
  Schema.TaggedStruct("BadInput", {
    input: Schema.Literals([
      "mnemonic",
      "seed",
      "privateKey",
      "uri",
      "address",
      "publicKey",
      "json",
      "password",
      "name"
    ]),
    detail: Schema.String,
    position: Schema.optionalKey(Schema.Int),
    prefix: Schema.optionalKey(Schema.Int)
  }),
  Schema.TaggedStruct("Ambiguous", { addresses: Schema.Array(Schema.String), detail: Schema.String }),
  Schema.TaggedStruct("PasswordNeeded", { detail: Schema.String }),
  Schema.TaggedStruct("WeakPassword", {}),
  Schema.TaggedStruct("Cancelled", {}),
  Schema.TaggedStruct("PublicOnly", {}),
  Schema.TaggedStruct("Busy", { detail: Schema.String }),
  Schema.TaggedStruct("Io", { cause: Schema.Defect(), detail: Schema.optionalKey(Schema.String) })
])

/** @category errors */
export type WalletReason = typeof WalletReason.Type

const OTHER_NAME =
  "Choose another name (`generate` adds a hotkey to a wallet), or ask to overwrite it once its mnemonic is stored."

const sentence = (reason: WalletReason): string => {
  switch (reason._tag) {
    case "NotFound":
      return `There is no such key. ${reason.detail ?? "Check the name and the path, or create it."}`
    case "AlreadyExists":
      return `A key is there already. ${reason.detail ?? OTHER_NAME}`
    case "WrongPassword":
      return "The password is wrong, or the file was damaged; its format cannot tell which. Try again, or regenerate the key from its mnemonic."
    case "Damaged":
      return `The file is damaged. ${reason.detail} Restore it from a copy, or regenerate the key from its mnemonic.`
    case "UnknownFormat":
      return `The file is no keyfile that this library can read. ${reason.detail}`
    case "BadInput":
      return `The ${reason.input} cannot be used. ${reason.detail}`
    case "Ambiguous":
      return `The key stands for more than one account (${reason.addresses.join(", ")}). ${reason.detail} Regenerate it from the mnemonic that you trust.`
    case "PasswordNeeded":
      return `A password is needed. ${reason.detail}`
    case "WeakPassword":
      return "The password is too easy to guess. Take a longer one, or one with less of the alphabet, the keyboard and repetition in it."
    case "Cancelled":
      return "The question for the password was left."
    case "PublicOnly":
      return "The key is watch-only: there is no secret to sign with. Regenerate it from its mnemonic."
    case "Busy":
      return `The wallet is in use. ${reason.detail}`
    case "Io":
      return reason.detail ?? "The file system refused. Check that the directory exists, is yours and has room."
  }
}

/**
 * A wallet could not do what it was asked. It names the file, the reason and the next step; never a secret, never content.
 *
 * @category errors
 */
export class WalletError extends Schema.TaggedError<WalletError>()("WalletError", {
  /** The file or wallet concerned. */
  path: Schema.String,
  reason: WalletReason
}) {
  override get message(): string {
    return `${this.path}: ${sentence(this.reason)}`
  }
}

/**
 * A secret as the caller has it. A plain string is for development keys; real secrets come `Redacted`.
 *
 * @category models
 */
export type Secret = string | Redacted.Redacted<string>

/**
 * Names a wallet; without a name the layer's default is meant, which is `default`.
 *
 * @category models
 */
export interface WalletName {
  readonly name?: string | undefined
}

/**
 * Names one key of a wallet: a hotkey by its name, or the coldkey. One of the two is always said: money must not depend on
 * something that was left out.
 *
 * @category models
 */
export type KeyName = WalletName & ({ readonly hotkey: string } | { readonly coldkey: true })

/**
 * What is public of a key.
 *
 * @category models
 */
export interface KeyInfo {
  readonly address: Ss58
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  readonly scheme: KeyScheme
}

/**
 * How a key is written.
 *
 * @category models
 */
export interface WriteOptions {
  /** Encrypts the key with it. A coldkey without one asks the layer's password sources. */
  readonly password?: Secret | undefined
  /** `false` writes a coldkey in plain text, and takes no password; hotkeys are plain unless a password is given. */
  readonly encrypt?: boolean | undefined
  /** Accepts a password that the policy of SDK 7 refuses. */
  readonly allowWeakPassword?: boolean | undefined
  /** Replaces an existing key. The old secret is gone afterwards. */
  readonly overwrite?: boolean | undefined
  /** `sr25519` unless said otherwise. SDK 7 and its contemporaries cannot open an `ed25519` key. */
  readonly scheme?: KeyScheme | undefined
}

/**
 * Where a regenerated key comes from. `address` and `publicKey` make a watch-only key.
 *
 * @category models
 */
export type KeySource =
  | { readonly mnemonic: Secret; readonly passphrase?: Secret | undefined }
  /** 32 bytes, or 64 hex digits with or without `0x`. */
  | { readonly seed: Secret | Redacted.Redacted<Uint8Array> }
  /** 64 bytes in keyfile form, or 128 hex digits. */
  | { readonly privateKey: Secret | Redacted.Redacted<Uint8Array> }
  /** `//Alice`, `phrase//miner`, … */
  | { readonly uri: Secret }
  /** The text of a polkadot-js export and its password. */
  | { readonly json: string; readonly jsonPassword: Secret }
  | { readonly address: string }
  | { readonly publicKey: string | Uint8Array }

/**
 * One key on the machine, as far as it can be told without a password.
 *
 * @category models
 */
export interface KeyEntry {
  readonly name: string
  readonly path: string
  readonly encryption: Encryption
  /** Known from the key itself when it is plain, else from the public file beside it. */
  readonly address: Ss58 | undefined
  /** There is only a public part. */
  readonly isWatchOnly: boolean
  /** Somebody else on the machine may read or replace the secret. */
  readonly isExposed: boolean
}

/**
 * One wallet on the machine. A directory without any key has neither.
 *
 * @category models
 */
export interface WalletEntry {
  readonly name: string
  readonly path: string
  readonly coldkey: KeyEntry | undefined
  readonly hotkeys: ReadonlyArray<KeyEntry>
}

/**
 * An opened wallet. Its hotkey can sign until the scope closes; the coldkey is unlocked by asking for it.
 *
 * @category models
 */
export interface Wallet {
  readonly name: string
  readonly hotkeyName: string
  /** The directory of all wallets, as it was given: `~` stays `~`. */
  readonly path: string
  readonly hotkey: Signer
  /** The public part of the coldkey, from `coldkeypub.txt`: read without a password. */
  readonly coldkeypub: Effect.Effect<KeyInfo, WalletError>
  /** Unlocks the coldkey, by the layer's password sources if it is encrypted, until the scope closes. */
  readonly coldkey: Effect.Effect<Signer, WalletError, Scope.Scope>
  /** Unlocks the coldkey with this password, until the scope closes. */
  readonly unlock: (password: Secret) => Effect.Effect<Signer, WalletError, Scope.Scope>
  /** `Wallet (name, hotkey, path)`. */
  readonly toString: () => string
}

/**
 * A key made just now. The mnemonic is shown this once: it is wiped when the scope closes, and only the keyfile keeps it.
 *
 * @category models
 */
export interface NewKey extends KeyInfo {
  readonly mnemonic: Redacted.Redacted<string>
}

/**
 * A wallet made just now, with both of its mnemonics, which are wiped when the scope closes.
 *
 * @category models
 */
export interface NewWallet extends Wallet {
  readonly mnemonics: { readonly coldkey: Redacted.Redacted<string>; readonly hotkey: Redacted.Redacted<string> }
}

/**
 * What `create` makes: a coldkey with the password, and a hotkey, plain unless `hotkeyPassword` is given.
 *
 * @category models
 */
export interface CreateOptions extends WalletName, WriteOptions {
  /** The hotkey's name; without it the layer's default is meant, which is `default`. */
  readonly hotkey?: string | undefined
  /** Words of each mnemonic: 12 (the default), 15, 18, 21 or 24. */
  readonly words?: WordCount | undefined
  readonly hotkeyPassword?: Secret | undefined
}

/**
 * Which wallet, which of its hotkeys (the layer's default, which is `default`, unless said otherwise), and its password.
 *
 * @category models
 */
export interface OpenOptions extends WalletName {
  readonly hotkey?: string | undefined
  readonly password?: Secret | undefined
}

/**
 * Which key, and the password that opens it; without one the layer's sources are asked.
 *
 * @category models
 */
export type UnlockOptions = KeyName & { readonly password?: Secret | undefined }

/**
 * The wallets of a machine.
 *
 * **Example** (A new wallet, and a signature by its hotkey)
 *
 * ```ts
 * import { Effect, Redacted } from "effect"
 * import { Wallets } from "effect-bittensor"
 *
 * export const program = Effect.gen(function*() {
 *   const wallets = yield* Wallets
 *   const password = Redacted.make("correct horse battery staple")
 *   const wallet = yield* wallets.create({ name: "alice", words: 12, password })
 *   return yield* wallet.hotkey.sign(new TextEncoder().encode("hello"))
 * })
 * ```
 *
 * @category services
 */
export class Wallets extends Context.Service<
  Wallets,
  {
    /** The directory of all wallets, as it was given. */
    readonly path: string
    /**
     * Every wallet, in order of names. Nothing is decrypted. An exposed key, and what cannot be read, is also logged as a
     * warning.
     */
    readonly list: Effect.Effect<ReadonlyArray<WalletEntry>, WalletError>
    /** The hotkeys of one wallet, in order of names. */
    readonly hotkeys: (name?: string) => Effect.Effect<ReadonlyArray<KeyEntry>, WalletError>
    /** Makes a wallet: a new coldkey and a new hotkey, both or neither. */
    readonly create: (options?: CreateOptions) => Effect.Effect<NewWallet, WalletError, Scope.Scope>
    /** Opens a wallet with its hotkey; the password, if any is needed, is the hotkey's. */
    readonly open: (options?: OpenOptions) => Effect.Effect<Wallet, WalletError, Scope.Scope>
    /** Makes one new key from a new mnemonic. */
    readonly generate: (
      options: KeyName & WriteOptions & { readonly words?: WordCount | undefined }
    ) => Effect.Effect<NewKey, WalletError, Scope.Scope>
    /** Writes a key that exists already, from its secret or, watch-only, from its public part. */
    readonly regenerate: (
      options: KeyName & WriteOptions & { readonly from: KeySource }
    ) => Effect.Effect<KeyInfo, WalletError>
    /** Unlocks one key until the scope closes; its secret is wiped then, and `sign` fails with `Closed`. */
    readonly signer: (options: UnlockOptions) => Effect.Effect<Signer, WalletError, Scope.Scope>
    /** What is public of a key, without a password if any file tells. */
    readonly info: (options: UnlockOptions) => Effect.Effect<KeyInfo, WalletError>
    /** Encrypts a plain key, or encrypts it anew; `password` is the present one. */
    readonly encrypt: (
      options: UnlockOptions & { readonly newPassword: Secret; readonly allowWeakPassword?: boolean | undefined }
    ) => Effect.Effect<void, WalletError>
    /** Writes a key in plain text. */
    readonly decrypt: (options: UnlockOptions) => Effect.Effect<void, WalletError>
    /** Brings an old encryption (Ansible vault, Fernet) up to date with the same password. */
    readonly update: (options: UnlockOptions) => Effect.Effect<"Updated" | "Current" | "NotEncrypted", WalletError>
    /** Unlocks the coldkey and writes its public file, `coldkeypub.txt`, where that is missing or unreadable. */
    readonly repair: (
      options?: WalletName & { readonly password?: Secret | undefined }
    ) => Effect.Effect<KeyInfo, WalletError>
    /**
     * Whether the signature is one of the message, or of the message inside `<Bytes>…</Bytes>`, by the key of the
     * address, in either scheme. Never fails: what cannot be a signature is `false`. A message that is a text starting
     * with `0x` is hex, as in Python; bytes are taken as they are.
     */
    readonly verify: (options: {
      readonly address: string
      readonly message: Uint8Array | string
      readonly signature: Uint8Array | string
    }) => Effect.Effect<boolean>
  }
>()("effect-bittensor/services/Wallets") {
  /** `Wallet (name, hotkey, path)`: how a wallet prints itself. */
  static readonly format = (wallet: Pick<Wallet, "name" | "hotkeyName" | "path">): string =>
    `Wallet (${wallet.name}, ${wallet.hotkeyName}, ${wallet.path})`

  /** Verifies a signature against an address, by the rule of the Python wallet: see the service's `verify`. */
  static readonly verify = (
    options: Parameters<Wallets["Service"]["verify"]>[0]
  ): Effect.Effect<boolean, never, Wallets> => Wallets.use((wallets) => wallets.verify(options))
}
