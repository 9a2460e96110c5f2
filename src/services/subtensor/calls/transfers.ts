/**
 * Money from one account to another.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import { Rao, Tao } from "../../../protocol/Money.ts"
import type { Call } from "../Core.ts"
import { balanceOf, existentialDepositOf } from "../ledger.ts"
import { addressOf, byColdkey, callOf, look, payable, refuse, type Sending } from "./Intent.ts"

/** A sender pays the fee as well, and keeps what an account needs to be one. */
const checkSender = (sending: Sending, call: Call, amount: bigint, keepAlive: boolean) =>
  Effect.gen(function* () {
    const { account, chain } = sending
    const [balance, deposit] = yield* look(
      Effect.all([balanceOf(chain, account), existentialDepositOf(chain)], { concurrency: 2 })
    )
    const kept = keepAlive ? deposit : 0n
    yield* payable(sending, call, balance - amount - kept, (fee) => {
      const stays = keepAlive ? `, of which ${Tao.format(deposit)} stay: an account with less is no account` : ""
      const costs = fee === 0n ? "" : `; the fee is ${Tao.format(Rao(fee))}`
      return refuse("Balance", `${account} has ${Tao.format(balance)}${stays}${costs}. Transfer less`)
    })
    return deposit
  })

/** Who has no account gets one, if it is enough for that; otherwise the money would be lost. */
const checkRecipient = ({ chain }: Sending, to: string, amount: bigint, deposit: Rao) =>
  Effect.gen(function* () {
    if (amount >= deposit || (yield* look(balanceOf(chain, to))) >= deposit) return
    return yield* refuse(
      "ExistentialDeposit",
      `${to} has no account, and one begins with ${Tao.format(deposit)}; transfer at least that`
    )
  })

/**
 * Transfers. All are signed by the coldkey.
 *
 * @category calls
 */
export const transfers = {
  /**
   * Sends TAO. The sender's account stays one, unless `keepAlive` is false: then all of it may be sent.
   */
  transfer: byColdkey<{ readonly to: string; readonly amount: Rao; readonly keepAlive?: boolean | undefined }>(
    ({ amount, keepAlive = true, to }, sending) =>
      Effect.gen(function* () {
        yield* addressOf("to", to)
        if (amount <= 0n) return yield* refuse("Amount", "there is nothing to transfer; give an amount above zero")
        if (to === sending.account) return yield* refuse("Recipient", "it would go from an account to the same one")
        const names = keepAlive ? ["transfer_keep_alive"] : ["transfer_allow_death", "transfer"]
        const call = yield* callOf(sending, "Balances", names, { dest: { type: "Id", value: to }, value: amount })
        const deposit = yield* checkSender(sending, call, amount, keepAlive)
        yield* checkRecipient(sending, to, amount, deposit)
        return {
          call,
          effects: [`${Tao.format(amount)} go from ${sending.account} to ${to}`],
          warnings: keepAlive ? [] : ["the sender's account may cease to exist, and what is left in it with it"]
        }
      })
  ),

  /** Sends all the TAO that is free, or all but what keeps the account one. */
  transferAll: byColdkey<{ readonly to: string; readonly keepAlive?: boolean | undefined }>(
    ({ keepAlive = true, to }, sending) =>
      Effect.gen(function* () {
        yield* addressOf("to", to)
        if (to === sending.account) return yield* refuse("Recipient", "it would go from an account to the same one")
        const args = { dest: { type: "Id", value: to }, keep_alive: keepAlive }
        return {
          call: yield* callOf(sending, "Balances", ["transfer_all"], args),
          effects: [`all that is free goes from ${sending.account} to ${to}`]
        }
      })
  )
}
