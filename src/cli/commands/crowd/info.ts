/** `btcli crowd info` */
import { Effect } from "effect"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import { type Pen, tao } from "../../terminal/Pen.ts"
import * as Loans from "./loan.ts"

const look = (id: number) =>
  Effect.gen(function* () {
    const { number } = yield* (yield* Subtensor).head
    return Loans.told(id, yield* Loans.of(id), number)
  })

const show = (loan: Loans.Loan, pen: Pen): string =>
  pen.table({
    title: `Crowdloan ${loan.id}`,
    columns: [{ title: "" }, { title: "" }],
    rows: [
      ["Status", loan.status],
      ["Creator", loan.creator],
      ["Raised", `${tao(loan.raised_tao)} of ${tao(loan.cap_tao)}`],
      ["Deposit", tao(loan.deposit_tao)],
      ["Min contribution", tao(loan.min_contribution_tao)],
      ["Contributors", String(loan.contributors)],
      ["Ends", `block ${loan.end_block}, in ${loan.blocks_left} blocks`],
      ["Funds account", loan.funds_account],
      ["Target", loan.target ?? "-"],
      ["Call", loan.call ?? "-"]
    ]
  })

export const command = Leaf.make({
  flags: { ...Loans.which, chain: Chain.flags },
  examples: [{ command: "btcli crowd info 3", description: "what is told of crowdloan 3" }],
  result: Loans.Loan,
  run: ({ chain, ...which }) =>
    Effect.flatMap(Loans.idFor(which), (id) => Effect.provide(look(id), Chain.layer(chain))).pipe(
      Loans.sinceCrowdloans
    ),
  show
})
