/** `btcli stake set_auto` */
import { Effect, flow, Schema } from "effect"
import type { Command } from "effect/cli"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Netuid from "../../subject/netuid.ts"
import { mustHave, otherwise } from "../../subject/sinceDTao.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"

const flags = { netuid: Netuid.flag, wallet: Wallet.flags, chain: Chain.flags, transaction: Transaction.flags }

type Input = Command.Command.Config.Infer<typeof flags>

const ask = (input: Input) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(input.wallet)
    const netuid = yield* Netuid.askedFor(input.netuid)
    const named = yield* Wallet.hotkeyNameOf(input.wallet, "Enter the hotkey name or ss58 to stake to")
    return { name, netuid, hotkey: yield* Wallet.hotkeyAddress(name, named) }
  })

const set = ({ hotkey, name, netuid }: Effect.Success<ReturnType<typeof ask>>, { transaction }: Input) =>
  Effect.gen(function* () {
    yield* mustHave("SubtensorModule", "set_coldkey_auto_stake_hotkey")
    const outcome = yield* Transaction.perform(transaction, {
      question: `Do you want what ${name} earns in subnet ${netuid} to be staked to ${hotkey}?`,
      wallet: { name, hotkey },
      signs: "coldkey",
      ...(yield* Transaction.calling("setAutoStake", { netuid, hotkey }, transaction))
    })
    return { ...outcome, netuid, hotkey }
  })

export const command = Leaf.make({
  flags,
  examples: [
    { command: "btcli stake set_auto --netuid 1 --wallet.hotkey 5F…", description: "what is earned in subnet 1" }
  ],
  result: Schema.Struct({ ...Transaction.Outcome.fields, netuid: Schema.Int, hotkey: Schema.String }),
  run: flow(
    askingThen(ask, set),
    otherwise("Earnings are staked elsewhere since dTAO's later runtimes (2025).", "Here they stay with their hotkey.")
  ),
  show: Transaction.outcomeLines
})
