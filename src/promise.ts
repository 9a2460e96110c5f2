/**
 * The chain for programs that do not use Effect: what a `Subtensor` does, as promises and async iterables.
 *
 * @since 0.2.0
 */
import { Effect, Layer, ManagedRuntime, Stream } from "effect"
import * as SubtensorRpc from "./layers/SubtensorRpc.ts"
import * as WalletsFile from "./layers/WalletsFile.ts"
import type { Coldkey } from "./services/Coldkey.ts"
import type { Hotkey } from "./services/Hotkey.ts"
import { Metagraph, type MetagraphState } from "./services/Metagraph.ts"
import { Subtensor, type SubtensorShape } from "./services/Subtensor.ts"
import type { ChainValue } from "./services/subtensor/ChainValue.ts"
import type { ItemName, KeysOf, ValueOf } from "./services/subtensor/CommonStorage.ts"
import type { ReadOptions } from "./services/subtensor/Core.ts"

/**
 * An effect as a function that gives a promise, a stream as an async iterable, and functions and records likewise. What is signed by a
 * key that was not given is `never`.
 *
 * @category models
 */
export type Promised<A, Keys> =
  A extends Effect.Effect<infer Value, unknown, infer Needs>
    ? [Needs] extends [Keys]
      ? () => Promise<Value>
      : never
    : A extends Stream.Stream<infer Value, unknown, never>
      ? AsyncIterable<Value>
      : A extends (...args: infer Args) => Effect.Effect<infer Value, unknown, infer Needs>
        ? [Needs] extends [Keys]
          ? ((...args: Args) => Promise<Value>) & Members<A, Keys>
          : never
        : A extends (...args: infer Args) => Stream.Stream<infer Value, unknown, never>
          ? (...args: Args) => AsyncIterable<Value>
          : Members<A, Keys>

type Members<A, Keys> = { readonly [Name in keyof A]: Promised<A[Name], Keys> }

/** What has type parameters, which a mapped type would lose. */
interface Storage {
  readonly query: <const P extends string, const I extends string>(
    pallet: P,
    item: I,
    keys?: KeysOf<ItemName<P, I>>,
    options?: ReadOptions
  ) => Promise<ValueOf<ItemName<P, I>>>
  readonly queryMany: <const P extends string, const I extends string>(
    pallet: P,
    item: I,
    keys: ReadonlyArray<KeysOf<ItemName<P, I>>>,
    options?: ReadOptions
  ) => Promise<ReadonlyArray<ValueOf<ItemName<P, I>>>>
  readonly entries: <const P extends string, const I extends string>(
    pallet: P,
    item: I,
    prefix?: ReadonlyArray<ChainValue>,
    options?: ReadOptions
  ) => AsyncIterable<readonly [keys: ReadonlyArray<ChainValue>, value: ValueOf<ItemName<P, I>>]>
  readonly changes: <const P extends string, const I extends string>(
    pallet: P,
    item: I,
    keys?: KeysOf<ItemName<P, I>>
  ) => AsyncIterable<ValueOf<ItemName<P, I>>>
}

/**
 * A chain, to read and to act on. Promises are rejected with the `ChainError` or `ExtrinsicError` that the effect of the same name fails
 * with. `await using` closes the connection and forgets the keys, and so does `close`.
 *
 * @category models
 */
export type Bittensor<Keys = never> = Promised<Omit<SubtensorShape, keyof Storage>, Keys> &
  Storage &
  AsyncDisposable & {
    /** A subnet's neurons at a block. */
    readonly metagraph: (...args: Parameters<typeof Metagraph.at>) => Promise<MetagraphState>
    readonly close: () => Promise<void>
  }

/**
 * How the chain is reached, and which keys sign. Wallets are those of `WalletsFile`.
 *
 * @category models
 */
export interface ConnectOptions extends SubtensorRpc.Options {
  readonly coldkey?: Parameters<typeof WalletsFile.layerColdkey>[0]
  readonly hotkey?: WalletsFile.KeyOptions | undefined
}

/** The keys that were given. */
type KeysIn<Options> =
  | (Options extends { readonly coldkey: object } ? Coldkey : never)
  | (Options extends { readonly hotkey: object } ? Hotkey : never)

/**
 * A chain over a layer that has one, and keys if it has them: for tests, and for those who have layers already.
 *
 * **Example** (A transfer on a chain within the process)
 *
 * ```ts run
 * import { Tao } from "effect-bittensor"
 * import { fromLayer } from "effect-bittensor/promise"
 * import { layerTest } from "effect-bittensor/testing"
 *
 * await using bittensor = await fromLayer(layerTest)
 * const to = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
 * const { block } = await bittensor.transfer({ to, amount: Tao(10) })
 *
 * block.number // => 1
 * ```
 *
 * @category constructors
 */
export const fromLayer = async <Services, E>(
  layer: Layer.Layer<Services | Subtensor, E>
): Promise<Bittensor<Services>> => {
  const runtime = ManagedRuntime.make(layer)
  const close = () => runtime.dispose()
  try {
    const context = await runtime.context()
    const subtensor = await runtime.runPromise(Subtensor)
    const promised = (value: unknown): unknown => {
      if (Effect.isEffect(value)) return runtime.runPromise(value as Effect.Effect<unknown, unknown, Subtensor>)
      if (Stream.isStream(value)) return Stream.toAsyncIterableWith(value as Stream.Stream<unknown>, context)
      return value
    }
    const members = (of: object) => Object.fromEntries(Object.entries(of).map(([name, value]) => [name, member(value)]))
    const member = (value: unknown): unknown => {
      if (Effect.isEffect(value)) return () => promised(value)
      if (typeof value !== "function") return promised(value)
      return Object.assign((...args: ReadonlyArray<unknown>) => promised(value(...args)), members(value))
    }
    const metagraph = (...args: Parameters<typeof Metagraph.at>) => runtime.runPromise(Metagraph.at(...args))
    // Each member has the type that `Promised` says, which the compiler cannot follow through the names.
    const chain = members(subtensor) as unknown as Bittensor<Services>
    return { ...chain, metagraph, close, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * Connects to a chain: by the name of its network, or by the URL of a node; if nothing is said, to the one that the environment names, or
 * else to `finney`. It is rejected with a `ChainError` if no node answers, and with a `WalletError` if a key cannot be had.
 *
 * **Example** (Who is in subnet 1)
 *
 * ```ts
 * import { connect } from "effect-bittensor/promise"
 *
 * await using bittensor = await connect("finney")
 * const { hotkeys } = await bittensor.metagraph(1)
 * for await (const { number } of bittensor.blocks) console.log(number, hotkeys.length)
 * ```
 *
 * @category constructors
 */
export const connect = <const Options extends ConnectOptions>(
  network?: string,
  options?: Options
): Promise<Bittensor<KeysIn<Options>>> => {
  const { coldkey, hotkey, ...how } = options ?? ({} as ConnectOptions)
  const layer: Layer.Layer<Subtensor, unknown> = Layer.mergeAll(
    network === undefined ? SubtensorRpc.layerConfig(how) : SubtensorRpc.layer(network, how),
    coldkey === undefined ? Layer.empty : WalletsFile.layerColdkey(coldkey),
    hotkey === undefined ? Layer.empty : WalletsFile.layerHotkey(hotkey)
  )
  // A key is there if it was given, which is what `KeysIn` says.
  return fromLayer(layer as Layer.Layer<Subtensor | KeysIn<Options>, unknown>)
}
