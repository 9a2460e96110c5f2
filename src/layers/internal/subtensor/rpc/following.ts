/** What is told over connections that come and go. */
import { Duration, Effect, Queue, Schedule, type Scope, Stream } from "effect"
import type { ChainError } from "../../../../services/ChainError.ts"
import type { Link } from "./Link.ts"
import type { Told } from "./Session.ts"
import { Lost } from "./Wire.ts"

/** Before a subscription is asked for anew: a node that ends it at once is not to be asked all the time. */
const AGAIN = Duration.millis(100)

/** A node that took the subscription, and says nothing. */
export const UNTOLD = Effect.fail(new Lost({ endpoint: "here", detail: "nothing was told" }))

/**
 * Follows what a node tells, and asks the next one for it when the connection is lost. One that tells nothing for long may have nothing
 * to tell, or have forgotten whom: it is asked anew, and tells what there is now.
 */
export const following = (
  { silence }: Pick<Link, "silence">,
  subscribe: Effect.Effect<Told, Lost | ChainError, Scope.Scope>
): Stream.Stream<unknown, ChainError> => {
  const heard = (told: Told) => Effect.timeoutOrElse(Queue.takeAll(told), { duration: silence, orElse: () => UNTOLD })
  return Stream.unwrap(Effect.map(subscribe, (told) => Stream.fromIterableEffectRepeat(heard(told)))).pipe(
    Stream.catchTag("Lost", () => Stream.drain(Stream.fromEffect(Effect.sleep(AGAIN)))),
    Stream.forever
  )
}

/** Reads what has to be known to go on, for as long as a stream may be away: a node that does not answer is asked again. */
export const patiently =
  ({ isClosed }: Pick<Link, "isClosed">) =>
  <A>(read: Effect.Effect<A, ChainError>): Effect.Effect<A, ChainError> =>
    Effect.retry(read, {
      while: ({ isRetryable }) => isRetryable && !isClosed(),
      schedule: Schedule.spaced("1 second"),
      times: 100
    })
