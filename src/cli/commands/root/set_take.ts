/** `btcli root set_take` */
import { Effect, Result as Outcome } from "effect"
import type { Command } from "effect/cli"
import { toU16 } from "../../../protocol/FixedPoint.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import { onChain, usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import { percent } from "../../subject/stake.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import { Screen } from "../../terminal/Screen.ts"

const U16 = 65_535

const flags = {
  take: Flags.text("take", "the part of its nominators' dividends that it keeps: 0.18 for 18 %"),
  wallet: Wallet.flags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const check = (text: string) =>
  /^(\d+\.?\d*|\.\d+)$/.test(text.trim()) && Number(text) <= 1
    ? undefined
    : "a take is a number from 0 to 1: 0.18 for 18 %."

const ask = ({ take, wallet }: Input) =>
  Effect.gen(function* () {
    const chosen = yield* Wallet.chosen(wallet)
    const text = yield* Ask.for(take, { message: "Enter take value (0.18 for 18%)", flag: "--take", check })
    return { wallet: chosen, take: Number(text) }
  })

/** The most that a delegate may take: the chain's, since it changes. */
const mostOf = Effect.gen(function* () {
  const subtensor = yield* Subtensor
  return Number(yield* subtensor.query("SubtensorModule", "MaxTake")) / U16
})

const setTake = ({ take, wallet }: Effect.Success<ReturnType<typeof ask>>, { transaction }: Input) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const screen = yield* Screen
    const hotkey = yield* Wallet.hotkeyAddress(wallet.name, wallet.hotkey)
    if (!(yield* subtensor.isHotkeyDelegate(hotkey))) {
      return yield* onChain(`Hotkey ${hotkey} is NOT a delegate.`, "Make it one: 'btcli root nominate'.")
    }
    const most = yield* mostOf
    const wanted = Outcome.getOrThrow(toU16(take)) / U16
    if (wanted > most) return yield* usage(`--take ${take}: Take value should not exceed ${percent(most, 0)}.`)
    const now = yield* subtensor.delegateTake(hotkey)
    if (now === wanted) return Transaction.nothingToDo
    const [is, call] = wanted > now ? ["lower", "increase_take"] : ["higher", "decrease_take"]
    yield* screen.note(`Current take of ${percent(now)} is ${is} than the new one. Will use ${call}.`)
    return yield* Transaction.perform(transaction, {
      question: `Do you want to set the take of ${hotkey} to ${percent(take)}?`,
      wallet,
      signs: "coldkey",
      ...(yield* Transaction.calling("setTake", { take, hotkey }, transaction))
    })
  })

export const command = Leaf.make({
  flags,
  description: "It can be lowered at any time, and raised about once a month.",
  examples: [
    {
      command: "btcli root set_take --wallet.name alice --wallet.hotkey validator --take 0.1",
      description: "keep 10 %"
    }
  ],
  result: Transaction.Outcome,
  run: askingThen(ask, setTake),
  show: Transaction.outcomeLines
})
