/** `btcli wallet associate_hotkey` */
import { Effect } from "effect"
import type { Command } from "effect/cli"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"

const flags = { wallet: Wallet.flags, chain: Chain.flags, transaction: Transaction.flags }

type Input = Command.Command.Config.Infer<typeof flags>

const associate = (wallet: Wallet.Chosen, { transaction }: Input) =>
  Effect.gen(function* () {
    const hotkey = yield* Wallet.hotkeyAddress(wallet.name, wallet.hotkey)
    const coldkey = yield* Wallet.coldkeyAddress(wallet.name)
    const call = { pallet: "SubtensorModule", name: "try_associate_hotkey", args: { hotkey } }
    const effect = `the hotkey ${hotkey} belongs to ${coldkey}, without a place in a subnet`
    return yield* Transaction.perform(transaction, {
      question: `Do you want to associate:\n  hotkey: ${wallet.hotkey}:${hotkey}\n coldkey: ${wallet.name}:${coldkey}`,
      wallet,
      signs: "coldkey",
      ...(yield* Transaction.callingByNames(call, effect, transaction))
    })
  })

export const command = Leaf.make({
  flags,
  description: "Runtimes of before dTAO have no such call: there a hotkey belongs to who registers it first.",
  examples: [
    {
      command: "btcli wallet associate_hotkey --wallet.name alice --wallet.hotkey miner",
      description: "it is alice's then"
    }
  ],
  result: Transaction.Outcome,
  run: askingThen(({ wallet }: Input) => Wallet.chosen(wallet), associate),
  show: Transaction.outcomeLines
})
