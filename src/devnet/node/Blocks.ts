/**
 * The blocks that are known: those of the chain, and those that it left, by hash and by number.
 *
 * @since 0.2.0
 */
import type { Hex } from "../scale/Hex.ts"
import { emptyTree, type Tree } from "../state/Tree.ts"
import type { Block } from "./Block.ts"
import { ChainError } from "./ChainError.ts"

/**
 * How much of the past is kept. The first block stays in any case.
 *
 * @category models
 */
export interface Retention {
  /** Behind how many blocks since it was final a state is let go. */
  readonly states: number
  /** Behind how many blocks since it was final a header and a body are let go. */
  readonly blocks: number
  /** Behind how many blocks the hash of a number is let go; it takes about 100 bytes. */
  readonly hashes: number
}

/**
 * As much as clients need: states for what they still read at a block, blocks for more than the 2400 whose hashes a runtime knows,
 * and practically all hashes.
 *
 * @category constants
 */
export const defaultRetention: Retention = { states: 256, blocks: 4096, hashes: 2 ** 20 }

/**
 * Keeps all.
 *
 * @category constants
 */
export const archive: Retention = {
  states: Number.POSITIVE_INFINITY,
  blocks: Number.POSITIVE_INFINITY,
  hashes: Number.POSITIVE_INFINITY
}

/** Blocks of a height: who goes back and forth for long would leave any number behind. */
const SIBLINGS = 64

/**
 * The blocks that left the chain and those that joined it, lowest first.
 *
 * @category models
 */
export interface Move {
  readonly retracted: ReadonlyArray<Block>
  readonly enacted: ReadonlyArray<Block>
}

/**
 * The blocks that are known. A copy of it costs nothing.
 *
 * @category models
 */
export class Blocks {
  /** All of a height, the one of the chain among them. */
  readonly #known: Tree<number, ReadonlyArray<Block>>
  readonly #numbers: Tree<Hex, number>
  readonly #chain: Tree<number, Hex>

  constructor(of?: Blocks) {
    this.#known = of === undefined ? emptyTree() : of.#known.clone()
    this.#numbers = of === undefined ? emptyTree() : of.#numbers.clone()
    this.#chain = of === undefined ? emptyTree() : of.#chain.clone()
  }

  get(hash: Hex): Block | undefined {
    const number = this.#numbers.get(hash)
    return number === undefined ? undefined : this.#known.get(number)?.find((block) => block.hash === hash)
  }

  /** The hash of a block of the chain. */
  hashAt(number: number): Hex | undefined {
    return this.#chain.get(number)
  }

  /** A block of the chain. */
  at(number: number): Block | undefined {
    const hash = this.#chain.get(number)
    return hash === undefined ? undefined : this.get(hash)
  }

  /** All blocks of a height, those that left the chain among them. */
  allAt(number: number): ReadonlyArray<Block> {
    return this.#known.get(number) ?? []
  }

  isOnChain({ hash, number }: Block): boolean {
    return this.#chain.get(number) === hash
  }

  /** Adds a block, or replaces what is known of it. It is not part of the chain by that. */
  put(block: Block): void {
    const others = this.allAt(block.number).filter(({ hash }) => hash !== block.hash)
    this.#known.set(block.number, [...others, block])
    this.#numbers.set(block.hash, block.number)
    const oldest = others.find((other) => !this.isOnChain(other))
    if (others.length >= SIBLINGS && oldest !== undefined) this.#forget(oldest)
  }

  /** Makes a hash that of a number. The block may be known by nothing else. */
  remember(number: number, hash: Hex): void {
    this.#chain.set(number, hash)
  }

  /** Makes a known block the last one of the chain, if it is known how it hangs together with that. */
  follow(head: Block): Move {
    const enacted: Array<Block> = []
    let block = head
    while (!this.isOnChain(block)) {
      enacted.push(block)
      const parent = this.get(block.parent_hash)
      if (parent === undefined) throw new ChainError({ reason: "UnknownBlock", subject: block.parent_hash })
      block = parent
    }
    const retracted = this.#leaveAbove(block.number)
    for (const { hash, number } of enacted) this.#chain.set(number, hash)
    return { retracted, enacted: enacted.toReversed() }
  }

  #leaveAbove(number: number): ReadonlyArray<Block> {
    const retracted: Array<Block> = []
    for (let above = number + 1; this.#chain.has(above); above++) {
      const block = this.at(above)
      if (block !== undefined) retracted.push(block)
      this.#chain.delete(above)
    }
    return retracted
  }

  /** Lets go of what is too far behind a block that is final now. What the next block is built on stays, whatever is asked for. */
  prune(finalized: number, retention: Retention): void {
    const states = Math.max(1, retention.states)
    const blocks = Math.max(states, retention.blocks)
    const hashes = Math.max(blocks, retention.hashes)
    this.#forEachUpTo(finalized - states, (block) => {
      if (block.state === undefined) return false
      this.put({ ...block, state: undefined })
      return true
    })
    this.#forEachUpTo(finalized - blocks, (block) => {
      this.#forget(block)
      return true
    })
    for (let old = finalized - hashes; old > 0 && this.#chain.delete(old); old--);
  }

  /** Visits blocks from a height downwards, until there are none or nothing is left to do at a height. */
  #forEachUpTo(number: number, visit: (block: Block) => boolean): void {
    for (let height = number; height > 0; height--) {
      const visited = this.allAt(height).map(visit)
      if (!visited.includes(true)) return
    }
  }

  #forget({ hash, number }: Block): void {
    const others = this.allAt(number).filter((block) => block.hash !== hash)
    if (others.length === 0) this.#known.delete(number)
    else this.#known.set(number, others)
    this.#numbers.delete(hash)
  }
}
