/** `btcli proxy create` */
import { Effect, Schema } from "effect"
import { type Command, Flag } from "effect/cli"
import type { Receipt } from "../../../services/subtensor/Core.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import type { Pen } from "../../terminal/Pen.ts"
import * as Right from "./right.ts"

const flags = {
  ...Right.flags,
  index: Flags.wholeNumber("index").pipe(
    Flag.withDefault(0),
    Flag.withDescription("tells apart what is made in one extrinsic")
  ),
  wallet: Wallet.coldkeyFlags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const Result = Schema.Struct({
  ...Transaction.Outcome.fields,
  /** The new account; `null` of a dry run. It can be removed again with what stands in `extrinsic`: block and index. */
  pure: Schema.NullOr(Schema.String)
})

/** The account that the receipt tells of. */
const pureOf = ({ events }: Receipt): string | null => {
  const made = events.find(({ name, pallet }) => pallet === "Proxy" && name === "PureCreated")
  return (made?.data as { readonly pure?: string } | undefined)?.pure ?? null
}

const ask = (input: Input) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(input.wallet)
    return { name, type: yield* Right.typeFor(input.type) }
  })

const create = ({ name, type }: Effect.Success<ReturnType<typeof ask>>, { delay, index, transaction }: Input) =>
  Effect.gen(function* () {
    const doing: Transaction.Doing = {
      question: `Do you want to make an account without a key, for which ${name} may act (${type})?`,
      wallet: { name, hotkey: "default" },
      signs: "coldkey",
      ...(yield* Transaction.calling("createPureProxy", { type, delay, index }, transaction))
    }
    const { made, outcome } = yield* Transaction.performMaking(transaction, doing, pureOf)
    return { ...outcome, pure: made }
  })

const show = (result: typeof Result.Type, pen: Pen): string => {
  const lines = Transaction.outcomeLines(result, pen)
  const { extrinsic, pure } = result
  return pure === null
    ? lines
    : [
        lines,
        `Account:   ${pure}`,
        `Keep this: 'btcli proxy kill' needs --height ${extrinsic?.block} --ext_index ${extrinsic?.index}`
      ].join("\n")
}

export const command = Leaf.make({
  flags,
  examples: [
    { command: "btcli proxy create --proxy_type Staking", description: "an account that only its maker can act for" }
  ],
  result: Result,
  run: askingThen(ask, create),
  show
})
