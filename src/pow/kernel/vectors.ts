/** The rounds in WebAssembly's 128-bit vectors: four words or two lanes at a time. */
import { type Code, get, i32, type Local, shuffle, v128 } from "../wasm/Code.ts"
import type { Lanes, Words } from "./algebra.ts"
import type { Kind } from "./Job.ts"

/** A vector. */
export type V128 = Local<"v128">

/** Words of four nonces. Where constants come from is for the kernel to say. */
export const vectorWords = (code: Code): Omit<Words<V128>, "constant"> => {
  const shifted = (name: "i32x4.shl" | "i32x4.shr_u", a: V128, by: number) => code.apply("v128", name, a, i32(by))
  return {
    sum: (...terms) => terms.reduce((sum, term) => code.apply("v128", "i32x4.add", sum, term)),
    xor: (a, b) => code.apply("v128", "v128.xor", a, b),
    and: (a, b) => code.apply("v128", "v128.and", a, b),
    rotateRight: (a, by) =>
      code.apply("v128", "v128.or", shifted("i32x4.shl", a, 32 - by), shifted("i32x4.shr_u", a, by)),
    shiftRight: (a, by) => shifted("i32x4.shr_u", a, by),
    choose: (a, b, c) => code.apply("v128", "v128.bitselect", b, c, a)
  }
}

/** Lanes of two nonces. */
export const vectorLanes = (code: Code): Lanes<V128> => {
  const shifted = (name: "i64x2.shl" | "i64x2.shr_u", a: V128, by: number) => code.apply("v128", name, a, i32(by))
  return {
    constant: (value) => code.value("v128", v128(new Uint8Array(BigUint64Array.of(value, value).buffer))),
    xor: (a, b) => code.apply("v128", "v128.xor", a, b),
    rotateLeft: (a, by) =>
      by === 0 ? a : code.apply("v128", "v128.or", shifted("i64x2.shl", a, by), shifted("i64x2.shr_u", a, 64 - by)),
    chi: (a, b, c) => code.apply("v128", "v128.xor", a, code.apply("v128", "v128.andnot", c, b))
  }
}

const bytesOf = (...words: ReadonlyArray<number>) =>
  words.flatMap((word) => [0, 1, 2, 3].map((byte) => 4 * word + byte))
const reversedBytesOf = (...words: ReadonlyArray<number>) =>
  words.flatMap((word) => [3, 2, 1, 0].map((byte) => 4 * word + byte))

/** The first words of the blocks of four nonces from this one on: their bytes reversed, as SHA-256 reads them. */
export const firstWords = (code: Code, low: Local<"i32">, from: number): V128 => {
  const steps = code.value("v128", v128(new Uint8Array(Int32Array.of(from, from + 1, from + 2, from + 3).buffer)))
  const nonces = code.apply("v128", "i32x4.add", code.apply("v128", "i32x4.splat", low), steps)
  return code.value("v128", [...get(nonces), ...get(nonces), ...shuffle(reversedBytesOf(0, 1, 2, 3))])
}

/** The lanes of two of four nonces, of the digest's words of all: reversed and gathered at once. */
export const lanesOfPair = (code: Code, digest: ReadonlyArray<V128>, first: 0 | 2): ReadonlyArray<V128> =>
  [0, 2, 4, 6].map((word) => {
    const bytes = reversedBytesOf(first, first + 4, first + 1, first + 5)
    return code.value("v128", [...get(digest[word]!), ...get(digest[word + 1]!), ...shuffle(bytes)])
  })

/** The upper word of the numbers of four nonces, of the lane that holds them: two in each vector. */
export const upperWords = (code: Code, kind: Kind, one: V128, other: V128): V128 => {
  const bytes = kind === "Classic" ? reversedBytesOf(0, 2, 4, 6) : bytesOf(1, 3, 5, 7)
  return code.value("v128", [...get(one), ...get(other), ...shuffle(bytes)])
}
