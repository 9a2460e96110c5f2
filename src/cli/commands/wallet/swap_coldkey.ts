/** `btcli wallet swap_coldkey` */
import { Effect, flow } from "effect"
import { Argument, type Command, Flag } from "effect/cli"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Address from "../../subject/address.ts"
import { askingThen } from "../../subject/asking.ts"
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
  wallet: Wallet.coldkeyFlags,
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

const ask = (input: Input) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(input.wallet)
    return { name, to: yield* recipient(input) }
  })

const deedOf = (to: string, { action, transaction }: Input) => {
  switch (action) {
    case "announce":
      return Transaction.calling("announceColdkeySwap", { to }, transaction)
    case "execute":
      return Transaction.calling("swapColdkeyAnnounced", { to }, transaction)
    case "schedule":
      return Transaction.calling("scheduleSwapColdkey", { to }, transaction)
    case "dispute":
      return Transaction.calling("disputeColdkeySwap", {}, transaction)
    case "clear":
      return Transaction.calling("clearColdkeySwapAnnouncement", {}, transaction)
  }
}

const swap = ({ name, to }: Effect.Success<ReturnType<typeof ask>>, input: Input) =>
  Effect.gen(function* () {
    const from = yield* Wallet.coldkeyAddress(name)
    return yield* Transaction.perform(input.transaction, {
      question: `Do you want to ${input.action} the swap of ${name}:${from}${to === "" ? "" : `\n  to: ${to}`}`,
      wallet: { name, hotkey: "default" },
      signs: "coldkey",
      ...(yield* deedOf(to, input))
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
  run: flow(
    askingThen(ask, swap),
    otherwise(
      "Coldkeys are swapped by 'schedule' on spec 218 to 392, and by 'announce' and 'execute' from 393 on.",
      "Before, move what it has: 'btcli stake remove', then 'btcli wallet transfer --all'."
    )
  ),
  show: Transaction.outcomeLines
})
