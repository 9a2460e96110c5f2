/**
 * What was lent to the pools of subnets, while that could be: until spec 416.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import { compactU64, type Field, named, record, u128 } from "../../../protocol/internal/chain/fields.ts"
import { Mismatch } from "../../../protocol/internal/chain/Mismatch.ts"
import type { ChainError } from "../../ChainError.ts"
import type { Core, ReadOptions } from "../Core.ts"
import { type Keys, listed } from "./Read.ts"

/**
 * Liquidity of somebody's in a subnet's pool, for a range of prices.
 *
 * @category models
 */
export interface LiquidityPosition {
  readonly id: bigint
  /** TAO for one alpha, from which and up to which it is traded with. */
  readonly priceLow: number
  readonly priceHigh: number
  readonly liquidity: bigint
}

/** Prices grow by a ten-thousandth from one tick to the next. */
const atTick: Field<number> = {
  take: (tick) => {
    if (typeof tick !== "number") throw new Mismatch("the number of a tick was expected")
    return 1.0001 ** tick
  }
}

const position = record<LiquidityPosition>({
  id: u128,
  priceLow: named(atTick, "tick_low"),
  priceHigh: named(atTick, "tick_high"),
  liquidity: compactU64
})

/**
 * Of liquidity.
 *
 * @category reads
 */
export const liquidity = {
  /** What a coldkey has lent to the pool of a subnet, of `Swap.Positions`. What it has earned is another matter: see `Swap.Ticks`. */
  liquidityList: (
    chain: Core,
    { coldkey, netuid }: Pick<Keys, "coldkey" | "netuid">,
    options?: ReadOptions
  ): Effect.Effect<ReadonlyArray<LiquidityPosition>, ChainError> =>
    Effect.map(listed(chain, "Swap.Positions", [netuid, coldkey], u128, position, options), (positions) => [
      ...positions.values()
    ])
}
