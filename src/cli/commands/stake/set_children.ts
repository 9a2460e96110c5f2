/** `btcli stake set_children` */
import { Effect } from "effect"
import { type Command, Flag } from "effect/cli"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Chain from "../../subject/chain.ts"
import * as Lists from "../../subject/lists.ts"
import * as Netuid from "../../subject/netuid.ts"
import * as Stake from "../../subject/stake.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import { Screen } from "../../terminal/Screen.ts"
import * as Children from "./children.ts"
import * as Proportions from "./proportions.ts"

const flags = {
  netuid: Netuid.flag,
  children: Flags.list("children", "the child hotkeys, by address; at most five").pipe(Flag.withAlias("c")),
  proportions: Flags.list("proportions", "the part of the stake that each acts with, 0 to 1, together at most 1"),
  wallet: Wallet.flags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

/** What there is now, before it is asked for what shall be. */
const status = (hotkey: string, netuid: number) =>
  Effect.gen(function* () {
    const screen = yield* Screen
    const found = yield* Children.of(hotkey, netuid)
    yield* screen.note(`Current Status:\nMy Hotkey: ${hotkey}\n${Children.table(found, screen.pen)}`)
  })

const setChildren = (input: Input) =>
  Effect.gen(function* () {
    const wallet = yield* Children.chosen(input.wallet)
    const netuid = yield* Netuid.askedFor(input.netuid)
    const hotkey = yield* Wallet.hotkeyAddress(wallet.name, wallet.hotkey)
    yield* Children.mustExist(netuid)
    yield* Children.mustOwn(yield* Transaction.accountOf(input.transaction, wallet.name), hotkey)
    yield* status(hotkey, netuid)
    const addresses = yield* Ask.for(Lists.given(input.children), {
      message: "Enter child hotkeys (ss58) as comma-separated values",
      flag: "--children",
      check: Proportions.checkAddresses
    })
    const parts = yield* Ask.for(Lists.given(input.proportions), {
      message:
        "Enter the percentage of proportion for each child as comma-separated values (total from all children must be less than or equal to 1)",
      flag: "--proportions",
      check: Proportions.checkProportions
    })
    const children = yield* Proportions.byChild(addresses, parts)
    const list = [...children].map(([child, part]) => `  - ${child}: ${Stake.percent(part)}`).join("\n")
    return yield* Transaction.perform(input.transaction, {
      question: `Do you want to add children hotkeys with proportions:\n${list}?`,
      wallet,
      signs: "coldkey",
      ...(yield* Transaction.calling("setChildren", { netuid, hotkey, children }, input.transaction))
    })
  }).pipe(Children.needsChildren)

export const command = Leaf.make({
  flags,
  description: "They replace those that there are; on later runtimes, some time after.",
  examples: [
    {
      command: "btcli stake set_children --netuid 1 --children 5F…,5G… --proportions 0.3,0.5",
      description: "two children, who act with 30 % and 50 % of the hotkey's stake"
    }
  ],
  result: Transaction.Outcome,
  run: (input) =>
    setChildren(input).pipe(Effect.provide(Chain.layer(input.chain)), Effect.provide(Wallet.layer(input.wallet))),
  show: Transaction.outcomeLines
})
