/** `btcli stake transfer` */
import { Effect, flow } from "effect"
import { type Command, Flag } from "effect/cli"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Address from "../../subject/address.ts"
import { askingThen } from "../../subject/asking.ts"
import { otherwise } from "../../subject/sinceDTao.ts"
import * as Trade from "../../subject/trade.ts"
import * as Transaction from "../../subject/transaction.ts"
import { Ask } from "../../terminal/Ask.ts"
import * as Relocation from "./relocation.ts"

const flags = {
  dest: Flags.text("dest", "address of the coldkey that gets it").pipe(
    Flag.withAlias("dest_ss58"),
    Flag.withAlias("dest_coldkey")
  ),
  ...Relocation.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const ask = (input: Input) =>
  Effect.gen(function* () {
    const { from, name } = yield* Relocation.origin(input)
    const coldkey = yield* Ask.for(input.dest, {
      message: "Enter the ss58 of the coldkey that gets it",
      flag: "--dest",
      check: Address.check
    })
    if (coldkey === from.coldkey) {
      return yield* usage(
        "--dest is the coldkey that the stake belongs to.",
        "To change the subnet, use 'btcli stake swap'."
      )
    }
    const to = { coldkey, hotkey: from.hotkey, netuid: yield* Relocation.destination(input, from.netuid) }
    return { name, from, to, much: yield* Relocation.howMuch(input, from) }
  })

const transfer = (asked: Effect.Success<ReturnType<typeof ask>>, { transaction }: Input) => {
  const { from, to } = asked
  const ends = { hotkey: from.hotkey, to: to.coldkey, fromNetuid: from.netuid, toNetuid: to.netuid }
  return Relocation.perform(
    {
      ...asked,
      guard: Trade.unguarded,
      call: "transfer_stake",
      verb: "give away",
      deed: (amount) => Transaction.calling("transferStake", { ...ends, amount }, transaction)
    },
    transaction
  )
}

export const command = Leaf.make({
  flags,
  description: "It stays with its hotkey. Between subnets it is sold and bought, at whatever the price is.",
  examples: [
    {
      command: "btcli stake transfer --wallet.hotkey mine --origin_netuid 1 --dest 5F… --amount 10",
      description: "10 alpha of subnet 1 for another coldkey"
    }
  ],
  result: Relocation.Result,
  run: flow(
    askingThen(ask, transfer),
    otherwise(
      "Stake is given to another coldkey since dTAO (2025).",
      "Here, use 'btcli stake remove', and then 'btcli wallet transfer'."
    )
  ),
  show: Transaction.outcomeLines
})
