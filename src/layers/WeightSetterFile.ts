/**
 * What brings weights to the chain, with its journal in files that nobody else can read, each there in full or not at all.
 *
 * @since 0.2.0
 */
import { mkdir, readdir, rm } from "node:fs/promises"
import { join, resolve } from "node:path"
import { Effect, Layer, type Scope } from "effect"
import { SecureRandom } from "effect/crypto"
import { KeyValueStore } from "effect/persistence"
import type { Hotkey } from "../services/Hotkey.ts"
import type { Metagraph } from "../services/Metagraph.ts"
import type { Subtensor } from "../services/Subtensor.ts"
import { type Options as SetterOptions, WeightSetter, type WeightSetterError } from "../services/WeightSetter.ts"
import { expanded } from "./internal/home.ts"
import { readWhole, writeWhole } from "./internal/wholeFile.ts"

/** Beside the wallets and the other files of the Python SDK. */
export const DEFAULT_DIRECTORY = "~/.bittensor/weights"

/** A thousand times what a journal takes. */
const MAX_BYTES = 2 ** 26

/** The end of the name of a file that is not whole yet. */
const ASIDE = /\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const attempt = <A>(method: string, key: string | undefined, run: () => Promise<A>) =>
  Effect.tryPromise({
    try: run,
    catch: (cause) => {
      const message = `${method}: ${String(cause).slice(0, 200)}`
      return new KeyValueStore.KeyValueStoreError({ method, message, cause, ...(key === undefined ? {} : { key }) })
    }
  })

const isAbsent = (cause: unknown): boolean => cause instanceof Error && "code" in cause && cause.code === "ENOENT"

const read = async (path: string): Promise<Uint8Array | undefined> => {
  const bytes = await readWhole(path, MAX_BYTES)
  if (typeof bytes === "number") throw new Error(`${path} has ${bytes} bytes, and at most ${MAX_BYTES} are read`)
  return bytes
}

const keysIn = async (directory: string): Promise<ReadonlyArray<string>> => {
  const names = await readdir(directory).catch((cause: unknown) => {
    if (isAbsent(cause)) return []
    throw cause
  })
  return names.filter((name) => !ASIDE.test(name)).map(decodeURIComponent)
}

const make = (given: string): KeyValueStore.KeyValueStore => {
  const directory = resolve(expanded(given))
  // As `KeyValueStore.layerFileSystem` names them, so that whoever had that one has the same journal here.
  const pathOf = (key: string) => join(directory, encodeURIComponent(key))
  const keys = attempt("keys", undefined, () => keysIn(directory))
  const remove = (key: string) => attempt("remove", key, () => rm(pathOf(key), { force: true }))
  const bytesOf = (method: string, key: string) => attempt(method, key, () => read(pathOf(key)))
  return KeyValueStore.make({
    get: (key) =>
      Effect.map(bytesOf("get", key), (bytes) => (bytes === undefined ? undefined : new TextDecoder().decode(bytes))),
    getUint8Array: (key) => bytesOf("getUint8Array", key),
    set: (key, value) =>
      attempt("set", key, async () => {
        await mkdir(directory, { recursive: true, mode: 0o700 })
        await writeWhole(pathOf(key), typeof value === "string" ? new TextEncoder().encode(value) : value, 0o600)
      }),
    remove,
    keys,
    size: Effect.map(keys, ({ length }) => length),
    clear: Effect.flatMap(keys, (all) => Effect.forEach(all, remove, { discard: true }))
  })
}

/**
 * A store for the journals of `WeightSetter`: files of a directory, which only their owner can read (0600, in a directory of 0700 where
 * it is made here). Who is interrupted while one is written leaves the one before.
 *
 * @category layers
 */
export const layerJournal = (directory = DEFAULT_DIRECTORY): Layer.Layer<KeyValueStore.KeyValueStore> =>
  Layer.sync(KeyValueStore.KeyValueStore, () => make(directory))

/**
 * How weights are made, when they are sent, and where the journal lies.
 *
 * @category models
 */
export interface Options<E, R> extends SetterOptions<E, R> {
  /** The directory of the journals of all subnets and hotkeys; `~` is the home of the user. @default "~/.bittensor/weights" */
  readonly directory?: string | undefined
}

/**
 * Begins to bring weights to the chain; the subnet is that of the metagraph. See {@link WeightSetter}.
 *
 * **Example** (The scores of a validator)
 *
 * ```ts
 * import { type Effect, Layer } from "effect"
 * import { Metagraph } from "effect-bittensor"
 * import * as WeightSetterFile from "effect-bittensor/layers/WeightSetterFile"
 *
 * export const weightsOf = (scores: Effect.Effect<ReadonlyMap<string, number>>) =>
 *   WeightSetterFile.layer({ weights: scores }).pipe(Layer.provide(Metagraph.layer(1)))
 * ```
 *
 * @category layers
 */
export const layer = <E, R>({
  directory,
  ...options
}: Options<E, R>): Layer.Layer<
  WeightSetter,
  WeightSetterError,
  Subtensor | Metagraph | Hotkey | Exclude<R, Scope.Scope>
> => WeightSetter.layer(options).pipe(Layer.provide([layerJournal(directory), SecureRandom.layerWebCrypto]))
