/**
 * Where transactions wait: those that are ready, and those that wait for them.
 *
 * @since 0.2.0
 */
import type { Hex } from "../../scale/Hex.ts"
import { Future } from "./Future.ts"
import type { PoolLimits } from "./options.ts"
import { Ready } from "./Ready.ts"
import { PoolError, type Status, type Transaction } from "./Transaction.ts"

/** The same tags; their order is the runtime's. */
const isSame = (a: ReadonlyArray<Hex>, b: ReadonlyArray<Hex>): boolean => a.join() === b.join()

/**
 * Where transactions wait. What becomes of them by others that come and go is told.
 *
 * @category models
 */
export class Queues {
  readonly #ready: Ready
  readonly #future: Future
  readonly #tell: (hash: Hex, status: Status) => void

  constructor(tell: (hash: Hex, status: Status) => void, of?: Queues) {
    this.#ready = new Ready(of?.ready)
    this.#future = new Future(of === undefined ? undefined : of.#future)
    this.#tell = tell
  }

  get ready(): Ready {
    return this.#ready
  }

  get size(): { readonly ready: number; readonly future: number } {
    return { ready: this.#ready.all.size, future: this.#future.all.size }
  }

  get all(): ReadonlyArray<Transaction> {
    return [...this.#ready.all.values(), ...this.#future.all.values()]
  }

  placeOf(hash: Hex): "ready" | "future" | undefined {
    if (this.#ready.all.has(hash)) return "ready"
    return this.#future.all.has(hash) ? "future" : undefined
  }

  /** Puts a transaction where it belongs, and makes ready what waited for it. */
  add(one: Transaction): void {
    const missing = new Set(one.requires.filter((tag) => !this.#ready.provides(tag)))
    if (missing.size === 0) return this.#promote(one)
    this.#future.add(one, missing)
    this.#tell(one.hash, "future")
  }

  #promote(first: Transaction): void {
    const queue = [first]
    for (const one of queue) {
      try {
        const replaced = this.#ready.add(one)
        this.#tell(one.hash, "ready")
        for (const { hash } of replaced) this.#tell(hash, { usurped: one.hash })
        queue.push(...this.#future.satisfy(one.provides))
      } catch (error) {
        if (!(error instanceof PoolError) || one === first) throw error
        this.#tell(one.hash, "invalid")
      }
    }
  }

  /** Gives a transaction its place again: if it has none any more it is invalid. */
  #orInvalid({ hash }: Transaction, place: () => void): void {
    try {
      place()
    } catch (error) {
      if (!(error instanceof PoolError)) throw error
      this.#tell(hash, "invalid")
    }
  }

  /** Takes out what is in a block now. Somebody else who provides the same is outdated, and what waited for that is ready. */
  include(hash: Hex): boolean {
    const one = this.#ready.take(hash) ?? this.#future.remove(hash)
    if (one === undefined) return false
    for (const tag of one.provides) {
      const outdated = this.#ready.takeProvider(tag)
      if (outdated !== undefined) this.#tell(outdated.hash, "invalid")
    }
    for (const next of this.#future.satisfy(one.provides)) this.#orInvalid(next, () => this.#promote(next))
    return true
  }

  /** Takes out transactions with all that is based on them. */
  remove(hashes: ReadonlyArray<Hex>): ReadonlyArray<Transaction> {
    return [...this.#ready.remove(hashes), ...hashes.flatMap((hash) => this.#future.remove(hash) ?? [])]
  }

  /** Puts a transaction where it belongs now that it requires or provides something else; what is based on it comes along. */
  replace(old: Transaction, fresh: Transaction): void {
    const isAlike = isSame(fresh.provides, old.provides)
    if (isAlike && isSame(fresh.requires, old.requires)) return
    const isReady = fresh.requires.every((tag) => this.#ready.provides(tag))
    if (this.placeOf(old.hash) === "ready" && isReady && isAlike) {
      this.#ready.take(old.hash)
      this.#ready.add(fresh)
      return
    }
    const [, ...based] = this.remove([old.hash])
    for (const one of [fresh, ...based]) this.#orInvalid(one, () => this.add(one))
  }

  /** Takes out what there is no room for. */
  shrink(limits: PoolLimits): ReadonlyArray<Transaction> {
    const gone: Array<Transaction> = []
    const excess = () => this.#ready.excess(limits.ready) ?? this.#future.excess(limits.future)
    for (let hash = excess(); hash !== undefined; hash = excess()) gone.push(...this.remove([hash]))
    return gone
  }
}
