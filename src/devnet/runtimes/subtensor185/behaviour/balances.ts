/**
 * What the calls of Balances do.
 *
 * @since 0.2.0
 */
import { behaviour } from "../../../runtime/behaviour.ts"
import { type BlockContext, type Context, type Outcome, post, root, signed } from "../../../runtime/dispatch.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { Balances } from "../pallets/balances.ts"
import { noBalances, System } from "../pallets/system.ts"
import { addConsumer, addProvider, putData } from "./accounts.ts"
import { existentialDeposit, issue, mutateBalances, reducible, transfer } from "./currency.ts"
import { cannotLookup, lookup } from "./lookup.ts"
import { unreserve } from "./reserves.ts"
import { balances as declares } from "./weights/balances.ts"

const { InactiveIssuance, TotalIssuance } = Balances.storage
const { Account } = System.storage

const setBalance = (context: Context, who: Hex, newFree: bigint): Outcome => {
  const free = newFree < existentialDeposit ? 0n : newFree
  const before = Account.get(context, who).data.free
  const failed = mutateBalances(context, who, (data) => ({ ...data, free }))
  if (failed !== undefined) return failed
  issue(context, free - before)
  return context.deposit(Balances.event("BalanceSet", { who, free }))
}

/** Counts the reserves of an account as holds, as those of new accounts always are. Says whether there was something to do. */
const upgrade = (context: BlockContext, who: Hex): boolean => {
  const { data, providers } = Account.get(context, who)
  if ((data.flags & noBalances.flags) !== 0n) return false
  const needsReference = data.reserved > 0n && data.frozen === 0n
  const lifted = needsReference && providers === 0 && data.free < existentialDeposit
  if (needsReference && providers === 0) addProvider(context, who)
  if (needsReference) addConsumer(context, who)
  putData(context, who, {
    ...data,
    free: lifted ? existentialDeposit : data.free,
    flags: data.flags | noBalances.flags
  })
  context.deposit(Balances.event("Upgraded", { who }))
  return true
}

/**
 * What Balances does.
 *
 * @category behaviours
 */
export const balances = behaviour(Balances, {
  declares,
  calls: {
    transfer_allow_death: signed((context, from, { dest, value }) => {
      const to = lookup(dest)
      return to === undefined ? cannotLookup : transfer(context, from, to, value, "Expendable")
    }),
    force_transfer: root((context, { dest, source, value }) => {
      const [from, to] = [lookup(source), lookup(dest)]
      if (from === undefined || to === undefined) return cannotLookup
      return transfer(context, from, to, value, "Expendable")
    }),
    transfer_keep_alive: signed((context, from, { dest, value }) => {
      const to = lookup(dest)
      return to === undefined ? cannotLookup : transfer(context, from, to, value, "Preserve")
    }),
    transfer_all: signed((context, from, { dest, keep_alive }) => {
      const preservation = keep_alive ? "Preserve" : "Expendable"
      const amount = reducible(context, from, preservation)
      const to = lookup(dest)
      return to === undefined ? cannotLookup : transfer(context, from, to, amount, preservation)
    }),
    force_unreserve: root((context, { amount, who }) => {
      const account = lookup(who)
      return account === undefined ? cannotLookup : unreserve(context, account, amount)
    }),
    upgrade_accounts: signed((context, _, { who }) => {
      const upgraded = who.filter((account) => upgrade(context, account)).length
      // Whoever upgrades nine of ten accounts has done the chain a service.
      return post({ pays_fee: who.length > 0 && upgraded * 10 >= who.length * 9 ? "No" : "Yes" })
    }),
    force_set_balance: root((context, { new_free, who }) => {
      const account = lookup(who)
      return account === undefined ? cannotLookup : setBalance(context, account, new_free)
    }),
    force_adjust_total_issuance: root((context, { delta, direction }) => {
      if (delta === 0n) return Balances.error("DeltaZero")
      const old = TotalIssuance.get(context)
      issue(context, direction === "Increase" ? delta : -delta)
      const now = TotalIssuance.get(context)
      if (InactiveIssuance.get(context) > now) return Balances.error("IssuanceDeactivated")
      return context.deposit(Balances.event("TotalIssuanceForced", { old, new: now }))
    })
  }
})
