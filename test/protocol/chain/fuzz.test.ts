/** Bytes and values of a hostile node, from a seed: whatever they are, decoders give a result, soon, and keep no more than was sent. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { decodeDelegate, decodeDelegated, decodeDelegates } from "../../../src/protocol/chain/DelegateInfo.ts"
import { LayoutError } from "../../../src/protocol/chain/LayoutError.ts"
import { decodeNeuronsColumns, decodeNeuronsLiteColumns } from "../../../src/protocol/chain/NeuronColumns.ts"
import {
  decodeNeuron,
  decodeNeuronLite,
  decodeNeurons,
  decodeNeuronsLite
} from "../../../src/protocol/chain/NeuronInfo.ts"
import { decodeStakeInfos, decodeStakeInfosByColdkey } from "../../../src/protocol/chain/StakeInfo.ts"
import { decodeSubnetHyperparameters } from "../../../src/protocol/chain/SubnetHyperparameters.ts"
import { decodeSubnetInfo, decodeSubnetsInfo } from "../../../src/protocol/chain/SubnetInfo.ts"
import { unwrapBytes } from "../../../src/protocol/chain/unwrapBytes.ts"
import { concat, manyNeurons, runtimeApiCases } from "../../support/neuronBytes.ts"
import { hex } from "../../support/vectors.ts"

const decoders: ReadonlyArray<(bytes: Uint8Array) => Result.Result<unknown, LayoutError>> = [
  unwrapBytes,
  decodeNeuron,
  decodeNeuronLite,
  decodeNeurons,
  decodeNeuronsLite,
  decodeNeuronsColumns,
  decodeNeuronsLiteColumns,
  (bytes) => decodeNeuronsLite(bytes, { portBeforeIp: true }),
  decodeSubnetInfo,
  decodeSubnetsInfo,
  decodeSubnetHyperparameters,
  decodeDelegate,
  decodeDelegated,
  decodeDelegates,
  decodeStakeInfos,
  decodeStakeInfosByColdkey
]

const SEED = Number(process.env["FUZZ_SEED"] ?? 5)
const INPUTS = Number(process.env["FUZZ_INPUTS"] ?? 3000)

/** A generator of 32-bit integers below a limit. */
const generator = (seed: number) => {
  let state = seed >>> 0
  return (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

/** Lengths and integers that lie, in every form that SCALE has. */
const lies = ["fe", "fd03", "feffffff", "03ffffffff", "13ffffffffffffffff", "ff" + "ff".repeat(67), "02000000"].map(hex)

const mutate = (original: Uint8Array, random: (limit: number) => number): Uint8Array => {
  const at = random(original.length + 1)
  switch (random(4)) {
    case 0:
      return original.subarray(0, at)
    case 1: {
      const flipped = original.slice()
      for (let count = random(4); count >= 0; count--) flipped[random(flipped.length)]! ^= 1 << random(8)
      return flipped
    }
    case 2:
      return concat(original.subarray(0, at), lies[random(lies.length)]!, original.subarray(at))
    default:
      return Uint8Array.from({ length: random(300) }, () => random(256))
  }
}

describe("bytes of a hostile node", () => {
  const originals = [
    ...runtimeApiCases.flatMap(({ result }) => [
      hex(result),
      Result.getOrElse(unwrapBytes(hex(result)), () => hex("00"))
    ]),
    manyNeurons(8, true),
    manyNeurons(8, false)
  ].filter(({ length }) => length > 0)

  it(`never throw: ${INPUTS} inputs from seed ${SEED}`, () => {
    const random = generator(SEED)
    const reasons = new Set<string>()
    for (let input = 0; input < INPUTS; input++) {
      const bytes = mutate(originals[random(originals.length)]!, random)
      for (const decode of decoders) {
        const result = decode(bytes)
        if (Result.isSuccess(result)) continue
        const { failure } = result
        assert.instanceOf(failure, LayoutError)
        assert.isTrue(failure.offset !== undefined && failure.offset >= 0 && failure.offset <= bytes.length)
        reasons.add(failure.reason)
      }
    }
    // All reasons that bytes can have were met: the inputs are not of one kind.
    if (INPUTS >= 3000) {
      assert.deepStrictEqual([...reasons].toSorted(), [
        "Flag",
        "NotCanonical",
        "OutOfRange",
        "TrailingBytes",
        "Truncated"
      ])
    }
  })

  it("cost no more than they are", () => {
    // Each says that it has 2^30 - 1 elements; what they would take is a thousand times the memory that is there.
    const start = process.memoryUsage()
    for (const decode of decoders) {
      for (const rest of [0, 1000]) {
        const bytes = concat(hex("feffffff"), new Uint8Array(rest))
        assert.isTrue(Result.isFailure(decode(bytes)))
      }
    }
    const end = process.memoryUsage()
    assert.isBelow(end.arrayBuffers + end.heapTotal - start.arrayBuffers - start.heapTotal, 64 * 2 ** 20)
  })
})
