/** `btcli stake set_childkey_take` */
import { Effect } from "effect"
import { type Command, Flag } from "effect/cli"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Netuid from "../../subject/netuid.ts"
import { percent } from "../../subject/stake.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import * as Children from "./children.ts"

const flags = {
  netuid: Netuid.flag,
  take: Flags.text("take", "the part that the child keeps of what its parents' stake earns: 0 to 0.18").pipe(
    Flag.withAlias("t")
  ),
  wallet: { ...Wallet.flags, hotkey: Wallet.flags.hotkey.pipe(Flag.withAlias("child_hotkey_ss58")) },
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

/** @category checks */
export const checkTake = (text: string): string | undefined =>
  /^(\d+\.?\d*|\.\d+)$/.test(text.trim()) && Number(text) <= Children.MOST_TAKE
    ? undefined
    : `Invalid take: Childkey Take must be between 0 and ${Children.MOST_TAKE} (representing 0% to 18%).`

const ask = (input: Input) =>
  Effect.gen(function* () {
    const wallet = yield* Children.chosen(input.wallet)
    const netuid = yield* Netuid.askedFor(input.netuid)
    const take = yield* Ask.for(input.take, {
      message: "Enter the percentage of take for your child hotkey (between 0 and 0.18 representing 0-18%)",
      flag: "--take",
      check: checkTake
    })
    return { wallet, netuid, take: Number(take) }
  })

const setTake = ({ netuid, take, wallet }: Effect.Success<ReturnType<typeof ask>>, { transaction }: Input) =>
  Effect.gen(function* () {
    const hotkey = yield* Wallet.hotkeyAddress(wallet.name, wallet.hotkey)
    yield* Children.mustExist(netuid)
    return yield* Transaction.perform(transaction, {
      question: `Do you want to set childkey take to: ${percent(take)}?`,
      wallet,
      signs: "coldkey",
      ...(yield* Transaction.calling("setChildkeyTake", { netuid, take, hotkey }, transaction))
    })
  }).pipe(Children.needsChildren)

export const command = Leaf.make({
  flags,
  examples: [
    {
      command: "btcli stake set_childkey_take --netuid 1 --wallet.hotkey default --take 0.09",
      description: "nine per cent of what parents earn by it"
    }
  ],
  result: Transaction.Outcome,
  run: askingThen(ask, setTake),
  show: Transaction.outcomeLines
})
