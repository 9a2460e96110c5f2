/** `btcli crowd list` */
import { Effect, Schema } from "effect"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import { type Pen, tao } from "../../terminal/Pen.ts"
import { Loan, sinceCrowdloans, told } from "./loan.ts"

const Result = Schema.Struct({ network: Schema.String, block: Schema.Int, crowdloans: Schema.Array(Loan) })

const list = Effect.gen(function* () {
  const subtensor = yield* Subtensor
  const { number } = yield* subtensor.head
  const found = yield* subtensor.crowdloans({ block: number })
  const crowdloans = [...found].map(([id, loan]) => told(id, loan, number)).toSorted((one, other) => one.id - other.id)
  return { network: yield* subtensor.network, block: number, crowdloans }
})

const show = ({ crowdloans, network }: typeof Result.Type, pen: Pen): string =>
  pen.table({
    title: `Crowdloans - ${network}`,
    columns: [
      { title: "ID", align: "center", style: "green", footer: String(crowdloans.length) },
      { title: "STATUS" },
      { title: "RAISED", align: "right" },
      { title: "CAP", align: "right" },
      { title: "DEPOSIT", align: "right" },
      { title: "MIN CONTRIBUTION", align: "right" },
      { title: "ENDS (BLOCK)", align: "right" },
      { title: "LEFT (BLOCKS)", align: "right" },
      { title: "CONTRIBUTORS", align: "right" },
      { title: "CREATOR", style: "cyan" },
      { title: "TARGET", style: "cyan" }
    ],
    rows: crowdloans.map((loan) => [
      String(loan.id),
      loan.status,
      tao(loan.raised_tao),
      tao(loan.cap_tao),
      tao(loan.deposit_tao),
      tao(loan.min_contribution_tao),
      String(loan.end_block),
      String(loan.blocks_left),
      String(loan.contributors),
      loan.creator,
      loan.target ?? (loan.call === null ? "-" : "a call")
    ])
  })

export const command = Leaf.make({
  flags: { chain: Chain.flags },
  examples: [{ command: "btcli crowd list", description: "those that go on and those that ended" }],
  result: Result,
  run: ({ chain }) => list.pipe(Effect.provide(Chain.layer(chain)), sinceCrowdloans),
  show
})
