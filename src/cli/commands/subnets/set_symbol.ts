/** `btcli subnets set_symbol` */
import { Effect } from "effect"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Transaction from "../../subject/transaction.ts"
import { Ask } from "../../terminal/Ask.ts"
import * as OwnerCall from "./ownerCall.ts"
import { otherwise } from "../../subject/sinceDTao.ts"

export const command = Leaf.make({
  flags: { ...OwnerCall.flags, symbol: Flags.text("symbol", "one of the symbols that the runtime knows") },
  examples: [{ command: "btcli subnets set_symbol --netuid 1 --symbol α", description: "the symbol of its alpha" }],
  result: OwnerCall.Result,
  run: ({ symbol: given, ...input }) =>
    Effect.flatMap(Ask.for(given, { message: "Enter the symbol", flag: "--symbol" }), (symbol) =>
      OwnerCall.perform(input, {
        question: (netuid) => `Do you want to set the symbol of subnet ${netuid} to ${symbol}?`,
        plan: (subtensor, netuid, options) => subtensor.plan.updateSymbol({ netuid, symbol }, options),
        submit: (subtensor, netuid, options) => subtensor.updateSymbol({ netuid, symbol }, options)
      })
    ).pipe(otherwise("Subnets have alpha and its symbol since dTAO (2025).", "Here all that they earn is TAO.")),
  show: Transaction.outcomeLines
})
