/**
 * The storage of a chain: values by key, in the order of the keys' bytes.
 *
 * Keys are `0x` and lower-case hex: as text they sort as their bytes do, and JSON-RPC names them so. (Bytes as latin-1 text take
 * a third less time to find, but would have to be turned into hex for each answer, and from the hex that hashes and account ids are.)
 *
 * @since 0.2.0
 */
import DiffModule from "sorted-btree/extended/diffAgainst.js"
import type { Hex } from "../scale/Hex.ts"
import { defaultOf, emptyTree, type Tree } from "./Tree.ts"

const diffAgainst = defaultOf(DiffModule)

/**
 * All of a storage at one moment. It never changes and shares with its neighbours what they have in common, so that it costs
 * what was written since; it lives until nobody refers to it.
 *
 * @category models
 */
export interface Snapshot {
  /** How many keys it has. */
  readonly size: number
}

class Frozen implements Snapshot {
  readonly #tree: Tree<Hex, Uint8Array>
  constructor(tree: Tree<Hex, Uint8Array>) {
    this.#tree = tree
  }
  get size(): number {
    return this.#tree.size
  }
  /** A tree that may be written to; the first write to each node copies it. */
  thaw(): Tree<Hex, Uint8Array> {
    return this.#tree.clone()
  }
}

/**
 * Where a listing goes on and where it stops.
 *
 * @category models
 */
export interface Page {
  /** Only keys behind this one, which need not exist. */
  readonly after?: Hex | undefined
  /** At most so many. */
  readonly limit?: number | undefined
}

/**
 * What became of a key: its new value, or `undefined` if it is gone.
 *
 * @category models
 */
export interface Change {
  readonly key: Hex
  readonly value: Uint8Array | undefined
}

const compare = (a: Hex, b: Hex): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * A storage that is written to. Values are not copied, neither in nor out: nobody may write into them.
 *
 * @category models
 */
export class Storage {
  #tree: Tree<Hex, Uint8Array>

  /** An empty storage, or one that begins as another once was. */
  constructor(snapshot?: Snapshot) {
    this.#tree = snapshot === undefined ? emptyTree() : thaw(snapshot)
  }

  get size(): number {
    return this.#tree.size
  }

  get(key: Hex): Uint8Array | undefined {
    return this.#tree.get(key)
  }

  has(key: Hex): boolean {
    return this.#tree.has(key)
  }

  set(key: Hex, value: Uint8Array): void {
    this.#tree.set(key, value)
  }

  delete(key: Hex): void {
    this.#tree.delete(key)
  }

  /** The keys that begin with a prefix, in order. */
  keys(prefix: Hex, { after, limit = Number.POSITIVE_INFINITY }: Page = {}): ReadonlyArray<Hex> {
    const keys: Array<Hex> = []
    if (limit < 1) return keys
    for (const [key] of this.entries(prefix, after)) {
      keys.push(key)
      if (keys.length >= limit) break
    }
    return keys
  }

  /** Keys and values under a prefix, in order, as they are now: what is written meanwhile does not change the walk. */
  *entries(prefix: Hex, after?: Hex): Generator<readonly [Hex, Uint8Array]> {
    const start = after !== undefined && after > prefix ? after : prefix
    for (const [key, value] of this.#tree.clone().entries(start)) {
      if (!key.startsWith(prefix)) return
      if (key !== after) yield [key, value]
    }
  }

  /** Removes all keys under a prefix and says how many they were. */
  clear(prefix: Hex): number {
    const keys = this.keys(prefix)
    for (const key of keys) this.#tree.delete(key)
    return keys.length
  }

  /** Keeps the present state, at no cost but that of the writes that follow. */
  snapshot(): Snapshot {
    return new Frozen(this.#tree.clone())
  }

  /** Goes back to a state that was kept; it can be gone back to again. */
  restore(snapshot: Snapshot): void {
    this.#tree = thaw(snapshot)
  }

  /**
   * Runs a part of a block that leaves no trace if it fails, that is if `keep` says so of its result or if it throws. Parts may
   * hold parts.
   */
  transaction<A>(run: () => A, keep: (result: A) => boolean): A {
    const before = this.#tree.clone()
    let kept = false
    try {
      const result = run()
      kept = keep(result)
      return result
    } finally {
      if (!kept) this.#tree = before
    }
  }
}

const thaw = (snapshot: Snapshot): Tree<Hex, Uint8Array> => {
  if (snapshot instanceof Frozen) return snapshot.thaw()
  throw new TypeError("a snapshot comes from Storage.snapshot")
}

/**
 * Whether two values are the same. Those of states that share them are so at first sight.
 *
 * @category comparisons
 */
export const isEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a === b || (a.length === b.length && a.every((byte, index) => byte === b[index]))

/**
 * What differs between two states, in the order of the keys. What they share is not looked at.
 *
 * @category comparisons
 */
export const changes = (before: Snapshot, after: Snapshot): ReadonlyArray<Change> => {
  const found: Array<Change> = []
  diffAgainst(
    thaw(before),
    thaw(after),
    (key) => void found.push({ key, value: undefined }),
    (key, value) => void found.push({ key, value }),
    (key, old, value) => {
      if (!isEqual(old, value)) found.push({ key, value })
    }
  )
  return found.toSorted((a, b) => compare(a.key, b.key))
}
