/**
 * The blocks of a chain, the last one and the one that is final.
 *
 * @since 0.2.0
 */
import type { Hex } from "../scale/Hex.ts"
import type { Snapshot } from "../state/Storage.ts"
import type { Block } from "./Block.ts"
import { Blocks, type Move, type Retention } from "./Blocks.ts"
import { ChainError } from "./ChainError.ts"

/**
 * A ledger at one moment. It shares with others what they have in common, and lives until nobody refers to it.
 *
 * @category models
 */
export interface SavedLedger {
  readonly blocks: Blocks
  readonly head: Block
  readonly finalized: Block
}

/** The blocks up to the last one that others do not have on their chain, lowest first. */
const apart = (head: Block, own: Blocks, others: Blocks): ReadonlyArray<Block> => {
  const blocks: Array<Block> = []
  for (let block: Block | undefined = head; block !== undefined && !others.isOnChain(block);) {
    blocks.push(block)
    block = own.get(block.parent_hash)
  }
  return blocks.toReversed()
}

/**
 * A ledger of which `head` is the only block besides the first, and which knows the hashes of others.
 *
 * @category constructors
 */
export const ledgerOf = (genesis: Block, head: Block, hashes: Iterable<readonly [number, Hex]>): SavedLedger => {
  const blocks = new Blocks()
  for (const block of [genesis, head]) {
    blocks.put(block)
    blocks.remember(block.number, block.hash)
  }
  for (const [number, hash] of hashes) blocks.remember(number, hash)
  return { blocks, head, finalized: head }
}

/**
 * The blocks of a chain.
 *
 * @category models
 */
export class Ledger {
  #blocks: Blocks
  #head: Block
  #finalized: Block

  constructor(genesis: Block) {
    const { blocks, finalized, head } = ledgerOf(genesis, genesis, [])
    this.#blocks = blocks
    this.#head = head
    this.#finalized = finalized
  }

  get head(): Block {
    return this.#head
  }

  get finalized(): Block {
    return this.#finalized
  }

  get blocks(): Omit<Blocks, "put" | "follow" | "prune" | "remember"> {
    return this.#blocks
  }

  /** The state after a block, if it is still kept. */
  stateOf({ hash, state }: Block): Snapshot {
    if (state === undefined) throw new ChainError({ reason: "StateDiscarded", subject: hash })
    return state
  }

  append(block: Block): Move {
    this.#blocks.put(block)
    const move = this.#blocks.follow(block)
    this.#head = block
    return move
  }

  /** Makes another block the last one. What was final above what they have in common is not final any more. */
  moveTo(block: Block): Move {
    const move = this.#blocks.follow(block)
    const shared = block.number - move.enacted.length
    this.#head = block
    if (this.#finalized.number > shared) this.#finalized = this.#blocks.at(shared) ?? block
    return move
  }

  /** Replaces what is known of the last block. */
  rewrite(block: Block): void {
    this.#blocks.put(block)
    if (this.#finalized.hash === block.hash) this.#finalized = block
    this.#head = block
  }

  /** What is so far behind the last block is final, and what is far behind that is let go. Gives what became final, in order. */
  finalize(lag: number, retention: Retention): ReadonlyArray<Block> {
    const final: Array<Block> = []
    for (let number = this.#finalized.number + 1; number <= this.#head.number - Math.max(0, lag); number++) {
      const block = this.#blocks.at(number)
      if (block === undefined) break
      final.push(block)
      this.#finalized = block
    }
    this.#blocks.prune(this.#finalized.number, retention)
    return final
  }

  save(): SavedLedger {
    return { blocks: new Blocks(this.#blocks), head: this.#head, finalized: this.#finalized }
  }

  restore({ blocks, finalized, head }: SavedLedger): Move {
    const retracted = apart(this.#head, this.#blocks, blocks)
    const enacted = apart(head, blocks, this.#blocks)
    this.#blocks = new Blocks(blocks)
    this.#head = head
    this.#finalized = finalized
    return { retracted, enacted }
  }
}
