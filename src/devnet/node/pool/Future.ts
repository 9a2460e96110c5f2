/**
 * The transactions whose turn has not come: somebody else has to provide what they require.
 *
 * @since 0.2.0
 */
import type { Hex } from "../../scale/Hex.ts"
import type { Limit, Transaction } from "./Transaction.ts"

/**
 * The transactions that wait for others.
 *
 * @category models
 */
export class Future {
  readonly #all: Map<Hex, Transaction>
  /** The tags that each one still waits for. */
  readonly #missing: Map<Hex, ReadonlySet<Hex>>
  /** Who waits for a tag. */
  readonly #waiting: Map<Hex, ReadonlySet<Hex>>
  #bytes: number

  constructor(of?: Future) {
    this.#all = new Map(of?.all)
    this.#missing = new Map(of === undefined ? [] : of.#missing)
    this.#waiting = new Map(of === undefined ? [] : of.#waiting)
    this.#bytes = of === undefined ? 0 : of.#bytes
  }

  get all(): ReadonlyMap<Hex, Transaction> {
    return this.#all
  }

  add(one: Transaction, missing: ReadonlySet<Hex>): void {
    this.#all.set(one.hash, one)
    this.#missing.set(one.hash, missing)
    this.#bytes += one.bytes.length
    for (const tag of missing) this.#waiting.set(tag, new Set(this.#waiting.get(tag)).add(one.hash))
  }

  /** Takes out those that wait for nothing else than these tags. */
  satisfy(tags: Iterable<Hex>): ReadonlyArray<Transaction> {
    const ready: Array<Transaction> = []
    for (const tag of tags) {
      for (const hash of this.#waiting.get(tag) ?? []) {
        const missing = new Set(this.#missing.get(hash))
        missing.delete(tag)
        this.#missing.set(hash, missing)
        const one = this.#all.get(hash)
        if (missing.size === 0 && one !== undefined) ready.push(one)
      }
      this.#waiting.delete(tag)
    }
    for (const { hash } of ready) this.remove(hash)
    return ready
  }

  remove(hash: Hex): Transaction | undefined {
    const one = this.#all.get(hash)
    if (one === undefined) return undefined
    for (const tag of this.#missing.get(hash) ?? []) {
      const others = new Set(this.#waiting.get(tag))
      others.delete(hash)
      if (others.size === 0) this.#waiting.delete(tag)
      else this.#waiting.set(tag, others)
    }
    this.#all.delete(hash)
    this.#missing.delete(hash)
    this.#bytes -= one.bytes.length
    return one
  }

  /** What has to go first where there is no room: what is there longest. */
  excess({ bytes, count }: Limit): Hex | undefined {
    if (this.#all.size <= count && this.#bytes <= bytes) return undefined
    const [oldest] = this.#all.keys()
    return oldest
  }
}
