/** `btcli wallet swap_hotkey` */
import { Effect, Option } from "effect"
import { Argument, type Command, Flag } from "effect/cli"
import { usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"

const flags = {
  // As btcli 9 has it.
  destination: Argument.optional(Argument.String("new_hotkey")),
  wallet: Wallet.flags,
  newHotkey: Flags.text("wallet.hotkey_b", "the hotkey that takes its place, by its name or its address").pipe(
    Flag.withAlias("new_hotkey")
  ),
  netuid: Flags.integer("netuid", "in one subnet only, on runtimes that can do that"),
  allNetuids: Flags.toggle("all_netuids", "in all subnets, as it is without --netuid"),
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const newName = ({ destination, newHotkey }: Input) =>
  Ask.for(
    Option.orElse(newHotkey, () => destination),
    {
      message: "Enter new hotkey name",
      flag: "--wallet.hotkey_b",
      initial: "default"
    }
  )

const swap = (name: string, input: Input) =>
  Effect.gen(function* () {
    if (input.allNetuids && Option.isSome(input.netuid)) {
      return yield* usage("--netuid and --all_netuids: it is either one or the other.")
    }
    const old = yield* Wallet.hotkeyNameOf(input.wallet, "Enter old hotkey name")
    const next = yield* newName(input)
    if (old === next)
      return yield* usage("A hotkey cannot take its own place.", "Give another one with --wallet.hotkey_b.")
    const hotkey = yield* Wallet.hotkeyAddress(name, old)
    const newHotkey = yield* Wallet.hotkeyAddress(name, next)
    const swapping = { hotkey, newHotkey, netuid: Option.getOrUndefined(input.netuid) }
    return yield* Transaction.perform(input.transaction, {
      question: `Do you want to swap the hotkey:\n  old: ${old}:${hotkey}\n  new: ${next}:${newHotkey}`,
      wallet: { name, hotkey: old },
      signs: "coldkey",
      ...(yield* Transaction.calling("swapHotkey", swapping, input.transaction))
    })
  })

export const command = Leaf.make({
  flags,
  description: "All that the old one has, places, stake and history, goes to the new one.",
  examples: [
    {
      command: "btcli wallet swap_hotkey --wallet.name alice --wallet.hotkey old --wallet.hotkey_b new",
      description: "both in the wallet"
    }
  ],
  result: Transaction.Outcome,
  run: (input) =>
    Effect.gen(function* () {
      const network = Option.some(yield* Chain.askedFor(input.chain))
      const name = yield* Wallet.nameOf(input.wallet)
      return yield* Effect.provide(swap(name, input), Chain.layer({ ...input.chain, network, endpoint: Option.none() }))
    }).pipe(Effect.provide(Wallet.layer(input.wallet))),
  show: Transaction.outcomeLines
})
