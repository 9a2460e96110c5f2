/**
 * Hex as keyfiles and command lines have it: `0x` is optional, any case is read, lower case is written.
 *
 * @since 0.1.0
 */

const DIGITS = /^(?:0x)?((?:[0-9a-fA-F]{2})*)$/

/**
 * The bytes of a hex text, or `undefined` when it is none: an odd number of digits, blanks, `0X` and the like.
 *
 * @category decoding
 */
export const decode = (text: string): Uint8Array | undefined => {
  const digits = DIGITS.exec(text)?.[1]
  if (digits === undefined) return undefined
  const bytes = new Uint8Array(digits.length / 2)
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16)
  }
  return bytes
}

/**
 * `0x` and lower-case digits.
 *
 * @category encoding
 */
export const encode = (bytes: Uint8Array): string =>
  `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`
