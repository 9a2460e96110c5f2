/** SCALE's compact form of a length below 2^30: one, two or four bytes. */
export const compact = (length: number): Uint8Array => {
  if (length < 64) return Uint8Array.of(length << 2)
  if (length < 2 ** 14) return Uint8Array.of(((length << 2) & 0xff) | 1, length >> 6)
  const value = length * 4 + 2
  return Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, (value >>> 24) & 0xff)
}
