/** `btcli wallet transfer` */
import { Effect, Option } from "effect"
import { type Command, Flag } from "effect/cli"
import { type Rao, Tao } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import { contradiction } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Address from "../../subject/address.ts"
import * as Amount from "../../subject/amount.ts"
import * as Announcing from "../../subject/announcing.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Recipients from "../../subject/recipients.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { Ask } from "../../terminal/Ask.ts"
import { tao } from "../../terminal/Pen.ts"
import { Screen } from "../../terminal/Screen.ts"

/** Money that goes where none of ours has gone is worth a second look. */
const warnOfStranger = (to: string) =>
  Effect.gen(function* () {
    if (yield* Recipients.isKnown(to)) return
    const isThere = (yield* (yield* Subtensor).balance(to)) > 0n
    const and = isThere ? "" : ", and it has no account on this chain yet"
    yield* (yield* Screen).warn(
      `Nothing was sent to ${to} from this machine before${and}: compare the address, every character of it.`
    )
  })

const flags = {
  dest: Flags.text("dest", "address of the recipient").pipe(Flag.withAlias("destination"), Flag.withAlias("d")),
  amount: Flags.text("amount", "TAO to send").pipe(Flag.withAlias("amount_tao"), Flag.withAlias("a")),
  all: Flags.toggle("all", "send all that is free, but for what keeps the account one"),
  allowDeath: Flags.toggle("allow_death", "the account may cease to exist; with --all nothing stays in it"),
  wallet: Wallet.flags,
  chain: Chain.flags,
  announceOnly: Announcing.flag,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

const ask = ({ all, amount, dest, wallet }: Input) =>
  Effect.gen(function* () {
    if (all && Option.isSome(amount)) return yield* contradiction("--all", "--amount")
    const name = yield* Wallet.nameOf(wallet)
    const to = yield* Ask.for(dest, {
      message: "Enter destination address (ss58)",
      flag: "--dest",
      check: Address.check
    })
    if (all) return { name, to, amount: undefined }
    const text = yield* Ask.for(amount, {
      message: "Enter TAO amount to transfer",
      flag: "--amount",
      check: Amount.check
    })
    return { name, to, amount: Tao(text) }
  })

const deedOf = (to: string, amount: Rao | undefined, { allowDeath, transaction }: Input) => {
  const keepAlive = !allowDeath
  return amount === undefined
    ? Transaction.calling("transferAll", { to, keepAlive }, transaction)
    : Transaction.calling("transfer", { to, amount, keepAlive }, transaction)
}

const transfer = ({ amount, name, to }: Effect.Success<ReturnType<typeof ask>>, input: Input) =>
  Effect.gen(function* () {
    const from = yield* Wallet.coldkeyAddress(name)
    yield* warnOfStranger(to)
    const what = amount === undefined ? "all that is free" : tao(amount)
    const doing = yield* Announcing.unless(input.announceOnly, input.transaction, {
      question: `Do you want to transfer:\n  amount: ${what}\n    from: ${name}:${from}\n      to: ${to}`,
      wallet: { name, hotkey: Option.getOrElse(input.wallet.hotkey, () => "default") },
      signs: "coldkey",
      amount,
      ...(yield* deedOf(to, amount, input))
    })
    const outcome = yield* Transaction.perform(input.transaction, doing)
    if (outcome.extrinsic !== undefined && !input.announceOnly) yield* Recipients.remember(to)
    return outcome
  })

export const command = Leaf.make({
  flags,
  examples: [
    {
      command: "btcli wallet transfer --wallet.name alice --dest 5F… --amount 1.5 --dry_run",
      description: "what it would do and cost"
    }
  ],
  result: Transaction.Outcome,
  run: askingThen(ask, transfer),
  show: Transaction.outcomeLines
})
