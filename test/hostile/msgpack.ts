/** msgpack by hand: what a tensor's document may hold, and what it may not. */

const length = (size: number, value: number): Buffer => {
  const bytes = Buffer.alloc(size)
  bytes.writeUIntBE(value, 0, size)
  return bytes
}

/** `bin8`, or `bin32` where that is too short. */
export const binary = (content: string | Uint8Array): Buffer => {
  const bytes = Buffer.from(content)
  return bytes.length < 256
    ? Buffer.concat([Buffer.of(0xc4, bytes.length), bytes])
    : Buffer.concat([Buffer.of(0xc6), length(4, bytes.length), bytes])
}

/** A short text. */
export const text = (content: string): Buffer => Buffer.concat([Buffer.of(0xa0 | content.length), Buffer.from(content)])

/** An unsigned integer of 32 bits. */
export const uint32 = (value: number): Buffer => Buffer.concat([Buffer.of(0xce), length(4, value)])

/** `bin32` that says how long it is and ends here. */
export const declaredBinary = (size: number): Buffer => Buffer.concat([Buffer.of(0xc6), length(4, size)])

/** A short array. */
export const array = (...items: ReadonlyArray<Buffer>): Buffer =>
  Buffer.concat([items.length < 16 ? Buffer.of(0x90 | items.length) : Buffer.of(0xdc, 0, items.length), ...items])

/** The five entries of a numpy array. */
export const numpy = (entries: {
  readonly nd?: Buffer
  readonly type?: Buffer
  readonly kind?: Buffer
  readonly shape?: Buffer
  readonly data?: Buffer
}): Buffer => {
  const parts = {
    nd: Buffer.of(0xc3),
    type: text("|u1"),
    kind: binary(""),
    shape: array(Buffer.of(4)),
    data: binary("abcd"),
    ...entries
  }
  return Buffer.concat([Buffer.of(0x85), ...Object.entries(parts).flatMap(([key, value]) => [binary(key), value])])
}
