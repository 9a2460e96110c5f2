/**
 * To offer a transaction to the pool, where it is no failure that the pool does not take it.
 *
 * @since 0.2.0
 */
import type { Hex } from "../../scale/Hex.ts"
import type { Chain } from "../Chain.ts"
import { PoolError, type PoolReason } from "../pool/Transaction.ts"

/**
 * What became of an offer.
 *
 * @category models
 */
export type Offered =
  | { readonly _tag: "Taken"; readonly hash: Hex }
  | { readonly _tag: "Refused"; readonly reason: PoolReason }

/**
 * Offers a transaction to the pool. What waits there already is as good as taken.
 *
 * @category calls
 */
export const offer = (chain: Chain, extrinsic: Uint8Array): Offered => {
  try {
    return { _tag: "Taken", hash: chain.pooled(extrinsic) }
  } catch (error) {
    if (!(error instanceof PoolError)) throw error
    const { reason } = error
    return reason._tag === "AlreadyImported" ? { _tag: "Taken", hash: reason.hash } : { _tag: "Refused", reason }
  }
}
