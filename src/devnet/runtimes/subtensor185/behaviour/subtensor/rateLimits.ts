/**
 * How often an account may do what it does seldom.
 *
 * @since 0.2.0
 */
import type { BlockContext } from "../../../../runtime/dispatch.ts"
import type { StorageItem } from "../../../../runtime/storage.ts"
import type { Hex } from "../../../../scale/Hex.ts"
import { SubtensorModule } from "../../pallets/subtensorModule.ts"

const { LastTxBlock, LastTxBlockDelegateTake, TxDelegateTakeRateLimit, TxRateLimit } = SubtensorModule.storage

/**
 * The number of the present block, as this pallet stores it.
 *
 * @category accessors
 */
export const now = ({ block }: BlockContext): bigint => BigInt(block)

/** A limit of so many blocks, after whom it counts. The last block of it is still too early. */
const limit = (
  last: StorageItem<readonly [Hex], bigint, bigint>,
  blocks: StorageItem<readonly [], bigint, bigint>
) => ({
  isExceeded: (context: BlockContext, coldkey: Hex): boolean => {
    const before = last.get(context, coldkey)
    const least = blocks.get(context)
    return least !== 0n && before !== 0n && now(context) - before <= least
  },
  note: (context: BlockContext, coldkey: Hex): void => last.put(context, coldkey, now(context))
})

/**
 * For a coldkey's stakes, which only count, and for becoming a delegate and swapping a hotkey, which are limited.
 *
 * @category limits
 */
export const transactions = limit(LastTxBlock, TxRateLimit)

/**
 * For raising a delegate's take.
 *
 * @category limits
 */
export const takes = limit(LastTxBlockDelegateTake, TxDelegateTakeRateLimit)
