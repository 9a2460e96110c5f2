/**
 * Token buckets by key, bounded. Plain and synchronous: one lookup a request.
 */
import { Oldest } from "../Oldest.ts"

/** So many requests a second on average, and so many at once. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

interface Bucket {
  tokens: number
  /** Milliseconds. */
  at: number
  /** Milliseconds; when it was last put at the end of the table. */
  readonly movedAt: number
}

/** Buckets kept per limiter. A bucket that is dropped was the longest unused, so nearly always full again. */
const maxBuckets = 20_000

/** Milliseconds in which a bucket keeps its place in the table: the order is by use, to the second. */
const stay = 1000

/** Limits each key to a rate. */
export class RateLimiter {
  readonly #rate: Rate
  /** In the order of last use, to the second. */
  readonly #buckets = new Map<string, Bucket>()
  readonly #oldest = new Oldest(this.#buckets)

  constructor(rate: Rate) {
    this.#rate = rate
  }

  /** Whether the key had `cost` tokens left, besides those at stake; they are taken then. */
  take(key: string, now: number, cost = 1, atStake = 0): boolean {
    const bucket = this.#refilled(key, now)
    if (bucket.tokens < cost + atStake) return false
    bucket.tokens -= cost
    return true
  }

  /** Takes tokens that the key may not have: it then has to wait the longer. */
  charge(key: string, now: number, cost: number): void {
    const bucket = this.#refilled(key, now)
    bucket.tokens = Math.max(bucket.tokens - cost, -this.#rate.burst)
  }

  has(key: string): boolean {
    return this.#buckets.has(key)
  }

  #refilled(key: string, now: number): Bucket {
    const before = this.#buckets.get(key)
    if (before === undefined) {
      this.#makeRoom()
      return this.#put(key, { tokens: this.#rate.burst, at: now, movedAt: now })
    }
    const elapsed = Math.max(0, now - before.at) / 1000
    before.tokens = Math.min(this.#rate.burst, before.tokens + elapsed * this.#rate.perSecond)
    before.at = now
    if (now - before.movedAt < stay) return before
    this.#buckets.delete(key)
    // Another object, since what is moved is told by it from what stood there.
    return this.#put(key, { ...before, movedAt: now })
  }

  #put(key: string, bucket: Bucket): Bucket {
    this.#buckets.set(key, bucket)
    this.#oldest.joined()
    return bucket
  }

  #makeRoom(): void {
    const oldest = this.#buckets.size < maxBuckets ? undefined : this.#oldest.entry
    if (oldest !== undefined) this.#buckets.delete(oldest[0])
  }
}
