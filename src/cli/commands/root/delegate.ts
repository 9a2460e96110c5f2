/** `btcli root delegate` */
import { Effect } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Stake from "../../subject/stake.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { tao } from "../../terminal/Pen.ts"
import * as Delegates from "./delegates.ts"

const delegate = (input: Delegates.Input) =>
  Effect.gen(function* () {
    const hotkey = yield* Delegates.chosen(input.delegate)
    const { owner, take } = yield* Delegates.needed(hotkey)
    const name = yield* Wallet.nameOf(input.wallet)
    const netuid = yield* Delegates.netuidFor(input.netuid, hotkey, "add")
    const coldkey = yield* Transaction.accountOf(input.transaction, name)
    const much = yield* Stake.howMuch(input, {
      all: `Stake all Tao from account: '${name}'?`,
      amount: "Enter Tao amount to stake"
    })
    const amount = much === "all" ? yield* Stake.stakeable({ coldkey, hotkey, netuid }) : much
    return yield* Transaction.perform(input.transaction, {
      question: `Do you want to delegate:\n  amount: ${tao(amount)}\n  to: ${hotkey}\n  take: ${Stake.percent(take)}\n  owner: ${owner}`,
      wallet: { name, hotkey },
      signs: "coldkey",
      amount,
      ...(yield* Transaction.calling("addStake", { hotkey, amount, netuid }, input.transaction))
    })
  })

export const command = Leaf.make({
  flags: Delegates.flags,
  examples: [
    { command: "btcli root delegate --delegate_ss58key 5F… --amount 10", description: "stake 10 TAO to a delegate" }
  ],
  result: Transaction.Outcome,
  run: (input) =>
    delegate(input).pipe(Effect.provide(Chain.layer(input.chain)), Effect.provide(Wallet.layer(input.wallet))),
  show: Transaction.outcomeLines
})
