/** Another connection for what ordinary nodes do not keep: the states of blocks that are long past. */
import { Effect, Exit, Scope } from "effect"
import type { ChainError } from "../../../../services/ChainError.ts"
import { isDiscarded } from "./faults.ts"
import type { Link } from "./Link.ts"
import { shared } from "./shared.ts"

/**
 * Asks an archive what the node has discarded. It is connected to when it is needed first, and tried again when it could not be; without
 * it, the node's answer stands.
 */
export const withArchive = (
  link: Link,
  connect: Effect.Effect<Link, ChainError, Scope.Scope>
): Effect.Effect<Link, never, Scope.Scope> =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope
    // A connection that did not come about is not to be tried for behind our back.
    const own = Effect.flatMap(Scope.fork(scope), (attempt) =>
      connect.pipe(
        Effect.provideService(Scope.Scope, attempt),
        Effect.onError(() => Scope.close(attempt, Exit.void))
      )
    )
    const archive = shared(own, scope, Effect.fail(link.closed))
    return {
      ...link,
      ask: (method, params) =>
        Effect.catchTag(link.ask(method, params), "RpcFault", (fault) =>
          isDiscarded(fault)
            ? Effect.matchEffect(archive, {
                onFailure: () => Effect.fail(fault),
                onSuccess: ({ ask }) => ask(method, params)
              })
            : Effect.fail(fault)
        )
    }
  })
