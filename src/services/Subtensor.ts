/**
 * A subtensor chain: what can be read from it, and what can be done on it.
 *
 * @since 0.2.0
 */
import { Context, Effect, Layer } from "effect"
import { type Calls, callNames, make as makeCalls } from "./subtensor/Calls.ts"
import type { Core } from "./subtensor/Core.ts"
import { make as makeReads, type Reads } from "./subtensor/Reads.ts"

/**
 * A subtensor chain, to read and to act on. Reads fail with `ChainError`, actions with `ExtrinsicError`; the key that signs is in
 * the type.
 *
 * @category models
 */
export type SubtensorShape = Core & Reads & Calls

const unplanned = (name: string) => () => Effect.die(new Error(`Subtensor.mock: nothing was given for 'plan.${name}'`))

/**
 * A subtensor chain.
 *
 * @category services
 */
export class Subtensor extends Context.Service<Subtensor, SubtensorShape>()("effect-bittensor/services/Subtensor") {
  /** All that can be asked and done, over what asks and does it. For layers. */
  static readonly fromCore = (core: Core): SubtensorShape => ({ ...core, ...makeReads(core), ...makeCalls(core) })

  /**
   * A chain for a test that has these methods alone: any other is a defect that names it. It is `Layer.mock` with what is no method filled in.
   *
   * **Example** (A balance of one's own)
   *
   * ```ts run
   * import { Effect } from "effect"
   * import { Subtensor, Tao } from "effect-bittensor"
   *
   * const program = Effect.flatMap(Subtensor, (subtensor) => subtensor.balance("5F…"))
   * const rich = Subtensor.mock({ balance: () => Effect.succeed(Tao(1000)) })
   *
   * await Effect.runPromise(Effect.provide(program, rich)) // => 1000000000000n
   * ```
   */
  static readonly mock = (methods: Partial<SubtensorShape>): Layer.Layer<Subtensor> =>
    Layer.mock(Subtensor, {
      network: "mock",
      genesis: `0x${"00".repeat(32)}`,
      // Each name has such a method, which the compiler cannot follow through the names.
      plan: Object.fromEntries(callNames.map((name) => [name, unplanned(name)])) as unknown as Calls["plan"],
      ...methods
    })
}
