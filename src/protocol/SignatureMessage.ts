/**
 * What is signed when a text is signed, and what a signature of it is tried against.
 *
 * @since 0.1.0
 */
import * as Hex from "./Hex.ts"

const OPEN = new TextEncoder().encode("<Bytes>")
const CLOSE = new TextEncoder().encode("</Bytes>")

/**
 * The bytes that the Python SDK signs for a text: hex after `0x`, else UTF-8. `undefined` when `0x` is not followed by hex.
 *
 * @category conversions
 */
export const fromText = (text: string): Uint8Array | undefined =>
  text.startsWith("0x") ? Hex.decode(text) : new TextEncoder().encode(text)

/**
 * The message as browser extensions sign it: inside `<Bytes>…</Bytes>`, so that it can be no transaction.
 *
 * @category conversions
 */
export const wrap = (message: Uint8Array): Uint8Array => {
  const wrapped = new Uint8Array(OPEN.length + message.length + CLOSE.length)
  wrapped.set(OPEN)
  wrapped.set(message, OPEN.length)
  wrapped.set(CLOSE, OPEN.length + message.length)
  return wrapped
}
