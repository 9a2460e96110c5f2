/** `btcli root delegate` */
import { Effect } from "effect"
import type { Command } from "effect/cli"
import { Flag } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Netuid from "../../subject/netuid.ts"
import * as Stake from "../../subject/stake.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { tao } from "../../terminal/Pen.ts"
import * as Delegates from "./delegates.ts"

const flags = {
  delegate: Delegates.flag.pipe(Flag.withAlias("delegate_ss58")),
  netuid: Netuid.flag,
  ...Stake.flags,
  wallet: { name: Wallet.flags.name, path: Wallet.flags.path },
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const delegate = (input: Input) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const hotkey = yield* Delegates.chosen(input.delegate)
    const { owner, take } = yield* Delegates.needed(hotkey)
    const name = yield* Wallet.nameOf(input.wallet)
    const netuid = yield* Delegates.netuidFor(input.netuid, hotkey, "add")
    const coldkey = yield* Transaction.accountOf(input.transaction, name)
    const much = yield* Stake.howMuch(input, {
      all: `Stake all Tao from account: '${name}'?`,
      amount: "Enter Tao amount to stake"
    })
    const amount = much === "all" ? yield* Stake.stakeable({ coldkey, hotkey, netuid }) : much
    const options = Transaction.optionsOf(input.transaction)
    return yield* Transaction.perform(input.transaction, {
      question: `Do you want to delegate:\n  amount: ${tao(amount)}\n  to: ${hotkey}\n  take: ${Stake.percent(take)}\n  owner: ${owner}`,
      wallet: { name, hotkey },
      signs: "coldkey",
      amount,
      plan: subtensor.plan.addStake({ hotkey, amount, netuid }, options),
      submit: subtensor.addStake({ hotkey, amount, netuid }, options)
    })
  })

export const command = Leaf.make({
  flags,
  examples: [
    { command: "btcli root delegate --delegate_ss58key 5F… --amount 10", description: "stake 10 TAO to a delegate" }
  ],
  result: Transaction.Outcome,
  run: (input) =>
    delegate(input).pipe(Effect.provide(Chain.layer(input.chain)), Effect.provide(Wallet.layer(input.wallet))),
  show: Transaction.outcomeLines
})
