/**
 * How amounts move: what can be taken from an account and what it can receive, dust, and the amount of all.
 *
 * @since 0.2.0
 */
import { type BlockContext, type DispatchError, tokenError } from "../../../runtime/dispatch.ts"
import type { Hex } from "../../../scale/Hex.ts"
import type { Value } from "../../../scale/Type.ts"
import { Balances } from "../pallets/balances.ts"
import { type AccountData, noBalances, System } from "../pallets/system.ts"
import { addConsumer, addProvider, canRemoveProvider, putData, removeConsumer, removeProvider } from "./accounts.ts"

type Data = Value<typeof AccountData>

const { Account } = System.storage
const { TotalIssuance } = Balances.storage

/**
 * The least balance of an account that is there for its balance.
 *
 * @category constants
 */
export const existentialDeposit: bigint = Balances.constants.ExistentialDeposit.value

const MAX = 2n ** 64n - 1n
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b)
const saturating = (amount: bigint): bigint => least(most(amount, 0n), MAX)

/**
 * Whether an account must live on after an amount is taken from it (`Preserve`), or may end.
 *
 * @category models
 */
export type Preservation = "Expendable" | "Preserve"

/**
 * Makes or burns an amount: changes how much there is of all.
 *
 * @category amounts
 */
export const issue = (context: BlockContext, amount: bigint): void =>
  TotalIssuance.mutate(context, (issuance) => saturating(issuance + amount))

/** Whether an account has nothing of Balances: it is then new to it, though others may keep it. */
const isUntouched = ({ flags, free, frozen, reserved }: Data): boolean =>
  free === 0n && reserved === 0n && frozen === 0n && flags === noBalances.flags

const provides = ({ free }: Data): boolean => free >= existentialDeposit
const consumes = ({ frozen, reserved }: Data): boolean => reserved > 0n || frozen > 0n

/** Keeps an account alive, or no longer, as its balances say. The last step may end it. */
const updateReferences = (context: BlockContext, who: Hex, before: Data, after: Data): DispatchError | undefined => {
  if (!provides(before) && provides(after)) addProvider(context, who)
  if (consumes(before) && !consumes(after)) removeConsumer(context, who)
  if (!consumes(before) && consumes(after)) {
    const failed = addConsumer(context, who)
    if (failed !== undefined) return failed
  }
  return provides(before) && !provides(after) ? removeProvider(context, who) : undefined
}

/**
 * Changes the balances of an account, and all that follows from it: the account begins, or ends, and what is left below the
 * existential deposit is dust, which is burned. After an error the call must fail, so that nothing of it is left.
 *
 * @category amounts
 */
export const mutateBalances = (
  context: BlockContext,
  who: Hex,
  change: (data: Data) => Data
): DispatchError | undefined => {
  const before = Account.get(context, who).data
  const after = change(before)
  const failed = updateReferences(context, who, before, after)
  if (failed !== undefined) return failed
  const ends = after.free < existentialDeposit && after.reserved === 0n
  putData(context, who, ends ? noBalances : after)
  if (isUntouched(before)) context.deposit(Balances.event("Endowed", { account: who, free_balance: after.free }))
  if (ends && after.free > 0n) {
    context.deposit(Balances.event("DustLost", { account: who, amount: after.free }))
    issue(context, -after.free)
  }
  return undefined
}

const setFree = (context: BlockContext, who: Hex, free: bigint) =>
  mutateBalances(context, who, (data) => ({ ...data, free }))

/**
 * How much can be taken from an account.
 *
 * @category amounts
 */
export const reducible = (context: BlockContext, who: Hex, preservation: Preservation): bigint => {
  const { free, frozen, reserved } = Account.get(context, who).data
  // What is frozen is frozen of all that there is: what is reserved counts first.
  const locked = saturating(frozen - reserved)
  const mustStay = preservation === "Preserve" || (free > 0n && !canRemoveProvider(context, who))
  return saturating(free - (mustStay ? most(locked, existentialDeposit) : locked))
}

/** Why an amount cannot be taken, if it cannot. */
const refusedWithdrawal = (
  context: BlockContext,
  who: Hex,
  amount: bigint,
  preservation: Preservation
): DispatchError | undefined => {
  if (amount === 0n) return undefined
  if (amount > TotalIssuance.get(context)) return { _tag: "Arithmetic", value: "Underflow" }
  const left = Account.get(context, who).data.free - amount
  if (left < 0n) return tokenError("FundsUnavailable")
  if (amount > reducible(context, who, "Expendable")) return tokenError("Frozen")
  return left < existentialDeposit && preservation === "Preserve" ? tokenError("NotExpendable") : undefined
}

/** Why an amount cannot be received, if it cannot. */
const refusedDeposit = (context: BlockContext, who: Hex, amount: bigint): DispatchError | undefined => {
  if (amount === 0n) return undefined
  const { free, reserved } = Account.get(context, who).data
  if (free + reserved + amount > MAX) return { _tag: "Arithmetic", value: "Overflow" }
  return free + amount < existentialDeposit ? tokenError("BelowMinimum") : undefined
}

/** Gives an account as much of an amount as it can receive: nothing, if it would not be enough to be there. */
const increase = (context: BlockContext, who: Hex, amount: bigint): bigint => {
  const { free } = Account.get(context, who).data
  const after = saturating(free + amount)
  if (after < existentialDeposit || after === free) return 0n
  return setFree(context, who, after) === undefined ? after - free : 0n
}

/**
 * Moves an amount from one account to another.
 *
 * @category amounts
 */
export const transfer = (
  context: BlockContext,
  from: Hex,
  to: Hex,
  amount: bigint,
  preservation: Preservation
): DispatchError | undefined => {
  const refused = refusedWithdrawal(context, from, amount, preservation) ?? refusedDeposit(context, to, amount)
  if (refused !== undefined || from === to) return refused
  const taken = least(amount, reducible(context, from, preservation))
  const failed = setFree(context, from, Account.get(context, from).data.free - taken)
  if (failed !== undefined) return failed
  increase(context, to, amount)
  context.deposit(Balances.event("Transfer", { from, to, amount }))
  return undefined
}

/**
 * Whether an amount can be taken from an account, even if that ends it.
 *
 * @category amounts
 */
export const canRemove = (context: BlockContext, who: Hex, amount: bigint): boolean =>
  amount <= reducible(context, who, "Expendable") && refusedWithdrawal(context, who, amount, "Expendable") === undefined

/**
 * Takes as much of an amount as leaves the account alive, out of the world, and says how much that was; `undefined` if it was
 * nothing. It can be less than {@link canRemove} promised, since the existential deposit stays.
 *
 * @category amounts
 */
export const remove = (context: BlockContext, who: Hex, amount: bigint): bigint | undefined => {
  if (amount === 0n) return 0n
  const taken = least(amount, reducible(context, who, "Preserve"))
  if (taken === 0n) return undefined
  if (setFree(context, who, Account.get(context, who).data.free - taken) !== undefined) return undefined
  context.deposit(Balances.event("Withdraw", { who, amount: taken }))
  issue(context, -taken)
  return taken
}

/**
 * Gives an account an amount that was not there before, as far as it can receive it. It is told even if it is nothing.
 *
 * @category amounts
 */
export const add = (context: BlockContext, who: Hex, amount: bigint): void => {
  const given = increase(context, who, amount)
  context.deposit(Balances.event("Deposit", { who, amount: given }))
  issue(context, given)
}
