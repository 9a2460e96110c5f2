/**
 * Balances, as calls and reads both look at them.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import { Rao } from "../../protocol/Money.ts"
import { ChainError, Undecodable } from "../ChainError.ts"
import type { ChainValue } from "./ChainValue.ts"
import type { Core, ReadOptions } from "./Core.ts"

const field = (value: ChainValue, name: string): ChainValue =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
    ? (value as { readonly [name: string]: ChainValue })[name]
    : undefined

/** Rao, or what was read is none. */
const raoOf = (item: string, value: ChainValue): Effect.Effect<Rao, ChainError> =>
  typeof value === "bigint" && value >= 0n && value < 2n ** 64n
    ? Effect.succeed(Rao(value))
    : Effect.fail(new ChainError({ reason: new Undecodable({ item, detail: "it is no amount" }) }))

/**
 * What an `AccountInfo` has free.
 *
 * @category decoding
 */
export const freeOf = (account: ChainValue): Effect.Effect<Rao, ChainError> =>
  raoOf("System.Account", field(field(account, "data"), "free"))

/**
 * The free balance of an account; nothing if there is none.
 *
 * @category reads
 */
export const balanceOf = (chain: Core, address: string, options?: ReadOptions): Effect.Effect<Rao, ChainError> =>
  Effect.flatMap(chain.query("System", "Account", [address], options), freeOf)

/**
 * What an account must have to be one.
 *
 * @category reads
 */
export const existentialDepositOf = (chain: Core, options?: ReadOptions): Effect.Effect<Rao, ChainError> =>
  Effect.flatMap(chain.constant("Balances", "ExistentialDeposit", options), (value) =>
    raoOf("Balances.ExistentialDeposit", value)
  )
