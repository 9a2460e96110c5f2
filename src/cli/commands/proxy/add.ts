/** `btcli proxy add` */
import { Effect } from "effect"
import type { Command } from "effect/cli"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import * as Right from "./right.ts"

const flags = {
  delegate: Right.delegate,
  ...Right.flags,
  wallet: Wallet.coldkeyFlags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const ask = (input: Input) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(input.wallet)
    return { name, ...(yield* Right.rightFor(input)) }
  })

const add = ({ name, ...right }: Effect.Success<ReturnType<typeof ask>>, { transaction }: Input) =>
  Effect.gen(function* () {
    return yield* Transaction.perform(transaction, {
      question: `Do you want to let ${right.delegate} act for ${name} (${right.type})?`,
      wallet: { name, hotkey: "default" },
      signs: "coldkey",
      ...(yield* Transaction.calling("addProxy", right, transaction))
    })
  })

export const command = Leaf.make({
  flags,
  description: "A deposit is reserved for as long as it may. What a proxy does is any command with --proxy_for.",
  examples: [
    { command: "btcli proxy add --delegate 5F… --proxy_type Staking", description: "it may stake, and nothing else" }
  ],
  result: Transaction.Outcome,
  run: askingThen(ask, add),
  show: Transaction.outcomeLines
})
