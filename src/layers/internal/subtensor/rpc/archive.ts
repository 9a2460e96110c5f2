/** Another connection for what ordinary nodes do not keep: the states of blocks that are long past, and of some nodes the blocks themselves. */
import { Effect, Exit, Scope } from "effect"
import type { ChainError } from "../../../../services/ChainError.ts"
import { isUnavailable } from "./faults.ts"
import type { Link } from "./Link.ts"
import { shared } from "./shared.ts"

/** Questions about a block to which a node without it answers nothing. Those about the last block name none. */
const OF_BLOCKS: ReadonlySet<string> = new Set(["chain_getBlockHash", "chain_getHeader", "chain_getBlock"])

/**
 * Asks an archive what the node has discarded, or never had: a node that began in the middle of the chain knows no block before. It is connected to when it is needed first, and tried again when it could not be; without
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
      ask: (method, params) => {
        const further = <A, E>(known: Effect.Effect<A, E>) =>
          Effect.matchEffect(archive, { onFailure: () => known, onSuccess: ({ ask }) => ask(method, params) })
        return link.ask(method, params).pipe(
          Effect.flatMap((answer) => {
            const isNowhere = answer === null && OF_BLOCKS.has(method) && params.length > 0
            return isNowhere ? further(Effect.succeed(answer)) : Effect.succeed(answer)
          }),
          Effect.catchTag("RpcFault", (fault) =>
            isUnavailable(fault) ? further(Effect.fail(fault)) : Effect.fail(fault)
          )
        )
      }
    }
  })
