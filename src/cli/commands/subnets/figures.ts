/** Figures as tables of subnets have them. */
import * as Ss58 from "../../../protocol/Ss58.ts"

const SUFFIXES = ["", " K", " M", " B", " T"]

/**
 * A large number, short: `1.50 M`.
 *
 * @category formatting
 */
export const millify = (value: number | bigint): string => {
  const number = Number(value)
  const magnitude = number === 0 ? 0 : Math.floor(Math.log10(Math.abs(number)) / 3)
  const step = Math.max(0, Math.min(SUFFIXES.length - 1, magnitude))
  return `${(number / 1000 ** step).toFixed(2)}${SUFFIXES[step]}`
}

/**
 * A part of a whole: `12.50%`.
 *
 * @category formatting
 */
export const percent = (share: number): string => `${(share * 100).toFixed(2)}%`

/** The account of no key, which subnets that nobody registered belong to. */
const isNobody = (address: string): boolean => Ss58.is(address) && Ss58.publicKey(address).every((byte) => byte === 0)

/**
 * Whose a subnet is, or nothing where that is nobody.
 *
 * @category combinators
 */
export const ownerOf = (address: string | undefined): string | null =>
  address === undefined || isNobody(address) ? null : address
