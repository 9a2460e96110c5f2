/** `btcli tx`: whatever can be done on a chain, by its name. */
import { Effect, Option, Schema } from "effect"
import { Argument, type Command } from "effect/cli"
import { Rao } from "../../protocol/Money.ts"
import { signerOf } from "../../services/subtensor/Calls.ts"
import { usage } from "../frame/Failure.ts"
import * as Leaf from "../frame/Leaf.ts"
import { formsOf, parameters } from "../subject/callParameters.ts"
import * as Chain from "../subject/chain.ts"
import * as Given from "../subject/given.ts"
import { ofCalls } from "../subject/otherNames.ts"
import { snake } from "../subject/snake.ts"
import * as Transaction from "../subject/transaction.ts"
import * as Wallet from "../subject/wallet.ts"

type Name = keyof typeof parameters

const names = Object.keys(parameters) as ReadonlyArray<Name>

const flags = {
  name: Argument.String("name").pipe(
    Argument.withDescription("what is done; without it all are listed"),
    Argument.optional
  ),
  arguments: Argument.variadic(Argument.String("argument")).pipe(
    Argument.withDescription("name=value; amounts have their unit in the name: amount_tao=1.5")
  ),
  wallet: Wallet.flags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const Listed = Schema.Struct({
  status: Schema.Literal("listed"),
  calls: Schema.Record(Schema.String, Schema.Struct({ signer: Schema.String, arguments: Schema.String }))
})

const listed: typeof Listed.Type = {
  status: "listed",
  calls: Object.fromEntries(
    names.map((name) => [snake(name), { signer: signerOf(name), arguments: Given.usageOf(formsOf(name)) }])
  )
}

const nameOf = (typed: string) => {
  const wanted = snake(typed).replaceAll("-", "_")
  const found = names.find((name) => snake(name) === wanted) ?? ofCalls[wanted]
  if (found !== undefined) return Effect.succeed(found)
  const near = names.map(snake).filter((name) => name.includes(wanted) || wanted.includes(name))
  return Effect.fail(
    usage(
      `There is no call by the name ${typed}.`,
      near.length === 0
        ? "'btcli tx' lists them; 'btcli call' makes any call of the runtime."
        : `Do you mean ${near.slice(0, 8).join(", ")}?`
    )
  )
}

/** What its table says that the call takes. */
type Values = { readonly [field: string]: unknown }

const send = (name: Name, values: Values, keys: Wallet.Chosen, { transaction }: Input) =>
  Effect.gen(function* () {
    const { amount } = values
    const isPaid = formsOf(name)["amount"] === "tao" && typeof amount === "bigint"
    return yield* Transaction.perform(transaction, {
      question: `Do you want to ${snake(name).replaceAll("_", " ")}?`,
      wallet: keys,
      signs: signerOf(name),
      amount: isPaid ? Rao(amount) : undefined,
      ...(yield* Transaction.calling(name, values, transaction))
    })
  })

export const command = Leaf.make({
  flags,
  description:
    "What it would do is shown and confirmed before anything is signed. Arguments may be flags as well: --amount_tao 1.5.",
  takesAnyFlag: true,
  examples: [
    { command: "btcli tx", description: "all calls, and what each takes" },
    { command: "btcli tx transfer to=5F… amount_tao=1.5 --dry_run", description: "what it would do and cost" }
  ],
  result: Schema.Union([Transaction.Outcome, Listed]),
  run: (input) =>
    Effect.gen(function* () {
      if (Option.isNone(input.name)) return listed
      const name = yield* nameOf(input.name.value)
      const forms = formsOf(name)
      const values = yield* Given.read(snake(name), forms, input.arguments, { mayOmitNames: false })
      const keys = yield* Wallet.chosen(input.wallet)
      return yield* Effect.provide(send(name, values, keys, input), Chain.layer(input.chain))
    }).pipe(Effect.provide(Wallet.layer(input.wallet))),
  show: (result, pen) =>
    result.status !== "listed"
      ? Transaction.outcomeLines(result, pen)
      : pen.table({
          columns: [{ title: "Call", style: "cyan" }, { title: "Signed by" }, { title: "Arguments" }],
          rows: Object.entries(result.calls).map(([name, { arguments: taken, signer }]) => [name, signer, taken])
        })
})
