/** `btcli subnets set_mechanisms` */
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Transaction from "../../subject/transaction.ts"
import { Ask } from "../../terminal/Ask.ts"
import { sinceMechanisms } from "./mechanisms.ts"
import * as OwnerCall from "./ownerCall.ts"

const check = (text: string) =>
  /^\d{1,3}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 255
    ? undefined
    : "it is a number of mechanisms, from 1 on."

export const command = Leaf.make({
  flags: {
    ...OwnerCall.flags,
    count: Flags.integer("count", "how many mechanisms it has").pipe(Flag.withAlias("mech_count"))
  },
  examples: [
    { command: "btcli subnets set_mechanisms --netuid 1 --count 2", description: "for the owner of subnet 1" }
  ],
  result: OwnerCall.Result,
  run: ({ count, ...input }) =>
    Effect.flatMap(
      Ask.for(Option.map(count, String), { message: "Enter how many mechanisms it has", flag: "--count", check }),
      (text) => {
        const value = Number(text)
        return OwnerCall.perform(input, {
          call: ["AdminUtils", "sudo_set_mechanism_count"],
          question: (netuid) => `Do you want subnet ${netuid} to have ${value} mechanisms?`,
          deed: (netuid) =>
            Transaction.calling("setHyperparameter", { netuid, name: "mechanism_count", value }, input.transaction)
        })
      }
    ).pipe(sinceMechanisms),
  show: Transaction.outcomeLines
})
