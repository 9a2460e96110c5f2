/** `btcli wallet associate_hotkey` */
import { Effect } from "effect"
import { Coldkey } from "../../../services/Coldkey.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"

const associate = ({ hotkey: named, name }: Wallet.Chosen, transaction: Transaction.Given) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const hotkey = yield* Wallet.hotkeyAddress(name, named)
    const coldkey = yield* Wallet.coldkeyAddress(name)
    const call = { pallet: "SubtensorModule", name: "try_associate_hotkey", args: { hotkey } }
    const options = Transaction.optionsOf(transaction)
    return yield* Transaction.perform(transaction, {
      question: `Do you want to associate:\n  hotkey: ${named}:${hotkey}\n coldkey: ${name}:${coldkey}`,
      wallet: { name, hotkey: named },
      signs: "coldkey",
      plan: Effect.map(subtensor.plan(call, coldkey, options), (plan) => ({
        ...plan,
        effects: [`the hotkey ${hotkey} belongs to ${coldkey}, without a place in a subnet`]
      })),
      submit: Effect.flatMap(Coldkey, (key) => subtensor.submit(call, key, options))
    })
  })

export const command = Leaf.make({
  flags: { wallet: Wallet.flags, chain: Chain.flags, transaction: Transaction.flags },
  description: "Runtimes of before dTAO have no such call: there a hotkey belongs to who registers it first.",
  examples: [
    {
      command: "btcli wallet associate_hotkey --wallet.name alice --wallet.hotkey miner",
      description: "it is alice's then"
    }
  ],
  result: Transaction.Outcome,
  run: ({ chain, transaction, wallet }) =>
    Effect.flatMap(Wallet.chosen(wallet), (chosen) =>
      Effect.provide(associate(chosen, transaction), Chain.layer(chain))
    ).pipe(Effect.provide(Wallet.layer(wallet))),
  show: Transaction.outcomeLines
})
