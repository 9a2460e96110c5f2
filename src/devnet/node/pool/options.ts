/**
 * What a pool is told.
 *
 * @since 0.2.0
 */
import type { Digest } from "../../mathematics/digest.ts"
import type { State } from "../../runtime/storage.ts"
import type { Hex } from "../../scale/Hex.ts"
import type { Limit } from "./Transaction.ts"

/**
 * How much may wait.
 *
 * @category models
 */
export interface PoolLimits {
  readonly ready: Limit
  readonly future: Limit
}

/**
 * As much as may wait at a node that was told nothing else: a tenth of it for what is not ready.
 *
 * @category constants
 */
export const defaultLimits: PoolLimits = {
  ready: { count: 8192, bytes: 20 * 1024 * 1024 },
  future: { count: 819, bytes: 2 * 1024 * 1024 }
}

/**
 * What transactions have to be valid after.
 *
 * @category models
 */
export interface Best {
  readonly hash: Hex
  readonly number: number
  readonly time: bigint
  readonly state: State
}

/**
 * What a pool needs besides a runtime.
 *
 * @category models
 */
export interface PoolOptions {
  readonly best: () => Best
  /** Delivers to watchers, as soon as the chain is done with what it is doing. */
  readonly later: (deliver: () => void) => void
  readonly limits?: PoolLimits | undefined
  readonly digest?: Digest
}
