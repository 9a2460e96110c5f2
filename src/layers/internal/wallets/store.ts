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
  /** Others than its owner may read or change it. */
  readonly isExposed: boolean
}

export interface NewFile {
  readonly file: string
  readonly bytes: Uint8Array
  /** Without it an existing file is `AlreadyExists`, however the two may race. */
  readonly replace: boolean
}

export interface WalletStore {
  /** The directory of all wallets, as it was given. */
  readonly path: string
  /** The full name of a file, for errors and for the names of environment variables. */
  readonly locate: (name: FileName) => string
  readonly read: (name: FileName) => Effect.Effect<StoredFile | undefined, WalletError>
  /**
   * Runs without interruption while nobody else, in whatever process, runs so for the same wallet. It is given the one way
   * to write: all of the files or, whatever happens, none.
   */
  readonly exclusively: <A, E, R>(
    wallet: string,
    use: (write: (files: ReadonlyArray<NewFile>) => Effect.Effect<void, WalletError>) => Effect.Effect<A, E, R>
  ) => Effect.Effect<A, E | WalletError, R>
  /** Undoes what a process that died while it wrote left half done. Where that cannot be, it is logged. */
  readonly settle: (wallet: string) => Effect.Effect<void>
  readonly wallets: Effect.Effect<ReadonlyArray<string>, WalletError>
  /** The names in a wallet's `hotkeys`, public files and hidden ones included. */
  readonly hotkeyFiles: (wallet: string) => Effect.Effect<ReadonlyArray<string>, WalletError>
}
