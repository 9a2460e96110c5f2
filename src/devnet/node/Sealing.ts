/**
 * When blocks are made.
 *
 * @since 0.2.0
 */
import { ChainError } from "./ChainError.ts"

/**
 * When blocks are made: when somebody says so, as soon as a transaction is ready, or every so many milliseconds. The last one
 * needs a clock, which whoever runs the chain has.
 *
 * @category models
 */
export type SealingMode = "manual" | "instant" | { readonly interval: number }

/**
 * What sealing needs of a chain.
 *
 * @category models
 */
export interface Sealed {
  /** How many transactions are ready. */
  readonly ready: () => number
  /** Makes a block, and says whether a transaction is in it. */
  readonly seal: () => boolean
  readonly changed: () => void
}

/**
 * When a chain makes blocks by itself.
 *
 * @category models
 */
export class Sealing {
  readonly #chain: Sealed
  #mode: SealingMode
  #isPaused = false

  constructor(chain: Sealed, mode: SealingMode = "manual") {
    this.#chain = chain
    this.#mode = mode
  }

  get mode(): SealingMode {
    return this.#mode
  }

  /** Whether blocks are made only when somebody says so, whatever the mode. */
  get isPaused(): boolean {
    return this.#isPaused
  }

  set(mode: SealingMode): void {
    if (typeof mode === "object" && !(Number.isFinite(mode.interval) && mode.interval >= 1)) {
      throw new ChainError({ reason: "OutOfRange", subject: String(mode.interval) })
    }
    this.#mode = mode
    this.#chain.changed()
    this.sealReady()
  }

  /** Makes no more blocks by itself, until {@link resume}. */
  pause(): void {
    this.#isPaused = true
    this.#chain.changed()
  }

  resume(): void {
    this.#isPaused = false
    this.#chain.changed()
    this.sealReady()
  }

  /** Makes the blocks that are owed to the transactions that are ready, as long as blocks take something up. */
  sealReady(): void {
    if (this.#mode !== "instant" || this.#isPaused) return
    while (this.#chain.ready() > 0) if (!this.#chain.seal()) return
  }
}
