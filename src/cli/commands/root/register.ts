/** `btcli root register` */
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

const register = (wallet: Wallet.Chosen, { transaction }: Input) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const hotkey = yield* Wallet.hotkeyAddress(wallet.name, wallet.hotkey)
    if (yield* subtensor.isHotkeyRegisteredOnSubnet({ hotkey, netuid: 0 })) return Transaction.nothingToDo
    return yield* Transaction.perform(transaction, {
      question: "Register to root network?",
      wallet,
      signs: "coldkey",
      ...(yield* Transaction.calling("rootRegister", { hotkey }, transaction))
    })
  })

export const command = Leaf.make({
  flags,
  description: "Those with the most stake have a place there, and it costs nothing beside the fee.",
  examples: [
    {
      command: "btcli root register --wallet.name alice --wallet.hotkey validator --dry_run",
      description: "whether it would get a place"
    }
  ],
  result: Transaction.Outcome,
  run: askingThen(({ wallet }: Input) => Wallet.chosen(wallet), register),
  show: Transaction.outcomeLines
})
