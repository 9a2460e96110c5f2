/**
 * Balances, as calls and reads both look at them.
 *
 * @since 0.2.0
 */
import type { Effect } from "effect"
import { type Field, record } from "../../protocol/internal/chain/fields.ts"
import type { Rao } from "../../protocol/Money.ts"
import type { ChainError } from "../ChainError.ts"
import type { Core, ReadOptions } from "./Core.ts"
import { as, constantOf, ofAccount, rao } from "./reads/Read.ts"

const data: Field<{ readonly free: Rao }> = record<{ readonly free: Rao }>({ free: rao })

/**
 * What an `AccountInfo` of any era has free.
 *
 * @category fields
 */
export const free: Field<Rao> = as(record<{ readonly data: { readonly free: Rao } }>({ data }), ({ data }) => data.free)

/**
 * The free balance of an account; nothing if there is none.
 *
 * @category reads
 */
export const balanceOf = ofAccount("System.Account", free)

/**
 * What an account must have to be one.
 *
 * @category reads
 */
export const existentialDepositOf = (chain: Core, options?: ReadOptions): Effect.Effect<Rao, ChainError> =>
  constantOf(chain, "Balances.ExistentialDeposit", rao, options)
