/** What an axon takes from strangers, in numbers. */
import type { Rate } from "./RateLimiter.ts"

/**
 * Bounds of one axon. Every one has a default; what lies beyond is refused, never queued without end.
 *
 * @category models
 */
export interface AxonLimits {
  /**
   * Requests that wait for a slot. Beyond it the last in order gets 503 with `Retry-After`.
   *
   * @default 1024
   */
  readonly maxQueue: number
  /**
   * Bytes of one body: 413 beyond.
   *
   * @default 8 MiB
   */
  readonly maxBodyBytes: number
  /**
   * Bodies that are read at once. Beyond it the slowest is given up (408) for a new one.
   *
   * @default 512
   */
  readonly maxReaders: number
  /**
   * Bytes of all bodies that are read or still held, above 64 KiB each: 503 beyond.
   *
   * @default 256 MiB
   */
  readonly maxBufferedBytes: number
  /**
   * Bytes of one header line: 431 beyond.
   *
   * @default 16 KiB
   */
  readonly maxHeaderLineBytes: number
  /**
   * Bytes of all headers: 431 beyond.
   *
   * @default 32 KiB
   */
  readonly maxHeaderBytes: number
  /**
   * Header lines: 431 beyond.
   *
   * @default 100
   */
  readonly maxHeaders: number
  /**
   * Seconds that a request may take, whatever the caller's timeout says: 408 beyond.
   *
   * @default 60
   */
  readonly maxTimeout: number
  /**
   * Seconds that a caller's timeout may stretch the window of fresh nonces.
   *
   * @default 60
   */
  readonly maxNonceStretch: number
  /**
   * Requests of one address before anything is looked at: 429 beyond. IPv6 addresses count by their /64. Callers that
   * proved themselves from that address keep an allowance of their own, so a flood from behind it does not shut them out.
   *
   * @default 2000 a second, 4000 at once
   */
  readonly perAddress: Rate
  /**
   * What a forged signature costs its address, in requests.
   *
   * @default 20
   */
  readonly failureCost: number
  /**
   * Requests of one proven hotkey: 429 beyond. Every 64 KiB of a body count as one more.
   *
   * @default 2000 a second, 4000 at once
   */
  readonly perCaller: Rate
  /**
   * Whether SDKs before 7.2.0 are served: their nonces are no unix time, so only their order is checked.
   *
   * @default false
   */
  readonly acceptLegacyNonce: boolean
}

export const defaultMaxConcurrency = 64

export const defaultLimits: AxonLimits = {
  maxQueue: 1024,
  maxBodyBytes: 8 * 1024 * 1024,
  maxReaders: 512,
  maxBufferedBytes: 256 * 1024 * 1024,
  maxHeaderLineBytes: 16 * 1024,
  maxHeaderBytes: 32 * 1024,
  maxHeaders: 100,
  maxTimeout: 60,
  maxNonceStretch: 60,
  perAddress: { perSecond: 2000, burst: 4000 },
  failureCost: 20,
  perCaller: { perSecond: 2000, burst: 4000 },
  acceptLegacyNonce: false
}
