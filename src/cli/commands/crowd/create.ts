/** `btcli crowd create` */
import { Effect, flow, Option, Schema } from "effect"
import type { Command } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import type { Receipt } from "../../../services/subtensor/Core.ts"
import type { CrowdloanConstants } from "../../../services/subtensor/reads/crowdloans.ts"
import { type Failure, usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import { mustHave } from "../../subject/sinceDTao.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import { type Pen, tao } from "../../terminal/Pen.ts"
import * as Loans from "./loan.ts"
import * as Purpose from "./purpose.ts"

const flags = {
  deposit: Flags.text("deposit", "the creator's own part, in TAO"),
  minContribution: Flags.text("min_contribution", "the least that one may lend, in TAO"),
  cap: Flags.text("cap", "what is to come together, in TAO"),
  duration: Flags.integer("duration", "blocks until it ends"),
  purpose: Purpose.flags,
  wallet: Wallet.coldkeyFlags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const Result = Schema.Struct({
  ...Transaction.Outcome.fields,
  /** `null` of a dry run. */
  id: Schema.NullOr(Schema.Int),
  end_block: Schema.Int
})

const checkBlocks = (text: string) =>
  /^[1-9]\d{0,8}$/.test(text.trim()) ? undefined : "it is a number of blocks, from 1 on."

const ask = (input: Input) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(input.wallet)
    const deposit = yield* Loans.amountFor(input.deposit, "Enter the deposit in Tao", "--deposit")
    const least = "Enter the least contribution in Tao"
    const minContribution = yield* Loans.amountFor(input.minContribution, least, "--min_contribution")
    const cap = yield* Loans.amountFor(input.cap, "Enter what is to come together in Tao", "--cap")
    const given = Option.map(input.duration, String)
    const message = "Enter after how many blocks it ends"
    const duration = Number(yield* Ask.for(given, { message, flag: "--duration", check: checkBlocks }))
    return { name, deposit, minContribution, cap, duration, purpose: yield* Purpose.purposeFor(input.purpose) }
  })

type Asked = Effect.Success<ReturnType<typeof ask>>

/** What the chain would refuse, with what it takes. @category checks */
export const wrongWith = (
  { cap, deposit, duration, minContribution }: Pick<Asked, "cap" | "deposit" | "duration" | "minContribution">,
  constants: CrowdloanConstants
): Failure | undefined => {
  const { absoluteMinimumContribution, maximumBlockDuration, minimumBlockDuration, minimumDeposit } = constants
  if (deposit < minimumDeposit) return usage(`--deposit: it has to be ${tao(minimumDeposit)} at least.`)
  if (minContribution < absoluteMinimumContribution) {
    return usage(`--min_contribution: it has to be ${tao(absoluteMinimumContribution)} at least.`)
  }
  if (cap <= deposit) return usage(`--cap: it has to be more than the deposit, ${tao(deposit)}.`)
  return duration < minimumBlockDuration || duration > maximumBlockDuration
    ? usage(`--duration: it has to be from ${minimumBlockDuration} to ${maximumBlockDuration} blocks.`)
    : undefined
}

/** Its number, which the receipt tells. */
const idOf = ({ events }: Receipt): number | null => {
  const made = events.find(({ name, pallet }) => pallet === "Crowdloan" && name === "Created")
  return (made?.data as { readonly crowdloan_id?: number } | undefined)?.crowdloan_id ?? null
}

const create = ({ duration, name, purpose, ...loan }: Asked, { transaction }: Input) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    yield* mustHave("Crowdloan", "create")
    const wrong = wrongWith({ ...loan, duration }, yield* subtensor.crowdloanConstants())
    if (wrong !== undefined) return yield* wrong
    const end = (yield* subtensor.head).number + duration
    const doing: Transaction.Doing = {
      question: `Do you want to begin a crowdloan of ${tao(loan.cap)}, with a deposit of ${tao(loan.deposit)}?`,
      amount: loan.deposit,
      wallet: { name, hotkey: "default" },
      signs: "coldkey",
      ...(yield* Transaction.calling("createCrowdloan", { ...loan, ...purpose, end }, transaction))
    }
    const { made, outcome } = yield* Transaction.performMaking(transaction, doing, idOf)
    return { ...outcome, id: made, end_block: end }
  })

const show = (result: typeof Result.Type, pen: Pen): string => {
  const lines = Transaction.outcomeLines(result, pen)
  return result.id === null ? lines : `${lines}\nCrowdloan: ${result.id}, until block ${result.end_block}`
}

export const command = Leaf.make({
  flags,
  description: "What comes together goes to an account, or pays for a call: that of --call, or a subnet's lease.",
  examples: [
    {
      command:
        "btcli crowd create --deposit 10 --min_contribution 0.1 --cap 1000 --duration 50400 --target_address 5F…",
      description: "1000 TAO for an account, within a week"
    }
  ],
  result: Result,
  run: flow(askingThen(ask, create), Loans.sinceCrowdloans),
  show
})
