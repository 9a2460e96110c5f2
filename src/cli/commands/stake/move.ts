/** `btcli stake move` */
import { Effect, flow } from "effect"
import { type Command, Flag } from "effect/cli"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import { otherwise } from "../../subject/sinceDTao.ts"
import * as Trade from "../../subject/trade.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import * as Relocation from "./relocation.ts"

const flags = {
  destHotkey: Flags.text("dest_hotkey", "the hotkey that it goes to, by name or address").pipe(
    Flag.withAlias("destination_hotkey"),
    Flag.withAlias("to"),
    Flag.withAlias("dest"),
    Flag.withAlias("dest_ss58")
  ),
  ...Relocation.flags,
  wallet: { ...Wallet.flags, hotkey: Wallet.flags.hotkey.pipe(Flag.withAlias("from")) }
}

type Input = Command.Command.Config.Infer<typeof flags>

const ask = (input: Input) =>
  Effect.gen(function* () {
    const { from, name } = yield* Relocation.origin(input)
    const named = yield* Ask.for(input.destHotkey, {
      message: "Enter the hotkey name or ss58 that it goes to",
      flag: "--dest_hotkey"
    })
    const hotkey = yield* Wallet.hotkeyAddress(name, named)
    const to = { coldkey: from.coldkey, hotkey, netuid: yield* Relocation.destination(input, from.netuid) }
    if (hotkey === from.hotkey && to.netuid === from.netuid) {
      return yield* usage("It is there already: the hotkey and the subnet are the same.", "Give another --dest_hotkey.")
    }
    return { name, from, to, much: yield* Relocation.howMuch(input, from) }
  })

const move = (asked: Effect.Success<ReturnType<typeof ask>>, { transaction }: Input) => {
  const { from, to } = asked
  const ends = { fromHotkey: from.hotkey, toHotkey: to.hotkey, fromNetuid: from.netuid, toNetuid: to.netuid }
  return Relocation.perform(
    {
      ...asked,
      guard: Trade.unguarded,
      call: "move_stake",
      verb: "move",
      deed: (amount) => Transaction.calling("moveStake", { ...ends, amount }, transaction)
    },
    transaction
  )
}

export const command = Leaf.make({
  flags,
  description: "Between subnets it is sold and bought, at whatever the price is; 'btcli stake swap' can limit that.",
  examples: [
    {
      command: "btcli stake move --wallet.hotkey mine --origin_netuid 1 --dest_hotkey 5F… --amount 10",
      description: "10 alpha of subnet 1, from one hotkey to another"
    }
  ],
  result: Relocation.Result,
  run: flow(
    askingThen(ask, move),
    otherwise(
      "Stake is moved between hotkeys and subnets since dTAO (2025).",
      "Here, use 'btcli stake remove', and then 'btcli stake add'."
    )
  ),
  show: Transaction.outcomeLines
})
