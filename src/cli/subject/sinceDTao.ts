/** What runtimes from before dTAO lack: said with what there is instead. */
import { Effect } from "effect"
import { ChainError, NotInRuntime } from "../../services/ChainError.ts"
import type { ExtrinsicError } from "../../services/ExtrinsicError.ts"
import { Subtensor } from "../../services/Subtensor.ts"
import type { Explained } from "../frame/explain.ts"
import { type Failure, onChain } from "../frame/Failure.ts"

const isLacking = (error: Explained): error is ChainError | ExtrinsicError =>
  (error._tag === "ChainError" || error._tag === "ExtrinsicError") && error.reason._tag === "NotInRuntime"

/**
 * Says since when there is something, and what to do where it is not there.
 *
 * @category combinators
 */
export const otherwise =
  (since: string, next: string) =>
  <A, E extends Explained, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | Failure, R> =>
    Effect.mapError(effect, (error) => {
      if (!isLacking(error)) return error
      const version = error.reason._tag === "NotInRuntime" ? error.reason.specVersion : 0
      return onChain(`${since} The runtime of this chain, of spec version ${version}, has none.`, next)
    })

/** Fails where the runtime has no such call: before anything is asked that could not be done then. @category checks */
export const mustHave = (pallet: string, call: string) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { has, specVersion } = yield* subtensor.runtime()
    if (has("call", pallet, call)) return
    const reason = new NotInRuntime({ item: `${pallet}.${call}`, kind: "call", specVersion })
    return yield* new ChainError({ reason })
  })
