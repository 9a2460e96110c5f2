/** `btcli subnets set_symbol` */
import { Effect, Option } from "effect"
import { Argument, type Command } from "effect/cli"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Netuid from "../../subject/netuid.ts"
import { otherwise } from "../../subject/sinceDTao.ts"
import * as Transaction from "../../subject/transaction.ts"
import { Ask } from "../../terminal/Ask.ts"
import * as OwnerCall from "./ownerCall.ts"

const flags = {
  ...OwnerCall.flags,
  subnet: { netuid: Netuid.flag },
  words: Argument.String("word").pipe(
    Argument.atLeast(0),
    Argument.withDescription("the symbol, or the subnet and the symbol, without their flags")
  ),
  symbol: Flags.text("symbol", "one of the symbols that the runtime knows")
}

/** `SYMBOL` behind `--netuid 1` of btcli 9, and `1 SYMBOL`. */
const said = ({ subnet: { netuid }, symbol, words }: Command.Command.Config.Infer<typeof flags>) =>
  Effect.gen(function* () {
    const [first = ""] = words
    const position = Option.isNone(netuid) && /^\d{1,5}$/.test(first) ? Option.some(Number(first)) : Option.none()
    const rest = Option.isSome(position) ? words.slice(1) : words
    if (rest.length > (Option.isSome(symbol) ? 0 : 1)) {
      return yield* usage("There is more on the command line than a subnet and its symbol.")
    }
    return { subnet: { netuid, position }, symbol: Option.orElse(symbol, () => Option.fromUndefinedOr(rest[0])) }
  })

export const command = Leaf.make({
  flags,
  examples: [{ command: "btcli subnets set_symbol --netuid 1 --symbol α", description: "the symbol of its alpha" }],
  result: OwnerCall.Result,
  run: (input) =>
    Effect.gen(function* () {
      const { subnet, symbol: given } = yield* said(input)
      const symbol = yield* Ask.for(given, { message: "Enter the symbol", flag: "--symbol" })
      return yield* OwnerCall.perform(
        { ...input, subnet },
        {
          question: (netuid) => `Do you want to set the symbol of subnet ${netuid} to ${symbol}?`,
          deed: (netuid) => Transaction.calling("updateSymbol", { netuid, symbol }, input.transaction)
        }
      )
    }).pipe(otherwise("Subnets have alpha and its symbol since dTAO (2025).", "Here all that they earn is TAO.")),
  show: Transaction.outcomeLines
})
