/** SCALE that is written down by hand, as hex without `0x`: what a test says of a state does not come from the codecs that it tests. */

/** Alice's key, and Bob's. */
export const ALICE_KEY = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"
export const BOB_KEY = "8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48"

/** Digests in a key of the storage, which nobody looks at: what was digested follows them. */
export const BLAKE2_128 = "00".repeat(16)
export const TWOX64 = "00".repeat(8)

/** An integer of so many bytes. */
export const le = (value: number | bigint, size: number): string =>
  Array.from({ length: size }, (_, index) =>
    Number((BigInt(value) >> BigInt(8 * index)) & 0xffn)
      .toString(16)
      .padStart(2, "0")
  ).join("")

export const concat = (...parts: ReadonlyArray<string>): string => parts.join("")

/** The compact form of a length below 2^14. */
export const compact = (length: number): string => (length < 64 ? le(length << 2, 1) : le((length << 2) | 1, 2))

export const list = (...parts: ReadonlyArray<string>): string => concat(compact(parts.length), ...parts)

/** The bytes of a text. */
export const hexOf = (words: string): string => Buffer.from(words).toString("hex")

/** The same with their number before them. */
export const text = (words: string): string => concat(compact(Buffer.byteLength(words)), hexOf(words))

/** A number of 128 bits, of which so many stand after the point. */
export const fixed = (value: number, point: number): string => le(BigInt(value * 2 ** 16) << BigInt(point - 16), 16)
