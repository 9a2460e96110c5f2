/**
 * The wallets under `~/.bittensor/wallets`, in the very files of the Python SDK: each opens what the other wrote.
 *
 * @since 0.1.0
 */
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodePath from "@effect/platform-node/NodePath"
import { Config, Effect, FileSystem, Layer, Path } from "effect"
import { Coldkey } from "../services/Coldkey.ts"
import { Hotkey } from "../services/Hotkey.ts"
import { type Secret, type WalletError, Wallets } from "../services/Wallets.ts"
import { expanded } from "./internal/home.ts"
import * as fileStore from "./internal/wallets/fileStore.ts"
import { make as makeWallets } from "./internal/wallets/make.ts"
import { type Environment, firstOf, fromEnvironment, fromPrompt } from "./internal/wallets/passwords.ts"

/** Where the Python SDK keeps wallets. */
export const DEFAULT_PATH = "~/.bittensor/wallets/"

/**
 * Where the wallets are, and where passwords come from that a call does not give.
 *
 * @category models
 */
export interface Options {
  /** The directory of all wallets; `~` is the home of the user. `~/.bittensor/wallets/` unless said otherwise. */
  readonly path?: string | undefined
  /** The wallet that is meant when a call names none: `default`. */
  readonly name?: string | undefined
  /** The hotkey that `create` and `open` mean when they name none: `default`. Every other call names its key. */
  readonly hotkey?: string | undefined
  /**
   * The environment that is searched for passwords, `process.env` unless said otherwise; `false` searches none.
   * BT_WALLET_PASSWORD, BT_PW_…, BT_COLD_PW_…, BT_WALLET_PASSWORD_FILE: the first that is set.
   */
  readonly environment?: Environment | false | undefined
  /** Asks on the terminal, after the environment; without a terminal it fails at once with `PasswordNeeded`. Off unless said otherwise. */
  readonly prompt?: boolean | undefined
}

/**
 * The service `Wallets` over files. Nothing is read or made before a wallet is asked for.
 *
 * @category layers
 */
export const layer = (options: Options = {}): Layer.Layer<Wallets> =>
  Layer.effect(Wallets, make(options)).pipe(Layer.provide([NodeFileSystem.layer, NodePath.layer]))

const make = Effect.fnUntraced(function* (options: Options) {
  const fs = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  const path = options.path ?? DEFAULT_PATH
  const directory = paths.resolve(expanded(path))
  const environment = options.environment ?? process.env
  return yield* makeWallets({
    store: fileStore.make(fs, paths, path, directory),
    ask: firstOf([
      ...(environment === false ? [] : [fromEnvironment(() => environment, fs)]),
      ...(options.prompt === true ? [fromPrompt] : [])
    ]),
    defaults: { name: options.name ?? "default", hotkey: options.hotkey ?? "default" }
  })
})

const config = Config.all({
  name: Config.String("BT_WALLET_NAME").pipe(Config.withDefault("default")),
  hotkey: Config.String("BT_WALLET_HOTKEY").pipe(Config.withDefault("default")),
  path: Config.String("BT_WALLET_PATH").pipe(Config.withDefault(DEFAULT_PATH))
})

/**
 * `layer` with BT_WALLET_NAME, BT_WALLET_HOTKEY and BT_WALLET_PATH as defaults.
 *
 * @category layers
 */
export const layerConfig: Layer.Layer<Wallets, Config.ConfigError> = Layer.unwrap(Effect.map(config, layer))

/**
 * Which key a program signs with, and its password if it is encrypted. The names come from here alone: of the environment
 * only passwords are read. `layerConfig` is what reads BT_WALLET_NAME, BT_WALLET_HOTKEY and BT_WALLET_PATH.
 *
 * @category models
 */
export interface KeyOptions extends Omit<Options, "name"> {
  /** The wallet's name: `default`. */
  readonly wallet?: string | undefined
  readonly password?: Secret | undefined
}

const walletsOf = ({ environment, hotkey, path, prompt, wallet: name }: KeyOptions) =>
  layer({ environment, hotkey, name, path, prompt })

/**
 * The hotkey of a wallet, unlocked as long as the layer lives. The coldkey is not touched.
 *
 * **Example** (The hotkey of a miner)
 *
 * ```ts
 * import * as WalletsFile from "effect-bittensor/layers/WalletsFile"
 *
 * export const hotkey = WalletsFile.layerHotkey({ wallet: "miner" })
 * ```
 *
 * @category layers
 */
export const layerHotkey = (options: KeyOptions = {}): Layer.Layer<Hotkey, WalletError> =>
  Layer.effect(
    Hotkey,
    Wallets.use((wallets) => wallets.signer({ hotkey: options.hotkey ?? "default", password: options.password }))
  ).pipe(Layer.provide(walletsOf(options)))

/**
 * The coldkey of a wallet, unlocked as long as the layer lives.
 *
 * @category layers
 */
export const layerColdkey = (options: Omit<KeyOptions, "hotkey"> = {}): Layer.Layer<Coldkey, WalletError> =>
  Layer.effect(
    Coldkey,
    Wallets.use((wallets) => wallets.signer({ coldkey: true, password: options.password }))
  ).pipe(Layer.provide(walletsOf(options)))
