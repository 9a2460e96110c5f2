/**
 * The transactions that may be in the next block, those before them in it included.
 *
 * @since 0.2.0
 */
import type { Hex } from "../../scale/Hex.ts"
import { type Limit, refuse, type Transaction } from "./Transaction.ts"

/** The greatest priority, at which sums of priorities end. */
const MOST = 2n ** 64n - 1n

/** Which goes first: the higher priority, then what is stale sooner, then what was there earlier. */
const compare = (a: Transaction, b: Transaction): number => {
  if (a.priority !== b.priority) return a.priority > b.priority ? -1 : 1
  if (a.validTill !== b.validTill) return a.validTill < b.validTill ? -1 : 1
  return a.order - b.order
}

/** Puts a transaction in its place, of a list whose last goes first. */
const insert = (queue: Array<Transaction>, one: Transaction): void => {
  let [low, high] = [0, queue.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compare(queue[middle]!, one) > 0) low = middle + 1
    else high = middle
  }
  queue.splice(low, 0, one)
}

/**
 * The transactions that are ready. What some provide others require, so they form a graph.
 *
 * @category models
 */
export class Ready {
  readonly #all: Map<Hex, Transaction>
  /** Who provides a tag. */
  readonly #providers: Map<Hex, Hex>
  #bytes: number

  constructor(of?: Ready) {
    this.#all = new Map(of?.all)
    this.#providers = new Map(of === undefined ? [] : of.#providers)
    this.#bytes = of === undefined ? 0 : of.#bytes
  }

  get all(): ReadonlyMap<Hex, Transaction> {
    return this.#all
  }

  provides(tag: Hex): boolean {
    return this.#providers.has(tag)
  }

  /** Adds a transaction and gives those that it replaces, which needs a priority beyond that of all of them. */
  add(one: Transaction): ReadonlyArray<Transaction> {
    const old = new Set(one.provides.flatMap((tag) => this.#providers.get(tag) ?? []))
    if (old.size > 0) {
      const priority = [...old].reduce((sum, hash) => sum + (this.#all.get(hash)?.priority ?? 0n), 0n)
      const most = priority > MOST ? MOST : priority
      if (most >= one.priority) refuse({ _tag: "TooLowPriority", old: most, new: one.priority })
    }
    const replaced = this.#replace(old, one)
    this.#all.set(one.hash, one)
    for (const tag of one.provides) this.#providers.set(tag, one.hash)
    this.#bytes += one.bytes.length
    return replaced
  }

  /** Takes out what is replaced. What was based on it stays if the new one provides the same. */
  #replace(old: ReadonlySet<Hex>, one: Transaction): ReadonlyArray<Transaction> {
    const kept = new Set(one.provides)
    const replaced = this.#subtree(old, kept)
    if (replaced.some(({ provides }) => provides.some((tag) => one.requires.includes(tag)))) {
      refuse({ _tag: "CycleDetected" })
    }
    for (const gone of replaced) this.#delete(gone)
    return replaced
  }

  /** Takes out one transaction, and leaves what was based on it: it is in a block now. */
  take(hash: Hex): Transaction | undefined {
    const found = this.#all.get(hash)
    if (found !== undefined) this.#delete(found)
    return found
  }

  /** Takes out whoever provides a tag. */
  takeProvider(tag: Hex): Transaction | undefined {
    const hash = this.#providers.get(tag)
    return hash === undefined ? undefined : this.take(hash)
  }

  /** Takes out transactions with all that is based on them. */
  remove(hashes: Iterable<Hex>): ReadonlyArray<Transaction> {
    const gone = this.#subtree(hashes, new Set())
    for (const one of gone) this.#delete(one)
    return gone
  }

  #delete(one: Transaction): void {
    this.#all.delete(one.hash)
    this.#bytes -= one.bytes.length
    for (const tag of one.provides) if (this.#providers.get(tag) === one.hash) this.#providers.delete(tag)
  }

  /** Transactions and what is based on them, but for what is based on tags that are provided otherwise. */
  #subtree(hashes: Iterable<Hex>, otherwise: ReadonlySet<Hex>): ReadonlyArray<Transaction> {
    const found = new Map<Hex, Transaction>()
    const queue = [...hashes]
    if (queue.length === 0) return []
    const dependents = this.#dependents()
    for (let hash = queue.pop(); hash !== undefined; hash = queue.pop()) {
      const one = this.#all.get(hash)
      if (one === undefined || found.has(hash)) continue
      found.set(hash, one)
      for (const tag of one.provides) if (!otherwise.has(tag)) queue.push(...(dependents.get(tag) ?? []))
    }
    return [...found.values()]
  }

  /** Who requires a tag. */
  #dependents(): ReadonlyMap<Hex, ReadonlyArray<Hex>> {
    const dependents = new Map<Hex, Array<Hex>>()
    for (const { hash, requires } of this.#all.values()) {
      for (const tag of requires) {
        const known = dependents.get(tag)
        if (known === undefined) dependents.set(tag, [hash])
        else known.push(hash)
      }
    }
    return dependents
  }

  /** What has to go first where there is no room: the lowest priority, then what is there longest. */
  excess({ bytes, count }: Limit): Hex | undefined {
    if (this.#all.size <= count && this.#bytes <= bytes) return undefined
    let worst: Transaction | undefined
    for (const one of this.#all.values()) {
      const isWorse =
        worst === undefined ||
        one.priority < worst.priority ||
        (one.priority === worst.priority && one.order < worst.order)
      if (isWorse) worst = one
    }
    return worst?.hash
  }

  /** In the order of a block: none before what it requires. Whoever walks may tell to leave out all that is based on one. */
  *inOrder(): Generator<Transaction, void, "skip" | undefined> {
    const missing = new Map<Hex, number>()
    const dependents = this.#dependents()
    const queue: Array<Transaction> = []
    for (const one of this.#all.values()) {
      const open = one.requires.filter((tag) => this.#providers.has(tag)).length
      missing.set(one.hash, open)
      if (open === 0) queue.push(one)
    }
    queue.sort((a, b) => compare(b, a))
    for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
      if ((yield one) === "skip") continue
      for (const hash of one.provides.flatMap((tag) => dependents.get(tag) ?? [])) {
        const open = (missing.get(hash) ?? 0) - 1
        missing.set(hash, open)
        const unlocked = this.#all.get(hash)
        if (open === 0 && unlocked !== undefined) insert(queue, unlocked)
      }
    }
  }
}
