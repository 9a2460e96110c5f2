/** `btcli crowd finalize` */
import { Effect } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import * as Transaction from "../../subject/transaction.ts"
import { tao } from "../../terminal/Pen.ts"
import * as Loans from "./loan.ts"

export const command = Leaf.make({
  flags: Loans.flags,
  description: "For its creator, when all has come together: its target gets the money, or its call is made.",
  examples: [{ command: "btcli crowd finalize --id 3", description: "crowdloan 3 does what it is for" }],
  result: Loans.Result,
  run: (input) =>
    Loans.perform(input, Effect.void, (id, loan) =>
      Effect.succeed({
        question: `Do you want to spend the ${tao(loan.raised)} of crowdloan ${id}?`,
        deed: Transaction.calling("finalizeCrowdloan", { id }, input.transaction)
      })
    ).pipe(Loans.sinceCrowdloans),
  show: Transaction.outcomeLines
})
