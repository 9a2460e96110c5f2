/** What several want at once, done once. */
import { Cause, Effect, Exit, Fiber, type Scope } from "effect"

/**
 * Does something once for all who want it, as nobody's own: who gives up waiting does not stop it for the others. What succeeded stays,
 * what failed is tried anew for the next one. `gone` is what they are told once the scope is closed.
 */
export const shared = <A, E>(
  run: Effect.Effect<A, E>,
  scope: Scope.Scope,
  gone: Effect.Effect<never, E>
): Effect.Effect<A, E> => {
  let running: Fiber.Fiber<A, E> | undefined
  const start = Effect.tap(
    Effect.forkIn(
      Effect.onError(run, () => Effect.sync(() => (running = undefined))),
      scope
    ),
    (fiber) => Effect.sync(() => (running = fiber))
  )
  return Effect.suspend(() => (running === undefined ? start : Effect.succeed(running))).pipe(
    Effect.flatMap(Fiber.await),
    Effect.flatMap((exit) => (Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause) ? gone : exit))
  )
}
