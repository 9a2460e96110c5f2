/** `btcli subnets start` */
import * as Leaf from "../../frame/Leaf.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as OwnerCall from "./ownerCall.ts"
import { otherwise } from "../../subject/sinceDTao.ts"

export const command = Leaf.make({
  flags: OwnerCall.flags,
  description: "From dTAO on a new subnet earns nothing before its owner starts it.",
  examples: [{ command: "btcli subnets start --netuid 1", description: "lets subnet 1 begin to earn" }],
  result: OwnerCall.Result,
  run: (input) =>
    OwnerCall.perform(input, {
      question: (netuid) => `Do you want to start subnet ${netuid}?`,
      deed: (netuid) => Transaction.calling("startCall", { netuid }, input.transaction)
    }).pipe(
      otherwise(
        "Subnets are started since dTAO (2025).",
        "Here one earns as soon as it is there; nothing is to be done."
      )
    ),
  show: Transaction.outcomeLines
})
