/** Weights: chain-client.md §7, and recordings of the SDK's own functions, to the last bit (test/vectors/weights_utils). */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { blake2b } from "@noble/hashes/blake2.js"
import { Result } from "effect"
import { assert, describe, it } from "vitest"
import * as Ss58 from "../../src/protocol/Ss58.ts"
import * as Weights from "../../src/protocol/Weights.ts"
import { seeded } from "../support/randomPython.ts"
import { root } from "../support/source.ts"

type Row = ReadonlyArray<readonly [number, number]>
interface Vectors {
  readonly normalize: ReadonlyArray<{
    readonly bits: 32 | 64
    readonly x: string
    readonly limit: number
    readonly y: string
    readonly y2?: string
  }>
  readonly emit: ReadonlyArray<{
    readonly uids: ReadonlyArray<number>
    readonly x: string
    readonly emitted: readonly [ReadonlyArray<number>, ReadonlyArray<number>]
  }>
  readonly process: ReadonlyArray<{
    readonly uids: ReadonlyArray<number>
    readonly x: string
    readonly neurons: number
    readonly min: number
    readonly limit: number
    readonly quantile: number
    readonly keptUids: ReadonlyArray<number>
    readonly keptUids2?: ReadonlyArray<number>
    readonly bits: 32 | 64
    readonly y: string
    readonly y2?: string
  }>
  readonly rows: ReadonlyArray<{
    readonly n: number
    readonly row: Row
    readonly weights: string
    readonly bonds: string
    readonly subnets: ReadonlyArray<number>
    readonly rootRow: Row
    readonly rootWeights: string
  }>
  readonly hash: ReadonlyArray<{
    readonly address: Ss58.Ss58
    readonly netuid: number
    readonly uids: ReadonlyArray<number>
    readonly values: ReadonlyArray<number>
    readonly salt: ReadonlyArray<number>
    readonly version_key: string
    readonly hash: string
  }>
}

const file = join(root, "test/vectors/weights_utils/weight_utils.json")
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vectors

const floats = (base64: string, bits: 32 | 64 = 32): Weights.Floats => {
  const { buffer } = Uint8Array.from(Buffer.from(base64, "base64"))
  return bits === 32 ? new Float32Array(buffer) : new Float64Array(buffer)
}
const float32 = (base64: string) => Float32Array.from(floats(base64))

/** Of one width, and the same bits: deepStrictEqual tells 0 from -0 as well. */
const assertSame = (actual: Weights.Floats, expected: Weights.Floats, at: string) =>
  assert.deepStrictEqual(actual, expected, at)

const failure = <A>(result: Result.Result<A, Weights.WeightsError>) => Result.getOrThrow(Result.flip(result))

const alice = Ss58.publicKey(Ss58.Ss58.make("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"))

describe("normalizeMaxWeight", () => {
  it.each([
    [[0.1, 0.2, 0.7], 0.5, [0.166666731, 0.333333462, 0.499999851]],
    [[1, 1, 1, 97], 0.4, [0.200000674, 0.200000674, 0.200000674, 0.399998009]],
    [[5, 1, 1, 1, 1, 1, 1, 1, 1, 1], 0.2, [0.199999884, ...Array.from({ length: 9 }, () => 0.0888889059)]]
  ])("cuts %j at %d", (weights, limit, expected) => {
    for (const numpy of ["numpy1", "numpy2"] as const) {
      assertSame(
        Weights.normalizeMaxWeight(Float32Array.from(weights), limit, numpy),
        Float32Array.from(expected),
        numpy
      )
    }
  })

  it("shares equally what has no sum, or cannot meet the limit", () => {
    assertSame(Weights.normalizeMaxWeight(new Float32Array(4), 1), new Float32Array(4).fill(0.25), "no sum")
    assertSame(Weights.normalizeMaxWeight(Float32Array.of(1, 9), 0.5), Float32Array.of(0.5, 0.5), "n · limit = 1")
    assertSame(Weights.normalizeMaxWeight(new Float32Array(0)), new Float32Array(0), "nobody")
  })

  it("leaves its argument as it is", () => {
    const weights = Float32Array.of(0.7, 0.1, 0.2)
    Weights.normalizeMaxWeight(weights, 0.5)
    assertSame(weights, Float32Array.of(0.7, 0.1, 0.2), "argument")
  })

  it.each(["numpy1", "numpy2"] as const)("gives every bit that the SDK gives under %s", (numpy) => {
    assert.isAbove(vectors.normalize.length, 100)
    for (const [index, { bits, limit, x, y, y2 = y }] of vectors.normalize.entries()) {
      const expected = floats(numpy === "numpy1" ? y : y2, bits)
      assertSame(Weights.normalizeMaxWeight(floats(x, bits), limit, numpy), expected, `case ${index}`)
    }
  })

  it("has the sum 1 and nothing much above the limit, whatever the weights", () => {
    const random = seeded(1)
    for (let round = 0; round < 300; round++) {
      const weights = Float64Array.from({ length: 2 + Math.floor(random() * 60) }, () => random() ** 6)
      const limit = 1 / weights.length + random() * 0.5
      const normalized = Weights.normalizeMaxWeight(weights, limit)
      const sum = normalized.reduce((total, weight) => total + weight, 0)
      assert.approximately(sum, 1, 1e-9)
      // The SDK's epsilon of 1e-7 stands above a divisor that can be small.
      assert.isAtMost(Math.max(...normalized), limit + 1e-5)
    }
  })
})

describe("toEmit", () => {
  it.each([
    [[0, 1, 2, 3], Float32Array.of(0.1, 0.2, 0, 0.7), { uids: [0, 1, 3], values: [9362, 18_724, 65_535] }],
    [[0, 1], [1, 0.5], { uids: [0, 1], values: [65_535, 32_768] }],
    [[5, 6, 7], Float32Array.of(1, 1e-6, 0.33333334), { uids: [5, 7], values: [65_535, 21_845] }],
    [[4, 9], [0, 0], { uids: [], values: [] }],
    [[], [], { uids: [], values: [] }]
  ])("scales to the largest and drops what is nothing: %j", (uids, weights, expected) => {
    assert.deepStrictEqual(Result.getOrThrow(Weights.toEmit(uids, weights)), expected)
  })

  it("gives what the SDK gives", () => {
    for (const { emitted, uids, x } of vectors.emit) {
      const [kept, values] = emitted
      assert.deepStrictEqual(Result.getOrThrow(Weights.toEmit(uids, float32(x))), { uids: kept, values })
    }
  })

  it.each([
    [[0, 1], [1], "UnequalLengths", "There are 2 uids and 1 weights"],
    [[0, 1], [1, -0.5], "Negative", "At index 1: the weight -0.5 is below 0"],
    [[0, 1], [Number.NaN, 1], "NotANumber", "At index 0: the weight NaN is no finite number"],
    [[0, 1], [1, Infinity], "NotANumber", "At index 1: the weight Infinity"],
    [[0, -1], [1, 1], "OutOfRange", "At index 1: -1 is no uid"],
    [[0, 65_536], [1, 1], "OutOfRange", "At index 1: 65536 is no uid"],
    [[0.5], [1], "OutOfRange", "At index 0: 0.5 is no uid"]
  ])("refuses uids %j with weights %j: %s", (uids, weights, reason, detail) => {
    const error = failure(Weights.toEmit(uids, weights))
    assert.strictEqual(error.reason, reason)
    assert.include(error.message, detail)
  })
})

describe("processWeights", () => {
  const uids = [0, 1, 2, 3]

  it("gives everybody the same when nobody has weight, or the subnet is too small", () => {
    const equal = { uids, weights: new Float64Array(4).fill(0.25) }
    const limits = { uids, neurons: 4, maxWeightLimit: 1 }
    const nobody = Weights.processWeights({ ...limits, weights: [0, 0, 0, 0], minAllowedWeights: 1 })
    const tooSmall = Weights.processWeights({ ...limits, weights: [1, 0, 0, 0], minAllowedWeights: 5 })
    assert.deepStrictEqual(Result.getOrThrow(nobody), equal)
    assert.deepStrictEqual(Result.getOrThrow(tooSmall), equal)
  })

  it("gives everybody a crumb when too few have weight", () => {
    const input = { uids, weights: [0, 0.5, 0, 0], neurons: 4, minAllowedWeights: 3, maxWeightLimit: 1 }
    const { weights } = Result.getOrThrow(Weights.processWeights(input))
    assert.instanceOf(weights, Float64Array)
    assert.approximately(weights[0]!, 1.99984e-5, 1e-10)
    assert.approximately(weights[1]!, 0.99994, 1e-6)
  })

  it("adds those crumbs by place, as the SDK, not by uid", () => {
    const input = { uids: [3], weights: [1], neurons: 4, minAllowedWeights: 2, maxWeightLimit: 1 }
    const { uids: everybody, weights } = Result.getOrThrow(Weights.processWeights(input))
    assert.deepStrictEqual(everybody, uids)
    assert.isAbove(weights[0]!, 0.99)
  })

  it("drops the lowest quantile, as far as enough are left", () => {
    const weights = Float32Array.of(0.05, 0.15, 0.3, 0.5)
    const half = { uids, weights, neurons: 4, minAllowedWeights: 1, maxWeightLimit: 1, excludeQuantile: 32_768 }
    assert.deepStrictEqual(Result.getOrThrow(Weights.processWeights(half)), {
      uids: [2, 3],
      weights: Float32Array.of(0.375, 0.625)
    })
    assert.lengthOf(Result.getOrThrow(Weights.processWeights({ ...half, minAllowedWeights: 3 })).uids, 3)
  })

  it("cuts what is above the limit", () => {
    const weights = Float32Array.of(0.05, 0.15, 0.3, 0.5)
    const input = { uids, weights, neurons: 4, minAllowedWeights: 2, maxWeightLimit: 0.4 }
    const expected = Float32Array.of(0.0600000136, 0.180000052, 0.360000104, 0.399999887)
    assert.deepStrictEqual(Result.getOrThrow(Weights.processWeights(input)), { uids, weights: expected })
  })

  it.each(["numpy1", "numpy2"] as const)("gives every bit that the SDK gives under %s", (numpy) => {
    assert.isAbove(vectors.process.length, 100)
    for (const [index, one] of vectors.process.entries()) {
      const { keptUids, keptUids2 = keptUids, y, y2 = y } = one
      const answer = Weights.processWeights({
        uids: one.uids,
        weights: float32(one.x),
        neurons: one.neurons,
        minAllowedWeights: one.min,
        maxWeightLimit: one.limit,
        excludeQuantile: one.quantile,
        numpy
      })
      const expected =
        numpy === "numpy1"
          ? { uids: keptUids, weights: floats(y, one.bits) }
          : { uids: keptUids2, weights: floats(y2, one.bits) }
      assert.deepStrictEqual(Result.getOrThrow(answer), expected, `case ${index}`)
    }
  })

  it("refuses more weights than neurons, and what is no weight", () => {
    const limits = { neurons: 1, minAllowedWeights: 0, maxWeightLimit: 1 }
    const tooMany = failure(Weights.processWeights({ ...limits, uids: [0, 1], weights: [1, 1] }))
    assert.deepStrictEqual([tooMany.reason, tooMany.index], ["UnknownUid", 1])
    assert.include(tooMany.message, "the subnet has 1 neurons")
    assert.strictEqual(failure(Weights.processWeights({ ...limits, uids: [0], weights: [-1] })).reason, "Negative")
    assert.strictEqual(failure(Weights.processWeights({ ...limits, uids: [], weights: [1] })).reason, "UnequalLengths")
    const beyondBinary32 = failure(Weights.processWeights({ ...limits, uids: [0], weights: [1e39] }))
    assert.strictEqual(beyondBinary32.reason, "NotANumber")
  })

  it.each([
    [{ excludeQuantile: 0.5 }, "excludeQuantile = 0.5 is no u16"],
    [{ minAllowedWeights: -1 }, "minAllowedWeights = -1 is no u16"],
    [{ neurons: Number.NaN }, "neurons = NaN is no u16"],
    [{ maxWeightLimit: 65_535 }, "maxWeightLimit = 65535 is no fraction"],
    [{ maxWeightLimit: Number.NaN }, "maxWeightLimit = NaN is no fraction"]
  ])("refuses limits %j", (part, detail) => {
    const limits = { uids: [0], weights: [1], neurons: 1, minAllowedWeights: 0, maxWeightLimit: 1 }
    const error = failure(Weights.processWeights({ ...limits, ...part }))
    assert.strictEqual(error.reason, "OutOfRange")
    assert.include(error.message, detail)
  })
})

describe("commitHash", () => {
  const commit = { hotkey: alice, netuid: 1, uids: [0, 1], values: [100, 65_535], versionKey: 7_004_000n }
  const salted = "0x930f6cd66a69d4b0b761dea34352922dd7cdad0f414bcab05509d10336c4ed6d"

  it("binds key, netuid, uids, values, salt and version", () => {
    assert.strictEqual(Result.getOrThrow(Weights.commitHash({ ...commit, salt: [1, 2, 3] })), salted)
    assert.strictEqual(
      Result.getOrThrow(Weights.commitHash({ ...commit, netuid: Weights.storageIndex(1, 1), salt: [1, 2, 3] })),
      "0xd6f53061302bc497231bec96a638c5553b43aaa83f67bdd5939ae4bacfae3144"
    )
  })

  it("leaves the salt out for runtimes that know none", () => {
    const saltless = "0x1cdfdee0e0caac4428d0b14f3056a5d0a2e3815006bee9013b3b41661d4b349d"
    assert.strictEqual(Result.getOrThrow(Weights.commitHash(commit)), saltless)
    assert.notStrictEqual(Result.getOrThrow(Weights.commitHash({ ...commit, salt: [] })), saltless)
  })

  it("hashes the bytes of the specification with the digest that it is given", () => {
    const seen: Array<Uint8Array> = []
    const digest = (data: Uint8Array) => {
      seen.push(data)
      return blake2b(data, { dkLen: 32 })
    }
    assert.strictEqual(Result.getOrThrow(Weights.commitHash({ ...commit, salt: [1, 2, 3] }, digest)), salted)
    assert.deepStrictEqual(
      seen.map((data) => Buffer.from(data.subarray(32)).toString("hex")),
      ["01000800000100086400ffff0c01000200030060df6a0000000000"]
    )
  })

  it("gives what the SDK gives", () => {
    for (const { address, hash, version_key, ...rest } of vectors.hash) {
      const versionKey = BigInt(version_key)
      const given = Weights.commitHash({ ...rest, hotkey: Ss58.publicKey(address), versionKey })
      assert.strictEqual(Result.getOrThrow(given), hash)
    }
  })

  it.each([
    ["a value that is no u16", { values: [0.5, 1] }, "OutOfRange", "At index 0: 0.5 is no u16"],
    ["a uid that is no u16", { uids: [0, 65_536] }, "OutOfRange", "At index 1: 65536 is no u16"],
    ["a salt that is no u16", { salt: [-1] }, "OutOfRange", "At index 0: -1 is no u16"],
    ["a netuid that is no u16", { netuid: 70_000 }, "OutOfRange", "70000 is no u16"],
    ["a short key", { hotkey: alice.slice(1) }, "OutOfRange", "32 bytes, not 31"],
    ["a version that is no u64", { versionKey: 2n ** 64n }, "OutOfRange", "no u64"],
    ["lists of unequal length", { uids: [0] }, "UnequalLengths", "There are 1 uids and 2 weights"]
  ])("refuses %s", (_, part, reason, detail) => {
    const error = failure(Weights.commitHash({ ...commit, ...part }))
    assert.strictEqual(error.reason, reason)
    assert.include(error.message, detail)
  })

  it("writes the length of a long list as SCALE does", () => {
    const lengths = [63, 64, 16_383, 16_384].map((length) => {
      const uids = Array.from({ length }, () => 7)
      let size = ""
      const digest = (data: Uint8Array) => {
        size = Buffer.from(data.subarray(34, 38)).toString("hex")
        return data.slice(0, 32)
      }
      Result.getOrThrow(Weights.commitHash({ ...commit, uids, values: uids }, digest))
      return size
    })
    assert.deepStrictEqual(lengths, ["fc070007", "01010700", "fdff0700", "02000100"])
  })
})

describe("storageIndex", () => {
  it("is told apart into netuid and mechanism again", () => {
    assert.strictEqual(Weights.storageIndex(1, 1), 4097)
    assert.strictEqual(Weights.storageIndex(7), 7)
    for (const [netuid, mechanism] of [
      [0, 0],
      [4095, 0],
      [0, 15],
      [4095, 15]
    ] as const) {
      assert.deepStrictEqual(Weights.fromStorageIndex(Weights.storageIndex(netuid, mechanism)), { netuid, mechanism })
    }
  })

  it("refuses what no subnet has", () => {
    assert.throws(() => Weights.storageIndex(4096), RangeError)
    assert.throws(() => Weights.storageIndex(1, 16), RangeError)
    assert.throws(() => Weights.storageIndex(-1), RangeError)
    assert.throws(() => Weights.fromStorageIndex(65_536), RangeError)
  })
})

describe("emissionSplit", () => {
  it.each([
    [[1], [65_535]],
    [
      [1, 1],
      [32_767, 32_768]
    ],
    [
      [1, 1, 1],
      [21_845, 21_845, 21_845]
    ],
    [
      [1, 1, 2],
      [16_384, 16_384, 32_767]
    ],
    [
      [0, 5],
      [0, 65_535]
    ]
  ])("splits %j", (parts, expected) => {
    assert.deepStrictEqual(Result.getOrThrow(Weights.emissionSplit(parts)), expected)
  })

  it("adds up to 65535, whatever the parts", () => {
    const random = seeded(2)
    for (let round = 0; round < 500; round++) {
      const parts = Array.from({ length: 1 + Math.floor(random() * 16) }, () => random() ** 4)
      const split = Result.getOrThrow(Weights.emissionSplit(parts))
      assert.strictEqual(
        split.reduce((sum, part) => sum + part, 0),
        65_535
      )
      assert.isAtLeast(Math.min(...split), 0)
    }
  })

  it.each([
    [[], "NoWeight"],
    [[0, 0], "NoWeight"],
    [[1, -1], "Negative"],
    [[Number.NaN], "NotANumber"]
  ])("refuses %j: %s", (parts, reason) => {
    assert.strictEqual(failure(Weights.emissionSplit(parts)).reason, reason)
  })
})

describe("rows", () => {
  it("are zeros where there is nothing", () => {
    assert.deepStrictEqual(Result.getOrThrow(Weights.weightsRow(3, [])), new Float32Array(3))
    assert.deepStrictEqual(Weights.rootWeightsRow([1, 2], [[9, 5]]), new Float32Array(2))
  })

  it("give every bit that the SDK gives", () => {
    for (const { bonds, n, rootRow, rootWeights, row, subnets, weights } of vectors.rows) {
      assert.deepStrictEqual(Result.getOrThrow(Weights.weightsRow(n, row)), float32(weights))
      assert.deepStrictEqual(Result.getOrThrow(Weights.bondsRow(n, row)), float32(bonds))
      assert.deepStrictEqual(Weights.rootWeightsRow(subnets, rootRow), float32(rootWeights))
    }
  })

  it("refuse a uid beyond the last neuron", () => {
    const error = failure(
      Weights.weightsRow(2, [
        [0, 1],
        [2, 1]
      ])
    )
    assert.deepStrictEqual([error.reason, error.index], ["UnknownUid", 1])
    assert.include(error.message, "the row names uid 2, but there are 2 neurons")
    assert.strictEqual(failure(Weights.bondsRow(0, [[0, 1]])).reason, "UnknownUid")
  })
})
