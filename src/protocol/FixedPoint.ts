/**
 * How the chain writes numbers that are not whole: fixed point, fractions of the largest u16 and u64, and decimal floats
 * (chain-client.md §3.4 and §5.8; runtime-dtao.md §0.4).
 *
 * @since 0.2.0
 */
import { Result, Schema } from "effect"
import { formatUnits, parseUnits } from "./internal/decimal.ts"

const U16_MAX = 65_535
const U64_MAX = 2n ** 64n - 1n

/**
 * A number that the chain cannot write in the form asked for. Nothing is clamped to make it fit.
 *
 * @category errors
 */
export class FixedPointError extends Schema.TaggedError<FixedPointError>()("FixedPointError", {
  reason: Schema.Literals(["NotANumber", "OutOfRange", "ProportionOverflow"]),
  /** The form asked for: `U64F64`, `u16 fraction`, … */
  form: Schema.String,
  /** What is wrong and what to do next. */
  detail: Schema.String
}) {
  override get message(): string {
    return `${this.form}: ${this.detail}`
  }
}

const notANumber = (form: string, value: number) =>
  new FixedPointError({
    reason: "NotANumber",
    form,
    detail: `${value} is no finite number. Look at the division or the missing field that it comes from.`
  })

const noFraction = (form: string, value: number | string) =>
  new FixedPointError({
    reason: "OutOfRange",
    form,
    detail: `${value} is not between 0 and 1. Check the unit: 18 % is 0.18.`
  })

/**
 * A fixed-point form: so many bits, of which the lower `fraction` stand behind the point. Metadata shows its values as
 * `{ bits }` and does not say where the point is; the item's documentation does.
 *
 * | form | bits | value | in |
 * |---|---|---|---|
 * | `U64F64`, `I64F64` | 128 | bits / 2⁶⁴ | `Alpha`, `TotalHotkeyShares`, `AlphaSqrtPrice`, `BurnIncreaseMult`, conviction, `SubnetEmaTaoFlow` |
 * | `U96F32`, `I96F32` | 128 | bits / 2³² | `SubnetMovingPrice`, `RootClaimable` |
 * | `U32F32`, `I32F32` | 64 | bits / 2³² | `alpha_sigmoid_steepness` |
 *
 * @category models
 */
export class FixedPoint {
  readonly name: string
  readonly size: 64 | 128
  readonly fraction: 32 | 64
  readonly isSigned: boolean

  constructor(name: string, size: 64 | 128, fraction: 32 | 64, isSigned: boolean) {
    this.name = name
    this.size = size
    this.fraction = fraction
    this.isSigned = isSigned
  }

  /** The smallest and the largest bits, sign and all. */
  get range(): readonly [minimum: bigint, maximum: bigint] {
    const half = 2n ** BigInt(this.size - 1)
    return this.isSigned ? [-half, half - 1n] : [0n, 2n * half - 1n]
  }

  /**
   * The bits as a signed integer: a decoder may give those of an `I` form unsigned, as the storage holds them. What does
   * not fit the form is a programming error: `RangeError`.
   */
  signedBits(bits: bigint): bigint {
    const [minimum, maximum] = this.range
    const limit = 2n ** BigInt(this.size)
    if (bits < minimum || bits >= limit) throw new RangeError(`${bits} are no bits of ${this.name}.`)
    return bits > maximum ? bits - limit : bits
  }

  /** The nearest binary64 number, ties to even. */
  toNumber(bits: bigint): number {
    // Converting rounds once; the division by a power of two is exact.
    return Number(this.signedBits(bits)) / 2 ** this.fraction
  }

  /** The exact value as decimal text, without zeros at the end: up to 64 decimals. */
  toText(bits: bigint): string {
    const exact = this.signedBits(bits) * 5n ** BigInt(this.fraction)
    return formatUnits(exact, this.fraction, { plain: true, trim: true })
  }

  /** The bits of a number, rounded down to a multiple of 2⁻ᶠ, as `from_num` of the chain's own library does. */
  fromNumber(value: number): Result.Result<bigint, FixedPointError> {
    if (!Number.isFinite(value)) return Result.fail(notANumber(this.name, value))
    const [minimum, maximum] = this.range
    const scaled = Math.floor(value * 2 ** this.fraction)
    const bits = Number.isFinite(scaled) ? BigInt(scaled) : maximum + 1n
    if (bits >= minimum && bits <= maximum) return Result.succeed(bits)
    const detail = `${value} is not between ${this.toText(minimum)} and ${this.toText(maximum)}. Check the hyperparameter's unit.`
    return Result.fail(new FixedPointError({ reason: "OutOfRange", form: this.name, detail }))
  }
}

/** 128 bits, 64 of them behind the point, no sign. */
export const U64F64 = new FixedPoint("U64F64", 128, 64, false)
/** 128 bits, 64 of them behind the point, with a sign. */
export const I64F64 = new FixedPoint("I64F64", 128, 64, true)
/** 128 bits, 32 of them behind the point, no sign. */
export const U96F32 = new FixedPoint("U96F32", 128, 32, false)
/** 128 bits, 32 of them behind the point, with a sign. */
export const I96F32 = new FixedPoint("I96F32", 128, 32, true)
/** 64 bits, 32 of them behind the point, no sign. */
export const U32F32 = new FixedPoint("U32F32", 64, 32, false)
/** 64 bits, 32 of them behind the point, with a sign. */
export const I32F32 = new FixedPoint("I32F32", 64, 32, true)

/**
 * The fraction that a u16 stands for: `u16 / 65535`. Consensus, incentive, dividends, takes and many hyperparameters are such.
 * What is no u16 is a `RangeError`.
 *
 * **Example** (A take of 18 %)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { fromU16, I32F32, toU16 } from "effect-bittensor/protocol/FixedPoint"
 *
 * Result.getOrThrow(toU16(0.18)) // => 11796
 * fromU16(65_535) // => 1
 * I32F32.toNumber(0xffff_ffff_8000_0000n) // => -0.5
 * I32F32.toText(1n) // => "0.00000000023283064365386962890625"
 * ```
 *
 * @category conversions
 */
export const fromU16 = (value: number): number => {
  if (!Number.isInteger(value) || value < 0 || value > U16_MAX) throw new RangeError(`${value} is no u16.`)
  return value / U16_MAX
}

/**
 * The u16 of a fraction from 0 to 1, rounded down, as the SDK sends takes: `floor(x × 65535)`.
 *
 * @category conversions
 */
export const toU16 = (fraction: number): Result.Result<number, FixedPointError> => {
  const fault = faultOfFraction("u16 fraction", fraction)
  return fault === undefined ? Result.succeed(Math.floor(fraction * U16_MAX)) : Result.fail(fault)
}

const faultOfFraction = (form: string, fraction: number): FixedPointError | undefined =>
  !Number.isFinite(fraction)
    ? notANumber(form, fraction)
    : fraction < 0 || fraction > 1
      ? noFraction(form, fraction)
      : undefined

/**
 * The fraction that a u64 stands for, as the nearest binary64 number: `value / (2⁶⁴ − 1)`, at most 1. The proportions of
 * child hotkeys are such. 2⁶⁴ is let pass: SDK 7.4.0 writes it for 1. Beyond that: `RangeError`.
 *
 * @category conversions
 */
export const fromU64 = (value: bigint): number => {
  if (value < 0n || value > U64_MAX + 1n) throw new RangeError(`${value} is no u64.`)
  // The divisor is a little below 2⁶⁴, so the quotient a little above: what ties between two numbers is rounded up.
  return value < 2n ** 53n ? Number(value) / 2 ** 64 : Math.min(Number(2n * value + 1n) / 2 ** 65, 1)
}

/** A number's shortest decimal text without an exponent, which for numbers up to 1 has at most 324 + 17 decimals. */
const DECIMALS = 345

const exactly = (fraction: number): bigint => {
  const [digits = "", exponent = "0"] = String(fraction).split("e-")
  const [whole = "", decimals = ""] = digits.split(".")
  return BigInt(whole + decimals) * 10n ** BigInt(DECIMALS - decimals.length - Number(exponent))
}

/**
 * The u64 of a fraction from 0 to 1, as SDK 10 computes it: the fraction's decimal text times 2⁶⁴ − 1, rounded down. A
 * text has more digits than binary64 (chain-client.md §3.4).
 *
 * **Example** (Exact, where binary64 is not)
 *
 * ```ts run
 * import { Result } from "effect"
 * import { toU64 } from "effect-bittensor/protocol/FixedPoint"
 *
 * Result.getOrThrow(toU64(0.1)) // => 1844674407370955161n
 * Result.getOrThrow(toU64(1)) // => 18446744073709551615n
 * Result.getOrThrow(toU64("0.10000000000000000001")) // => 1844674407370955161n
 * ```
 *
 * @category conversions
 */
export const toU64 = (fraction: number | string): Result.Result<bigint, FixedPointError> => {
  const form = "u64 fraction"
  if (typeof fraction === "number") {
    const fault = faultOfFraction(form, fraction)
    return fault === undefined ? Result.succeed(scaleToU64(exactly(fraction))) : Result.fail(fault)
  }
  const units = parseUnits(fraction, DECIMALS)
  if (units === "Syntax" || units === "More") {
    const detail = `'${fraction.slice(0, 40)}' is no fraction in decimal digits with at most one point, such as "0.25".`
    return Result.fail(new FixedPointError({ reason: "NotANumber", form, detail }))
  }
  return units === "Negative" || units > 10n ** BigInt(DECIMALS)
    ? Result.fail(noFraction(form, fraction.slice(0, 40)))
    : Result.succeed(scaleToU64(units))
}

const scaleToU64 = (units: bigint): bigint => (units * U64_MAX) / 10n ** BigInt(DECIMALS)

/** One per cent of 2⁶⁴ as SDK 7.4.0 has it, in binary64: an integer. */
const TOLERATED_EXCESS = BigInt(2 ** 64 * 0.01)

/**
 * The proportions of a hotkey's children as the chain takes them, from fractions whose sum is at most 1.
 *
 * `"10"` is the exact rule of SDK 10 ({@link toU64} for each). `"7.4"` is that of SDK 7.4.0: binary64, where 1 becomes 2⁶⁴;
 * when the sum exceeds 2⁶⁴ − 1 by at most one per cent, the first of the largest children gives up the excess. With either,
 * a sum that the chain would refuse (`ProportionOverflow`) fails here.
 *
 * @category conversions
 */
export const childProportions = (
  fractions: ReadonlyArray<number>,
  rule: "7.4" | "10" = "10"
): Result.Result<ReadonlyArray<bigint>, FixedPointError> => {
  const values: Array<bigint> = []
  for (const fraction of fractions) {
    const value = rule === "10" ? toU64(fraction) : binaryU64(fraction)
    if (Result.isFailure(value)) return Result.fail(value.failure)
    values.push(value.success)
  }
  const excess = values.reduce((sum, value) => sum + value, 0n) - U64_MAX
  if (excess <= 0n) return Result.succeed(values)
  if (rule === "10" || excess > TOLERATED_EXCESS) return Result.fail(proportionOverflow(fractions))
  const largest = values.reduce((best, value, index) => (value > values[best]! ? index : best), 0)
  return Result.succeed(values.map((value, index) => (index === largest ? value - excess : value)))
}

const binaryU64 = (fraction: number): Result.Result<bigint, FixedPointError> => {
  const fault = faultOfFraction("u64 fraction", fraction)
  return fault === undefined ? Result.succeed(BigInt(Math.floor(fraction * Number(U64_MAX)))) : Result.fail(fault)
}

const proportionOverflow = (fractions: ReadonlyArray<number>) =>
  new FixedPointError({
    reason: "ProportionOverflow",
    form: "child proportions",
    detail: `${fractions.join(" + ")} is more than 1. The children share one hotkey's stake: lower their proportions.`
  })

/**
 * A decimal float of the chain: `mantissa × 10 ** exponent`, both integers. The shares in `AlphaV2` and `TotalHotkeySharesV2`
 * are such, from spec 401 on.
 *
 * @category models
 */
export interface SafeFloat {
  readonly mantissa: bigint
  readonly exponent: bigint | number
}

/**
 * The nearest binary64 number of a {@link SafeFloat}.
 *
 * **Example** (The first share of a pool)
 *
 * ```ts run
 * import { safeFloatToNumber, safeFloatToText } from "effect-bittensor/protocol/FixedPoint"
 *
 * const share = { mantissa: 10n ** 21n, exponent: -12n }
 * safeFloatToNumber(share) // => 1000000000
 * safeFloatToText({ mantissa: 15n, exponent: -1 }) // => "1.5"
 * ```
 *
 * @category conversions
 */
export const safeFloatToNumber = ({ exponent, mantissa }: SafeFloat): number => Number(`${mantissa}e${exponent}`)

/** A stranger's exponent could otherwise ask for a text of any length; the chain's own have two digits. */
const LARGEST_EXPONENT = 1000

/**
 * The exact value of a {@link SafeFloat} as decimal text. Exponents beyond ±1000, which no chain writes, are a `RangeError`.
 *
 * @category conversions
 */
export const safeFloatToText = ({ exponent, mantissa }: SafeFloat): string => {
  const power = Number(exponent)
  if (Math.abs(power) > LARGEST_EXPONENT) throw new RangeError(`${exponent} is no exponent of a share.`)
  return power >= 0
    ? (mantissa * 10n ** BigInt(power)).toString()
    : formatUnits(mantissa, -power, { plain: true, trim: true })
}
