/**
 * The key of operations: it signs requests, answers, weights and registrations. Whoever holds it can act for a neuron, not spend its stake.
 *
 * @since 0.1.0
 */
import { Context } from "effect"
import type { Signer } from "./Signer.ts"

/**
 * The hotkey of this program. An operation that needs it says so in its type.
 *
 * **Example** (Sign with whatever hotkey the program was given)
 *
 * ```ts
 * import { Effect } from "effect"
 * import { Hotkey } from "effect-bittensor"
 *
 * export const signed = Effect.gen(function*() {
 *   const hotkey = yield* Hotkey
 *   return yield* hotkey.sign(new TextEncoder().encode("hello"))
 * })
 * ```
 *
 * @category services
 */
export class Hotkey extends Context.Service<Hotkey, Signer>()("effect-bittensor/services/Hotkey") {}
