/** `btcli stake set_claim` */
import { Effect, flow, Schema } from "effect"
import { Argument, type Command } from "effect/cli"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Netuid from "../../subject/netuid.ts"
import { mustHave } from "../../subject/sinceDTao.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import { sinceClaims } from "./rootClaims.ts"

const flags = {
  type: Argument.optional(Argument.String("type")).pipe(Argument.withDescription("swap (for TAO) or keep (as alpha)")),
  netuids: Flags.list("netuids", "the subnets whose alpha is kept, such as 1,2,5-7; without, that of all"),
  wallet: Wallet.coldkeyFlags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const check = (text: string) => (/^(swap|keep)$/i.test(text.trim()) ? undefined : "it is swap or keep.")

const ask = (input: Input) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(input.wallet)
    const type = yield* Ask.for(input.type, {
      message: "Are dividends of the root network swapped for TAO, or kept as alpha? [swap/keep]",
      flag: "swap or keep",
      check
    })
    const netuids = yield* Netuid.listOf("--netuids", input.netuids)
    if (type.toLowerCase() === "keep") return { name, claim: "keep" as const, netuids }
    if (netuids.length > 0)
      return yield* usage("--netuids names subnets whose alpha is kept.", "Give keep, or leave it out.")
    return { name, claim: "swap" as const, netuids }
  })

const claimOf = (claim: "keep" | "swap", netuids: ReadonlyArray<number>) => {
  if (claim === "swap") return "Swap"
  return netuids.length === 0 ? "Keep" : { keepIn: netuids }
}

const set = ({ claim, name, netuids }: Effect.Success<ReturnType<typeof ask>>, { transaction }: Input) =>
  Effect.gen(function* () {
    yield* mustHave("SubtensorModule", "set_root_claim_type")
    const outcome = yield* Transaction.perform(transaction, {
      question: `Do you want to ${claim} what ${name} earns in the root network?`,
      wallet: { name, hotkey: "default" },
      signs: "coldkey",
      ...(yield* Transaction.calling("setRootClaimType", { claim: claimOf(claim, netuids) }, transaction))
    })
    return { ...outcome, claim, netuids: netuids.length === 0 ? null : netuids }
  })

export const command = Leaf.make({
  flags,
  examples: [
    { command: "btcli stake set_claim swap", description: "dividends become TAO" },
    { command: "btcli stake set_claim keep --netuids 1,2,5-7", description: "those of some subnets stay alpha" }
  ],
  result: Schema.Struct({
    ...Transaction.Outcome.fields,
    claim: Schema.Literals(["swap", "keep"]),
    /** Whose alpha is kept; `null` for all of it, or none. */
    netuids: Schema.NullOr(Schema.Array(Schema.Int))
  }),
  run: flow(askingThen(ask, set), sinceClaims),
  show: Transaction.outcomeLines
})
