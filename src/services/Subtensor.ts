/**
 * A subtensor chain: what can be read from it, and what can be done on it.
 *
 * @since 0.2.0
 */
import { Context } from "effect"
import { type Calls, make as makeCalls } from "./subtensor/Calls.ts"
import type { Core } from "./subtensor/Core.ts"

/**
 * A subtensor chain, to read and to act on. Reads fail with `ChainError`, actions with `ExtrinsicError`; the key that signs is in
 * the type.
 *
 * @category models
 */
export type SubtensorShape = Core & Calls

/**
 * A subtensor chain.
 *
 * @category services
 */
export class Subtensor extends Context.Service<Subtensor, SubtensorShape>()("effect-bittensor/services/Subtensor") {
  /** All that can be asked and done, over what asks and does it. For layers. */
  static readonly fromCore = (core: Core): SubtensorShape => ({ ...core, ...makeCalls(core) })
}
