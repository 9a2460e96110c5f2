/** A bound on how often an endpoint is asked, so that a public node does not turn us away. */
import { Clock, Duration, Effect } from "effect"

/** So many at once, and then so many a second. */
export interface Rate {
  readonly burst: number
  readonly perSecond: number
}

/** Waits for a turn. Those that wait do so in order. */
export type Bucket = Effect.Effect<void>

/** Tokens that come back with time; a turn is promised at once and waited for. */
export const make = ({ burst, perSecond }: Rate): Bucket => {
  const interval = 1000 / perSecond
  // The time at which the bucket would be full again: turns beyond the burst lie behind it.
  let full = Number.NEGATIVE_INFINITY
  return Effect.flatMap(Clock.currentTimeMillis, (now) => {
    full = Math.max(full, now) + interval
    const wait = full - now - burst * interval
    return wait <= 0 ? Effect.void : Effect.sleep(Duration.millis(wait))
  })
}
