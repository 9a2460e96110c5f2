import { hexToBytes } from "@noble/hashes/utils.js"
import type { Hex } from "./Hex.ts"
import { Malformed } from "./ScaleError.ts"

const utf8 = new TextEncoder()

/** Bytes that grow at their end. */
export class Writer<Outer> {
  #bytes = new Uint8Array(64)
  #view = new DataView(this.#bytes.buffer)
  #offset = 0
  /** The types that only the runtime knows, by name. */
  readonly outer: Outer

  constructor(outer: Outer) {
    this.outer = outer
  }

  /** All that was written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#offset)
  }

  /** Makes room for `length` bytes and says where they begin. */
  #grow(length: number): number {
    const start = this.#offset
    this.#offset = start + length
    if (this.#offset > this.#bytes.length) {
      const bytes = new Uint8Array(Math.max(this.#offset, this.#bytes.length * 2))
      bytes.set(this.#bytes)
      this.#bytes = bytes
      this.#view = new DataView(bytes.buffer)
    }
    return start
  }

  u8(value: number): void {
    const start = this.#grow(1)
    this.#view.setUint8(start, value)
  }

  u16(value: number): void {
    const start = this.#grow(2)
    this.#view.setUint16(start, value, true)
  }

  u32(value: number): void {
    const start = this.#grow(4)
    this.#view.setUint32(start, value, true)
  }

  u64(value: bigint): void {
    const start = this.#grow(8)
    this.#view.setBigUint64(start, value, true)
  }

  /** The low `length` bytes of an integer, in two's complement. */
  integer(value: bigint, length: number): void {
    const start = this.#grow(length)
    let rest = BigInt.asUintN(length * 8, value)
    for (let index = 0; index < length; index++, rest >>= 8n) this.#view.setUint8(start + index, Number(rest & 0xffn))
  }

  bytes(value: Uint8Array): void {
    const start = this.#grow(value.length)
    this.#bytes.set(value, start)
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
