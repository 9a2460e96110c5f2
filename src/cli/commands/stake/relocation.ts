/** Stake that becomes stake elsewhere: of another hotkey, subnet or coldkey. */
import { Effect, Schema } from "effect"
import { type Command, Flag } from "effect/cli"
import { Alpha } from "../../../protocol/Money.ts"
import { onChain } from "../../frame/Failure.ts"
import * as Flags from "../../frame/Flags.ts"
import * as Chain from "../../subject/chain.ts"
import * as Netuid from "../../subject/netuid.ts"
import { mustHave } from "../../subject/sinceDTao.ts"
import * as Stake from "../../subject/stake.ts"
import * as Trade from "../../subject/trade.ts"
import * as Transaction from "../../subject/transaction.ts"
import { AlphaText } from "../../subject/values.ts"
import * as Wallet from "../../subject/wallet.ts"

/** @category flags */
export const flags = {
  originNetuid: Flags.integer("origin_netuid", "the subnet whose alpha it is"),
  destNetuid: Flags.integer("dest_netuid", "the subnet whose alpha it becomes").pipe(
    Flag.withAlias("destination_netuid")
  ),
  all: Stake.flags.all.pipe(Flag.withAlias("stake_all"), Flag.withAlias("swap_all")),
  amount: Stake.flags.amount.pipe(Flag.withAlias("amount_alpha"), Flag.withAlias("a")),
  wallet: Wallet.flags,
  chain: Chain.flags,
  transaction: Transaction.flags
}

type Input = Command.Command.Config.Infer<typeof flags>

/** Where stake is. */
const Place = Schema.Struct({ coldkey: Schema.String, hotkey: Schema.String, netuid: Schema.Int })

/** @category schemas */
export const Result = Schema.Struct({
  ...Transaction.Outcome.fields,
  from: Place,
  to: Place,
  amount_alpha: AlphaText,
  /** `null` where nothing is exchanged: within a subnet. */
  trade: Schema.NullOr(Trade.Trade)
})

/** The stake that it is about. @category questions */
export const origin = (input: Input) =>
  Effect.gen(function* () {
    const name = yield* Wallet.nameOf(input.wallet)
    const coldkey = yield* Transaction.accountOf(input.transaction, name)
    const hotkeyName = yield* Wallet.hotkeyNameOf(input.wallet, "Enter the hotkey name or ss58 to take stake from")
    const hotkey = yield* Wallet.hotkeyAddress(name, hotkeyName)
    const netuid = yield* Netuid.askedFor(input.originNetuid, "Enter the netuid of the stake", {
      flag: "--origin_netuid"
    })
    return { name, from: { coldkey, hotkey, netuid } }
  })

/** The subnet that it goes to: the same, unless another is said. @category questions */
export const destination = ({ destNetuid }: Input, initial?: number) =>
  Netuid.askedFor(destNetuid, "Enter the netuid that it goes to", {
    flag: "--dest_netuid",
    ...(initial !== undefined && { initial })
  })

/** How much of it. @category questions */
export const howMuch = (input: Input, { netuid }: typeof Place.Type) =>
  Stake.howMuch(input, {
    all: `All alpha of subnet ${netuid}?`,
    amount: `Enter the amount of alpha of subnet ${netuid}`
  })

/** @category models */
export interface Relocation {
  readonly name: string
  readonly from: typeof Place.Type
  readonly to: typeof Place.Type
  readonly much: Stake.HowMuch
  readonly guard: Trade.Guard
  /** The call of `SubtensorModule`. */
  readonly call: string
  /** `move`, as it is asked. */
  readonly verb: string
  readonly deed: (amount: Alpha, trade: Trade.Trade | undefined) => ReturnType<typeof Transaction.calling>
}

const amountOf = ({ from, much }: Relocation) =>
  Effect.gen(function* () {
    const staked = yield* Stake.stakedAt(from)
    const amount = Alpha(much === "all" ? staked : much)
    if (amount > 0n && amount <= staked) return amount
    const there = Stake.amountText(Stake.amountOf(staked, from.netuid), from.netuid)
    return yield* onChain(
      `Not enough stake: ${from.coldkey} has ${there} of subnet ${from.netuid} with ${from.hotkey}.`,
      "'btcli stake show' shows what is staked where."
    )
  })

const questionOf = ({ from, to, verb }: Relocation, amount: Alpha): string =>
  [
    `Do you want to ${verb} stake:`,
    `  amount: ${Stake.amountText(Stake.amountOf(amount, from.netuid), from.netuid)}`,
    `    from: ${from.hotkey} in subnet ${from.netuid}`,
    `      to: ${to.hotkey} in subnet ${to.netuid}${to.coldkey === from.coldkey ? "" : `, of ${to.coldkey}`}`
  ].join("\n")

/** Shows what it would be and bring, asks, and does it. @category combinators */
export const perform = (relocation: Relocation, given: Transaction.Given) =>
  Effect.gen(function* () {
    const { call, deed, from, guard, name, to } = relocation
    yield* mustHave("SubtensorModule", call)
    const amount = yield* amountOf(relocation)
    const exchange = { fromNetuid: from.netuid, toNetuid: to.netuid, amount }
    const trade = yield* Trade.look(exchange, guard)
    const outcome = yield* Transaction.perform(given, {
      question: questionOf(relocation, amount),
      wallet: { name, hotkey: from.hotkey },
      signs: "coldkey",
      ...Transaction.saying(yield* deed(amount, trade), Trade.words(trade, exchange))
    })
    return { ...outcome, from, to, amount_alpha: amount, trade: trade ?? null }
  })
