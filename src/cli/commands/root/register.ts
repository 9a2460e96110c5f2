/** `btcli root register` */
import { Effect } from "effect"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"

const register = (wallet: Wallet.Chosen, given: Transaction.Given) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const hotkey = yield* Wallet.hotkeyAddress(wallet.name, wallet.hotkey)
    if (yield* subtensor.isHotkeyRegisteredOnSubnet({ hotkey, netuid: 0 })) return Transaction.nothingToDo
    const options = Transaction.optionsOf(given)
    return yield* Transaction.perform(given, {
      question: "Register to root network?",
      wallet,
      signs: "coldkey",
      plan: subtensor.plan.rootRegister({ hotkey }, options),
      submit: subtensor.rootRegister({ hotkey }, options)
    })
  })

export const command = Leaf.make({
  flags: { wallet: Wallet.flags, chain: Chain.flags, transaction: Transaction.flags },
  description: "Those with the most stake have a place there, and it costs nothing beside the fee.",
  examples: [
    {
      command: "btcli root register --wallet.name alice --wallet.hotkey validator --dry_run",
      description: "whether it would get a place"
    }
  ],
  result: Transaction.Outcome,
  run: ({ chain, transaction, wallet }) =>
    Effect.flatMap(Wallet.chosen(wallet), (chosen) =>
      Effect.provide(register(chosen, transaction), Chain.layer(chain))
    ).pipe(Effect.provide(Wallet.layer(wallet))),
  show: Transaction.outcomeLines
})
