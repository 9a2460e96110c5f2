import { hexToBytes } from "@noble/hashes/utils.js"
import type { Hex } from "./Hex.ts"
import { Malformed } from "./ScaleError.ts"

const utf8 = new TextEncoder()

interface Space {
  readonly bytes: Uint8Array
  readonly view: DataView
}

const spaceOf = (length: number): Space => {
  const bytes = new Uint8Array(length)
  return { bytes, view: new DataView(bytes.buffer) }
}

/** Room that a writer is done with, for the next one: most write a few bytes, and there are many. */
let spare: Space | undefined

/** Larger ones are not kept. */
const KEPT_BYTES = 65_536

const done: Space = spaceOf(0)

/** Bytes that grow at their end. */
export class Writer<Outer> {
  #space: Space
  #offset = 0
  /** The types that only the runtime knows, by name. */
  readonly outer: Outer

  constructor(outer: Outer) {
    this.outer = outer
    this.#space = spare ?? spaceOf(256)
    spare = undefined
  }

  /** All that was written. Nothing is to be written after it. */
  finish(): Uint8Array {
    const written = this.#space.bytes.slice(0, this.#offset)
    if (this.#space.bytes.length <= KEPT_BYTES) spare = this.#space
    this.#space = done
    this.#offset = 0
    return written
  }

  /** Makes room for `length` bytes and says where they begin. */
  #grow(length: number): number {
    const start = this.#offset
    this.#offset = start + length
    if (this.#offset > this.#space.bytes.length) {
      const larger = spaceOf(Math.max(this.#offset, this.#space.bytes.length * 2))
      larger.bytes.set(this.#space.bytes)
      this.#space = larger
    }
    return start
  }

  u8(value: number): void {
    const start = this.#grow(1)
    this.#space.view.setUint8(start, value)
  }

  u16(value: number): void {
    const start = this.#grow(2)
    this.#space.view.setUint16(start, value, true)
  }

  u32(value: number): void {
    const start = this.#grow(4)
    this.#space.view.setUint32(start, value, true)
  }

  u64(value: bigint): void {
    const start = this.#grow(8)
    this.#space.view.setBigUint64(start, value, true)
  }

  /** The low `length` bytes of an integer, in two's complement. */
  integer(value: bigint, length: number): void {
    const start = this.#grow(length)
    let rest = BigInt.asUintN(length * 8, value)
    for (let index = 0; index < length; index++, rest >>= 8n)
      this.#space.view.setUint8(start + index, Number(rest & 0xffn))
  }

  bytes(value: Uint8Array): void {
    const start = this.#grow(value.length)
    this.#space.bytes.set(value, start)
  }

  hex(value: Hex, length: number): void {
    if (value.length !== 2 + length * 2) throw new Malformed("OutOfRange")
    this.bytes(hexToBytes(value.slice(2)))
  }

  text(value: string): void {
    const bytes = utf8.encode(value)
    this.compact(bytes.length)
    this.bytes(bytes)
  }

  /** A compact integer, in its shortest form. */
  compact(value: number | bigint): void {
    if (value < 1 << 6) return this.u8(Number(value) << 2)
    if (value < 1 << 14) return this.u16((Number(value) << 2) | 1)
    if (value < 2 ** 30) return this.u32(Number(value) * 4 + 2)
    const big = BigInt(value)
    let length = 4
    while (big >> BigInt(length * 8) > 0n) length++
    this.u8(((length - 4) << 2) | 3)
    this.integer(big, length)
  }
}
