/**
 * Those who want to know what becomes of a transaction.
 *
 * @since 0.2.0
 */
import type { Hex } from "../../scale/Hex.ts"
import type { Status } from "./Transaction.ts"

/**
 * Hears what becomes of a transaction, and whether there is no more to hear.
 *
 * @category models
 */
export type Watcher = (status: Status, isLast: boolean) => void

/** Blocks that wait to be final before Substrate gives up on the oldest. */
const AWAITED_BLOCKS = 512

const isLast = (status: Status): boolean =>
  typeof status === "string"
    ? status === "dropped" || status === "invalid"
    : "finalized" in status || "usurped" in status || "finalityTimeout" in status

/**
 * Who watches what. Nobody is told anything before the chain is done with what it is doing.
 *
 * @category models
 */
export class Watchers {
  readonly #watchers = new Map<Hex, Set<Watcher>>()
  /** The watched transactions of blocks that are not final yet, in the order of the blocks. */
  readonly #awaited = new Map<Hex, ReadonlyArray<Hex>>()
  readonly #later: (deliver: () => void) => void

  constructor(later: (deliver: () => void) => void) {
    this.#later = later
  }

  get watched(): Iterable<Hex> {
    return this.#watchers.keys()
  }

  add(hash: Hex, watcher: Watcher): () => void {
    const watchers = this.#watchers.get(hash) ?? new Set()
    this.#watchers.set(hash, watchers.add(watcher))
    return () => {
      watchers.delete(watcher)
      if (watchers.size === 0 && this.#watchers.get(hash) === watchers) this.#watchers.delete(hash)
    }
  }

  tell(hash: Hex, status: Status): void {
    const watchers = this.#watchers.get(hash)
    if (watchers === undefined) return
    const isEnd = isLast(status)
    if (isEnd) this.#watchers.delete(hash)
    for (const watcher of watchers) {
      this.#later(() => {
        if (watchers.has(watcher)) watcher(status, isEnd)
      })
    }
  }

  /** Tells that a block has transactions, and remembers to tell when it is final. */
  inBlock(block: Hex, hashes: ReadonlyArray<Hex>): void {
    const watched = hashes.filter((hash) => this.#watchers.has(hash))
    if (watched.length === 0) return
    for (const hash of watched) this.tell(hash, { inBlock: block })
    this.#awaited.set(block, watched)
    if (this.#awaited.size > AWAITED_BLOCKS) {
      const [oldest] = this.#awaited.keys()
      if (oldest !== undefined) this.#end(oldest, { finalityTimeout: oldest })
    }
  }

  finalized(block: Hex): void {
    this.#end(block, { finalized: block })
  }

  retracted(block: Hex): void {
    this.#end(block, { retracted: block })
  }

  /** Whether a transaction is in a block that is not final yet. */
  awaits(hash: Hex): boolean {
    return [...this.#awaited.values()].some((hashes) => hashes.includes(hash))
  }

  #end(block: Hex, status: Status): void {
    for (const hash of this.#awaited.get(block) ?? []) this.tell(hash, status)
    this.#awaited.delete(block)
  }
}
