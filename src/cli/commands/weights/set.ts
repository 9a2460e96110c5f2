/** `btcli weights set` */
import { Effect, Schema } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Weights from "./weights.ts"

const Result = Schema.Struct({
  ...Transaction.Outcome.fields,
  netuid: Schema.Int,
  uids: Schema.Array(Schema.Int),
  /** As the chain gets them: u16, the largest 65535. */
  values: Schema.Array(Schema.Int)
})

const ask = (input: Weights.Input) =>
  Effect.gen(function* () {
    const { keys, netuid, ...said } = yield* Weights.asked(input)
    return { keys, netuid, ...(yield* Weights.emitted(said)) }
  })

const set = ({ keys, netuid, uids, values }: Effect.Success<ReturnType<typeof ask>>, input: Weights.Input) =>
  Effect.gen(function* () {
    const weights = new Map(uids.map((uid, at) => [uid, values[at] ?? 0]))
    const versionKey = Weights.versionOf(input)
    const outcome = yield* Transaction.perform(input.transaction, {
      question: "Would you like to set weights?",
      wallet: keys,
      signs: "hotkey",
      ...(yield* Transaction.calling("setWeights", { netuid, weights, versionKey }, input.transaction))
    })
    return { ...outcome, netuid, uids, values }
  })

export const command = Leaf.make({
  flags: Weights.flags,
  description: "Where a subnet wants them committed first, 'weights commit' and 'weights reveal' do that.",
  examples: [
    { command: "btcli weights set --netuid 1 --uids 1,2 --weights 0.3,0.7", description: "two miners, 3 parts to 7" }
  ],
  result: Result,
  run: askingThen(ask, set),
  show: (result, pen) => Transaction.outcomeLines(result, pen)
})
