/**
 * Nonces are unix time in nanoseconds; a larger one must follow a smaller one in the same lane (wire.md §4.3).
 *
 * @since 0.1.0
 */

const second = 1_000_000_000n

/**
 * The leeway every axon gives on top of the timeout, in nanoseconds.
 *
 * @category models
 */
export const leeway: bigint = 4n * second

/**
 * How long a claimed timeout may stretch the window, in seconds. It is capped because the timeout is not signed.
 *
 * @category models
 */
export const maxStretch = 60

/**
 * The version from which an SDK's nonces are unix time (7.2.0).
 *
 * @category models
 */
export const unixTimeSince = 7_002_000

/**
 * Whether a nonce is unix time in nanoseconds: that passed 10^18 in 2001. A smaller one counts from the boot of a machine.
 *
 * @category guards
 */
export const isUnixTime = (nonce: bigint): boolean => nonce >= 1_000_000_000_000_000_000n

/**
 * The nonces that are fresh at one moment, unix time in nanoseconds.
 *
 * @category models
 */
export interface Window {
  /** Nonces up to and including this one are too old. */
  readonly oldest: bigint
  /** The newest nonce that passes. */
  readonly newest: bigint
}

/**
 * The window of nonces that are fresh at `now` for a request that claims `timeout` seconds (0 when it claims none).
 *
 * **Example** (Twelve seconds of timeout and four of leeway)
 *
 * ```ts run
 * import * as Nonce from "effect-bittensor/protocol/Nonce"
 *
 * Nonce.window(100_000_000_000n, 12) // => { oldest: 84_000_000_000n, newest: 104_000_000_000n }
 * ```
 *
 * @category constructors
 */
export const window = (now: bigint, timeout: number, stretch: number = maxStretch): Window => {
  const seconds = Math.min(Math.max(timeout, 0), stretch)
  return { oldest: now - leeway - BigInt(Math.round(seconds * 1e9)), newest: now + leeway }
}

/**
 * When a nonce has left the widest window that any claim can open, in nanoseconds of unix time: from then on a replay
 * guard may forget it.
 *
 * @category combinators
 */
export const expiry = (nonce: bigint, stretch: number = maxStretch): bigint =>
  nonce + leeway + BigInt(Math.round(stretch * 1e9)) + 1n

const pattern = /^[1-9][0-9]{0,19}$/

/**
 * Reads a nonce: 1 to 20 decimal digits, no sign, no blanks; anything else is `undefined`.
 *
 * @category constructors
 */
export const fromText = (text: string): bigint | undefined => (pattern.test(text) ? BigInt(text) : undefined)

/**
 * The nonce that follows `last` at the time `now`: two requests in the same nanosecond, or after the clock went back, still rise.
 *
 * @category constructors
 */
export const next = (now: bigint, last: bigint): bigint => (now > last ? now : last + 1n)
