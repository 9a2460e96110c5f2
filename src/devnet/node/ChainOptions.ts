/**
 * What a chain can be told, and where it is.
 *
 * @since 0.2.0
 */
import type { Digests } from "./Block.ts"
import type { Retention } from "./Blocks.ts"
import type { Identity } from "./genesis.ts"
import type { SavedLedger } from "./Ledger.ts"
import type { PoolLimits } from "./pool/options.ts"
import type { SavedPool } from "./pool/Pool.ts"
import type { SealingMode } from "./Sealing.ts"

/**
 * What a chain can be told.
 *
 * @category models
 */
export interface ChainOptions {
  readonly identity?: Partial<Identity>
  /** How many blocks the final one is behind the last one. */
  readonly finalityLag?: number
  readonly retention?: Partial<Retention>
  readonly limits?: PoolLimits
  readonly sealing?: SealingMode
  /** Something faster than JavaScript, where there is something. */
  readonly digests?: Partial<Digests>
  /** Hears of transactions that this library could not run: a gap of it, and no mistake of theirs. */
  readonly report?: (fault: unknown) => void
}

/**
 * Where a chain is: its blocks, its states, its pool and its time. It never changes, and lives until nobody refers to it.
 *
 * @category models
 */
export interface Position extends SavedLedger {
  readonly nextTime: bigint | undefined
  readonly pool: SavedPool
}
