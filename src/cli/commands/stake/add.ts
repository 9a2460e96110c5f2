/** `btcli stake add` */
import { Effect, Option } from "effect"
import { type Command, Flag } from "effect/cli"
import { Rao } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import { notFound, onChain, usage } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Leaf from "../../frame/Leaf.ts"
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
  all: Stake.flags.all.pipe(Flag.withAlias("a")),
  amount: Stake.flags.amount.pipe(Flag.withAlias("amount_tao")),
  maxStake: Flags.text("max_stake", "stake as much as brings each hotkey's stake up to this"),
  ...Stake.places,
  ...Trade.flags,
  ...Hotkeys.flags,
  wallet: Wallet.flags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

/** What is not worth its fee. */
const LEAST = 10_000n

/** A goal for the stake of each key, or an amount for each; `"all"` is all that there is, for the first. */
type Goal = { readonly _tag: "UpTo"; readonly stake: Rao } | { readonly _tag: "Each"; readonly amount: Stake.HowMuch }

const goalOf = (name: string, input: Input) =>
  Effect.gen(function* () {
    const { all, amount, maxStake } = input
    if (Option.isNone(maxStake)) {
      const questions = { all: `Stake all Tao from account: '${name}'?`, amount: "Enter Tao amount to stake" }
      const names = "--amount, --max_stake or --all"
      const much = yield* Stake.howMuch(input, { ...questions, flags: names })
      return { _tag: "Each", amount: much } satisfies Goal
    }
    if (all || Option.isSome(amount)) return yield* usage("--max_stake says how much by itself.", "Give it alone.")
    return { _tag: "UpTo", stake: yield* Amount.of("--max_stake", maxStake.value) } satisfies Goal
  })

/** How much goes to each of the keys, in their order, of so much that there is. @category combinators */
export const shares = (goal: Goal, stakes: ReadonlyArray<bigint>, available: bigint): ReadonlyArray<bigint> => {
  let left = available
  return stakes.map((stake) => {
    const wanted = goal._tag === "UpTo" ? goal.stake - stake : goal.amount === "all" ? left : goal.amount
    const capped = goal._tag === "UpTo" && wanted > left ? left : wanted
    if (capped <= LEAST && goal._tag === "UpTo") return 0n
    left -= capped
    return capped
  })
}

/** Those that have a place somewhere. Who names one hotkey means it; of several, those that have none are left out. */
const registered = (hotkeys: ReadonlyArray<Hotkeys.Named>) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const screen = yield* Screen
    return yield* Effect.filter(hotkeys, ({ address, name }) =>
      Effect.gen(function* () {
        if (yield* subtensor.isHotkeyRegisteredAny(address)) return true
        if (hotkeys.length === 1) {
          const next = "Register it: 'btcli subnets register'."
          return yield* notFound(`Hotkey ${name} (${address}) is not registered. Aborting.`, next)
        }
        yield* screen.warn(`Hotkey ${name} (${address}) is not registered. Skipping.`)
        return false
      })
    )
  })

const questionFor = (wallet: string, coldkey: string, moves: ReadonlyArray<Moving.Move>) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const [only] = moves
    const several = `Do you want to stake to the following keys from ${wallet}:\n${Moving.listed(moves)}`
    if (only === undefined || moves.length > 1) return several
    const owner = yield* subtensor.hotkeyOwner(only.address)
    const amount = tao(only.amount.tao ?? 0n)
    if (owner === undefined || owner === coldkey) {
      return `Do you want to stake:\n  amount: ${amount}\n  to: ${only.name}:${only.address}`
    }
    const take = Stake.percent(yield* subtensor.delegateTake(only.address))
    return `Do you want to delegate:\n  amount: ${amount}\n  to: ${only.address}\n  take: ${take}\n  owner: ${owner}`
  })

const nothingLeft = "Not enough balance to stake to any hotkeys or max_stake is less than current stake."

const ask = (input: Input) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(input.wallet)
    const coldkey = yield* Transaction.accountOf(input.transaction, name)
    const hotkeys = yield* Hotkeys.chosen(name, input)
    return { name, hotkeys, coldkey, guard: yield* Trade.guardOf(input), goal: yield* goalOf(name, input) }
  })

type Asked = Effect.Success<ReturnType<typeof ask>>

/** Before dTAO, and in the root network, nothing is bought. */
const callOf = (
  stake: { readonly hotkey: string; readonly amount: Rao; readonly netuid: number | undefined },
  limit: bigint | undefined,
  { allowsPart }: Trade.Guard,
  given: Transaction.Given
) => {
  const { netuid } = stake
  if (netuid === undefined || limit === undefined) return Transaction.calling("addStake", stake, given)
  const limited = { ...stake, netuid, limitPrice: Rao(limit), allowPartial: allowsPart }
  return Transaction.calling("addStakeLimit", limited, given)
}

const moveOf = (
  { address, name }: Hotkeys.Named,
  { amount, before, netuid }: { readonly amount: Rao; readonly before: bigint; readonly netuid: number | undefined },
  guard: Trade.Guard,
  given: Transaction.Given
) =>
  Effect.gen(function* () {
    const exchange = { fromNetuid: 0, toNetuid: netuid ?? 0, amount, isPurchase: true }
    const trade = yield* Trade.look(exchange, guard)
    const { plan, submit } = yield* callOf({ hotkey: address, amount, netuid }, Trade.limitOf(trade), guard, given)
    const move: Moving.Move = {
      name,
      address,
      netuid,
      amount: { tao: amount, alpha: null },
      before,
      trade,
      plan: Effect.map(plan, Transaction.withWords(Trade.words(trade, exchange))),
      submit
    }
    return move
  })

const movesOf = ({ coldkey, goal, guard, hotkeys }: Asked, input: Input) =>
  Effect.gen(function* () {
    const netuids = yield* Stake.netuidsFor(input)
    if (netuids.length > 1 && goal._tag === "Each" && goal.amount === "all") {
      return yield* usage("--all is for one subnet: of several, each gets the same.", "Give --amount or --max_stake.")
    }
    const keys = yield* registered(hotkeys)
    const targets = netuids.flatMap((netuid) => keys.map((key) => ({ key, netuid })))
    const [first] = targets
    if (first === undefined)
      return yield* notFound("None of the hotkeys is registered.", "See 'btcli wallet overview'.")
    const stakes = yield* Effect.forEach(targets, ({ key, netuid }) =>
      Stake.stakedAt({ coldkey, hotkey: key.address, netuid })
    )
    const available = yield* Stake.stakeable({ coldkey, hotkey: first.key.address, netuid: first.netuid })
    const amounts = shares(goal, stakes, available)
    const total = amounts.reduce((sum, amount) => sum + amount, 0n)
    if (total > available) {
      const there = `${tao(total)} are to be staked, and there are ${tao(available)} beside what has to stay.`
      return yield* onChain(`Not enough balance: ${there}`, "Stake less.")
    }
    const shared = targets.map((target, at) => ({
      ...target,
      amount: Rao(amounts[at] ?? 0n),
      before: stakes[at] ?? 0n
    }))
    return yield* Effect.forEach(
      shared.filter(({ amount }) => amount > 0n),
      ({ key, ...share }) => moveOf(key, share, guard, input.transaction)
    )
  })

const add = (asked: Asked, input: Input) =>
  Effect.gen(function* () {
    const { coldkey, name } = asked
    const moves = yield* movesOf(asked, input)
    if (moves.length === 0)
      return yield* onChain(nothingLeft, "'btcli wallet balance' and 'btcli stake show' show what there is.")
    const question = yield* questionFor(name, coldkey, moves)
    return yield* Moving.perform(input.transaction, { wallet: name, coldkey, question, moves })
  })

export const command = Leaf.make({
  flags,
  examples: [
    { command: "btcli stake add --amount 10", description: "ask for the wallet and the hotkey, and stake 10 TAO" },
    {
      command: "btcli stake add --netuid 1 --amount 10 --tolerance 0.01",
      description: "alpha of subnet 1 for 10 TAO, unless the price rises by over 1 %"
    },
    { command: "btcli stake add --all_hotkeys --max_stake 1000", description: "bring each hotkey up to 1000 TAO" }
  ],
  result: Moving.Result,
  run: askingThen(ask, add),
  show: Moving.show
})
