import { encode, type Ss58 } from "../../Ss58.ts"
import { Malformed } from "../Malformed.ts"
import { Reader } from "../Reader.ts"
import { Mismatch } from "./Mismatch.ts"

const KEY_BYTES = 32
const U64_LIMIT = 1n << 64n
const SAFE = BigInt(Number.MAX_SAFE_INTEGER)

interface Known {
  readonly start: number
  readonly address: Ss58
}

/** The bytes of one answer, with what the structures of subtensor are made of. */
export class AnswerReader extends Reader<undefined> {
  readonly #answer: Uint8Array
  /**
   * Addresses of this answer by the first four bytes of their keys. An address costs a digest, and the same coldkey is there many times.
   * Of two keys that begin alike the later one is kept, so that keys chosen by a stranger only cost what they would without this.
   */
  readonly #known = new Map<number, Known>()

  constructor(bytes: Uint8Array) {
    super(bytes, undefined)
    this.#answer = bytes
  }

  flag(): boolean {
    const byte = this.u8()
    if (byte > 1) throw new Malformed("UnknownVariant")
    return byte === 1
  }

  u128(): bigint {
    const low = this.u64()
    const high = this.u64()
    return high === 0n ? low : (high << 64n) | low
  }

  compactU16(): number {
    const value = this.compact()
    if (value > 0xffff) throw new Mismatch(`${value} does not fit into 16 bits`, true)
    return value
  }

  compactU64(): bigint {
    const value = this.compactBig()
    if (value >= U64_LIMIT) throw new Mismatch(`${value} does not fit into 64 bits`, true)
    return value
  }

  /** A compact u64 that is the number of a block. */
  compactBlock(): number {
    return blockOf(this.compactU64())
  }

  /** A u64 that is the number of a block. */
  block(): number {
    return blockOf(this.u64())
  }

  address(): Ss58 {
    return this.addressAt(this.skip(KEY_BYTES))
  }

  /** The address of the key that begins there; it is known to have been read. */
  addressAt(start: number): Ss58 {
    const bytes = this.#answer
    const head = bytes[start]! | (bytes[start + 1]! << 8) | (bytes[start + 2]! << 16) | (bytes[start + 3]! << 24)
    const known = this.#known.get(head)
    if (known !== undefined && isSameKey(bytes, known.start, start)) return known.address
    const address = encode(bytes.subarray(start, start + KEY_BYTES))
    this.#known.set(head, { start, address })
    return address
  }
}

const isSameKey = (bytes: Uint8Array, one: number, other: number): boolean => {
  for (let index = 0; index < KEY_BYTES; index++) if (bytes[one + index] !== bytes[other + index]) return false
  return true
}

/** No chain counts that far, and a wrong number would be worse than none. */
const blockOf = (value: bigint): number => {
  if (value > SAFE) throw new Mismatch(`${value} is no block number`, true)
  return Number(value)
}
