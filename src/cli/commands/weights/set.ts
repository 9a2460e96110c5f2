/** `btcli weights set` */
import { Effect, Schema } from "effect"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import * as Weights from "./weights.ts"

const Result = Schema.Struct({
  ...Transaction.Outcome.fields,
  netuid: Schema.Int,
  uids: Schema.Array(Schema.Int),
  /** As the chain gets them: u16, the largest 65535. */
  values: Schema.Array(Schema.Int)
})

const set = (input: Weights.Input) =>
  Effect.gen(function* () {
    const asked = yield* Weights.asked(input)
    const { uids, values } = yield* Weights.emitted(asked)
    const weights = {
      netuid: asked.netuid,
      weights: new Map(uids.map((uid, at) => [uid, values[at] ?? 0])),
      versionKey: Weights.versionOf(input)
    }
    const options = Transaction.optionsOf(input.transaction)
    const outcome = yield* Effect.flatMap(Subtensor, (subtensor) =>
      Transaction.perform(input.transaction, {
        question: "Would you like to set weights?",
        wallet: asked.keys,
        signs: "hotkey",
        plan: subtensor.plan.setWeights(weights, options),
        submit: subtensor.setWeights(weights, options)
      })
    ).pipe(Effect.provide(Chain.layer(input.chain)))
    return { ...outcome, netuid: asked.netuid, uids, values }
  }).pipe(Effect.provide(Wallet.layer(input.wallet)))

export const command = Leaf.make({
  flags: Weights.flags,
  description: "Where a subnet wants them committed first, 'weights commit' and 'weights reveal' do that.",
  examples: [
    { command: "btcli weights set --netuid 1 --uids 1,2 --weights 0.3,0.7", description: "two miners, 3 parts to 7" }
  ],
  result: Result,
  run: set,
  show: (result, pen) => Transaction.outcomeLines(result, pen)
})
