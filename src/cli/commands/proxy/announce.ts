/** `btcli proxy announce` */
import { Effect } from "effect"
import type { Command } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { callFor, flags as callFlags } from "../../subject/namedCall.ts"
import * as Right from "./right.ts"

const flags = {
  real: Right.real,
  ...callFlags,
  wallet: Wallet.coldkeyFlags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const ask = (input: Input) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(input.wallet)
    const real = yield* Right.realFor(input.real)
    return { name, real, call: yield* callFor(input) }
  })

const announce = ({ call, name, real }: Effect.Success<ReturnType<typeof ask>>, { transaction }: Input) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { hash: callHash } = yield* subtensor.plan(call, real)
    return yield* Transaction.perform(transaction, {
      question: `Do you want to announce ${call.pallet}.${call.name} for ${real}?`,
      wallet: { name, hotkey: "default" },
      signs: "coldkey",
      ...(yield* Transaction.calling("announceProxy", { real, callHash }, transaction))
    })
  })

export const command = Leaf.make({
  flags,
  description: "Once the delay is over, 'btcli proxy execute' with the same words makes the call.",
  examples: [
    {
      command: "btcli proxy announce --real 5F… --call Balances.transfer_keep_alive --args '{ … }'",
      description: "what is to be done after the delay"
    }
  ],
  result: Transaction.Outcome,
  run: askingThen(ask, announce),
  show: Transaction.outcomeLines
})
