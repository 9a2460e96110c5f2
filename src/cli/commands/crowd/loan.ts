/** What the commands about crowdloans share: which one, what is told of it, and how something is done to it. */
import { Effect, Option, Schema } from "effect"
import { Argument, type Command, Flag } from "effect/cli"
import { type Rao, Tao } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import type { Crowdloan } from "../../../services/subtensor/reads/crowdloans.ts"
import { notFound } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import { callText } from "../../subject/call.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Amount from "../../subject/amount.ts"
import * as Chain from "../../subject/chain.ts"
import { otherwise } from "../../subject/sinceDTao.ts"
import * as Transaction from "../../subject/transaction.ts"
import { TaoText } from "../../subject/values.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"

/** @category combinators */
export const sinceCrowdloans = otherwise(
  "Crowdloans came with dTAO's later runtimes (2025).",
  "Here, send TAO to who is to have it: 'btcli wallet transfer'."
)

/** Which one. @category flags */
export const which = {
  id: Flags.integer("id", "the crowdloan, by its number").pipe(Flag.withAlias("crowdloan_id")),
  position: Argument.optional(
    Flags.wholeArgument("id").pipe(Argument.withDescription("the crowdloan, by its number, as --id has it"))
  )
}

/** @category flags */
export const flags = {
  ...which,
  wallet: Wallet.coldkeyFlags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Which = Command.Command.Config.Infer<typeof which>

/** @category models */
export type Input = Command.Command.Config.Infer<typeof flags>

const MOST = 2 ** 32 - 1

const check = (text: string) =>
  /^\d{1,10}$/.test(text.trim()) && Number(text) <= MOST
    ? undefined
    : "it is no number of a crowdloan; 'btcli crowd list' shows them."

/** Its number. @category questions */
export const idFor = ({ id, position }: Which) => {
  const said = Option.map(
    Option.orElse(id, () => position),
    String
  )
  return Effect.map(Ask.for(said, { message: "Enter crowdloan id", flag: "--id", check }), Number)
}

/** One that is there. @category reads */
export const of = (id: number) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const found = yield* subtensor.crowdloanById(id)
    if (found !== undefined) return found
    return yield* notFound(`There is no crowdloan ${id}.`, "'btcli crowd list' shows which there are.")
  })

/** @category schemas */
export const Loan = Schema.Struct({
  id: Schema.Int,
  status: Schema.Literals(["active", "funded", "ended", "finalized"]),
  creator: Schema.String,
  deposit_tao: TaoText,
  min_contribution_tao: TaoText,
  raised_tao: TaoText,
  cap_tao: TaoText,
  end_block: Schema.Int,
  /** 0 when it has ended. */
  blocks_left: Schema.Int,
  contributors: Schema.Int,
  funds_account: Schema.String,
  target: Schema.NullOr(Schema.String),
  /** What is done with it, as text, or the hash of that. */
  call: Schema.NullOr(Schema.String)
})

/** @category models */
export type Loan = typeof Loan.Type

/** How it stands. @category combinators */
export const statusOf = ({ cap, end, finalized, raised }: Crowdloan, block: number): Loan["status"] => {
  if (finalized) return "finalized"
  if (raised >= cap) return "funded"
  return block < end ? "active" : "ended"
}

/** A crowdloan as it is told. @category constructors */
export const told = (id: number, loan: Crowdloan, block: number): Loan => ({
  id,
  status: statusOf(loan, block),
  creator: loan.creator,
  deposit_tao: loan.deposit,
  min_contribution_tao: loan.minContribution,
  raised_tao: loan.raised,
  cap_tao: loan.cap,
  end_block: loan.end,
  blocks_left: Math.max(0, loan.end - block),
  contributors: loan.contributorsCount,
  funds_account: loan.fundsAccount,
  target: loan.targetAddress ?? null,
  call: loan.call === undefined ? null : callText(loan.call)
})

/** @category schemas */
export const Result = Schema.Struct({ ...Transaction.Outcome.fields, id: Schema.Int })

/** Something to be done to a crowdloan. @category models */
export interface Deed {
  readonly question: string
  /** What leaves the account. */
  readonly amount?: Rao | undefined
  readonly words?: Transaction.Words | undefined
  readonly deed: ReturnType<typeof Transaction.calling>
}

/** Asks what it is about and what else there is to ask, shows what it does, asks whether to, and does it. @category combinators */
export const perform = <A, E, R, E2, R2>(
  input: Input,
  ask: Effect.Effect<A, E, R>,
  deedOf: (id: number, loan: Crowdloan, asked: A) => Effect.Effect<Deed, E2, R2>
) =>
  askingThen(
    ({ wallet, ...which }: Input) =>
      Effect.gen(function* () {
        const name = yield* Wallet.nameOf(wallet)
        const id = yield* idFor(which)
        return { name, id, asked: yield* ask }
      }),
    ({ asked, id, name }, { transaction }) =>
      Effect.gen(function* () {
        const { amount, deed, question, words = {} } = yield* deedOf(id, yield* of(id), asked)
        const outcome = yield* Transaction.perform(transaction, {
          question,
          amount,
          wallet: { name, hotkey: "default" },
          signs: "coldkey",
          ...Transaction.saying(yield* deed, words)
        })
        return { ...outcome, id }
      })
  )(input)

/** An amount that a flag says, or the answer to its question. @category questions */
export const amountFor = (given: Option.Option<string>, message: string, flag: string) =>
  Effect.map(Ask.for(given, { message, flag, check: Amount.check }), (text) => Tao(text))
