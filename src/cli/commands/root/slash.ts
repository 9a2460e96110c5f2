/** `btcli root slash` */
import { commandOf } from "./changing.ts"

export const command = commandOf({
  flag: "decrease",
  description: "how much is taken from the weight, which is a part of 1 now; it does not go below 0",
  example: { command: "btcli root slash --netuid 1 --decrease 0.01", description: "a hundredth less for subnet 1" },
  question: "Enter decrease amount (e.g. 0.01)",
  to: (weight, amount) => Math.max(0, weight - amount),
  says: (netuid, _before, _after, amount) => `Slashing weight for subnet: ${netuid} by amount: ${amount}`
})
