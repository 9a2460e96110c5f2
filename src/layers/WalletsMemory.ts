/**
 * Wallets without a file: for tests, and for keys that come from elsewhere than the disk.
 *
 * @since 0.1.0
 */
import { Effect, Layer, type Scope } from "effect"
import { Coldkey } from "../services/Coldkey.ts"
import { Hotkey } from "../services/Hotkey.ts"
import type { KeyScheme, Signer } from "../services/Signer.ts"
import { type KeySource, type Secret, type WalletError, Wallets } from "../services/Wallets.ts"
import { makeSigner, wipe } from "./internal/wallets/keys.ts"
import { make as makeWallets } from "./internal/wallets/make.ts"
import * as memoryStore from "./internal/wallets/memoryStore.ts"
import { firstOf } from "./internal/wallets/passwords.ts"
import { fromSource } from "./internal/wallets/sources.ts"

const PATH = "memory:/"

/**
 * Names where the caller gives none.
 *
 * @category models
 */
export interface Options {
  /** `default` unless said otherwise. */
  readonly name?: string | undefined
  /** `default` unless said otherwise. */
  readonly hotkey?: string | undefined
}

/**
 * The service `Wallets` over a map, empty at first. It encrypts as `WalletsFile` does; `encrypt: false` saves the seconds.
 *
 * **Example** (A wallet for one test)
 *
 * ```ts
 * import { Effect } from "effect"
 * import { Wallets } from "effect-bittensor"
 * import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
 *
 * export const address = Effect.gen(function*() {
 *   const wallets = yield* Wallets
 *   const wallet = yield* wallets.create({ name: "alice", encrypt: false })
 *   return wallet.hotkey.address
 * }).pipe(Effect.scoped, Effect.provide(WalletsMemory.layer()))
 * ```
 *
 * @category layers
 */
export const layer = (options: Options = {}): Layer.Layer<Wallets> =>
  Layer.effect(
    Wallets,
    Effect.suspend(() =>
      makeWallets({
        store: memoryStore.make(PATH),
        ask: firstOf([]),
        defaults: { name: options.name ?? "default", hotkey: options.hotkey ?? "default" }
      })
    )
  )

/**
 * A key from its secret, given by the program.
 *
 * @category models
 */
export type KeyOptions = (
  | { readonly uri: Secret }
  | Extract<KeySource, { readonly mnemonic: Secret }>
  | Extract<KeySource, { readonly seed: unknown }>
) & { readonly scheme?: KeyScheme | undefined }

const DEVELOPMENT: KeyOptions = { uri: "//Alice" }

const signer = (options: KeyOptions): Effect.Effect<Signer, WalletError, Scope.Scope> =>
  Effect.flatMap(
    Effect.acquireRelease(fromSource(options, options.scheme, "the given key"), (key) => Effect.sync(() => wipe(key))),
    makeSigner
  )

/**
 * A hotkey by URI, seed or mnemonic; the development key `//Alice` when nothing is given. Its secret is wiped with the layer.
 *
 * @category layers
 */
export const layerHotkey = (options: KeyOptions = DEVELOPMENT): Layer.Layer<Hotkey, WalletError> =>
  Layer.effect(Hotkey, signer(options))

/**
 * A coldkey by URI, seed or mnemonic; the development key `//Alice` when nothing is given. Its secret is wiped with the layer.
 *
 * @category layers
 */
export const layerColdkey = (options: KeyOptions = DEVELOPMENT): Layer.Layer<Coldkey, WalletError> =>
  Layer.effect(Coldkey, signer(options))
