/** What accounts are called: by the identity that they have set on the chain. */
import { Effect } from "effect"
import { Subtensor } from "../../services/Subtensor.ts"

/**
 * The names of all accounts that have one, by address. Where a runtime keeps none, or they cannot be read, there are none: a
 * table shows addresses then.
 *
 * @category reads
 */
export const all: Effect.Effect<ReadonlyMap<string, string>, never, Subtensor> = Effect.gen(function* () {
  const subtensor = yield* Subtensor
  const identities = yield* subtensor.delegateIdentities()
  return new Map<string, string>([...identities].map(([address, { name }]) => [address, name] as const))
}).pipe(Effect.orElseSucceed(() => new Map<string, string>()))
