/** `btcli root nominate` */
import { Effect } from "effect"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"

const nominate = (wallet: Wallet.Chosen, given: Transaction.Given) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const hotkey = yield* Wallet.hotkeyAddress(wallet.name, wallet.hotkey)
    if (yield* subtensor.isHotkeyDelegate(hotkey)) return Transaction.nothingToDo
    const options = Transaction.optionsOf(given)
    return yield* Transaction.perform(given, {
      question: `Do you want to let others stake to ${hotkey}?`,
      wallet,
      signs: "coldkey",
      plan: subtensor.plan.becomeDelegate({ hotkey }, options),
      submit: subtensor.becomeDelegate({ hotkey }, options)
    })
  })

export const command = Leaf.make({
  flags: { wallet: Wallet.flags, chain: Chain.flags, transaction: Transaction.flags },
  description: "It keeps 18 % of what its nominators earn, until 'btcli root set_take' says otherwise.",
  examples: [
    {
      command: "btcli root nominate --wallet.name alice --wallet.hotkey validator",
      description: "let others stake to it"
    }
  ],
  result: Transaction.Outcome,
  run: ({ chain, transaction, wallet }) =>
    Effect.flatMap(Wallet.chosen(wallet), (chosen) =>
      Effect.provide(nominate(chosen, transaction), Chain.layer(chain))
    ).pipe(Effect.provide(Wallet.layer(wallet))),
  show: (outcome, pen) =>
    outcome.status === "planned" || outcome.status === "nothing_to_do"
      ? Transaction.outcomeLines(outcome, pen)
      : `${Transaction.outcomeLines(outcome, pen)}\nSuccessfully became a delegate. Say who it is: btcli wallet set_identity`
})
