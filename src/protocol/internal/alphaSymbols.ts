/**
 * The symbols of the subnets' tokens, by netuid (chain-client.md §9).
 */

/** Code points in hexadecimal, ranges inclusive; the place in the table is the netuid. */
const CODE_POINTS =
  "3C4 3B1-3C1 3C3 74 3C5-3C9 5D0-5EA 627 628 62A-63A 641-648 64A 649 16A0 16A2 16A6 16A8 16B1 16B3 42B 16C9 16D2 " +
  "1680-1685 169B 10D0-10D5 531-536 55E 400-405 44A 2C80-2C85 11000-11003 11005 DB1-DB6 2C00-2C20 E01-E23 E25 E27-E2E " +
  "1100-110D 1161-1175 12A0-12A7 12C8-12CE 12B0-12B6 1290-1296 905-90B 90F 910 913-928 92A-930 932 935-939 30A2 30A4 " +
  "30A6 30A8 30AA 30AB 30AD 30AF 30B1 30B3 30B5 30B7 30B9 30BB 30BD 30BF 30C1 30C4 30C6 30C8 30CA-30CF 30D2 30D5 30D8 " +
  "30DB 30DE-30E2 30E4 30E6 30E8-30ED 30EF 30F2 30F3 2D30-2D53 D85-D8C D8F-D96 D9A-DA8 DAA-DB0"

const SYMBOLS: ReadonlyArray<string> = CODE_POINTS.split(" ").flatMap((range) => {
  const [first = 0, last = first] = range.split("-").map((point) => Number.parseInt(point, 16))
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index))
})

/**
 * The symbol of a netuid; beyond the table, the symbols of its digits in the base of the table's length, largest first.
 */
export const alphaSymbol = (netuid: number): string => {
  if (!Number.isInteger(netuid) || netuid < 0) throw new RangeError(`${netuid} is no netuid.`)
  const digit = SYMBOLS[netuid % SYMBOLS.length]!
  return netuid < SYMBOLS.length ? digit : `${alphaSymbol(Math.floor(netuid / SYMBOLS.length))}${digit}`
}
