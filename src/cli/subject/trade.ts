/**
 * Exchanges of TAO and of alpha, as stake is bought, sold and swapped since dTAO: what they cost now, what they would bring, and how far
 * the price may go before it is done.
 */
import { Effect, Option, Result as Outcome, Schema } from "effect"
import { Flag } from "effect/cli"
import { Alpha, Rao, Tao } from "../../protocol/Money.ts"
import { Subtensor } from "../../services/Subtensor.ts"
import type { Exchange, SimulatedSwap } from "../../services/subtensor/reads/alpha.ts"
import { contradiction, usage } from "../frame/Failure.ts"
import * as Flags from "../frame/Flags.ts"
import { Settings } from "../frame/Settings.ts"
import * as Limit from "./limit.ts"
import { otherwise } from "./sinceDTao.ts"
import * as Stake from "./stake.ts"

/** How far the price may go. @category flags */
export const flags = {
  safe: Flag.optional(Flag.Boolean("safe")).pipe(
    Flag.withAlias("safe_staking"),
    Flag.withDescription("do nothing at a price beyond the tolerance, as is the default")
  ),
  unsafe: Flags.toggle("unsafe", "take whatever the price is when it is done"),
  tolerance: Flags.text("tolerance", "how much worse than now the price may be: a part of 1 (0.05)").pipe(
    Flag.withAlias("rate_tolerance"),
    Flag.withAlias("limit")
  ),
  partial: Flag.optional(Flag.Boolean("partial")).pipe(
    Flag.withAlias("allow_partial_stake"),
    Flag.withAlias("allow"),
    Flag.withDescription("do as much of it as the limit of the price allows, instead of nothing")
  )
}

/** @category models */
export interface Given {
  readonly safe: Option.Option<boolean>
  readonly unsafe: boolean
  readonly tolerance: Option.Option<string>
  readonly partial: Option.Option<boolean>
}

/** How far the price may go, in billionths of itself: `undefined` for however far. @category models */
export interface Guard {
  readonly tolerance: bigint | undefined
  readonly allowsPart: boolean
}

/** Whatever the price is. @category constants */
export const unguarded: Guard = { tolerance: undefined, allowsPart: false }

const DEFAULT = "0.05"

const switched = (given: Option.Option<boolean>, file: string) =>
  Settings.find(Option.map(given, String), { environment: [], file })

const toleranceOf = (text: string) =>
  Outcome.match(Tao.parse(text), {
    onFailure: () => Effect.fail(usage(`--tolerance ${text}: it is no number.`, "5 % are 0.05.")),
    onSuccess: (part) =>
      part <= Limit.ONE
        ? Effect.succeed<bigint>(part)
        : Effect.fail(usage(`--tolerance ${text}: it is a part of 1, from 0 to 1.`, "5 % are 0.05."))
  })

/** How far a price may go, in billionths of itself, as flag and settings say. @category settings */
export const toleranceFor = (given: Option.Option<string>) =>
  Effect.flatMap(Settings.find(given, { environment: [], file: "rate_tolerance" }), (text = DEFAULT) =>
    toleranceOf(text)
  )

/** What flags and settings say. @category settings */
export const guardOf = ({ partial, safe, tolerance, unsafe }: Given) =>
  Effect.gen(function* () {
    if (unsafe && Option.contains(safe, true)) return yield* contradiction("--safe", "--unsafe")
    if (unsafe && Option.isSome(tolerance)) {
      return yield* usage("--unsafe takes any price, and --tolerance limits it.", "Give one.")
    }
    const isSafe = !unsafe && (yield* switched(safe, "safe_staking")) !== "false"
    const part = yield* toleranceFor(tolerance)
    const allowsPart = (yield* switched(partial, "allow_partial_stake")) === "true"
    return { tolerance: isSafe ? part : undefined, allowsPart } satisfies Guard
  })

/** What one unit costs is TAO for alpha that is bought or sold, and alpha of the other subnet for what is swapped. @category schemas */
export const Trade = Schema.Struct({
  price: Stake.Amount,
  /** `null` without a limit. */
  limit_price: Schema.NullOr(Stake.Amount),
  allows_part: Schema.Boolean,
  /** About, by what the pool holds now, fees taken off. */
  receives: Stake.Amount,
  fee: Stake.Amount,
  /** A part of 1: what is lost against the price of now, by fees too. */
  slippage: Schema.NullOr(Schema.Finite)
})

/** @category models */
export type Trade = typeof Trade.Type

const ROOT = 0

const amounts = {
  tao: (units: bigint): Stake.Amount => ({ tao: Rao(units), alpha: null }),
  alpha: (units: bigint): Stake.Amount => ({ tao: null, alpha: Alpha(units) })
}

/** An exchange: as a purchase with TAO, whose limit is the most that it may cost, or one of stake, whose limit is the least that it brings. @category models */
export interface Trading extends Exchange {
  readonly isPurchase?: boolean | undefined
}

/** The price of one unit, and its limit. */
const pricesOf = ({ isPurchase, toNetuid }: Trading, prices: Limit.Prices, tolerance: bigint | undefined) => {
  if (isPurchase === true) {
    const limit = tolerance === undefined ? null : amounts.tao(Limit.most(prices.to, tolerance))
    return { price: amounts.tao(prices.to), limit_price: limit }
  }
  const unit = toNetuid === ROOT ? amounts.tao : amounts.alpha
  const limit = tolerance === undefined ? null : unit(Limit.least(prices, tolerance))
  return { price: unit(Limit.rate(prices)), limit_price: limit }
}

/** @category constructors */
export const tradeOf = (exchange: Trading, prices: Limit.Prices, swap: SimulatedSwap, guard: Guard): Trade => {
  const isSold = exchange.toNetuid === ROOT
  const received = isSold ? swap.taoAmount : swap.alphaAmount
  return {
    ...pricesOf(exchange, prices, guard.tolerance),
    allows_part: guard.tolerance !== undefined && guard.allowsPart,
    receives: isSold ? amounts.tao(received) : amounts.alpha(received),
    fee: { tao: swap.taoFee, alpha: swap.alphaFee },
    slippage: Limit.slippage(prices, exchange.amount, received)
  }
}

const quote = (exchange: Trading, guard: Guard) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { hash } = yield* subtensor.head
    const at = { block: hash }
    const [from, to, swap] = yield* Effect.all(
      [
        subtensor.subnetPrice(exchange.fromNetuid, at),
        subtensor.subnetPrice(exchange.toNetuid, at),
        subtensor.simSwap(exchange, at)
      ],
      { concurrency: "unbounded" }
    )
    return tradeOf(exchange, { from, to }, swap, guard)
  })

/**
 * What an exchange costs now, would bring, and may cost; `undefined` where nothing is exchanged: within a subnet, and of TAO for stake in
 * the root network. Without a limit, runtimes that tell no prices are no hindrance.
 *
 * @category reads
 */
export const look = (exchange: Trading, guard: Guard) => {
  if (exchange.fromNetuid === exchange.toNetuid) return Effect.undefined
  if (guard.tolerance === undefined) {
    return quote(exchange, guard).pipe(
      Effect.catchReason("ChainError", "NotInRuntime", () => Effect.succeed<Trade | undefined>(undefined))
    )
  }
  return quote(exchange, guard).pipe(
    otherwise(
      "Prices are told and limited on runtimes of 2025 and later.",
      "Give --unsafe to take whatever the price is."
    )
  )
}

/** The limit in the chain's units. @category getters */
export const limitOf = (trade: Trade | undefined): bigint | undefined => {
  const limit = trade?.limit_price
  return limit === null || limit === undefined ? undefined : (limit.tao ?? limit.alpha ?? undefined)
}

const feeText = ({ fee }: Trade, netuid: number): string => {
  const parts = [
    ...(fee.alpha === null || fee.alpha === 0n ? [] : [Stake.amountText(amounts.alpha(fee.alpha), netuid)]),
    ...(fee.tao === null || fee.tao === 0n ? [] : [Stake.amountText(amounts.tao(fee.tao), null)])
  ]
  return parts.length === 0 ? "without a fee" : `after a fee of ${parts.join(" and ")}`
}

const LOUD = 0.05

/** What is said of it before it is confirmed. @category formatting */
export const words = (trade: Trade | undefined, { fromNetuid, isPurchase, toNetuid }: Trading) => {
  if (trade === undefined) return { effects: [], warnings: [] }
  const { allows_part, limit_price, price, receives, slippage } = trade
  const text = (amount: Stake.Amount) => Stake.amountText(amount, toNetuid)
  const lost = slippage === null ? "" : `, slippage ${Stake.percent(slippage)}`
  const side = isPurchase === true ? "at most" : "at least"
  const limit =
    limit_price === null
      ? []
      : [
          `it is done at ${side} ${text(limit_price)} each, and ${allows_part ? "as far as that goes" : "else not at all"}`
        ]
  const isLoud = slippage !== null && slippage > LOUD
  return {
    effects: [
      `one alpha of subnet ${isPurchase === true ? toNetuid : fromNetuid} costs ${text(price)} now`,
      `about ${text(receives)} come out, ${feeText(trade, fromNetuid)}${lost}`,
      ...limit
    ],
    warnings: [
      ...(limit_price === null ? ["the price is not limited: it is whatever it is when this is done"] : []),
      ...(isLoud ? [`${Stake.percent(slippage)} of its worth are lost: the amount is large for the pool`] : [])
    ]
  }
}
