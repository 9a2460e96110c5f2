/** `btcli sudo stake_burn` */
import { Effect, flow, Option, Schema } from "effect"
import { type Command, Flag } from "effect/cli"
import { Rao, Tao } from "../../../protocol/Money.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Amount from "../../subject/amount.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Netuid from "../../subject/netuid.ts"
import { mustHave, otherwise } from "../../subject/sinceDTao.ts"
import * as Trade from "../../subject/trade.ts"
import * as Transaction from "../../subject/transaction.ts"
import { TaoText } from "../../subject/values.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import { tao } from "../../terminal/Pen.ts"

const flags = {
  netuid: Netuid.flag,
  amount: Flags.text("amount", "TAO that buy alpha, which is burned").pipe(
    Flag.withAlias("amount_tao"),
    Flag.withAlias("a")
  ),
  safe: Trade.flags.safe,
  unsafe: Trade.flags.unsafe,
  tolerance: Trade.flags.tolerance,
  wallet: Wallet.flags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const ask = (input: Input) =>
  Effect.gen(function* () {
    const guard = yield* Trade.guardOf({ ...input, partial: Option.none() })
    const name = yield* Wallet.nameOf(input.wallet)
    const netuid = yield* Netuid.askedFor(input.netuid)
    const amount = Tao(
      yield* Ask.for(input.amount, {
        message: "Enter Tao amount to buy alpha with, and burn it",
        flag: "--amount",
        check: Amount.check
      })
    )
    const named = yield* Wallet.hotkeyNameOf(input.wallet)
    return { guard, name, netuid, amount, hotkey: yield* Wallet.hotkeyAddress(name, named) }
  })

type Asked = Effect.Success<ReturnType<typeof ask>>

const burn = ({ amount, guard, hotkey, name, netuid }: Asked, { transaction }: Input) =>
  Effect.gen(function* () {
    yield* mustHave("SubtensorModule", "add_stake_burn")
    const exchange = { fromNetuid: 0, toNetuid: netuid, amount, isPurchase: true }
    const trade = yield* Trade.look(exchange, guard)
    const limit = Trade.limitOf(trade)
    const burned = { hotkey, netuid, amount, limitPrice: limit === undefined ? undefined : Rao(limit) }
    const deed = yield* Transaction.calling("addStakeBurn", burned, transaction)
    const outcome = yield* Transaction.perform(transaction, {
      question: `Do you want to buy alpha of subnet ${netuid} for ${tao(amount)}, and burn it?`,
      wallet: { name, hotkey },
      signs: "coldkey",
      amount,
      ...Transaction.saying(deed, Trade.words(trade, exchange))
    })
    return { ...outcome, netuid, hotkey, amount_tao: amount, trade: trade ?? null }
  })

export const command = Leaf.make({
  flags,
  description: "What is burned is nobody's any more: it makes the alpha of a subnet scarcer.",
  examples: [{ command: "btcli sudo stake_burn --netuid 1 --amount 10", description: "alpha of subnet 1 for 10 TAO" }],
  result: Schema.Struct({
    ...Transaction.Outcome.fields,
    netuid: Schema.Int,
    hotkey: Schema.String,
    amount_tao: TaoText,
    trade: Schema.NullOr(Trade.Trade)
  }),
  run: flow(
    askingThen(ask, burn),
    otherwise("Alpha is bought and burned since dTAO's later runtimes (2025).", "Here all that there is is TAO.")
  ),
  show: Transaction.outcomeLines
})
