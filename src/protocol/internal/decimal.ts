/**
 * Bigints of a smallest unit, written and read as decimal text: exactly, for no float is on the way.
 */

/** Why a text is no amount. `More` says how many decimals it has. */
export type Fault = "Syntax" | "Negative" | "More"

/** The bounds keep a stranger's text from costing more than a moment. */
const AMOUNT = /^(-?)([0-9]{1,80})(?:\.([0-9]{0,400}))?$/

/**
 * Reads digits with at most one point as a multiple of `10 ** -decimals`.
 */
export const parseUnits = (text: string, decimals: number): bigint | Fault => {
  const [, sign, whole, fraction = ""] = AMOUNT.exec(text) ?? []
  if (whole === undefined) return "Syntax"
  if (sign === "-") return "Negative"
  if (fraction.length > decimals) return "More"
  return BigInt(whole + fraction.padEnd(decimals, "0"))
}

const grouped = (digits: string): string => digits.replaceAll(/\B(?=(?:[0-9]{3})+$)/g, ",")

/**
 * Writes a multiple of `10 ** -decimals`, with every decimal unless `trim`, in groups of three unless `plain`.
 */
export const formatUnits = (
  value: bigint,
  decimals: number,
  { plain = false, trim = false }: { readonly plain?: boolean | undefined; readonly trim?: boolean | undefined }
): string => {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, "0")
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = digits.slice(digits.length - decimals)
  const kept = trim ? fraction.replace(/0+$/, "") : fraction
  return `${value < 0n ? "-" : ""}${plain ? whole : grouped(whole)}${kept === "" ? "" : `.${kept}`}`
}

/**
 * The nearest number, ties to even, of a multiple of `10 ** -decimals`.
 */
export const unitsToNumber = (value: bigint, decimals: number): number =>
  value >= -(2n ** 53n) && value <= 2n ** 53n && decimals <= 22
    ? // Both are exact as numbers, so that the division rounds once.
      Number(value) / 10 ** decimals
    : Number(formatUnits(value, decimals, { plain: true }))
