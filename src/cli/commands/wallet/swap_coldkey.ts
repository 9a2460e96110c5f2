/** `btcli wallet swap_coldkey` */
import { Effect } from "effect"
import { Argument, type Command, Flag } from "effect/cli"
import { Subtensor } from "../../../services/Subtensor.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Address from "../../subject/address.ts"
import * as Chain from "../../subject/chain.ts"
import { otherwise } from "../../subject/sinceDTao.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"

const flags = {
  action: Argument.Literals("action", ["announce", "execute", "dispute", "clear", "schedule"]).pipe(
    Argument.withDefault("execute" as const)
  ),
  to: Flags.text("new_coldkey", "address of the new coldkey").pipe(
    Flag.withAlias("destination"),
    Flag.withAlias("dest"),
    Flag.withAlias("new_coldkey_ss58"),
    Flag.withAlias("new_wallet")
  ),
  wallet: { name: Wallet.flags.name, path: Wallet.flags.path },
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

/** `dispute` and `clear` are about whatever was announced. */
const recipient = ({ action, to }: Input) =>
  action === "dispute" || action === "clear"
    ? Effect.succeed("")
    : Ask.for(to, {
        message: "Enter the ss58 address of the new coldkey",
        flag: "--new_coldkey",
        check: Address.check
      })

const callOf = (to: string, { action, transaction }: Input) =>
  Effect.gen(function* () {
    const { announceColdkeySwap, clearColdkeySwapAnnouncement, disputeColdkeySwap, plan, ...calls } = yield* Subtensor
    const options = Transaction.optionsOf(transaction)
    switch (action) {
      case "announce":
        return { plan: plan.announceColdkeySwap({ to }, options), submit: announceColdkeySwap({ to }, options) }
      case "execute":
        return { plan: plan.swapColdkeyAnnounced({ to }, options), submit: calls.swapColdkeyAnnounced({ to }, options) }
      case "schedule":
        return { plan: plan.scheduleSwapColdkey({ to }, options), submit: calls.scheduleSwapColdkey({ to }, options) }
      case "dispute":
        return { plan: plan.disputeColdkeySwap({}, options), submit: disputeColdkeySwap({}, options) }
      case "clear":
        return {
          plan: plan.clearColdkeySwapAnnouncement({}, options),
          submit: clearColdkeySwapAnnouncement({}, options)
        }
    }
  })

const swap = (name: string, to: string, input: Input) =>
  Effect.gen(function* () {
    const from = yield* Wallet.coldkeyAddress(name)
    return yield* Transaction.perform(input.transaction, {
      question: `Do you want to ${input.action} the swap of ${name}:${from}${to === "" ? "" : `\n  to: ${to}`}`,
      wallet: { name, hotkey: "default" },
      signs: "coldkey",
      ...(yield* callOf(to, input))
    })
  })

export const command = Leaf.make({
  flags,
  description:
    "Announced first and executed after a delay, on runtimes from spec 393 on; scheduled in one step on those from about 218 to 392.",
  examples: [
    {
      command: "btcli wallet swap_coldkey announce --wallet.name alice --new_coldkey 5F…",
      description: "the first of two steps, from spec 393 on"
    },
    {
      command: "btcli wallet swap_coldkey schedule --wallet.name alice --new_coldkey 5F…",
      description: "the only step, on spec 218 to 392"
    }
  ],
  result: Transaction.Outcome,
  run: (input) =>
    Effect.gen(function* () {
      const name = yield* Wallet.nameOf(input.wallet)
      const to = yield* recipient(input)
      return yield* Effect.provide(swap(name, to, input), Chain.layer(input.chain))
    }).pipe(
      Effect.provide(Wallet.layer(input.wallet)),
      otherwise(
        "Coldkeys are swapped by 'schedule' on spec 218 to 392, and by 'announce' and 'execute' from 393 on.",
        "Before, move what it has: 'btcli stake remove', then 'btcli wallet transfer --all'."
      )
    ),
  show: Transaction.outcomeLines
})
