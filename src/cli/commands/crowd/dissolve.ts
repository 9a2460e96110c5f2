/** `btcli crowd dissolve` */
import { Effect } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import * as Transaction from "../../subject/transaction.ts"
import { tao } from "../../terminal/Pen.ts"
import * as Loans from "./loan.ts"

export const command = Leaf.make({
  flags: Loans.flags,
  description: "For its creator, when all others have their money back.",
  examples: [{ command: "btcli crowd dissolve --id 3", description: "crowdloan 3 is no more" }],
  result: Loans.Result,
  run: (input) =>
    Loans.perform(input, Effect.void, (id, loan) =>
      Effect.succeed({
        question: `Do you want to dissolve crowdloan ${id}? Its creator gets back ${tao(loan.deposit)}.`,
        deed: Transaction.calling("dissolveCrowdloan", { id }, input.transaction)
      })
    ).pipe(Loans.sinceCrowdloans),
  show: Transaction.outcomeLines
})
