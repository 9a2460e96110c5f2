/** A bound on how often an endpoint is asked, so that a public node does not turn us away. */
import { Clock, Duration, Effect, Semaphore } from "effect"

/** So many at once, and then so many a second. */
export interface Rate {
  readonly burst: number
  readonly perSecond: number
}

/** Waits for a turn. Those that wait do so in order. */
export type Bucket = Effect.Effect<void>

/** Tokens that come back with time. Who gives up waiting has taken none: what nobody asks must not hold up what is asked later. */
export const make = ({ burst, perSecond }: Rate): Bucket => {
  const interval = 1000 / perSecond
  const first = Semaphore.makeUnsafe(1)
  // The time at which the bucket would be full again: a turn is to be had while that is near enough.
  let full = Number.NEGATIVE_INFINITY
  const take = Effect.map(Clock.currentTimeMillis, (now) => {
    full = Math.max(full, now) + interval
  })
  return first.withPermit(
    Effect.flatMap(Clock.currentTimeMillis, (now) => {
      const wait = Math.max(full, now) + interval - now - burst * interval
      return wait <= 0 ? take : Effect.andThen(Effect.sleep(Duration.millis(wait)), take)
    })
  )
}
