/** `btcli root boost` */
import { commandOf } from "./changing.ts"

export const command = commandOf({
  flag: "increase",
  description: "how much is added to the weight, which is a part of 1 now",
  example: { command: "btcli root boost --netuid 1 --increase 0.01", description: "a hundredth more for subnet 1" },
  question: "Enter amount (e.g. 0.01)",
  to: (weight, amount) => weight + amount,
  says: (netuid, before, after) => `Boosting weight for netuid ${netuid} from ${before} -> ${after}`
})
