/** `btcli weights reveal` */
import * as Leaf from "../../frame/Leaf.ts"
import * as Transaction from "../../subject/transaction.ts"
import type { Pen } from "../../terminal/Pen.ts"
import * as Commitment from "./commitment.ts"

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
  run: Commitment.run("reveal", Commitment.saltOf),
  show
})
