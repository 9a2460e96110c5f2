/** The rounds themselves, on numbers, against @noble/hashes: whatever a kernel is emitted from is right. */
import { it } from "@effect/vitest"
import { sha256 } from "@noble/hashes/sha2.js"
import { keccak_256 } from "@noble/hashes/sha3.js"
import { Schema } from "effect"
import { assert, describe } from "vitest"
import { halves, type Halves, type Lanes, numbers } from "../../src/pow/kernel/algebra.ts"
import { JobTable, type Mixed, type TableWords } from "../../src/pow/kernel/JobTable.ts"
import * as Keccak from "../../src/pow/kernel/keccak.ts"
import { compress, initialState } from "../../src/pow/kernel/sha256.ts"

const Bytes = (length: number) =>
  Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 255 }))).check(
    Schema.isMinLength(length),
    Schema.isMaxLength(length)
  )
const wordsOf = (bytes: Uint8Array) =>
  Array.from({ length: bytes.length / 4 }, (_, index) => new DataView(bytes.buffer).getInt32(4 * index))
const bytesOf = (words: ReadonlyArray<number>) =>
  Uint8Array.from(words.flatMap((word) => [24, 16, 8, 0].map((shift) => (word >>> shift) & 255)))

/** One block: 40 bytes and the padding. */
const blockOf = (bytes: ReadonlyArray<number>) =>
  wordsOf(Uint8Array.from([...bytes, 0x80, ...new Uint8Array(21), 1, 0x40]))

/** A word of code that runs later: once the cells of a job are there. */
type Later = () => number

const later = (compute: Later): Later => {
  let value: number | undefined
  return () => (value ??= compute())
}

const laterWords = (cells: Int32Array): TableWords<Later> => ({
  constant: (value) => () => value,
  load: (cell) => later(() => cells[cell]!),
  sum: (...terms) => later(() => numbers.sum(...terms.map((term) => term()))),
  xor: (a, b) => later(() => numbers.xor(a(), b())),
  and: (a, b) => later(() => numbers.and(a(), b())),
  rotateRight: (a, by) => later(() => numbers.rotateRight(a(), by)),
  shiftRight: (a, by) => later(() => numbers.shiftRight(a(), by)),
  choose: (a, b, c) => later(() => numbers.choose(a(), b(), c()))
})

describe("SHA-256", () => {
  it.prop("on numbers is that of @noble/hashes", { bytes: Bytes(40) }, ({ bytes }) => {
    assert.deepStrictEqual(bytesOf(compress(numbers, initialState, blockOf(bytes))), sha256(Uint8Array.from(bytes)))
  })

  it.prop(
    "is the same whichever words a job knows beforehand",
    { bytes: Bytes(40), known: Schema.Int },
    ({ bytes, known }) => {
      const block = blockOf(bytes)
      const table = new JobTable(16)
      const cells = new Int32Array(4096)
      const message = block.map((word, cell): Mixed<Later> =>
        (known >> cell) & 1 ? { cell } : { varying: () => word }
      )
      const state = initialState.map((constant) => ({ constant }))
      const result = compress(table.mixed(laterWords(cells)), state, message)
      table.evaluate(cells, block)
      const digest = result.map((word) =>
        "varying" in word ? word.varying() : "cell" in word ? cells[word.cell]! : word.constant
      )
      assert.deepStrictEqual(bytesOf(digest), sha256(Uint8Array.from(bytes)))
    }
  )
})

describe("Keccak", () => {
  const bigints: Lanes<bigint> = {
    constant: (value) => value,
    xor: (a, b) => a ^ b,
    rotateLeft: (a, by) => BigInt.asUintN(64, (a << BigInt(by)) | (a >> BigInt(64 - by))),
    chi: (a, b, c) => a ^ (BigInt.asUintN(64, ~b) & c)
  }
  const halved = halves<number>({
    ...numbers,
    chi: (a, b, c) => a ^ (~b & c),
    funnel: (high, low, by) => (high << by) | (low >>> (32 - by))
  })

  /** The first four lanes of the hash of four. */
  const hash = <L>(lanes: Lanes<L>, message: ReadonlyArray<L>): ReadonlyArray<L> => {
    let state = Keccak.firstRound(lanes, message)
    for (let round = 1; round < Keccak.rounds - 1; round++) {
      state = Keccak.round(lanes, state, lanes.constant(Keccak.roundConstants[round]!))
    }
    return [0, 1, 2, 3].map((lane) => Keccak.lastRound(lanes, state, lane))
  }

  it.prop("is that of @noble/hashes, on 64 bits and on halves of them", { bytes: Bytes(32) }, ({ bytes }) => {
    const message = [...new BigUint64Array(Uint8Array.from(bytes).buffer)]
    const expected = [...new BigUint64Array(keccak_256(Uint8Array.from(bytes)).slice().buffer)]
    assert.deepStrictEqual(hash(bigints, message), expected)
    const split = hash(
      halved,
      message.map((lane): Halves<number> => [Number(lane & 0xffff_ffffn) | 0, Number(lane >> 32n) | 0])
    )
    assert.deepStrictEqual(
      split.map(([low, high]) => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)),
      expected
    )
  })
})
