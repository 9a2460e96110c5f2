/**
 * What TransactionPayment does: the fees of extrinsics, and how they are taken and given back.
 *
 * @since 0.2.0
 */
import { behaviour } from "../../../runtime/behaviour.ts"
import type { BlockContext } from "../../../runtime/dispatch.ts"
import type { State } from "../../../runtime/storage.ts"
import { type DispatchInfo, min, type Weight } from "../../../runtime/weight.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { Balances } from "../pallets/balances.ts"
import { System } from "../pallets/system.ts"
import { TransactionPayment } from "../pallets/transactionPayment.ts"
import { perClass } from "./blockWeight.ts"
import { existentialDeposit, issue, mutateBalances } from "./currency.ts"

const { NextFeeMultiplier } = TransactionPayment.storage
const { Account } = System.storage
const { max_block } = System.constants.BlockWeights.value

/** What a multiplier of 1 is in storage. */
const ONE = 10n ** 18n

/**
 * What a weight costs where the multiplier is 1: a thousandth of the picoseconds, rounded to the nearest, halves down.
 *
 * @category fees
 */
export const feeOf = (weight: Weight): bigint => (min(weight, max_block).ref_time + 499n) / 1000n

/**
 * The parts of a fee; a call that pays nothing has none.
 *
 * @category models
 */
export interface InclusionFee {
  readonly base_fee: bigint
  readonly len_fee: bigint
  readonly adjusted_weight_fee: bigint
}

/**
 * What a call of so many bytes costs in the present block.
 *
 * @category fees
 */
export const inclusionFee = (state: State, info: DispatchInfo, length: number): InclusionFee | undefined =>
  info.pays_fee === "No"
    ? undefined
    : {
        base_fee: feeOf(perClass(info.class).base_extrinsic),
        len_fee: BigInt(length),
        adjusted_weight_fee: (NextFeeMultiplier.get(state) * feeOf(info.weight)) / ONE
      }

/**
 * All that an extrinsic costs.
 *
 * @category fees
 */
export const totalFee = (state: State, info: DispatchInfo, length: number, tip: bigint): bigint => {
  const fee = inclusionFee(state, info, length)
  return tip + (fee === undefined ? 0n : fee.base_fee + fee.len_fee + fee.adjusted_weight_fee)
}

/**
 * Takes a fee, and says whether that was possible: an account must live on. What is taken is burned when all is done
 * ({@link settleFee}), so that a call sees it among what was ever issued.
 *
 * @category fees
 */
export const withdrawFee = (context: BlockContext, who: Hex, fee: bigint): boolean => {
  if (fee === 0n) return true
  const { free, frozen } = Account.get(context, who).data
  const left = free - fee
  const ends = left < existentialDeposit && free >= existentialDeposit
  if (left < 0n || left < frozen || ends) return false
  if (mutateBalances(context, who, (data) => ({ ...data, free: left })) !== undefined) return false
  context.deposit(Balances.event("Withdraw", { who, amount: fee }))
  return true
}

/** Gives an amount back, if there is still somebody to receive it. */
const refund = (context: BlockContext, who: Hex, amount: bigint): bigint => {
  const { free, reserved } = Account.get(context, who).data
  if (amount === 0n || free + reserved === 0n) return 0n
  Account.mutate(context, who, ({ data, ...account }) => ({ ...account, data: { ...data, free: data.free + amount } }))
  context.deposit(Balances.event("Deposit", { who, amount }))
  return amount
}

/**
 * Gives back what was taken too much, burns the rest, and says what it was.
 *
 * @category fees
 */
export const settleFee = (context: BlockContext, who: Hex, taken: bigint, actual_fee: bigint, tip: bigint): void => {
  issue(context, refund(context, who, taken - actual_fee) - taken)
  context.deposit(TransactionPayment.event("TransactionFeePaid", { who, actual_fee, tip }))
}

/**
 * What TransactionPayment does. The multiplier is meant to follow how full blocks are; this chain leaves the rule out, and what
 * that leaves is 0: after the first block, weight costs nothing.
 *
 * @category behaviours
 */
export const transactionPayment = behaviour(TransactionPayment, {
  onFinalize: (context) => NextFeeMultiplier.put(context, 0n)
})
