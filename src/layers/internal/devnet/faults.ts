/** What goes wrong when nobody waits for an answer any more. */
import { Cause, Effect, FiberSet, type Scope } from "effect"

/** Logs faults of a chain and of its clients: an instant block that cannot be, a client that cannot be told, a gap of the runtime. */
export const logFaults: Effect.Effect<(fault: unknown) => void, never, Scope.Scope> = Effect.map(
  FiberSet.makeRuntime<never>(),
  (run) => (fault: unknown) => void run(Effect.logError("The chain could not go on as it was told", Cause.die(fault)))
)
