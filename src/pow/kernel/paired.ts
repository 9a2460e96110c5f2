/**
 * The kernel for engines that join pairs of 128-bit operations into 256-bit ones, as V8 does with
 * `--experimental-wasm-revectorize`: eight nonces at a time through SHA-256, four through Keccak.
 *
 * V8 joins what is written twice in straight lines, from adjacent loads to adjacent stores: so the rounds are functions
 * without loops, all state is in memory between them, and nothing is shuffled but in the function that calls them. Without
 * the flag it is slower than `simd` (pow.md §2.3).
 */
import { call, Code, get, i32, load, type Local, op, store } from "../wasm/Code.ts"
import type { Bytes, Definition } from "../wasm/encoding.ts"
import type { Lanes } from "./algebra.ts"
import { addressOf, addressOfConstant, digest, makeTable, plus, program, type Program, wide } from "./emit.ts"
import { comparedLane, type Kind } from "./Job.ts"
import type { JobTable, TableWords } from "./JobTable.ts"
import * as Keccak from "./keccak.ts"
import { firstWords, lanesOfPair, upperWords, type V128, vectorLanes, vectorWords } from "./vectors.ts"

type Pair = readonly [V128, V128]

/** Bytes of a pair in memory. */
const PAIR = 32
/** Where memory holds what goes from one function to the next, beyond the cells. */
const FIRST = 0xf000
const DIGEST = FIRST + PAIR
const MESSAGE = DIGEST + 8 * PAIR
const STATE = MESSAGE + 4 * PAIR
const RESULT = STATE + 25 * PAIR

/** Rounds of one function: three calls of it are the rounds between the first one and the last two. */
const STRIDE = 7

const here = i32(0)

const loadPair = (code: Code, offset: number, address: Bytes = here): Pair => {
  const half = (at: number) => code.value("v128", [...address, ...load("v128.load", at)])
  return [half(offset), half(offset + PAIR / 2)]
}

const storePairs = (code: Code, offset: number, pairs: ReadonlyArray<Pair>): void => {
  for (const [index, [one, other]] of pairs.entries()) {
    code.emit(store(here, offset + PAIR * index, get(one)), store(here, offset + PAIR * index + PAIR / 2, get(other)))
  }
}

const wordsOf = (code: Code, table: JobTable): TableWords<Pair> => {
  const words = vectorWords(code)
  const cell = (index: number) => loadPair(code, addressOf(index, wide))
  return {
    constant: (value) => cell(table.constantCell(value)),
    load: cell,
    sum: (...terms) => [words.sum(...terms.map(([one]) => one)), words.sum(...terms.map(([, other]) => other))],
    xor: (a, b) => [words.xor(a[0], b[0]), words.xor(a[1], b[1])],
    and: (a, b) => [words.and(a[0], b[0]), words.and(a[1], b[1])],
    rotateRight: (a, by) => [words.rotateRight(a[0], by), words.rotateRight(a[1], by)],
    shiftRight: (a, by) => [words.shiftRight(a[0], by), words.shiftRight(a[1], by)],
    choose: (a, b, c) => [words.choose(a[0], b[0], c[0]), words.choose(a[1], b[1], c[1])]
  }
}

const lanesOf = (code: Code): Lanes<Pair> => {
  const lanes = vectorLanes(code)
  return {
    constant: (value) => loadPair(code, addressOfConstant(value, wide)),
    xor: (a, b) => [lanes.xor(a[0], b[0]), lanes.xor(a[1], b[1])],
    rotateLeft: (a, by) => [lanes.rotateLeft(a[0], by), lanes.rotateLeft(a[1], by)],
    chi: (a, b, c) => [lanes.chi(a[0], b[0], c[0]), lanes.chi(a[1], b[1], c[1])]
  }
}

/** SHA-256 of eight nonces. */
const sha256 = (table: JobTable): Definition => {
  const code = new Code(0)
  storePairs(code, DIGEST, digest(table, wordsOf(code, table), loadPair(code, FIRST)))
  return code.define()
}

const stateOf = (code: Code): ReadonlyArray<Pair> =>
  Array.from({ length: 25 }, (_, lane) => loadPair(code, STATE + PAIR * lane))

/** The first round of four nonces. */
const firstRound = (): Definition => {
  const code = new Code(0)
  const message = [0, 1, 2, 3].map((lane) => loadPair(code, MESSAGE + PAIR * lane))
  storePairs(code, STATE, Keccak.firstRound(lanesOf(code), message))
  return code.define()
}

/** Some rounds, from one whose constant's address is given. */
const middleRounds = (): Definition => {
  const code = new Code(1)
  let state = stateOf(code)
  for (let round = 0; round < STRIDE; round++) {
    state = Keccak.round(lanesOf(code), state, loadPair(code, PAIR * round, get(code.parameter(0))))
  }
  storePairs(code, STATE, state)
  return code.define()
}

/** The last two rounds. */
const lastRounds = (kind: Kind): Definition => {
  const code = new Code(0)
  const lanes = lanesOf(code)
  const state = Keccak.round(lanes, stateOf(code), lanes.constant(Keccak.roundConstants[Keccak.rounds - 2]!))
  storePairs(code, RESULT, [Keccak.lastRound(lanes, state, comparedLane[kind])])
  return code.define()
}

const [SHA256, FIRST_ROUND, MIDDLE_ROUNDS, LAST_ROUNDS] = [0, 1, 2, 3] as const

/** Tries four of the eight nonces whose digests are in memory: those that are `half` bytes further than the first ones. */
const tryFour = (code: Code, kind: Kind, half: Local<"i32">, threshold: V128, offset: Local<"i32">) => {
  const hashed = Array.from({ length: 8 }, (_, word) =>
    code.value("v128", [...get(half), ...load("v128.load", DIGEST + PAIR * word)])
  )
  const [one, other] = [lanesOfPair(code, hashed, 0), lanesOfPair(code, hashed, 2)]
  storePairs(
    code,
    MESSAGE,
    one.map((lane, index) => [lane, other[index]!])
  )
  code.emit(call(FIRST_ROUND))
  for (let round = 1; round < Keccak.rounds - 2; round += STRIDE) code.emit(call(MIDDLE_ROUNDS, i32(PAIR * round)))
  code.emit(call(LAST_ROUNDS))
  const upper = upperWords(code, kind, ...loadPair(code, RESULT))
  const isBelow = code.apply("v128", "i32x4.le_u", upper, threshold)
  code.returnIf([...get(isBelow), ...op["v128.any_true"]], get(offset))
}

/** Writes the kernel for a kind of seal. */
export const paired = (kind: Kind): Program => {
  const table = makeTable()
  const code = new Code(3)
  const [start, count] = [code.parameter(0), code.parameter(1)]
  const threshold = code.apply("v128", "i32x4.splat", code.parameter(2))
  const offset = code.variable("i32")
  const half = code.variable("i32")
  code.repeat(() => {
    const low = code.apply("i32", "i32.add", start, offset)
    storePairs(code, FIRST, [[firstWords(code, low, 0), firstWords(code, low, 4)]])
    code.emit(call(SHA256))
    code.set(half, i32(0))
    code.repeat(() => {
      tryFour(code, kind, half, threshold, offset)
      code.set(half, plus(get(half), i32(PAIR / 2)))
      return [...get(half), ...i32(PAIR), ...op["i32.lt_u"]]
    })
    code.set(offset, plus(get(offset), i32(8)))
    return [...get(offset), ...get(count), ...op["i32.lt_u"]]
  })
  const functions = [sha256(table), firstRound(), middleRounds(), lastRounds(kind), code.define(i32(-1))]
  return program(8, table, functions, wide)
}
