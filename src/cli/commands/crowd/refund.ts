/** `btcli crowd refund` */
import { Effect } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Loans from "./loan.ts"

export const command = Leaf.make({
  flags: Loans.flags,
  description: "So many contributors at a time as the runtime takes; do it again until nobody is left.",
  examples: [{ command: "btcli crowd refund --id 3", description: "others get back what they lent to crowdloan 3" }],
  result: Loans.Result,
  run: (input) =>
    Loans.perform(input, Effect.void, (id) =>
      Effect.succeed({
        question: `Do you want to give back what others have lent to crowdloan ${id}?`,
        deed: Transaction.calling("refundCrowdloan", { id }, input.transaction)
      })
    ).pipe(Loans.sinceCrowdloans),
  show: Transaction.outcomeLines
})
