/** `btcli stake revoke_children` */
import { Effect } from "effect"
import type { Command } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Netuid from "../../subject/netuid.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import * as Children from "./children.ts"

const flags = { netuid: Netuid.flag, wallet: Wallet.flags, chain: Chain.flags, transaction: Transaction.flags }

type Input = Command.Command.Config.Infer<typeof flags>

const ask = (input: Input) =>
  Effect.gen(function* () {
    const wallet = yield* Children.chosen(input.wallet)
    return { wallet, netuid: yield* Netuid.askedFor(input.netuid) }
  })

const revoke = ({ netuid, wallet }: Effect.Success<ReturnType<typeof ask>>, { transaction }: Input) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const hotkey = yield* Wallet.hotkeyAddress(wallet.name, wallet.hotkey)
    yield* Children.mustExist(netuid)
    yield* Children.mustOwn(yield* Transaction.accountOf(transaction, wallet.name), hotkey)
    if ((yield* subtensor.children({ hotkey, netuid })).size === 0) return Transaction.nothingToDo
    const none = { netuid, hotkey, children: new Map<string, number>() }
    return yield* Transaction.perform(transaction, {
      question: `Do you want to revoke all children hotkeys for hotkey ${hotkey}?`,
      wallet,
      signs: "coldkey",
      ...(yield* Transaction.calling("setChildren", none, transaction))
    })
  }).pipe(Children.needsChildren)

export const command = Leaf.make({
  flags,
  examples: [
    {
      command: "btcli stake revoke_children --netuid 1 --wallet.name alice --wallet.hotkey default",
      description: "one has all its stake for itself again"
    }
  ],
  result: Transaction.Outcome,
  run: askingThen(ask, revoke),
  show: Transaction.outcomeLines
})
