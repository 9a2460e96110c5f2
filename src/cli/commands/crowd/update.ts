/** `btcli crowd update` */
import { Effect, Option } from "effect"
import { type Command, Flag } from "effect/cli"
import type { Rao } from "../../../protocol/Money.ts"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Amount from "../../subject/amount.ts"
import * as Transaction from "../../subject/transaction.ts"
import { tao } from "../../terminal/Pen.ts"
import * as Loans from "./loan.ts"

const changes = {
  minContribution: Flags.text("min_contribution", "the least that one may lend, in TAO"),
  maxContribution: Flags.text("max_contribution", "the most that one may lend, in TAO; none lifts it"),
  cap: Flags.text("cap", "what is to come together, in TAO"),
  end: Flags.integer("end", "the block in which it ends").pipe(Flag.withAlias("end_block"))
}

const flags = { ...Loans.flags, ...changes }

type Changes = Command.Command.Config.Infer<typeof changes>

type Change =
  | { readonly _tag: "Min" | "Cap"; readonly amount: Rao }
  | { readonly _tag: "Max"; readonly amount: Rao | undefined }
  | { readonly _tag: "End"; readonly end: number }

/** Each is a call of its own. */
const changeOf = ({ cap, end, maxContribution, minContribution }: Changes) =>
  Effect.gen(function* () {
    const said = [cap, Option.map(end, String), maxContribution, minContribution].filter(Option.isSome)
    if (said.length !== 1) {
      return yield* usage(
        `${said.length} changes were given; it is one at a time.`,
        "Give --min_contribution, --max_contribution, --cap or --end."
      )
    }
    if (Option.isSome(end)) return { _tag: "End", end: end.value } satisfies Change
    if (Option.isSome(cap)) return { _tag: "Cap", amount: yield* Amount.of("--cap", cap.value) } satisfies Change
    if (Option.isSome(minContribution)) {
      return { _tag: "Min", amount: yield* Amount.of("--min_contribution", minContribution.value) } satisfies Change
    }
    const most = Option.getOrElse(maxContribution, () => "none")
    const amount = most.toLowerCase() === "none" ? undefined : yield* Amount.of("--max_contribution", most)
    return { _tag: "Max", amount } satisfies Change
  })

const deedOf = (id: number, change: Change, given: Transaction.Given): Pick<Loans.Deed, "question" | "deed"> => {
  const asked = (what: string) => `Do you want ${what} of crowdloan ${id}?`
  switch (change._tag) {
    case "Min":
      return {
        question: asked(`${tao(change.amount)} to be the least contribution`),
        deed: Transaction.calling("updateMinContribution", { id, amount: change.amount }, given)
      }
    case "Max":
      return {
        question: asked(`${change.amount === undefined ? "nothing" : tao(change.amount)} to be the most contribution`),
        deed: Transaction.calling("setMaxContribution", { id, amount: change.amount }, given)
      }
    case "Cap":
      return {
        question: asked(`${tao(change.amount)} to be the cap`),
        deed: Transaction.calling("updateCrowdloanCap", { id, cap: change.amount }, given)
      }
    case "End":
      return {
        question: asked(`block ${change.end} to be the end`),
        deed: Transaction.calling("updateCrowdloanEnd", { id, end: change.end }, given)
      }
  }
}

export const command = Leaf.make({
  flags,
  description: "For its creator, until it is finalized: one thing at a time.",
  examples: [{ command: "btcli crowd update --id 3 --cap 2000", description: "crowdloan 3 is to be 2000 TAO" }],
  result: Loans.Result,
  run: ({ cap, end, maxContribution, minContribution, ...input }) =>
    Loans.perform(input, changeOf({ cap, end, maxContribution, minContribution }), (id, _, change) =>
      Effect.succeed(deedOf(id, change, input.transaction))
    ).pipe(Loans.sinceCrowdloans),
  show: Transaction.outcomeLines
})
