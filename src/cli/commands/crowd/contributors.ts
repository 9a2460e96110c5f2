/** `btcli crowd contributors` */
import { Effect, Schema } from "effect"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Names from "../../subject/names.ts"
import * as Stake from "../../subject/stake.ts"
import { TaoText } from "../../subject/values.ts"
import { type Pen, tao } from "../../terminal/Pen.ts"
import * as Loans from "./loan.ts"

const Result = Schema.Struct({
  id: Schema.Int,
  raised_tao: TaoText,
  contributors: Schema.Array(
    Schema.Struct({
      address: Schema.String,
      name: Schema.NullOr(Schema.String),
      contribution_tao: TaoText,
      /** A part of 1 of what was raised. */
      share: Schema.Finite
    })
  )
})

const look = (id: number) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { raised } = yield* Loans.of(id)
    const found = [...(yield* subtensor.crowdloanContributions(id))]
    const names = yield* Names.all
    return {
      id,
      raised_tao: raised,
      contributors: found
        .toSorted(([, one], [, other]) => Number(other - one))
        .map(([address, contribution_tao]) => ({
          address,
          name: names.get(address) ?? null,
          contribution_tao,
          share: raised === 0n ? 0 : Number(contribution_tao) / Number(raised)
        }))
    }
  })

const show = ({ contributors, id, raised_tao }: typeof Result.Type, pen: Pen): string =>
  pen.table({
    title: `Contributors of crowdloan ${id}`,
    columns: [
      { title: "RANK", align: "right", footer: String(contributors.length) },
      { title: "CONTRIBUTOR", style: "cyan" },
      { title: "IDENTITY" },
      { title: "CONTRIBUTION", align: "right", footer: tao(raised_tao) },
      { title: "SHARE", align: "right" }
    ],
    rows: contributors.map(({ address, contribution_tao, name, share }, at) => [
      String(at + 1),
      address,
      name ?? "-",
      tao(contribution_tao),
      Stake.percent(share)
    ])
  })

export const command = Leaf.make({
  flags: { ...Loans.which, chain: Chain.flags },
  examples: [{ command: "btcli crowd contributors 3", description: "who has lent to crowdloan 3" }],
  result: Result,
  run: ({ chain, ...which }) =>
    Effect.flatMap(Loans.idFor(which), (id) => Effect.provide(look(id), Chain.layer(chain))).pipe(
      Loans.sinceCrowdloans
    ),
  show
})
