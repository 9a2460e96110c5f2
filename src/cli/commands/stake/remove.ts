/** `btcli stake remove` */
import { Effect, Option } from "effect"
import { type Command, Flag } from "effect/cli"
import { Alpha, Rao } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import { onChain, usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
import * as Address from "../../subject/address.ts"
import * as Amount from "../../subject/amount.ts"
import { askingThen } from "../../subject/asking.ts"
import * as Chain from "../../subject/chain.ts"
import * as Stake from "../../subject/stake.ts"
import * as Trade from "../../subject/trade.ts"
import * as Transaction from "../../subject/transaction.ts"
import * as Wallet from "../../subject/wallet.ts"
import { tao } from "../../terminal/Pen.ts"
import { Screen } from "../../terminal/Screen.ts"
import * as Hotkeys from "./hotkeys.ts"
import * as Moving from "./moving.ts"

const flags = {
  all: Stake.flags.all.pipe(Flag.withAlias("unstake_all")),
  amount: Stake.flags.amount.pipe(Flag.withAlias("amount_alpha"), Flag.withAlias("a")),
  maxStake: Flags.text("max_stake", "take back what each hotkey's stake is above this"),
  hotkeyAddress: Flags.text("hotkey_ss58address", "the hotkey, by its address").pipe(
    Flag.withAlias("hotkey_ss58_address")
  ),
  ...Stake.places,
  ...Trade.flags,
  ...Hotkeys.flags,
  wallet: Wallet.flags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

type Goal =
  | { readonly _tag: "DownTo"; readonly stake: bigint }
  | { readonly _tag: "Each"; readonly amount: Stake.HowMuch }

const keysOf = (name: string, input: Input) =>
  Effect.gen(function* () {
    if (Option.isNone(input.hotkeyAddress)) return yield* Hotkeys.chosen(name, input)
    const address = yield* Address.of("--hotkey_ss58address", input.hotkeyAddress.value)
    return [{ name: address, address }]
  })

const goalOf = (hotkeys: ReadonlyArray<Hotkeys.Named>, input: Input) =>
  Effect.gen(function* () {
    const { all, amount, maxStake } = input
    if (Option.isNone(maxStake)) {
      const names = hotkeys.map(({ name }) => name).join(", ")
      const questions = { all: `Unstake all Tao from: '${names}'?`, amount: "Enter Tao amount to unstake" }
      const much = yield* Stake.howMuch(input, { ...questions, flags: "--amount, --max_stake or --all" })
      return { _tag: "Each", amount: much } satisfies Goal
    }
    if (all || Option.isSome(amount)) return yield* usage("--max_stake says how much by itself.", "Give it alone.")
    return { _tag: "DownTo", stake: yield* Amount.of("--max_stake", maxStake.value) } satisfies Goal
  })

/** How much of a stake comes back: nothing of one that is too small. @category combinators */
export const partOf = (goal: Goal, staked: bigint): bigint => {
  if (goal._tag === "DownTo") return staked > goal.stake ? staked - goal.stake : 0n
  if (goal.amount === "all") return staked
  return staked < goal.amount ? 0n : goal.amount
}

/** All of a stake where what would be left is less than may be: between nothing and the least nomination. @category combinators */
export const withoutDust = (amount: bigint, staked: bigint, least: bigint): bigint => {
  const left = staked - amount
  return left > 0n && left < least ? staked : amount
}

/** What others stake to a hotkey is not less than a minimum, or nothing. */
const sparingNoDust = (coldkey: string, { address }: Hotkeys.Named, amount: bigint, staked: bigint) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const screen = yield* Screen
    if ((yield* subtensor.hotkeyOwner(address)) === coldkey) return amount
    const least = yield* subtensor.minimumRequiredStake()
    const whole = withoutDust(amount, staked, least)
    if (whole !== amount) {
      yield* screen.warn(`Remaining stake balance of ${tao(staked - amount)} less than minimum of ${tao(least)}`)
      yield* screen.warn("This action will unstake the entire staked balance!")
    }
    return whole
  })

const questionOf = (wallet: string, moves: ReadonlyArray<Moving.Move>): string => {
  const [only] = moves
  if (only === undefined || moves.length > 1) {
    return `Do you want to unstake from the following keys to ${wallet}:\n${Moving.listed(moves)}`
  }
  const amount = Stake.amountText(only.amount, only.netuid ?? null)
  return `Do you want to unstake:\n  amount: ${amount}\n  hotkey: ${only.name}:${only.address}`
}

interface Removed {
  readonly hotkey: string
  readonly amount: Rao
  readonly netuid: number | undefined
  /** That it is all of it. */
  readonly isAll: boolean
}

/**
 * Before dTAO, and in the root network, nothing is sold. What is all of it now is less than all by the time that it is done: later
 * runtimes have a call of its own for that, but not for a part of it.
 */
const callOf = (
  { isAll, ...stake }: Removed,
  limit: bigint | undefined,
  { allowsPart }: Trade.Guard,
  given: Transaction.Given
) =>
  Effect.gen(function* () {
    const { amount, hotkey, netuid } = stake
    const { has } = yield* (yield* Subtensor).runtime()
    if (isAll && !allowsPart && netuid !== undefined && has("call", "SubtensorModule", "remove_stake_full_limit")) {
      const whole = { hotkey, netuid, limitPrice: limit === undefined ? undefined : Rao(limit) }
      return yield* Transaction.calling("removeStakeFullLimit", whole, given)
    }
    if (netuid === undefined || limit === undefined) return yield* Transaction.calling("removeStake", stake, given)
    const price = { limitPrice: Rao(limit), allowPartial: allowsPart }
    return yield* Transaction.calling("removeStakeLimit", { ...stake, ...price, netuid, amount: Alpha(amount) }, given)
  })

const moveOf = (
  key: Hotkeys.Named,
  { coldkey, goal, guard }: Pick<Asked, "coldkey" | "goal" | "guard">,
  netuid: number | undefined,
  input: Input
) =>
  Effect.gen(function* () {
    const screen = yield* Screen
    const hotkey = key.address
    const before = yield* Stake.stakedAt({ coldkey, hotkey, netuid })
    const wanted = partOf(goal, before)
    if (wanted === 0n) {
      // Of all subnets, most have none of it.
      if (input.allNetuids) return Option.none<Moving.Move>()
      const there = Stake.amountText(Stake.amountOf(before, netuid), netuid ?? null)
      yield* screen.warn(`Hotkey ${key.name} (${hotkey}) has a stake of ${there}. Skipping.`)
      return Option.none<Moving.Move>()
    }
    // Before dTAO a nomination that becomes too small is refused; from there on the chain clears it by itself.
    const amount = Rao(netuid === undefined ? yield* sparingNoDust(coldkey, key, wanted, before) : wanted)
    const exchange = { fromNetuid: netuid ?? 0, toNetuid: 0, amount }
    const trade = yield* Trade.look(exchange, guard)
    const isAll = goal._tag === "Each" && goal.amount === "all"
    const removed = { hotkey, amount, netuid, isAll }
    const { plan, submit } = yield* callOf(removed, Trade.limitOf(trade), guard, input.transaction)
    return Option.some<Moving.Move>({
      ...key,
      netuid,
      amount: Stake.amountOf(amount, netuid),
      before,
      trade,
      plan: Effect.map(plan, Transaction.withWords(Trade.words(trade, exchange))),
      submit
    })
  })

const ask = (input: Input) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(input.wallet)
    const coldkey = yield* Transaction.accountOf(input.transaction, name)
    const hotkeys = yield* keysOf(name, input)
    return { name, hotkeys, coldkey, guard: yield* Trade.guardOf(input), goal: yield* goalOf(hotkeys, input) }
  })

type Asked = Effect.Success<ReturnType<typeof ask>>

const remove = (asked: Asked, input: Input) =>
  Effect.gen(function* () {
    const { coldkey, hotkeys, name } = asked
    const netuids = yield* Stake.netuidsFor(input)
    const places = netuids.flatMap((netuid) => hotkeys.map((key) => ({ key, netuid })))
    const found = yield* Effect.forEach(places, ({ key, netuid }) => moveOf(key, asked, netuid, input))
    const moves = found.flatMap(Option.toArray)
    if (moves.length === 0) {
      return yield* onChain(
        "Not enough stake to unstake from any hotkeys or max_stake is more than current stake.",
        "'btcli stake show' shows how much there is."
      )
    }
    return yield* Moving.perform(input.transaction, {
      wallet: name,
      coldkey,
      question: questionOf(name, moves),
      moves
    })
  })

export const command = Leaf.make({
  flags,
  examples: [
    { command: "btcli stake remove --amount 10", description: "ask for the wallet and the hotkey; 10 TAO come back" },
    {
      command: "btcli stake remove --netuid 1 --amount 10 --tolerance 0.01 --partial",
      description: "10 alpha of subnet 1, or as much of it as can be sold before the price falls by 1 %"
    },
    { command: "btcli stake remove --all_hotkeys --all", description: "all stake with all hotkeys of the wallet" }
  ],
  result: Moving.Result,
  run: askingThen(ask, remove),
  show: Moving.show
})
