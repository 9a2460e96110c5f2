/**
 * Which 32 bytes may be taken for a public key, decided before any curve library sees them.
 *
 * @since 0.1.0
 */

const LENGTH = 32

/** 2^255 − 19, the size of the field of both curves, little endian. */
const FIELD = Uint8Array.from({ length: LENGTH }, (_, index) => (index === 0 ? 0xed : index === 31 ? 0x7f : 0xff))

/** The y coordinates of the eight points whose order divides 8 (RFC 7748's and RFC 8032's curve), sign bit cleared. */
const SMALL_ORDER = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
].map((hex) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)))

const isBelowField = (bytes: Uint8Array, last: number): boolean => {
  for (let index = LENGTH - 1; index >= 0; index--) {
    const byte = index === LENGTH - 1 ? last : (bytes[index] ?? 0)
    const limit = FIELD[index] ?? 0
    if (byte !== limit) return byte < limit
  }
  return false
}

const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0)

const hasSmallOrder = (bytes: Uint8Array): boolean =>
  SMALL_ORDER.some((point) =>
    point.every((byte, index) => byte === (index === LENGTH - 1 ? (bytes[index] ?? 0) & 0x7f : bytes[index]))
  )

/**
 * Whether the bytes may be a public key: 32 of them, the one canonical encoding of a field element, and no point that
 * signs for anything (identity, small order). It does not decompress the point: whether the bytes lie on the curve is
 * left to the library that verifies.
 *
 * @category guards
 */
export const isAcceptablePublicKey = (bytes: Uint8Array, scheme: "sr25519" | "ed25519"): boolean => {
  if (bytes.length !== LENGTH) return false
  const last = bytes[LENGTH - 1] ?? 0
  // A ristretto255 encoding is a non-negative field element: even, and its top bit is clear. Zero is the identity.
  if (scheme === "sr25519") return ((bytes[0] ?? 0) & 1) === 0 && isBelowField(bytes, last) && !isZero(bytes)
  return isBelowField(bytes, last & 0x7f) && !hasSmallOrder(bytes)
}
