/** `btcli stake swap` */
import { Effect, flow } from "effect"
import { type Command, Flag } from "effect/cli"
import { usage } from "../../frame/Failure.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import { otherwise } from "../../subject/sinceDTao.ts"
import * as Trade from "../../subject/trade.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Relocation from "./relocation.ts"

const flags = {
  ...Relocation.flags,
  originNetuid: Relocation.flags.originNetuid.pipe(Flag.withAlias("o")),
  destNetuid: Relocation.flags.destNetuid.pipe(Flag.withAlias("d")),
  ...Trade.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const ask = (input: Input) =>
  Effect.gen(function* () {
    const guard = yield* Trade.guardOf(input)
    const { from, name } = yield* Relocation.origin(input)
    const to = { ...from, netuid: yield* Relocation.destination(input) }
    if (to.netuid === from.netuid) {
      return yield* usage("It is there already: both subnets are the same.", "Give another --dest_netuid.")
    }
    return { name, from, to, guard, much: yield* Relocation.howMuch(input, from) }
  })

const swap = (asked: Effect.Success<ReturnType<typeof ask>>, { transaction }: Input) => {
  const { from, guard, to } = asked
  const ends = { hotkey: from.hotkey, fromNetuid: from.netuid, toNetuid: to.netuid }
  return Relocation.perform(
    {
      ...asked,
      call: guard.tolerance === undefined ? "swap_stake" : "swap_stake_limit",
      verb: "swap",
      deed: (amount, trade) => {
        const limitPrice = Trade.limitOf(trade)
        return limitPrice === undefined
          ? Transaction.calling("swapStake", { ...ends, amount }, transaction)
          : Transaction.calling(
              "swapStakeLimit",
              { ...ends, amount, limitPrice, allowPartial: guard.allowsPart },
              transaction
            )
      }
    },
    transaction
  )
}

export const command = Leaf.make({
  flags,
  description: "It stays with its hotkey; it is sold for TAO, with which alpha of the other subnet is bought.",
  examples: [
    {
      command: "btcli stake swap --origin_netuid 1 --dest_netuid 2 --amount 10 --tolerance 0.01",
      description: "10 alpha of subnet 1 into that of subnet 2, unless that brings over 1 % less than now"
    }
  ],
  result: Relocation.Result,
  run: flow(
    askingThen(ask, swap),
    otherwise("Stake is that of a subnet since dTAO (2025).", "Here there is one stake for all of them.")
  ),
  show: Transaction.outcomeLines
})
