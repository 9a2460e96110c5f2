/** Which of several endpoints is tried next, and when. */

/** Milliseconds before an endpoint that failed is tried again: twice as much each time, up to the last. */
export interface Delays {
  readonly first: number
  readonly last: number
}

/** The longest that a node may ask to be left alone for. */
const LONGEST_WISH = 300_000

/** Where to try next, and when. Times are in milliseconds. */
export class Rota {
  readonly #delays: Delays
  readonly #notBefore: Array<number>
  readonly #failures: Array<number>
  #last = -1

  constructor(count: number, delays: Delays) {
    this.#delays = delays
    this.#notBefore = Array.from({ length: count }, () => 0)
    this.#failures = Array.from({ length: count }, () => 0)
  }

  /** The one after the last, unless another may be tried sooner. */
  next(): { readonly index: number; readonly at: number } {
    const count = this.#notBefore.length
    const order = Array.from({ length: count }, (_, step) => (this.#last + 1 + step) % count)
    const index = order.reduce((best, other) => (this.#notBefore[other]! < this.#notBefore[best]! ? other : best))
    this.#last = index
    return { index, at: this.#notBefore[index]! }
  }

  /**
   * An endpoint was lost, after it was there for so long. One that is there again and again for a moment only is left alone for longer
   * each time, as one that is not there at all.
   */
  failed(index: number, now: number, lasted = 0, wish = 0): void {
    const failures = lasted >= this.#delays.last ? 1 : this.#failures[index]! + 1
    this.#failures[index] = failures
    const delay = Math.min(this.#delays.last, this.#delays.first * 2 ** (failures - 1))
    this.#notBefore[index] = now + Math.max(delay, Math.min(wish, LONGEST_WISH))
  }
}
