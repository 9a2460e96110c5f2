/** `btcli subnets set_identity` */
import { Effect } from "effect"
import * as Leaf from "../../frame/Leaf.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Identity from "./identity.ts"
import * as OwnerCall from "./ownerCall.ts"
import { otherwise } from "../../subject/sinceDTao.ts"

const flags = { ...OwnerCall.flags, words: Identity.flags }

export const command = Leaf.make({
  flags,
  description: "What it had said before and is not said again is gone.",
  examples: [
    {
      command:
        "btcli subnets set_identity --netuid 1 --subnet_name Squares --github_repo https://github.com/me/squares",
      description: "says what subnet 1 is"
    }
  ],
  result: OwnerCall.Result,
  run: (input) =>
    Effect.flatMap(Identity.said(input.words), (identity) =>
      OwnerCall.perform(input, {
        question: (netuid) => `Do you want to call subnet ${netuid} ${identity.subnetName}?`,
        deed: (netuid) => Transaction.calling("setSubnetIdentity", { netuid, ...identity }, input.transaction)
      })
    ).pipe(
      otherwise(
        "Subnets have identities since dTAO (2025).",
        "Their owners have: 'btcli wallet set_identity' sets yours."
      )
    ),
  show: Transaction.outcomeLines
})
