/**
 * Token buckets by key, bounded. Plain and synchronous: one lookup a request.
 */

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
  movedAt: number
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

  constructor(rate: Rate) {
    this.#rate = rate
  }

  /** Whether the key had `cost` tokens left; they are taken then. */
  take(key: string, now: number, cost = 1): boolean {
    const bucket = this.#refilled(key, now)
    if (bucket.tokens < cost) return false
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
    let bucket = this.#buckets.get(key)
    if (bucket === undefined) {
      if (this.#buckets.size >= maxBuckets) this.#buckets.delete(this.#buckets.keys().next().value!)
      bucket = { tokens: this.#rate.burst, at: now, movedAt: now }
      this.#buckets.set(key, bucket)
      return bucket
    }
    const elapsed = Math.max(0, now - bucket.at) / 1000
    bucket.tokens = Math.min(this.#rate.burst, bucket.tokens + elapsed * this.#rate.perSecond)
    bucket.at = now
    if (now - bucket.movedAt >= stay) {
      bucket.movedAt = now
      this.#buckets.delete(key)
      this.#buckets.set(key, bucket)
    }
    return bucket
  }
}
