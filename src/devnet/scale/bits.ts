/**
 * Sequences of bits.
 *
 * @since 0.2.0
 */
import { marker } from "./composites.ts"
import { u8 } from "./primitives.ts"
import { Malformed } from "./ScaleError.ts"
import type { Type } from "./Type.ts"

/**
 * `BitVec<u8, Lsb0>`: the first bit is the lowest of the first byte.
 *
 * @category types
 */
export const bitSequence: Type<ReadonlyArray<boolean>> = {
  name: "BitVec<u8, Lsb0>",
  id: "BitVec<u8,Lsb0>",
  shape: { _tag: "bitSequence", store: u8, order: marker("bitvec::order::Lsb0") },
  minBytes: 1,
  encode: (bits, output) => {
    output.compact(bits.length)
    for (let start = 0; start < bits.length; start += 8) {
      let byte = 0
      for (let bit = 0; bit < 8; bit++) if (bits[start + bit] === true) byte |= 1 << bit
      output.u8(byte)
    }
  },
  decode: (input) => {
    const length = input.compact()
    const stored = Math.ceil(length / 8)
    // Before anything is allocated: a length is only a claim.
    if (stored > input.remaining) throw new Malformed("EndOfInput")
    const bytes = input.bytes(stored)
    return Array.from({ length }, (_, bit) => ((bytes[bit >> 3]! >> (bit & 7)) & 1) === 1)
  },
  zero: () => []
}
