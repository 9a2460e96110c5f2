/**
 * The two spellings of a 64-byte sr25519 secret: keyfiles hold schnorrkel's own (scalar, nonce), polkadot-js exports and
 * most JavaScript libraries the "ed25519 form" (scalar × 8, nonce). Taking one for the other opens another account.
 *
 * @since 0.1.0
 */

const LENGTH = 64
const SCALAR = 32

/** The order of the group, 2^252 + 27742317777372353535851937790883648493, little endian. */
const ORDER = Uint8Array.of(
  0xed,
  0xd3,
  0xf5,
  0x5c,
  0x1a,
  0x63,
  0x12,
  0x58,
  0xd6,
  0x9c,
  0xf7,
  0xa2,
  0xde,
  0xf9,
  0xde,
  0x14,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0x10
)

/**
 * Whether 32 little-endian bytes from `offset` on are below the order of the group, as every scalar must be.
 *
 * @category guards
 */
export const isScalar = (bytes: Uint8Array, offset = 0, topMask = 0xff): boolean => {
  for (let index = SCALAR - 1; index >= 0; index--) {
    const byte = (bytes[offset + index] ?? 0) & (index === SCALAR - 1 ? topMask : 0xff)
    const limit = ORDER[index] ?? 0
    if (byte !== limit) return byte < limit
  }
  return false
}

/**
 * Whether the bytes can be a secret in keyfile form: 64 of them, with a scalar below the group's order that is not zero.
 *
 * @category guards
 */
export const isKeyfileSecret = (secret: Uint8Array): boolean =>
  secret.length === LENGTH && isScalar(secret) && secret.subarray(0, SCALAR).some((byte) => byte !== 0)

/**
 * The ed25519 form (scalar × 8) of a secret in keyfile form. The caller owns, and wipes, the copy.
 *
 * @category conversions
 */
export const toEd25519Form = (secret: Uint8Array): Uint8Array => {
  const out = Uint8Array.from(secret)
  let carry = 0
  for (let index = 0; index < SCALAR; index++) {
    const value = ((secret[index] ?? 0) << 3) | carry
    out[index] = value & 0xff
    carry = value >> 8
  }
  return out
}

/**
 * The keyfile form (scalar) of a secret in ed25519 form. The caller owns, and wipes, the copy.
 *
 * @category conversions
 */
export const fromEd25519Form = (secret: Uint8Array): Uint8Array => {
  const out = Uint8Array.from(secret)
  let carry = 0
  for (let index = SCALAR - 1; index >= 0; index--) {
    const value = secret[index] ?? 0
    out[index] = (value >> 3) | (carry << 5)
    carry = value & 0b111
  }
  return out
}
