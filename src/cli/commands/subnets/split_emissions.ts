/** `btcli subnets split_emissions` */
import { Effect } from "effect"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Lists from "../../subject/lists.ts"
import * as Transaction from "../../subject/transaction.ts"
import { Ask } from "../../terminal/Ask.ts"
import { sinceMechanisms, splitOf } from "./mechanisms.ts"
import * as OwnerCall from "./ownerCall.ts"

const numbersOf = (text: string) => Lists.wordsOf(text).map(Number)

const check = (text: string) => {
  const numbers = numbersOf(text)
  const isGood =
    numbers.every((number) => Number.isFinite(number) && number >= 0) && numbers.some((number) => number > 0)
  return isGood ? undefined : "it is a number for each mechanism, such as 60,40."
}

export const command = Leaf.make({
  flags: {
    ...OwnerCall.flags,
    split: Flags.text("split", "what each mechanism gets, such as 60,40: in whatever unit")
  },
  examples: [
    { command: "btcli subnets split_emissions --netuid 1 --split 60,40", description: "for the owner of subnet 1" }
  ],
  result: OwnerCall.Result,
  run: ({ split, ...input }) =>
    Effect.flatMap(
      Ask.for(split, { message: "Enter what each mechanism gets (60,40)", flag: "--split", check }),
      (text) => {
        // The only argument is a list.
        const parameter = { name: "mechanism_emission_split", value: [splitOf(numbersOf(text))] }
        return OwnerCall.perform(input, {
          call: ["AdminUtils", "sudo_set_mechanism_emission_split"],
          question: (netuid) => `Do you want to split the emission of subnet ${netuid} ${text} between its mechanisms?`,
          deed: (netuid) => Transaction.calling("setHyperparameter", { netuid, ...parameter }, input.transaction)
        })
      }
    ).pipe(sinceMechanisms),
  show: Transaction.outcomeLines
})
