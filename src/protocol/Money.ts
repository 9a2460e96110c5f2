/**
 * Amounts of money. All of them are whole numbers of the smallest unit, as on the chain: nothing is lost on the way, and
 * TAO cannot be taken for a subnet's alpha (chain-client.md §9).
 *
 * @since 0.2.0
 */
import { Result, Schema } from "effect"
import { alphaSymbol } from "./internal/alphaSymbols.ts"
import { type Fault, formatUnits, parseUnits, unitsToNumber } from "./internal/decimal.ts"

/** One TAO in rao; also one alpha in its smallest unit. */
export const RAO_PER_TAO = 1_000_000_000n

const DECIMALS = 9
const MAXIMUM = 2n ** 64n - 1n

/**
 * What was given is no amount of money. Nothing is rounded to make it one.
 *
 * @category errors
 */
export class MoneyError extends Schema.TaggedError<MoneyError>()("MoneyError", {
  reason: Schema.Literals(["NotANumber", "Syntax", "Negative", "TooManyDecimals", "TooLarge"]),
  /** What was given, as text, cut after 40 characters. */
  given: Schema.String,
  /** What is wrong and what to do next. */
  detail: Schema.String
}) {
  override get message(): string {
    return `'${this.given}': ${this.detail}`
  }
}

type Reason = MoneyError["reason"]

const details: Readonly<Record<Reason, string>> = {
  NotANumber: "an amount is a finite number. Look at the division or the missing field that it comes from.",
  Syntax:
    'an amount is written in digits with at most one point, such as "1234.5": no separators, exponents or symbols.',
  Negative: "an amount is zero or more. Say in the operation which way money goes, not in the sign.",
  TooManyDecimals: "an amount has at most nine decimals, as the smallest unit is 0.000000001. Round it as you mean it.",
  TooLarge: "the chain counts in 64 bits, so the largest amount is 18446744073.709551615. Check the unit."
}

const refuse = (reason: Reason, given: unknown): MoneyError =>
  new MoneyError({ reason, given: String(given).slice(0, 40), detail: details[reason] })

const faults = { Syntax: "Syntax", Negative: "Negative", More: "TooManyDecimals" } as const satisfies Record<
  Fault,
  Reason
>

const faultOf = (units: bigint): Reason | undefined =>
  units < 0n ? "Negative" : units > MAXIMUM ? "TooLarge" : undefined

const inRange = (units: bigint, given: unknown): Result.Result<bigint, MoneyError> => {
  const fault = faultOf(units)
  return fault === undefined ? Result.succeed(units) : Result.fail(refuse(fault, given))
}

/** A text exactly; a number times 10⁹ in binary64, cut toward zero, as Python's `int(x * 10**9)`. */
const unitsOf = (amount: number | string): Result.Result<bigint, MoneyError> => {
  if (typeof amount === "number") {
    if (!Number.isFinite(amount)) return Result.fail(refuse("NotANumber", amount))
    return amount < 0
      ? Result.fail(refuse("Negative", amount))
      : inRange(BigInt(Math.trunc(amount * Number(RAO_PER_TAO))), amount)
  }
  const units = parseUnits(amount, DECIMALS)
  return typeof units === "bigint" ? inRange(units, amount) : Result.fail(refuse(faults[units], amount))
}

const unitsOrThrow = (units: Result.Result<bigint, MoneyError>): bigint => {
  if (Result.isFailure(units)) throw units.failure
  return units.success
}

/** A schema that can also be called. Schemas are functions already, of no use as such: this one has theirs behind it. */
const callable = <A, S extends object>(make: (units: bigint) => A, schema: S): ((units: bigint) => A) & S =>
  Object.setPrototypeOf((units: bigint) => make(units), schema) as ((units: bigint) => A) & S

const Units = Schema.BigInt.check(
  Schema.makeFilter((units: bigint) => {
    const fault = faultOf(units)
    return fault === undefined ? undefined : refuse(fault, units).message
  })
)

const RaoSchema = Units.pipe(Schema.brand("Rao"))

/**
 * An amount of TAO, in rao: 10⁻⁹ TAO, from 0 to 2⁶⁴ − 1. Sums and differences are plain bigints until `Rao` checks them again.
 *
 * @category models
 */
export type Rao = typeof RaoSchema.Type

/**
 * Makes an amount of a bigint of rao, and is the schema of amounts; in JSON (`Schema.toCodecJson`) they are decimal text.
 * Throws {@link MoneyError} on what is below zero or above 64 bits.
 *
 * **Example** (Arithmetic, then a check)
 *
 * ```ts run
 * import { Schema } from "effect"
 * import { Rao, Tao } from "effect-bittensor"
 *
 * const fee = Rao(124_414n)
 * Rao(Tao(1) - fee) // => 999875586n
 * Schema.is(Rao)(-1n) // => false
 * ```
 *
 * @category schemas
 */
export const Rao = callable((units): Rao => RaoSchema.make(unitsOrThrow(inRange(units, units))), RaoSchema)

/**
 * How an amount is written. By default as the Python SDK does: symbol, thousands in groups, all nine decimals.
 *
 * @category models
 */
export interface FormatOptions {
  /** Leaves out the zeros at the end of the decimals, and the point when none is left. @default false */
  readonly trim?: boolean | undefined
  /** Neither symbol nor groups: the very text that `parse` reads. @default false */
  readonly plain?: boolean | undefined
}

/**
 * Makes {@link Rao} of an amount in TAO; nothing else is a Tao.
 *
 * A text is read exactly. A number is multiplied by 10⁹ and cut toward zero, which is what Python's `Balance.from_tao`
 * does: 0.29 gives 290000000. Write a text where the last rao counts.
 *
 * **Example** (In and out)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { Tao } from "effect-bittensor"
 *
 * Tao(10) // => 10000000000n
 * Tao("0.5") // => 500000000n
 * Tao.format(Tao("1234.567890123")) // => "τ1,234.567890123"
 * Tao.format(Tao(1.5), { trim: true }) // => "τ1.5"
 * Tao.format(Tao(1234), { plain: true, trim: true }) // => "1234"
 * Tao.toNumber(Tao("0.25")) // => 0.25
 * const refused = Result.flip(Tao.parse("1,5")).pipe(Result.getOrThrow)
 * refused.reason // => "Syntax"
 * ```
 *
 * @category constructors
 */
export const Tao: {
  /** Throws {@link MoneyError} on what is no amount; for literals in programs. */
  (amount: number | string): Rao
  /** The same for what a user typed or a file says: a failure instead of a throw. */
  readonly parse: (amount: number | string) => Result.Result<Rao, MoneyError>
  /** Writes `τ1,234.567890123`, from the integer; a difference below zero as `τ-1.500000000`. */
  readonly format: (rao: Rao, options?: FormatOptions) => string
  /** The nearest binary64 number of TAO, as Python's `Balance.tao`. For plots and ratios, never for a transaction. */
  readonly toNumber: (rao: Rao) => number
} = Object.assign((amount: number | string): Rao => RaoSchema.make(unitsOrThrow(unitsOf(amount))), {
  parse: (amount: number | string) => Result.map(unitsOf(amount), (units) => RaoSchema.make(units)),
  format: (rao: Rao, options: FormatOptions = {}) =>
    `${options.plain === true ? "" : alphaSymbol(0)}${formatUnits(rao, DECIMALS, options)}`,
  toNumber: (rao: Rao) => unitsToNumber(rao, DECIMALS)
})

const AlphaSchema = Units.pipe(Schema.brand("Alpha"))

/**
 * An amount of a subnet's alpha, in 10⁻⁹ alpha, from 0 to 2⁶⁴ − 1. Which subnet's stands beside it, as on the chain.
 *
 * @category models
 */
export type Alpha = typeof AlphaSchema.Type

/** The direction in which a text is read: alpha's symbols are of scripts of both, the digits always run from the left. */
const LEFT_TO_RIGHT = "\u200e"

const formatAlpha = (
  alpha: Alpha,
  unit: { readonly netuid: number } | { readonly symbol: string },
  options: FormatOptions = {}
): string => {
  const number = formatUnits(alpha, DECIMALS, options)
  if (options.plain === true) return number
  const symbol = "symbol" in unit ? unit.symbol : alphaSymbol(unit.netuid)
  return symbol === alphaSymbol(0) ? `${symbol}${number}` : `${LEFT_TO_RIGHT}${number}${symbol}${LEFT_TO_RIGHT}`
}

/**
 * Makes an amount of alpha of a bigint of its smallest unit, and is the schema of such amounts. TAO and alpha are of two
 * types: neither compiles where the other is asked for. Throws {@link MoneyError} as {@link Rao} does.
 *
 * **Example** (Alpha of subnet 3)
 *
 * ```ts run
 * import { Alpha } from "effect-bittensor"
 *
 * const stake = Alpha.of("12.5")
 * stake // => 12500000000n
 * Alpha.symbol(3) // => "γ"
 * Alpha.format(stake, { netuid: 3 }) // => "\u200e12.500000000γ\u200e"
 * Alpha.format(stake, { symbol: "γ" }, { plain: true, trim: true }) // => "12.5"
 * Alpha.toNumber(stake) // => 12.5
 * ```
 *
 * @category schemas
 */
export const Alpha = Object.assign(
  callable((units): Alpha => AlphaSchema.make(unitsOrThrow(inRange(units, units))), AlphaSchema),
  {
    /** Makes alpha of an amount in alpha, by the rules of {@link Tao}; throws {@link MoneyError}. */
    of: (amount: number | string): Alpha => AlphaSchema.make(unitsOrThrow(unitsOf(amount))),
    /** The same with a failure instead of a throw. */
    parse: (amount: number | string): Result.Result<Alpha, MoneyError> =>
      Result.map(unitsOf(amount), (units) => AlphaSchema.make(units)),
    /** Writes the number and the subnet's symbol between two left-to-right marks; root's (netuid 0) as TAO. */
    format: formatAlpha,
    /** The nearest binary64 number of alpha. */
    toNumber: (alpha: Alpha): number => unitsToNumber(alpha, DECIMALS),
    /**
     * The symbol that the SDK gives to a netuid: 439 of them, then two or more in a row, as digits. The chain's own
     * (`SubtensorModule.TokenSymbol`) may be another, and is the one to show: an owner can choose it.
     */
    symbol: alphaSymbol
  }
)
