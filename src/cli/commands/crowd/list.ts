/** `btcli crowd list` */
import { Effect, Option, Schema } from "effect"
import { type Command, Flag } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Names from "../../subject/names.ts"
import { type Pen, tao } from "../../terminal/Pen.ts"
import { Loan, sinceCrowdloans, told } from "./loan.ts"

const Result = Schema.Struct({ network: Schema.String, block: Schema.Int, crowdloans: Schema.Array(Loan) })

const flags = {
  status: Flag.optional(Flag.Literals("status", ["active", "funded", "ended", "closed", "finalized"])).pipe(
    Flag.withDescription("only those that are so; closed is ended")
  ),
  type: Flag.optional(Flag.Literals("type", ["subnet", "fundraising"])).pipe(
    Flag.withDescription("only those for the lease of a subnet, or all others")
  ),
  creator: Flags.text("search_creator", "only those of creators whose address or name has this in it"),
  by: Flag.Literals("sort_by", ["id", "raised", "end", "contributors"]).pipe(
    Flag.withDefault("id"),
    Flag.withDescription("in which order (id)")
  ),
  order: Flag.optional(Flag.Literals("sort_order", ["asc", "desc"])).pipe(
    Flag.withDescription("the least first or the most; without, the most but of ids")
  ),
  chain: Chain.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const measures = {
  id: ({ id }: Loan) => id,
  raised: ({ raised_tao }: Loan) => Number(raised_tao),
  end: ({ end_block }: Loan) => end_block,
  contributors: ({ contributors }: Loan) => contributors
}

const isLease = ({ call }: Loan): boolean => call?.startsWith("SubtensorModule.register_leased_network") === true

/** Those that are asked for, in the order that is. @category combinators */
export const select = (
  loans: ReadonlyArray<Loan>,
  { by, creator, order, status, type }: Omit<Input, "chain">,
  names: ReadonlyMap<string, string>
): ReadonlyArray<Loan> => {
  const wanted = Option.map(status, (text) => (text === "closed" ? "ended" : text))
  const has = (text: string) => Option.exists(creator, (part) => text.toLowerCase().includes(part.toLowerCase()))
  const isDown = Option.getOrElse(order, () => (by === "id" ? "asc" : "desc")) === "desc"
  const found = loans
    .filter((loan) => Option.isNone(wanted) || loan.status === wanted.value)
    .filter((loan) => Option.isNone(type) || isLease(loan) === (type.value === "subnet"))
    .filter((loan) => Option.isNone(creator) || has(loan.creator) || has(names.get(loan.creator) ?? ""))
    .toSorted((one, other) => measures[by](one) - measures[by](other))
  return isDown ? found.toReversed() : found
}

const list = (input: Input) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { number } = yield* subtensor.head
    const found = yield* subtensor.crowdloans({ block: number })
    const loans = [...found].map(([id, loan]) => told(id, loan, number))
    const names = Option.isSome(input.creator) ? yield* Names.all : new Map<string, string>()
    return { network: yield* subtensor.network, block: number, crowdloans: select(loans, input, names) }
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
  flags,
  examples: [{ command: "btcli crowd list", description: "those that go on and those that ended" }],
  result: Result,
  run: (input) => list(input).pipe(Effect.provide(Chain.layer(input.chain)), sinceCrowdloans),
  show
})
