/** `btcli subnets set_identity` */
import { Effect, Option } from "effect"
import type { Command } from "effect/cli"
import { Flag } from "effect/cli"
import type { SubnetWords } from "../../../services/subtensor/calls/owner.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Transaction from "../../subject/transaction.ts"
import { Ask } from "../../terminal/Ask.ts"
import * as OwnerCall from "./ownerCall.ts"
import { otherwise } from "../../subject/sinceDTao.ts"

const words = {
  subnetName: Flags.text("subnet_name", "what it is called").pipe(Flag.withAlias("sn_name")),
  githubRepo: Flags.text("github_repo", "where its code is").pipe(Flag.withAlias("repo")),
  subnetContact: Flags.text("subnet_contact", "whom to write to").pipe(Flag.withAlias("contact")),
  subnetUrl: Flags.text("subnet_url", "its page").pipe(Flag.withAlias("url")),
  discord: Flags.text("discord", "its channel").pipe(Flag.withAlias("discord_handle")),
  description: Flags.text("description", "what it is about"),
  logoUrl: Flags.text("logo_url", "its picture"),
  additional: Flags.text("additional", "what else is to be said").pipe(Flag.withAlias("additional_info"))
}

const flags = { ...OwnerCall.flags, words }

/** All of it at once: what is not said is empty. */
const said = ({ words: given }: Command.Command.Config.Infer<typeof flags>) =>
  Effect.map(
    Ask.for(given.subnetName, { message: "Enter the name of the subnet", flag: "--subnet_name" }),
    (subnetName): SubnetWords => ({
      ...Object.fromEntries(
        Object.entries(given).flatMap(([name, text]) => (Option.isSome(text) ? [[name, text.value]] : []))
      ),
      subnetName
    })
  )

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
    Effect.flatMap(said(input), (identity) =>
      OwnerCall.perform(input, {
        question: (netuid) => `Do you want to call subnet ${netuid} ${identity.subnetName}?`,
        plan: (subtensor, netuid, options) => subtensor.plan.setSubnetIdentity({ netuid, ...identity }, options),
        submit: (subtensor, netuid, options) => subtensor.setSubnetIdentity({ netuid, ...identity }, options)
      })
    ).pipe(
      otherwise(
        "Subnets have identities since dTAO (2025).",
        "Their owners have: 'btcli wallet set_identity' sets yours."
      )
    ),
  show: Transaction.outcomeLines
})
