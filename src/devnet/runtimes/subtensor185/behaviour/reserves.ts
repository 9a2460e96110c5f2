/**
 * Amounts that stay with their account but cannot be spent: reserves, as older pallets take them, and holds, which have a reason.
 * Both count as `reserved`.
 *
 * @since 0.2.0
 */
import { type BlockContext, type DispatchError, tokenError } from "../../../runtime/dispatch.ts"
import type { Hex } from "../../../scale/Hex.ts"
import type { Value } from "../../../scale/Type.ts"
import { Balances } from "../pallets/balances.ts"
import { System } from "../pallets/system.ts"
import type { RuntimeHoldReason } from "../types/outer.ts"
import { existentialDeposit, mutateBalances } from "./currency.ts"

const { Account } = System.storage
const { Holds } = Balances.storage

/**
 * Why an amount is held.
 *
 * @category models
 */
export type HoldReason = Value<typeof RuntimeHoldReason>

/**
 * Reserves an amount. The account must be able to live without it.
 *
 * @category reserves
 */
export const reserve = (context: BlockContext, who: Hex, amount: bigint): DispatchError | undefined => {
  if (amount === 0n) return undefined
  const { free, frozen } = Account.get(context, who).data
  if (free < amount) return Balances.error("InsufficientBalance")
  if (free - amount < frozen) return Balances.error("LiquidityRestrictions")
  const failed = mutateBalances(context, who, (data) => ({
    ...data,
    free: data.free - amount,
    reserved: data.reserved + amount
  }))
  if (failed !== undefined) return failed
  context.deposit(Balances.event("Reserved", { who, amount }))
  return undefined
}

/**
 * Gives back as much of an amount as is reserved; an account with nothing at all is left alone.
 *
 * @category reserves
 */
export const unreserve = (context: BlockContext, who: Hex, amount: bigint): void => {
  const { free, reserved } = Account.get(context, who).data
  if (amount === 0n || free + reserved === 0n) return
  const actual = amount < reserved ? amount : reserved
  // Nothing can be wrong with this: the account has as much as before, and what it has is free.
  mutateBalances(context, who, (data) => ({ ...data, free: data.free + actual, reserved: data.reserved - actual }))
  context.deposit(Balances.event("Unreserved", { who, amount: actual }))
}

/**
 * Reserves what a deposit is more than before, or gives back what it is less.
 *
 * @category reserves
 */
export const adjustReserve = (
  context: BlockContext,
  who: Hex,
  before: bigint,
  after: bigint
): DispatchError | undefined => {
  if (after > before) return reserve(context, who, after - before)
  unreserve(context, who, before - after)
  return undefined
}

const isFor =
  (reason: HoldReason) =>
  ({ id }: { readonly id: HoldReason }): boolean =>
    id._tag === reason._tag

const heldFor = (context: BlockContext, reason: HoldReason, who: Hex): bigint =>
  Holds.get(context, who).find(isFor(reason))?.amount ?? 0n

/** Holds so much for a reason, without asking where it comes from or goes to. The list of reasons stays, even if it is empty. */
const setHold = (context: BlockContext, reason: HoldReason, who: Hex, amount: bigint): DispatchError | undefined => {
  const holds = Holds.get(context, who)
  const before = heldFor(context, reason, who)
  const changed =
    before === 0n
      ? [...holds, { id: reason, amount }]
      : holds.map((hold) => (isFor(reason)(hold) ? { id: reason, amount } : hold))
  // Root may have unreserved what is held.
  if (Account.get(context, who).data.reserved + amount < before) return { _tag: "Arithmetic", value: "Underflow" }
  const failed = mutateBalances(context, who, (data) => ({ ...data, reserved: data.reserved + amount - before }))
  if (failed !== undefined) return failed
  Holds.put(
    context,
    who,
    changed.filter((hold) => hold.amount > 0n)
  )
  return undefined
}

/**
 * Holds an amount for a reason. What is frozen can be held, and the account must live on by what is left; no event tells of it.
 *
 * FRAME asks besides whether the account is alive and has room for one more reason. It always is: it has the amount; and it always
 * has: there are as many places as reasons.
 *
 * @category holds
 */
export const hold = (
  context: BlockContext,
  reason: HoldReason,
  who: Hex,
  amount: bigint
): DispatchError | undefined => {
  const { data, providers } = Account.get(context, who)
  const stays = data.free > 0n && providers === 1 ? existentialDeposit : 0n
  if (data.free - stays < amount) return tokenError("FundsUnavailable")
  return (
    mutateBalances(context, who, (before) => ({ ...before, free: before.free - amount })) ??
    setHold(context, reason, who, heldFor(context, reason, who) + amount)
  )
}

/**
 * Frees as much of an amount as is held for a reason. Whoever cannot receive it keeps it held.
 *
 * @category holds
 */
export const release = (context: BlockContext, reason: HoldReason, who: Hex, amount: bigint): void => {
  if (Account.get(context, who).data.free + amount < existentialDeposit) return
  const held = heldFor(context, reason, who)
  const actual = amount < held ? amount : held
  if (actual === 0n || setHold(context, reason, who, held - actual) !== undefined) return
  mutateBalances(context, who, (data) => ({ ...data, free: data.free + actual }))
}
