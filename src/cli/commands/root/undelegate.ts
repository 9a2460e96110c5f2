/** `btcli root undelegate` */
import { Effect } from "effect"
import { Rao } from "../../../protocol/Money.ts"
import { notFound, onChain } from "../../frame/Failure.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Stake from "../../subject/stake.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { tao } from "../../terminal/Pen.ts"
import * as Delegates from "./delegates.ts"

const undelegate = (input: Delegates.Input) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(input.wallet)
    const hotkey = yield* Delegates.chosen(input.delegate)
    const { owner } = yield* Delegates.needed(hotkey)
    const netuid = yield* Delegates.netuidFor(input.netuid, hotkey, "remove")
    const coldkey = yield* Transaction.accountOf(input.transaction, name)
    const much = yield* Stake.howMuch(input, {
      all: `Unstake all Tao to account: '${name}'?`,
      amount: "Enter Tao amount to unstake"
    })
    const staked = yield* Stake.stakedAt({ coldkey, hotkey, netuid })
    const amount = much === "all" ? Rao(staked) : much
    if (staked === 0n)
      return yield* notFound(`${name} has no stake with ${hotkey}.`, "'btcli root my_delegates' shows whom it has.")
    if (amount > staked) {
      return yield* onChain(
        `${name} has ${tao(staked)} with ${hotkey}, and ${tao(amount)} are wanted.`,
        "Give less, or --all."
      )
    }
    return yield* Transaction.perform(input.transaction, {
      question: `Do you want to un-delegate:\n  amount: ${tao(amount)}\n  from: ${hotkey}\n  owner: ${owner}`,
      wallet: { name, hotkey },
      signs: "coldkey",
      ...(yield* Transaction.calling("removeStake", { hotkey, amount, netuid }, input.transaction))
    })
  })

export const command = Leaf.make({
  flags: Delegates.flags,
  examples: [
    {
      command: "btcli root undelegate --delegate_ss58key 5F… --amount 10",
      description: "take 10 TAO back from a delegate"
    }
  ],
  result: Transaction.Outcome,
  run: (input) =>
    undelegate(input).pipe(Effect.provide(Chain.layer(input.chain)), Effect.provide(Wallet.layer(input.wallet))),
  show: Transaction.outcomeLines
})
