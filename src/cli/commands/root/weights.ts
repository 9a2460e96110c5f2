/** `btcli root weights` */
import { Effect } from "effect"
import type { Command } from "effect/cli"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Lists from "../../subject/lists.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import * as Weighing from "./weighing.ts"

const flags = {
  netuids: Flags.list("netuids", "the subnets, such as 1, 2"),
  weights: Flags.list("weights", "a weight for each of them; what counts is their proportion"),
  wallet: Wallet.flags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const ask = ({ netuids, wallet, weights }: Input) =>
  Effect.gen(function* () {
    const chosen = yield* Wallet.chosen(wallet)
    const uids = yield* Ask.for(Lists.given(netuids), {
      message: "Enter netuids (e.g. 0, 1, 2 ...)",
      flag: "--netuids",
      check: Weighing.checkNetuids
    })
    const values = yield* Ask.for(Lists.given(weights), {
      message: "Enter weights (e.g. 0.09, 0.09, 0.09 ...)",
      flag: "--weights",
      check: Weighing.checkWeights
    })
    return { wallet: chosen, weights: yield* Weighing.byNetuid(uids, values) }
  })

export const command = Leaf.make({
  flags,
  examples: [{ command: "btcli root weights --netuids 1, 2 --weights 0.5, 10", description: "1/21 and 20/21" }],
  result: Weighing.Result,
  run: askingThen(ask, ({ wallet, weights }, { transaction }) => Weighing.set(wallet, transaction, weights)),
  show: Transaction.outcomeLines
})
