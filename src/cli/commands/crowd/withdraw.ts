/** `btcli crowd withdraw` */
import { Effect } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Loans from "./loan.ts"

export const command = Leaf.make({
  flags: Loans.flags,
  description: "Until it is finalized. Its creator gets back what is above the deposit.",
  examples: [{ command: "btcli crowd withdraw --id 3", description: "what was lent to crowdloan 3 comes back" }],
  result: Loans.Result,
  run: (input) =>
    Loans.perform(input, Effect.void, (id) =>
      Effect.succeed({
        question: `Do you want to take back what you have lent to crowdloan ${id}?`,
        deed: Transaction.calling("withdrawCrowdloan", { id }, input.transaction)
      })
    ).pipe(Loans.sinceCrowdloans),
  show: Transaction.outcomeLines
})
