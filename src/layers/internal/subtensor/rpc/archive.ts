/** Another connection for what ordinary nodes do not keep: the states of blocks that are long past. */
import { Effect, Scope } from "effect"
import type { ChainError } from "../../../../services/ChainError.ts"
import { isDiscarded } from "./faults.ts"
import type { Link } from "./Link.ts"

/** Asks an archive what the node has discarded. It is connected to when it is needed first; without it, the node's answer stands. */
export const withArchive = (
  link: Link,
  connect: Effect.Effect<Link, ChainError, Scope.Scope>
): Effect.Effect<Link, never, Scope.Scope> =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope
    const archive = yield* Effect.cached(Effect.provideService(connect, Scope.Scope, scope))
    return {
      ...link,
      ask: (method, params, deadline) =>
        Effect.catchTag(link.ask(method, params, deadline), "RpcFault", (fault) =>
          isDiscarded(fault)
            ? Effect.matchEffect(archive, {
                onFailure: () => Effect.fail(fault),
                onSuccess: ({ ask }) => ask(method, params, deadline)
              })
            : Effect.fail(fault)
        )
    }
  })
