/**
 * The items that a pallet stores: declared as data, then read and written by name and with types.
 *
 * @since 0.2.0
 */
import { hexToBytes } from "@noble/hashes/utils.js"
import { Reader } from "../../protocol/internal/Reader.ts"
import { Malformed } from "../scale/ScaleError.ts"
import { Writer } from "../scale/Writer.ts"
import type { Hex } from "../scale/Hex.ts"
import { encode, type Outer, type Type } from "../scale/Type.ts"
import type { Storage } from "../state/Storage.ts"
import { itemPrefix, type KeyPart } from "./keys.ts"

/**
 * What items are read from and written to: a storage, and the types that its runtime makes of all pallets.
 *
 * @category models
 */
export interface State {
  readonly storage: Storage
  readonly outer: Outer
}

/**
 * The declaration of an item: `K` are the keys (none for a single value), `V` what is stored, and `R` what a read gives, which is
 * also `undefined` for items without a default.
 *
 * @category models
 */
export interface StorageEntry<K extends ReadonlyArray<unknown>, V, R> {
  readonly keys: { readonly [I in keyof K]: KeyPart<K[I]> }
  readonly type: Type<V>
  readonly modifier: "Default" | "Optional"
  /** What a read gives where nothing is stored. */
  readonly fallback: () => R
}

type Parts<K extends ReadonlyArray<unknown>> = { readonly [I in keyof K]: KeyPart<K[I]> }

/** A default is made once, on the first read: values are never written into. */
const once = <A>(make: () => A): (() => A) => {
  let made: { readonly value: A } | undefined
  return () => (made ??= { value: make() }).value
}

/**
 * A single value. Without a default it begins as the type's zero.
 *
 * @category constructors
 */
export const value = <V>(type: Type<V>, fallback?: V): StorageEntry<readonly [], V, V> => map([], type, fallback)

/**
 * A single value that may be absent.
 *
 * @category constructors
 */
export const optional = <V>(type: Type<V>): StorageEntry<readonly [], V, V | undefined> => optionalMap([], type)

/**
 * Values by one or more keys. Without a default they begin as the type's zero.
 *
 * @category constructors
 */
export const map = <const K extends ReadonlyArray<unknown>, V>(
  keys: Parts<K>,
  type: Type<V>,
  fallback?: V
): StorageEntry<K, V, V> => ({
  keys,
  type,
  modifier: "Default",
  fallback: fallback === undefined ? once(type.zero) : () => fallback
})

/**
 * Values by one or more keys, which may be absent.
 *
 * @category constructors
 */
export const optionalMap = <const K extends ReadonlyArray<unknown>, V>(
  keys: Parts<K>,
  type: Type<V>
): StorageEntry<K, V, V | undefined> => ({ keys, type, modifier: "Optional", fallback: () => undefined })

/**
 * The first keys of a map, or all of them, or none.
 *
 * @category models
 */
export type Leading<K extends ReadonlyArray<unknown>> = K extends readonly [infer First, ...infer Rest]
  ? readonly [] | readonly [First, ...Leading<Rest>]
  : readonly []

/**
 * An item of a pallet's storage. `K` are its keys, `V` what is stored, `R` what a read gives.
 *
 * **Example** (A balance that grows)
 *
 * ```ts
 * import type { State } from "effect-bittensor/devnet/runtime/storage"
 * import { SubtensorModule } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/subtensorModule"
 *
 * const { NetworksAdded, PendingEmission } = SubtensorModule.storage
 *
 * export const drip = (state: State, amount: bigint) => {
 *   for (const [[netuid]] of NetworksAdded.entries(state)) {
 *     PendingEmission.mutate(state, netuid, (pending) => pending + amount)
 *   }
 * }
 * ```
 *
 * @category models
 */
export class StorageItem<K extends ReadonlyArray<unknown>, V, R> {
  readonly name: string
  readonly entry: StorageEntry<K, V, R>
  readonly #pallet: string
  #prefix: Hex | undefined

  constructor(pallet: string, name: string, entry: StorageEntry<K, V, R>) {
    this.#pallet = pallet
    this.name = name
    this.entry = entry
  }

  /** What all of its keys begin with. */
  get prefix(): Hex {
    return (this.#prefix ??= itemPrefix(this.#pallet, this.name))
  }

  /** The raw key of a value; with fewer keys than the map has, what the keys of all values under them begin with. */
  key(state: Pick<State, "outer">, ...keys: Leading<K>): Hex {
    let key = this.prefix
    for (let index = 0; index < keys.length; index++) {
      key += (this.entry.keys[index] as KeyPart<unknown>).digits(keys[index], state.outer)
    }
    return key
  }

  get(state: State, ...keys: K): R {
    const stored = state.storage.get(this.#keyOf(state, keys))
    if (stored === undefined) return this.entry.fallback()
    // A stored value is one of those that a read gives.
    return readOr(() => this.#decode(state, stored) as unknown as R, this.entry.fallback)
  }

  put(state: State, ...keysAndValue: readonly [...keys: K, value: V]): void {
    const [keys, value] = splitLast<K, V>(keysAndValue)
    this.#put(state, keys, value)
  }

  /** Puts what a function makes of the present value; a value without default is removed where it makes `undefined`. */
  mutate(state: State, ...keysAndChange: readonly [...keys: K, change: (value: R) => R]): void {
    const [keys, change] = splitLast<K, (value: R) => R>(keysAndChange)
    const changed = change(this.get(state, ...keys))
    if (changed === undefined) this.remove(state, ...keys)
    else this.#put(state, keys, changed as unknown as V)
  }

  /**
   * Puts an element behind those of a `Vec`, without reading them: events are many, and come one by one.
   */
  append<E>(
    this: StorageItem<K, ReadonlyArray<E>, R>,
    state: State,
    ...keysAndElement: readonly [...keys: K, element: E]
  ): void {
    const [keys, element] = splitLast<K, E>(keysAndElement)
    const type = this.#elementType()
    const key = this.#keyOf(state, keys)
    const stored = state.storage.get(key)
    const length = this.length(state, ...keys)
    if (stored === undefined || length === 0) return this.#put(state, keys, [element])
    const output = new Writer(state.outer)
    output.compact(length + 1)
    output.bytes(stored.subarray(compactLength(length)))
    output.bytes(encode(type, element, state.outer))
    state.storage.set(key, output.finish())
  }

  /** How many elements a `Vec` has, without reading them. */
  length<E>(this: StorageItem<K, ReadonlyArray<E>, R>, state: State, ...keys: K): number {
    const stored = state.storage.get(this.#keyOf(state, keys))
    if (stored === undefined) return 0
    return readOr(
      () => new Reader(stored, state.outer).compact(),
      () => 0
    )
  }

  /**
   * Puts an element into the place of another one of a `Vec` whose elements are all of one length, without reading them. It does
   * nothing beyond the end.
   */
  replaceAt<E>(
    this: StorageItem<K, ReadonlyArray<E>, R>,
    state: State,
    ...keysIndexAndElement: readonly [...keys: K, index: number, element: E]
  ): void {
    const [keysAndIndex, element] = splitLast<readonly [...K, number], E>(keysIndexAndElement)
    const [keys, index] = splitLast<K, number>(keysAndIndex)
    const key = this.#keyOf(state, keys)
    const stored = state.storage.get(key)
    if (stored === undefined) return
    const written = encode(this.#elementType(), element, state.outer)
    const length = this.length(state, ...keys)
    const at = compactLength(length) + index * written.length
    if (index >= length || at + written.length > stored.length) return
    const changed = stored.slice()
    changed.set(written, at)
    state.storage.set(key, changed)
  }

  /** Forgets a value: reads give the default again. */
  remove(state: State, ...keys: K): void {
    state.storage.delete(this.#keyOf(state, keys))
  }

  /** Whether a value is stored, be it the default. */
  contains(state: State, ...keys: K): boolean {
    return state.storage.has(this.#keyOf(state, keys))
  }

  /**
   * All keys and values, or those under the first keys, in the order of the raw keys. Writes meanwhile do not change the walk, which
   * passes over what it cannot read.
   */
  *entries(state: State, ...leading: Leading<K>): Generator<readonly [K, V]> {
    for (const [key, stored] of state.storage.entries(this.key(state, ...leading))) {
      const entry = readOr<readonly [K, V] | undefined>(
        () => [this.#keysOf(state, key), this.#decode(state, stored)],
        () => undefined
      )
      if (entry !== undefined) yield entry
    }
  }

  /** Removes all values, or those under the first keys, and says how many they were. */
  clear(state: State, ...leading: Leading<K>): number {
    return state.storage.clear(this.key(state, ...leading))
  }

  /** The type of a list's elements. A list with a bound is a `Vec` in a struct of its own. */
  #elementType(): Type<unknown> {
    const { shape } = this.entry.type
    const [field] = shape._tag === "composite" ? shape.fields : []
    const list = field === undefined ? shape : field.type.shape
    if (list._tag !== "sequence") throw new TypeError(`${this.name} is no Vec`)
    return list.element
  }

  #keyOf(state: State, keys: K): Hex {
    // All keys are the longest beginning of themselves.
    return this.key(state, ...(keys as unknown as Leading<K>))
  }

  #put(state: State, keys: K, value: V): void {
    state.storage.set(this.#keyOf(state, keys), encode(this.entry.type, value, state.outer))
  }

  /** As the runtime reads, which does not look at what comes after the value. */
  #decode(state: State, stored: Uint8Array): V {
    return this.entry.type.decode(new Reader(stored, state.outer))
  }

  #keysOf(state: State, key: Hex): K {
    const input = new Reader(hexToBytes(key.slice(this.prefix.length)), state.outer)
    const keys = this.entry.keys.map((part) => {
      const { hashBytes, type } = part as KeyPart<unknown>
      input.skip(hashBytes)
      return type.decode(input)
    })
    return keys as unknown as K
  }
}

/**
 * Reads what is stored. Anybody with root may store anything under any key: the runtime takes what it cannot read for what is not
 * there.
 *
 * @category decoding
 */
export const readOr = <A>(read: () => A, otherwise: () => A): A => {
  try {
    return read()
  } catch (error) {
    if (error instanceof Malformed) return otherwise()
    throw error
  }
}

/** How many bytes a compact length takes. */
const compactLength = (length: number): number =>
  length < 1 << 6 ? 1 : length < 1 << 14 ? 2 : length < 2 ** 30 ? 4 : 5

const splitLast = <K extends ReadonlyArray<unknown>, L>(all: readonly [...K, L]): readonly [K, L] =>
  [all.slice(0, -1) as unknown as K, all[all.length - 1] as L] as const
