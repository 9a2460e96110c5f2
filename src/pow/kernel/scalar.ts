/** The kernel in WebAssembly without vectors: one nonce at a time, in words of 32 and lanes of 64 bits. */
import { Code, get, i32, i64, load, type Local, op } from "../wasm/Code.ts"
import type { Lanes } from "./algebra.ts"
import { addressOf, digest, keccak, makeTable, plus, program, type Program } from "./emit.ts"
import { comparedLane, type Kind } from "./Job.ts"
import type { TableWords } from "./JobTable.ts"

type I32 = Local<"i32">
type I64 = Local<"i64">

const wordsOf = (code: Code): TableWords<I32> => ({
  constant: (value) => code.value("i32", i32(value)),
  load: (cell) => code.value("i32", [...i32(0), ...load("i32.load", addressOf(cell))]),
  sum: (...terms) => terms.reduce((sum, term) => code.apply("i32", "i32.add", sum, term)),
  xor: (a, b) => code.apply("i32", "i32.xor", a, b),
  and: (a, b) => code.apply("i32", "i32.and", a, b),
  rotateRight: (a, by) => code.apply("i32", "i32.rotr", a, i32(by)),
  shiftRight: (a, by) => code.apply("i32", "i32.shr_u", a, i32(by)),
  choose: (a, b, c) =>
    code.apply("i32", "i32.xor", c, code.apply("i32", "i32.and", a, code.apply("i32", "i32.xor", b, c)))
})

const lanesOf = (code: Code): Lanes<I64> => ({
  constant: (value) => code.value("i64", i64(value)),
  xor: (a, b) => code.apply("i64", "i64.xor", a, b),
  rotateLeft: (a, by) => (by === 0 ? a : code.apply("i64", "i64.rotl", a, i64(BigInt(by)))),
  chi: (a, b, c) => {
    const notB = code.apply("i64", "i64.xor", b, i64(-1n))
    return code.apply("i64", "i64.xor", a, code.apply("i64", "i64.and", notB, c))
  }
})

/** The bytes of a word in the other order. */
const reverse = (code: Code, word: I32): I32 => {
  const half = (by: number, mask: number) =>
    code.apply("i32", "i32.and", code.apply("i32", "i32.rotr", word, i32(by)), i32(mask))
  return code.apply("i32", "i32.or", half(8, 0xff00_ff00), half(24, 0x00ff_00ff))
}

const laneOf = (code: Code, low: I32, high: I32): I64 => {
  const [a, b] = [low, high].map((word) => code.apply("i64", "i64.extend_i32_u", reverse(code, word)))
  return code.apply("i64", "i64.or", a!, code.apply("i64", "i64.shl", b!, i64(32n)))
}

/** Writes the kernel for a kind of seal. */
export const scalar = (kind: Kind): Program => {
  const table = makeTable()
  const code = new Code(3)
  const [start, count, threshold] = [code.parameter(0), code.parameter(1), code.parameter(2)]
  const words = wordsOf(code)
  const offset = code.variable("i32")
  code.repeat(() => {
    const hashed = digest(table, words, reverse(code, words.sum(start, offset)))
    const message = [0, 2, 4, 6].map((word) => laneOf(code, hashed[word]!, hashed[word + 1]!))
    const lane = keccak(code, lanesOf(code), message, comparedLane[kind], (pointer, at) =>
      code.value("i64", [...get(pointer), ...load("i64.load", at)])
    )
    const high =
      kind === "Classic"
        ? reverse(code, code.apply("i32", "i32.wrap_i64", lane))
        : code.apply("i32", "i32.wrap_i64", code.apply("i64", "i64.shr_u", lane, i64(32n)))
    code.returnIf([...get(high), ...get(threshold), ...op["i32.le_u"]], get(offset))
    code.set(offset, plus(get(offset), i32(1)))
    return [...get(offset), ...get(count), ...op["i32.lt_u"]]
  })
  return program(1, table, [code.define(i32(-1))])
}
