/** `btcli proxy remove` */
import { Effect, Option } from "effect"
import type { Command } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import { contradiction } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import * as Right from "./right.ts"

const flags = {
  delegate: Right.delegate,
  all: Flags.toggle("all", "take it back from all: also accounts without a key are lost that way"),
  ...Right.flags,
  wallet: { name: Wallet.flags.name, path: Wallet.flags.path },
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const ask = (input: Input) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(input.wallet)
    if (input.all) {
      if (Option.isSome(input.delegate)) return yield* contradiction("--all", "--delegate")
      return { name, right: undefined }
    }
    const delegate = yield* Right.addressFor(input.delegate, "--delegate", "Enter the address of the proxy")
    return { name, right: { delegate, type: yield* Right.typeFor(input.type), delay: input.delay } }
  })

const remove = ({ name, right }: Effect.Success<ReturnType<typeof ask>>, { transaction }: Input) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const options = Transaction.optionsOf(transaction)
    const doing =
      right === undefined
        ? { plan: subtensor.plan.removeProxies({}, options), submit: subtensor.removeProxies({}, options) }
        : { plan: subtensor.plan.removeProxy(right, options), submit: subtensor.removeProxy(right, options) }
    return yield* Transaction.perform(transaction, {
      question:
        right === undefined
          ? `Do you want to remove all proxies of ${name}?`
          : `Do you want to remove the proxy ${right.delegate} (${right.type}) of ${name}?`,
      wallet: { name, hotkey: "default" },
      signs: "coldkey",
      ...doing
    })
  })

export const command = Leaf.make({
  flags,
  description: "Type and delay have to be those that were given.",
  examples: [
    { command: "btcli proxy remove --delegate 5F… --proxy_type Staking", description: "it may no longer stake" }
  ],
  result: Transaction.Outcome,
  run: (input) =>
    Effect.flatMap(ask(input), (answers) => Effect.provide(remove(answers, input), Chain.layer(input.chain))).pipe(
      Effect.provide(Wallet.layer(input.wallet))
    ),
  show: Transaction.outcomeLines
})
