/**
 * A transaction that waits, and why one may not.
 *
 * @since 0.2.0
 */
import { Data } from "effect"
import type { InvalidTransaction, UnknownTransaction, ValidTransaction } from "../../runtime/executable.ts"
import type { Hex } from "../../scale/Hex.ts"
import { hexOf } from "../Block.ts"

/**
 * A transaction that waits. It never changes.
 *
 * @category models
 */
export interface Transaction {
  readonly hash: Hex
  readonly bytes: Uint8Array
  /** Counts submissions: of two alike, the earlier goes first. */
  readonly order: number
  readonly priority: bigint
  readonly requires: ReadonlyArray<Hex>
  readonly provides: ReadonlyArray<Hex>
  /** From this block on it is stale. */
  readonly validTill: bigint
}

/**
 * A transaction of what the runtime says of it at a block.
 *
 * @category constructors
 */
export const transaction = (
  { bytes, hash, order }: Pick<Transaction, "hash" | "bytes" | "order">,
  { longevity, priority, provides, requires }: ValidTransaction,
  block: number
): Transaction => ({
  hash,
  bytes,
  order,
  priority,
  requires: requires.map(hexOf),
  provides: provides.map(hexOf),
  validTill: BigInt(block) + longevity
})

/**
 * How many transactions may wait, and how many bytes they may have.
 *
 * @category models
 */
export interface Limit {
  readonly count: number
  readonly bytes: number
}

/**
 * Why a transaction is refused, under the names of Substrate's pool.
 *
 * - `BadFormat`: the bytes are no extrinsic, or not in full
 * - `Verification`: the runtime does not survive to look at it, for instance since its call cannot be read
 *
 * @category models
 */
export type PoolReason =
  | { readonly _tag: "BadFormat" | "Verification"; readonly text: string }
  | { readonly _tag: "InvalidTransaction"; readonly value: InvalidTransaction }
  | { readonly _tag: "UnknownTransaction"; readonly value: UnknownTransaction }
  | { readonly _tag: "AlreadyImported"; readonly hash: Hex }
  | { readonly _tag: "TooLowPriority"; readonly old: bigint; readonly new: bigint }
  | { readonly _tag: "TemporarilyBanned" | "CycleDetected" | "ImmediatelyDropped" | "NoTagsProvided" }

/**
 * A transaction is refused.
 *
 * @category errors
 */
export class PoolError extends Data.TaggedError("PoolError")<{ readonly reason: PoolReason }> {
  override get message(): string {
    return this.reason._tag
  }
}

/**
 * Refuses, as an expression.
 *
 * @category errors
 */
export const refuse = (reason: PoolReason): never => {
  throw new PoolError({ reason })
}

/**
 * What becomes of a transaction, as JSON-RPC tells it. After the last five there is no more to tell.
 *
 * @category models
 */
export type Status =
  | "ready"
  | "future"
  | { readonly inBlock: Hex }
  | { readonly retracted: Hex }
  | { readonly finalityTimeout: Hex }
  | { readonly finalized: Hex }
  | { readonly usurped: Hex }
  | "dropped"
  | "invalid"
