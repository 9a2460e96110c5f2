/**
 * What accounts have, and what it costs to move it.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import { account } from "../../../protocol/internal/chain/fields.ts"
import type { Rao } from "../../../protocol/Money.ts"
import type { Ss58 } from "../../../protocol/Ss58.ts"
import type { ChainError } from "../../ChainError.ts"
import type { ExtrinsicError } from "../../ExtrinsicError.ts"
import type { Call, Core, ReadOptions } from "../Core.ts"
import { balanceOf, existentialDepositOf, free } from "../ledger.ts"
import { listed, rao, storedMany, whole } from "./Read.ts"

/**
 * Who sends how much to whom.
 *
 * @category models
 */
export interface Transfer {
  readonly from: string
  readonly to: string
  readonly amount: Rao
}

/**
 * Balances.
 *
 * @category reads
 */
export const balances = {
  /** What an account has free, of `System.Account`; nothing if there is no such account. */
  balance: balanceOf,

  /** The same of some accounts, in one round trip, or of all that there are, which on a large chain takes many. */
  balances: (
    chain: Core,
    addresses?: ReadonlyArray<string>,
    options?: ReadOptions
  ): Effect.Effect<ReadonlyMap<string, Rao>, ChainError> =>
    addresses === undefined
      ? listed<Ss58, Rao>(chain, "System.Account", [], account, free, options)
      : Effect.map(
          storedMany(
            chain,
            "System.Account",
            addresses.map((address) => [address]),
            free,
            options
          ),
          (amounts) => new Map(amounts.map((amount, index) => [addresses[index]!, amount]))
        ),

  /** What an account must have to be one, of the constant `Balances.ExistentialDeposit`. */
  existentialDeposit: existentialDepositOf,

  /** All TAO that there is, of `TotalIssuance`. */
  totalIssuance: whole("TotalIssuance", rao),

  /** All TAO that is staked, of `TotalStake`. */
  totalStake: whole("TotalStake", rao),

  /** What it would cost to transfer an amount now. Unlike in the SDK, a fee that is not to be had is an error, not 0.02 TAO. */
  transferFee: (chain: Core, { amount, from, to }: Transfer): Effect.Effect<Rao, ExtrinsicError | ChainError> =>
    Effect.flatMap(chain.runtime(), ({ has }) => {
      const name = has("call", "Balances", "transfer_allow_death") ? "transfer_allow_death" : "transfer"
      const args = { dest: { type: "Id", value: to }, value: amount }
      return balances.extrinsicFee(chain, { pallet: "Balances", name, args }, from)
    }),

  /** What a call would cost now if an account signed it. */
  extrinsicFee: (chain: Core, call: Call, signer: string): Effect.Effect<Rao, ExtrinsicError> =>
    Effect.map(chain.plan(call, signer), ({ fee }) => fee)
}
