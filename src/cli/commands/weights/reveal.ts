/** `btcli weights reveal` */
import { Effect } from "effect"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import type { Pen } from "../../terminal/Pen.ts"
import * as Commitment from "./commitment.ts"
import * as Weights from "./weights.ts"

const reveal = (input: Commitment.Input) =>
  Effect.gen(function* () {
    const asked = yield* Weights.asked(input)
    const salt = yield* Commitment.saltOf(input)
    const commitment = yield* Commitment.of(input, asked, salt)
    const options = Transaction.optionsOf(input.transaction)
    const outcome = yield* Effect.flatMap(Subtensor, (subtensor) =>
      Transaction.perform(input.transaction, {
        question: "Would you like to reveal weights?",
        wallet: asked.keys,
        signs: "hotkey",
        plan: subtensor.plan.revealWeights(commitment, options),
        submit: subtensor.revealWeights(commitment, options)
      })
    ).pipe(Effect.provide(Chain.layer(input.chain)))
    return Commitment.resultOf(outcome, commitment)
  }).pipe(Effect.provide(Wallet.layer(input.wallet)))

const show = (result: Commitment.Result, pen: Pen): string =>
  result.status === "planned"
    ? Transaction.outcomeLines(result, pen)
    : [pen.paint("green", "Weights revealed successfully"), Transaction.outcomeLines(result, pen)].join("\n")

export const command = Leaf.make({
  flags: Commitment.flags,
  description: "They have to be those that were committed to, with the same salt.",
  examples: [
    {
      command: "btcli weights reveal --netuid 1 --uids 1,2 --weights 0.3,0.7 --salt 163,241,217,11,161,142,147,189",
      description: "reveals what was committed to"
    }
  ],
  result: Commitment.Result,
  run: reveal,
  show
})
