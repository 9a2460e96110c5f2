/**
 * A subtensor chain: what can be read from it, and what can be done on it.
 *
 * @since 0.2.0
 */
import { Context } from "effect"
import { type Calls, make as makeCalls } from "./subtensor/Calls.ts"
import type { Core } from "./subtensor/Core.ts"
import { make as makeReads, type Reads } from "./subtensor/Reads.ts"

/**
 * A subtensor chain, to read and to act on. Reads fail with `ChainError`, actions with `ExtrinsicError`; the key that signs is in
 * the type.
 *
 * @category models
 */
export type SubtensorShape = Core & Reads & Calls

/**
 * A subtensor chain.
 *
 * **Example** (A balance of one's own, for a test)
 *
 * ```ts run
 * import { Effect, Layer } from "effect"
 * import { Subtensor, Tao } from "effect-bittensor"
 *
 * const program = Effect.flatMap(Subtensor, (subtensor) => subtensor.balance("5F…"))
 * const rich = Layer.mock(Subtensor, { balance: () => Effect.succeed(Tao(1000)) })
 *
 * await Effect.runPromise(Effect.provide(program, rich)) // => 1000000000000n
 * ```
 *
 * @category services
 */
export class Subtensor extends Context.Service<Subtensor, SubtensorShape>()("effect-bittensor/services/Subtensor") {
  /** All that can be asked and done, over what asks and does it. For layers. */
  static readonly fromCore = (core: Core): SubtensorShape => {
    const calls = makeCalls(core)
    const plan = Object.assign((...args: Parameters<Core["plan"]>) => core.plan(...args), calls.plan)
    return { ...core, ...makeReads(core), ...calls, plan }
  }
}
