/** `btcli root boost` and `root slash`: one of the weights that are set becomes higher, or lower. */
import { Effect, type Option } from "effect"
import type { Command } from "effect/cli"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Netuid from "../../subject/netuid.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import { Screen } from "../../terminal/Screen.ts"
import { usage } from "../../frame/Failure.ts"
import * as Weighing from "./weighing.ts"

const DECIMALS = 4

/** Which way. @category models */
export interface Change {
  readonly flag: "increase" | "decrease"
  readonly description: string
  readonly example: Command.Command.Example
  readonly question: string
  readonly to: (weight: number, amount: number) => number
  readonly says: (netuid: number, before: number, after: number, amount: number) => string
}

const common = { wallet: Wallet.flags, chain: Chain.flags, transaction: Transaction.flags }

type Input = Command.Command.Config.Infer<typeof common> & {
  readonly netuid: Option.Option<number>
  readonly amount: Option.Option<string>
}

const isPositive = (text: string): boolean => /^(\d+\.?\d*|\.\d+)$/.test(text.trim()) && Number(text) > 0

const ask =
  ({ flag, question }: Change) =>
  ({ amount, netuid, wallet }: Input) =>
    Effect.gen(function* () {
      const chosen = yield* Wallet.chosen(wallet)
      const subnet = yield* Netuid.askedFor(netuid, "Enter netuid (e.g. 1)")
      const text = yield* Ask.for(amount, {
        message: question,
        flag: `--${flag}`,
        check: (answer) => (isPositive(answer) ? undefined : "give a number above 0, such as 0.01.")
      })
      return { wallet: chosen, netuid: subnet, amount: Number(text) }
    })

type Asked = Effect.Success<ReturnType<ReturnType<typeof ask>>>

const change =
  ({ says, to }: Change) =>
  ({ amount, netuid, wallet }: Asked, { transaction }: Input) =>
    Effect.gen(function* () {
      const screen = yield* Screen
      const weights = yield* Weighing.present(yield* Wallet.hotkeyAddress(wallet.name, wallet.hotkey))
      const before = weights.get(netuid) ?? 0
      const after = to(before, amount)
      yield* screen.note(says(netuid, Number(before.toFixed(DECIMALS)), Number(after.toFixed(DECIMALS)), amount))
      const wanted = new Map([...weights, [netuid, after]])
      if (![...wanted.values()].some((weight) => weight > 0)) {
        return yield* usage(`No weight is left above 0: subnet ${netuid} has the only one.`, "Lower it by less.")
      }
      return yield* Weighing.set(wallet, transaction, wanted)
    })

/** The command of a change. @category constructors */
export const commandOf = (how: Change) =>
  Leaf.make({
    examples: [how.example],
    flags: { netuid: Netuid.flag, amount: Flags.text(how.flag, how.description), ...common },
    result: Weighing.Result,
    run: askingThen(ask(how), change(how)),
    show: Transaction.outcomeLines
  })
