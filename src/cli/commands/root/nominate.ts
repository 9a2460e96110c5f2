/** `btcli root nominate` */
import { Effect } from "effect"
import type { Command } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"

const flags = { wallet: Wallet.flags, chain: Chain.flags, transaction: Transaction.flags }

type Input = Command.Command.Config.Infer<typeof flags>

const nominate = (wallet: Wallet.Chosen, { transaction }: Input) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const hotkey = yield* Wallet.hotkeyAddress(wallet.name, wallet.hotkey)
    if (yield* subtensor.isHotkeyDelegate(hotkey)) return Transaction.nothingToDo
    return yield* Transaction.perform(transaction, {
      question: `Do you want to let others stake to ${hotkey}?`,
      wallet,
      signs: "coldkey",
      ...(yield* Transaction.calling("becomeDelegate", { hotkey }, transaction))
    })
  })

export const command = Leaf.make({
  flags,
  description: "It keeps 18 % of what its nominators earn, until 'btcli root set_take' says otherwise.",
  examples: [
    {
      command: "btcli root nominate --wallet.name alice --wallet.hotkey validator",
      description: "let others stake to it"
    }
  ],
  result: Transaction.Outcome,
  run: askingThen(({ wallet }: Input) => Wallet.chosen(wallet), nominate),
  show: (outcome, pen) =>
    outcome.status === "planned" || outcome.status === "nothing_to_do"
      ? Transaction.outcomeLines(outcome, pen)
      : `${Transaction.outcomeLines(outcome, pen)}\nSuccessfully became a delegate. Say who it is: btcli wallet set_identity`
})
