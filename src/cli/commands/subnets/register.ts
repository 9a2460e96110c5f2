/** `btcli subnets register` */
import { Effect } from "effect"
import { Rao } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Transaction from "../../subject/transaction.ts"
import { tao } from "../../terminal/Pen.ts"
import * as Registration from "./registration.ts"

/** The network whose places go by stake, and cost nothing. */
const ROOT = 0

const costOf = (netuid: number) =>
  Effect.flatMap(Subtensor, (subtensor) =>
    netuid === ROOT ? Effect.succeed(Rao(0n)) : Effect.map(subtensor.recycle(netuid), (cost = Rao(0n)) => cost)
  )

const register =
  (input: Registration.Input): Registration.Register =>
  ({ coldkey, hotkey, keys, netuid }) =>
    Effect.gen(function* () {
      const subtensor = yield* Subtensor
      const options = Transaction.optionsOf(input.transaction)
      const [cost, balance] = [yield* costOf(netuid), yield* subtensor.balance(coldkey)]
      return yield* Transaction.perform(input.transaction, {
        question: [
          `Your balance is: ${tao(balance)}`,
          `The cost to register by recycle is ${tao(cost)}`,
          `Recycle ${tao(cost)} to register ${hotkey} on subnet:${netuid}?`
        ].join("\n"),
        wallet: keys,
        signs: "coldkey",
        amount: cost,
        plan: subtensor.plan.burnedRegister({ netuid, hotkey }, options),
        submit: subtensor.burnedRegister({ netuid, hotkey }, options)
      })
    })

export const command = Leaf.make({
  flags: Registration.flags,
  description: "It costs TAO, which is recycled; in the root network (netuid 0) it costs nothing, and goes by stake.",
  examples: [
    {
      command: "btcli subnets register --netuid 1 --wallet.name alice --wallet.hotkey default --dry_run",
      description: "what it would cost"
    }
  ],
  result: Registration.Result,
  run: (input) => Registration.perform(input, register(input)),
  show: Registration.show
})
