/** `btcli proxy remove` */
import { Effect, Option } from "effect"
import type { Command } from "effect/cli"
import { contradiction } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import * as Right from "./right.ts"

const flags = {
  delegate: Right.delegate,
  all: Flags.toggle("all", "take it back from all: also accounts without a key are lost that way"),
  ...Right.flags,
  wallet: Wallet.coldkeyFlags,
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
    return { name, right: yield* Right.rightFor(input) }
  })

const remove = ({ name, right }: Effect.Success<ReturnType<typeof ask>>, { transaction }: Input) =>
  Effect.gen(function* () {
    return yield* Transaction.perform(transaction, {
      question:
        right === undefined
          ? `Do you want to remove all proxies of ${name}?`
          : `Do you want to remove the proxy ${right.delegate} (${right.type}) of ${name}?`,
      wallet: { name, hotkey: "default" },
      signs: "coldkey",
      ...(right === undefined
        ? yield* Transaction.calling("removeProxies", {}, transaction)
        : yield* Transaction.calling("removeProxy", right, transaction))
    })
  })

export const command = Leaf.make({
  flags,
  description: "Type and delay have to be those that were given.",
  examples: [
    { command: "btcli proxy remove --delegate 5F… --proxy_type Staking", description: "it may no longer stake" }
  ],
  result: Transaction.Outcome,
  run: askingThen(ask, remove),
  show: Transaction.outcomeLines
})
