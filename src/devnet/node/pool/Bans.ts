/**
 * The transactions that are not let in again for a while.
 *
 * @since 0.2.0
 */
import type { Hex } from "../../scale/Hex.ts"

/** Half an hour, as the chain counts time: 150 blocks of 12 seconds. */
const DURATION = 1_800_000n

/** As many as Substrate keeps at least, and twice as many at most. */
const KEPT = 2048

/**
 * The transactions that are banned, until when. Beyond 4096 the oldest half goes early.
 *
 * @category models
 */
export class Bans {
  readonly #until: Map<Hex, bigint>

  constructor(of?: Bans) {
    this.#until = new Map(of === undefined ? [] : of.#until)
  }

  has(hash: Hex, now: bigint): boolean {
    const until = this.#until.get(hash)
    return until !== undefined && until > now
  }

  add(hash: Hex, now: bigint): void {
    // Behind the others, since those in front go first.
    this.#until.delete(hash)
    this.#until.set(hash, now + DURATION)
    if (this.#until.size > 2 * KEPT) this.#shrink()
  }

  #shrink(): void {
    for (const hash of this.#until.keys()) {
      if (this.#until.size <= KEPT) return
      this.#until.delete(hash)
    }
  }

  lift(hash: Hex): void {
    this.#until.delete(hash)
  }

  /** Forgets those whose time is over. */
  expire(now: bigint): void {
    for (const [hash, until] of this.#until) {
      if (until > now) return
      this.#until.delete(hash)
    }
  }
}
