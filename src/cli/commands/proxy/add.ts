/** `btcli proxy add` */
import { Effect } from "effect"
import type { Command } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import * as Right from "./right.ts"

const flags = {
  delegate: Right.delegate,
  ...Right.flags,
  wallet: { name: Wallet.flags.name, path: Wallet.flags.path },
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const ask = (input: Input) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(input.wallet)
    const delegate = yield* Right.addressFor(input.delegate, "--delegate", "Enter the address of the proxy")
    return { name, delegate, type: yield* Right.typeFor(input.type), delay: input.delay }
  })

const add = ({ name, ...right }: Effect.Success<ReturnType<typeof ask>>, { transaction }: Input) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const options = Transaction.optionsOf(transaction)
    return yield* Transaction.perform(transaction, {
      question: `Do you want to let ${right.delegate} act for ${name} (${right.type})?`,
      wallet: { name, hotkey: "default" },
      signs: "coldkey",
      plan: subtensor.plan.addProxy(right, options),
      submit: subtensor.addProxy(right, options)
    })
  })

export const command = Leaf.make({
  flags,
  description: "A deposit is reserved for as long as it may. What a proxy does is any command with --proxy_for.",
  examples: [
    { command: "btcli proxy add --delegate 5F… --proxy_type Staking", description: "it may stake, and nothing else" }
  ],
  result: Transaction.Outcome,
  run: (input) =>
    Effect.flatMap(ask(input), (answers) => Effect.provide(add(answers, input), Chain.layer(input.chain))).pipe(
      Effect.provide(Wallet.layer(input.wallet))
    ),
  show: Transaction.outcomeLines
})
