/**
 * A search of one seal for one difficulty with one kernel, a stretch of nonces at a time.
 *
 * @since 0.2.0
 */
import * as Seal from "../protocol/Seal.ts"
import * as Difficulty from "./Difficulty.ts"
import { batches, jobOf, nonceAt, type Place } from "./kernel/Job.ts"
import type { Kernel } from "./kernel/Kernel.ts"

export { nonceAt, type Place, placeOf } from "./kernel/Job.ts"

/** The widest group of any kernel. Stretches begin at its multiples, so that none goes beyond a batch. */
const ALIGNMENT = 8

/**
 * Searches. What the kernel lets through is hashed again and compared exactly.
 *
 * **Example** (The first nonce that meets difficulty 256)
 *
 * ```ts run
 * import * as Seal from "effect-bittensor/protocol/Seal"
 * import * as Kernels from "effect-bittensor/pow/Kernels"
 * import { Search } from "effect-bittensor/pow/Search"
 *
 * const seal = Seal.classic({ blockHash: new Uint8Array(32), key: new Uint8Array(32) })
 * const search = new Search(Kernels.makeUnsafe("scalar", "Classic"), Seal.preimage(seal), 256n)
 * search.scan({ batch: 0, index: 0 }, 4096) // => 87n
 * ```
 *
 * @category models
 */
export class Search {
  readonly #kernel: Kernel
  readonly #preimage: Seal.Preimage
  readonly #threshold: bigint
  readonly #filter: number
  #batch: number | undefined

  constructor(kernel: Kernel, preimage: Seal.Preimage, difficulty: bigint) {
    this.#kernel = kernel
    this.#preimage = preimage
    this.#threshold = Difficulty.threshold(difficulty)
    this.#filter = Difficulty.filter(difficulty)
  }

  /**
   * Tries the nonces of a batch from a place on, up to its end at most, and gives the first that meets the difficulty. The
   * kernel sees the classic seal's nonces in their order, those of `pow_register` in the order of their three high bytes.
   */
  scan(place: Place, count: number): bigint | undefined {
    const { first, size } = batches[this.#preimage.kind]
    const end = Math.min(size, alignedUp(place.index + count))
    this.#load(place.batch)
    for (let index = aligned(place.index); index < end;) {
      const found = this.#kernel.scan(first + index, end - index, this.#filter)
      if (found < 0) return undefined
      const nonce = this.#among(place, index + found)
      if (nonce !== undefined) return nonce
      index += found + this.#kernel.width
    }
    return undefined
  }

  #load(batch: number): void {
    if (batch === this.#batch) return
    this.#kernel.load(jobOf(this.#preimage, batch))
    this.#batch = batch
  }

  /** The one of a group that meets the difficulty, from the place on. */
  #among({ batch, index: from }: Place, group: number): bigint | undefined {
    const { kind } = this.#preimage
    for (let index = Math.max(from, group); index < group + this.#kernel.width; index++) {
      const nonce = nonceAt(kind, { batch, index })
      if (Seal.value(kind, Seal.hash(this.#preimage, nonce)) <= this.#threshold) return nonce
    }
    return undefined
  }
}

const aligned = (index: number): number => index - (index % ALIGNMENT)
const alignedUp = (index: number): number => aligned(index + ALIGNMENT - 1)

/**
 * How many batches the nonces of a seal are divided into.
 *
 * @category arithmetic
 */
export const batchCount = (kind: Seal.Preimage["kind"]): number => batches[kind].count

/**
 * How much of a stretch a batch still has.
 *
 * @category arithmetic
 */
export const left = (kind: Seal.Preimage["kind"], { index }: Place, count: number): number =>
  Math.min(alignedUp(index + count), batches[kind].size) - index

/**
 * The place after a stretch that one of several workers has searched. Each takes every n-th batch, so that no two ever meet.
 *
 * @category arithmetic
 */
export const after = (kind: Seal.Preimage["kind"], { batch, index }: Place, count: number, workers: number): Place => {
  const { count: all, size } = batches[kind]
  const next = alignedUp(index + count)
  return next < size ? { batch, index: next } : { batch: (batch + workers) % all, index: 0 }
}

/**
 * Where each of several workers begins: the first one where it is told, each other at the start of a batch of its own.
 *
 * @category arithmetic
 */
export const beginning = (kind: Seal.Preimage["kind"], start: Place, worker: number): Place =>
  worker === 0 ? start : { batch: (start.batch + worker) % batches[kind].count, index: 0 }
