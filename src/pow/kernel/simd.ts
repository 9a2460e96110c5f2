/**
 * The kernel in WebAssembly's 128-bit vectors: four nonces at a time through SHA-256, two at a time through Keccak. The two
 * pairs of a group go through the same code, one after the other, so that it stays in the instruction cache (pow.md §2.2).
 */
import { Code, get, i32, load, type Local, op } from "../wasm/Code.ts"
import { addressOf, digest, keccak, makeTable, plus, program, type Program } from "./emit.ts"
import { comparedLane, type Kind } from "./Job.ts"
import type { JobTable, TableWords } from "./JobTable.ts"
import { firstWords, lanesOfPair, upperWords, type V128, vectorLanes, vectorWords } from "./vectors.ts"

const wordsOf = (code: Code, table: JobTable): TableWords<V128> => {
  const cell = (index: number) => code.value("v128", [...i32(0), ...load("v128.load32_splat", addressOf(index))])
  // A constant is read like a job's own word: one of 128 bits would be put together anew each time.
  return { ...vectorWords(code), constant: (value) => cell(table.constantCell(value)), load: cell }
}

/** Tries a pair. */
const tryPair = (code: Code, kind: Kind, message: ReadonlyArray<V128>, threshold: V128, offset: Local<"i32">) => {
  const lane = keccak(code, vectorLanes(code), message, comparedLane[kind], (pointer, at) =>
    code.value("v128", [...get(pointer), ...load("v128.load64_splat", at)])
  )
  const isBelow = code.apply("v128", "i32x4.le_u", upperWords(code, kind, lane, lane), threshold)
  code.returnIf([...get(isBelow), ...op["v128.any_true"]], get(offset))
}

/** Writes the kernel for a kind of seal. */
export const simd = (kind: Kind): Program => {
  const table = makeTable()
  const code = new Code(3)
  const [start, count] = [code.parameter(0), code.parameter(1)]
  const threshold = code.apply("v128", "i32x4.splat", code.parameter(2))
  const offset = code.variable("i32")
  const isSecond = code.variable("i32")
  const message = Array.from({ length: 4 }, () => code.variable("v128"))
  const take = (lanes: ReadonlyArray<V128>) => {
    for (const [index, variable] of message.entries()) code.set(variable, get(lanes[index]!))
  }
  code.repeat(() => {
    const first = firstWords(code, code.apply("i32", "i32.add", start, offset), 0)
    const hashed = digest(table, wordsOf(code, table), first)
    const [one, other] = [lanesOfPair(code, hashed, 0), lanesOfPair(code, hashed, 2)]
    take(one)
    code.set(isSecond, i32(0))
    code.repeat(() => {
      tryPair(code, kind, message, threshold, offset)
      take(other)
      code.set(isSecond, plus(get(isSecond), i32(1)))
      return [...get(isSecond), ...i32(2), ...op["i32.lt_u"]]
    })
    code.set(offset, plus(get(offset), i32(4)))
    return [...get(offset), ...get(count), ...op["i32.lt_u"]]
  })
  return program(4, table, [code.define(i32(-1))])
}
