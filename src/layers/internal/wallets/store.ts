/** Where keyfiles lie: the little that the logic of wallets needs to know of it. */
import type { Effect } from "effect"
import type { WalletError } from "../../../services/Wallets.ts"

/**
 * One file of one wallet, by its place inside the wallet's directory: `coldkey`, `coldkeypub.txt`, `hotkeys/<name>`.
 */
export interface FileName {
  readonly wallet: string
  readonly file: string
}

export interface StoredFile {
  readonly bytes: Uint8Array
  /** Others than its owner may read it. */
  readonly isExposed: boolean
}

export interface WalletStore {
  /** The directory of all wallets, as it was given. */
  readonly path: string
  /** The full name of a file, for errors and for the names of environment variables. */
  readonly locate: (name: FileName) => string
  readonly read: (name: FileName) => Effect.Effect<StoredFile | undefined, WalletError>
  /** Writes a whole file or nothing. Without `replace` an existing file is `AlreadyExists`, however the two may race. */
  readonly put: (
    name: FileName,
    bytes: Uint8Array,
    options: { readonly replace: boolean }
  ) => Effect.Effect<void, WalletError>
  readonly remove: (name: FileName) => Effect.Effect<void, WalletError>
  /** Runs without interruption while nobody else, in whatever process, runs so for the same wallet. */
  readonly exclusively: <A, E, R>(
    wallet: string,
    effect: Effect.Effect<A, E, R>
  ) => Effect.Effect<A, E | WalletError, R>
  readonly wallets: Effect.Effect<ReadonlyArray<string>, WalletError>
  /** The names in a wallet's `hotkeys`, public files and hidden ones included. */
  readonly hotkeyFiles: (wallet: string) => Effect.Effect<ReadonlyArray<string>, WalletError>
}
