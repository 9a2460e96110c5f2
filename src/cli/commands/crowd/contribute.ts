/** `btcli crowd contribute` */
import { Effect } from "effect"
import { Flag } from "effect/cli"
import { Rao } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import { onChain } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Transaction from "../../subject/transaction.ts"
import { tao } from "../../terminal/Pen.ts"
import * as Loans from "./loan.ts"

export const command = Leaf.make({
  flags: { ...Loans.flags, amount: Flags.text("amount", "TAO to lend").pipe(Flag.withAlias("a")) },
  description: "No more is taken than there is room for. It can be taken back until the crowdloan is finalized.",
  examples: [{ command: "btcli crowd contribute --id 3 --amount 10", description: "lends 10 TAO to crowdloan 3" }],
  result: Loans.Result,
  run: ({ amount: given, ...input }) =>
    Loans.perform(input, Loans.amountFor(given, "Enter Tao amount to lend", "--amount"), (id, loan, amount) =>
      Effect.gen(function* () {
        const { number } = yield* (yield* Subtensor).head
        const status = Loans.statusOf(loan, number)
        if (status !== "active") {
          return yield* onChain(`Crowdloan ${id} is ${status}: it takes nothing any more.`, "See 'btcli crowd list'.")
        }
        if (amount < loan.minContribution) {
          return yield* onChain(`Crowdloan ${id} takes no less than ${tao(loan.minContribution)}.`, "Give more.")
        }
        const room = loan.cap - loan.raised
        const taken = Rao(amount < room ? amount : room)
        return {
          question: `Do you want to lend ${tao(taken)} to crowdloan ${id}?`,
          amount: taken,
          words: {
            effects: [`${tao(loan.raised)} of ${tao(loan.cap)} ➡ ${tao(loan.raised + taken)}`],
            warnings: taken < amount ? [`there is room for ${tao(taken)} only`] : []
          },
          deed: Transaction.calling("contributeCrowdloan", { id, amount }, input.transaction)
        }
      })
    ).pipe(Loans.sinceCrowdloans),
  show: Transaction.outcomeLines
})
