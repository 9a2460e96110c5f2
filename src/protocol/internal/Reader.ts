import { bytesToHex } from "@noble/hashes/utils.js"
import { Malformed } from "./Malformed.ts"

/** As Substrate's `MAX_EXTRINSIC_DEPTH`: deeper calls within calls would overflow the stack of a runtime. */
const MAX_DEPTH = 256

/**
 * Calls within calls in all. The least is three bytes, and hundreds once it is read: 15 MiB of them would be gigabytes. A block has room
 * for about as many, be they of the least weight.
 */
const MAX_NESTED = 2 ** 19

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** Bytes that are read from front to back. Nothing is allocated before the bytes that it is made of are known to be there. */
export class Reader<Outer> {
  readonly #bytes: Uint8Array
  /** The types that only the runtime knows, by name. */
  readonly outer: Outer
  #offset = 0
  #depth = 0
  #nested = 0

  constructor(bytes: Uint8Array, outer: Outer) {
    this.#bytes = bytes
    this.outer = outer
  }

  get offset(): number {
    return this.#offset
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset
  }

  /** Takes `length` bytes and says where they begin. */
  skip(length: number): number {
    const start = this.#offset
    if (length > this.#bytes.length - start) throw new Malformed("EndOfInput")
    this.#offset = start + length
    return start
  }

  /** A byte that is known to be there. */
  #at(index: number): number {
    return this.#bytes[index]!
  }

  u8(): number {
    return this.#at(this.skip(1))
  }

  u16(): number {
    const start = this.skip(2)
    return this.#at(start) | (this.#at(start + 1) << 8)
  }

  u32(): number {
    return this.u16() + this.u16() * 0x1_0000
  }

  u64(): bigint {
    const low = this.u32()
    const high = this.u32()
    // Most are below 2^53, where a number is quicker than to put two bigints together.
    return high < 0x20_0000 ? BigInt(high * 0x1_0000_0000 + low) : (BigInt(high) << 32n) | BigInt(low)
  }

  /** An integer of any number of bytes. */
  unsigned(length: number): bigint {
    const start = this.skip(length)
    let value = 0n
    for (let index = start + length - 1; index >= start; index--) {
      value = (value << 8n) | BigInt(this.#at(index))
    }
    return value
  }

  /** A copy, so that a value does not keep the block that it came in. */
  bytes(length: number): Uint8Array {
    const start = this.skip(length)
    return this.#bytes.slice(start, start + length)
  }

  hex(length: number): `0x${string}` {
    const start = this.skip(length)
    return `0x${bytesToHex(this.#bytes.subarray(start, start + length))}`
  }

  text(length: number): string {
    const start = this.skip(length)
    try {
      return utf8.decode(this.#bytes.subarray(start, start + length))
    } catch {
      throw new Malformed("NotText")
    }
  }

  /** A compact integer below 2^32: lengths, and compact fields of at most four bytes. */
  compact(): number {
    const first = this.u8()
    if ((first & 3) !== 3) return this.#short(first)
    if (first !== 3) throw new Malformed("OutOfRange")
    return canonical(this.u32(), 2 ** 30)
  }

  /** A compact integer. Like `parity-scale-codec`, only the shortest form is read. */
  compactBig(): bigint {
    const first = this.u8()
    if ((first & 3) !== 3) return BigInt(this.#short(first))
    const length = (first >> 2) + 4
    return canonical(this.unsigned(length), length === 4 ? 1n << 30n : 1n << BigInt(8 * (length - 1)))
  }

  /** The forms of one, two and four bytes, which are below 2^30. */
  #short(first: number): number {
    switch (first & 3) {
      case 0:
        return first >> 2
      case 1:
        return canonical((first >> 2) | (this.u8() << 6), 1 << 6)
      default:
        return canonical((first >> 2) + this.u8() * 0x40 + this.u16() * 0x4000, 1 << 14)
    }
  }

  /** The length of a list whose elements take at least `elementBytes` each. */
  length(elementBytes: number): number {
    const length = this.compact()
    if (length * elementBytes > this.remaining) throw new Malformed("EndOfInput")
    return length
  }

  /** Runs what may come back to itself: a call within a call. */
  nested<A>(read: () => A): A {
    if (this.#depth === MAX_DEPTH || this.#nested === MAX_NESTED) throw new Malformed("TooDeep")
    this.#nested++
    this.#depth++
    const value = read()
    this.#depth--
    return value
  }
}

const canonical = <A extends number | bigint>(value: A, least: A): A => {
  if (value < least) throw new Malformed("NotCanonical")
  return value
}
