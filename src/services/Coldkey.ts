/**
 * The key of money: it owns balances and stake, and its file is normally encrypted.
 *
 * @since 0.1.0
 */
import { Context } from "effect"
import type { Signer } from "./Signer.ts"

/**
 * The coldkey of this program. An operation that moves money needs it, and says so in its type.
 *
 * **Example** (The address that will pay)
 *
 * ```ts
 * import { Effect } from "effect"
 * import { Coldkey } from "effect-bittensor"
 *
 * export const payer = Effect.map(Coldkey, (coldkey) => coldkey.address)
 * ```
 *
 * @category services
 */
export class Coldkey extends Context.Service<Coldkey, Signer>()("effect-bittensor/services/Coldkey") {}
