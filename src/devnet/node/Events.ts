/**
 * What a chain tells.
 *
 * @since 0.2.0
 */
import type { Block } from "./Block.ts"
import type { Move } from "./Blocks.ts"

/**
 * What happened.
 *
 * - `Imported`: there is a new block
 * - `Best`: the chain ends with another block now; some may have left it, and others joined it
 * - `Finalized`: a block will stay; told for each, in order
 * - `Written`: somebody wrote to the state of the last block from outside
 * - `Sealing`: blocks are made at other times now
 *
 * @category models
 */
export type ChainEvent =
  | { readonly _tag: "Imported" | "Finalized" | "Written"; readonly block: Block }
  | ({ readonly _tag: "Best"; readonly block: Block } & Move)
  | { readonly _tag: "Sealing" }

/**
 * Hears what happened, once the chain is done with it.
 *
 * @category models
 */
export type ChainListener = (event: ChainEvent) => void

/**
 * What is to be told, in order. Who hears of something may ask the chain for the next thing: that is told behind all of this.
 *
 * @category models
 */
export class Outbox {
  readonly #listeners = new Set<ChainListener>()
  #queue: Array<() => void> = []
  #depth = 0

  listen(listener: ChainListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Tells something as soon as what is being done is done. */
  readonly later = (deliver: () => void): void => void this.#queue.push(deliver)

  tell(event: ChainEvent): void {
    for (const listener of this.#listeners) {
      this.later(() => {
        if (this.#listeners.has(listener)) listener(event)
      })
    }
  }

  /** Does something, be it a part of something else, and tells of it then. What throws has told nothing. */
  during<A>(run: () => A): A {
    const told = this.#queue.length
    this.#depth++
    try {
      return run()
    } catch (error) {
      this.#queue.length = told
      throw error
    } finally {
      this.#depth--
      if (this.#depth === 0) this.#deliver()
    }
  }

  /** Tells everybody, whatever one of them throws; then throws it. */
  #deliver(): void {
    const thrown: Array<unknown> = []
    this.#depth++
    for (let index = 0; index < this.#queue.length; index++) {
      try {
        this.#queue[index]!()
      } catch (error) {
        thrown.push(error)
      }
    }
    this.#queue = []
    this.#depth--
    if (thrown.length > 0) throw thrown[0]
  }
}
