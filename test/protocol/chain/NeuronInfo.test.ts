/** Neurons: what the spec-185 runtime answered, what scalecodec encoded of the layouts of §5.4, and bytes that lie. */
import { assert, describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import { decodeNeuronsColumns, decodeNeuronsLiteColumns } from "../../../src/protocol/chain/NeuronColumns.ts"
import {
  decodeNeuron,
  decodeNeuronLite,
  decodeNeurons,
  decodeNeuronsLite,
  neuronFromRuntime,
  NeuronInfo,
  NeuronInfoLite,
  neuronLiteFromRuntime,
  nullNeuron
} from "../../../src/protocol/chain/NeuronInfo.ts"
import { unwrapBytes } from "../../../src/protocol/chain/unwrapBytes.ts"
import * as Ss58 from "../../../src/protocol/Ss58.ts"
import { addressOf, axonOf, decoderOf, expected, type Fields, ipOf, layoutCases } from "../../support/layoutVectors.ts"
import { hasBlobs, noBlobs } from "../../support/runtimeNames.ts"
import { answerOf, compactLength, concat, manyNeurons } from "../../support/neuronBytes.ts"
import { hex } from "../../support/vectors.ts"

const PORT_FIRST = { portBeforeIp: true }
const inner = (method: string, note: string) => Result.getOrThrow(unwrapBytes(answerOf(method, note)))

const without = (value: object, ...keys: ReadonlyArray<string>) =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))

describe("answers of spec 185", () => {
  it("are neurons", () => {
    const neurons = Result.getOrThrow(decodeNeurons(inner("get_neurons", "netuid 1"), PORT_FIRST))
    assert.deepStrictEqual(
      neurons.map(({ uid }) => uid),
      [0, 1, 2, 3, 4, 5]
    )
    const [first] = neurons
    assert.deepStrictEqual({ ...first, axonInfo: { ...first?.axonInfo } }, {
      hotkey: "5FqS9tF5h8chPfiFNbiaSjTsceGwivQJqTCjmeD4Rkac2ssJ",
      coldkey: "5Fs9cm2hGUNCG6GFa9STCHottnjvtmieiU6VetiLLZcp6Hsv",
      uid: 0,
      netuid: 1,
      active: true,
      axonInfo: {
        ip: "127.0.0.2",
        port: 8091,
        hotkey: "5FqS9tF5h8chPfiFNbiaSjTsceGwivQJqTCjmeD4Rkac2ssJ",
        coldkey: "5Fs9cm2hGUNCG6GFa9STCHottnjvtmieiU6VetiLLZcp6Hsv",
        version: 185,
        protocol: 4,
        block: 11
      },
      prometheusInfo: { block: 11, version: 185, ip: "8.8.8.8", port: 7091, ipType: 4 },
      stake: 1_114_796_459_080n,
      stakes: [
        ["5Fs9cm2hGUNCG6GFa9STCHottnjvtmieiU6VetiLLZcp6Hsv", 1_013_641_046_207n],
        ["5G6nbQYXrkyK26uiPrbWAmXMxRfRzddPwNySbQaUTZKJCpvB", 101_155_412_873n]
      ],
      rank: 0,
      emission: 1_177_147_960n,
      incentive: 0,
      consensus: 0,
      trust: 0,
      validatorTrust: 65_534 / 65_535,
      dividends: 44_136 / 65_535,
      lastUpdate: 21,
      validatorPermit: true,
      pruningScore: 63_283,
      isNull: false,
      weights: [
        [2, 32_767],
        [3, 65_535]
      ],
      bonds: [
        [2, 65_535],
        [3, 65_535]
      ]
    } as unknown)
    assert.isTrue(Schema.is(Schema.Array(NeuronInfo))(neurons))
    assert.strictEqual(neurons.at(-1)?.axonInfo.isServing, false)
  })

  it.each(["netuid 0", "netuid 1", "netuid 2", "netuid 3", "netuid 9"])(
    "say the same with and without weights: %s",
    (note) => {
      const full = Result.getOrThrow(decodeNeurons(inner("get_neurons", note), PORT_FIRST))
      const lite = Result.getOrThrow(decodeNeuronsLite(inner("get_neurons_lite", note), PORT_FIRST))
      assert.deepStrictEqual(
        lite as ReadonlyArray<object>,
        full.map((neuron) => without(neuron, "bonds", "weights"))
      )
      assert.strictEqual(full.length, { "netuid 0": 2, "netuid 1": 6 }[note] ?? 0)
    }
  )

  it("are one neuron or none", () => {
    const one = Result.getOrThrow(decodeNeuron(inner("get_neuron", "netuid 1 uid 0"), PORT_FIRST))
    const [first] = Result.getOrThrow(decodeNeurons(inner("get_neurons", "netuid 1"), PORT_FIRST))
    assert.deepStrictEqual(one, first)
    const absent = inner("get_neuron_lite", "netuid 1 uid 9 (absent)")
    assert.strictEqual(absent.length, 0)
    assert.strictEqual(Result.getOrThrow(decodeNeuronLite(absent)), undefined)
    assert.strictEqual(Result.getOrThrow(decodeNeuron(absent)), undefined)
  })
})

const neuronOf = ({ axon_info, prometheus_info, stake, ...rest }: Fields) => {
  const stakes = (stake as ReadonlyArray<readonly [string, string]>).map(([key, amount]): [string, bigint] => [
    addressOf(key),
    BigInt(amount)
  ])
  const { ip: _, ...exporter } = expected(prometheus_info!) as Record<string, unknown>
  return {
    ...(expected(rest) as object),
    axonInfo: axonOf(axon_info as Fields, rest["hotkey"], rest["coldkey"]),
    prometheusInfo: { ...exporter, ip: ipOf(prometheus_info as Fields) },
    stakes,
    stake: stakes.reduce((sum, [, amount]) => sum + amount, 0n),
    isNull: false
  }
}

describe("the layouts of §5.4", () => {
  const decoders = {
    NeuronInfo: (bytes: Uint8Array) => decodeNeuron(bytes),
    NeuronInfoLite: (bytes: Uint8Array) => decodeNeuronLite(bytes),
    NeuronInfo185: (bytes: Uint8Array) => decodeNeuron(bytes, PORT_FIRST),
    NeuronInfoLite185: (bytes: Uint8Array) => decodeNeuronLite(bytes, PORT_FIRST)
  }
  for (const [structure, decode] of Object.entries(decoders)) {
    const cases = layoutCases("early.json").filter((one) => one.structure === structure)
    it(`decode ${structure}`, () => {
      assert.strictEqual(cases.length, 4)
      for (const { bytes, value } of cases) {
        const neuron = Result.getOrThrow(decode(hex(bytes)))!
        assert.deepStrictEqual({ ...neuron, axonInfo: { ...neuron.axonInfo } }, neuronOf(value) as unknown)
        assert.isTrue(Schema.is(NeuronInfoLite)(neuron))
      }
    })
  }
})

describe.skipIf(!hasBlobs)(`answers from dTAO on${hasBlobs ? "" : `, ${noBlobs}`}`, () => {
  it.each([393, 424])("have the same layout, and no outer bytes: spec %i", (spec) => {
    const decode = decoderOf(spec)
    for (const [structure, rows, take] of [
      ["NeuronInfo", decodeNeurons, neuronFromRuntime],
      ["NeuronInfoLite", decodeNeuronsLite, neuronLiteFromRuntime]
    ] as const) {
      const cases = layoutCases(`runtime-${spec}.json`).filter((one) => one.structure === structure)
      const all = cases.map(({ bytes }) => hex(bytes))
      assert.deepStrictEqual(
        Result.getOrThrow(rows(concat(compactLength(all.length), ...all))) as ReadonlyArray<object>,
        all.map((bytes) => Result.getOrThrow(take(decode(structure, bytes))))
      )
    }
  })
})

describe("ratios", () => {
  it("give every u16 back", () => {
    for (let raw = 0; raw <= 65_535; raw++) assert.strictEqual(Math.round((raw / 65_535) * 65_535), raw)
  })
})

describe("the null neuron", () => {
  it("is what the SDK has for a uid that is not there", () => {
    assert.isTrue(nullNeuron.isNull)
    assert.strictEqual(nullNeuron.hotkey, "000000000000000000000000000000000000000000000000")
    assert.isFalse(Ss58.is(nullNeuron.hotkey))
    assert.deepStrictEqual(
      Object.keys(nullNeuron).filter((key) => key.endsWith("Info")),
      []
    )
    assert.deepStrictEqual(
      new Set(Object.keys(nullNeuron)),
      new Set(Object.keys(NeuronInfo.fields).filter((key) => !key.endsWith("Info")))
    )
  })
})

describe("addresses", () => {
  it("are right for keys that begin alike", () => {
    // An answer remembers addresses by the beginning of their keys.
    const bytes = manyNeurons(4, false)
    const alike = bytes.slice()
    const [neuron] = Result.getOrThrow(decodeNeuronsLite(bytes, PORT_FIRST))
    const key = Ss58.publicKey(neuron!.hotkey)
    key[31]! ^= 1
    alike.set(key, 1 + 32) // the coldkey of the first
    const [changed] = Result.getOrThrow(decodeNeuronsLite(alike, PORT_FIRST))
    assert.strictEqual(changed?.hotkey, neuron?.hotkey)
    assert.strictEqual(changed?.coldkey, Ss58.encode(key))
    assert.strictEqual(changed?.axonInfo.coldkey, Ss58.encode(key))
  })
})

describe("bytes that are no neurons", () => {
  const bytes = manyNeurons(3, true)
  const failure = (given: Uint8Array) => Result.getOrThrow(Result.flip(decodeNeurons(given, PORT_FIRST)))
  const start = 1
  /** Of fields of the first neuron, from the beginning: keys, then one byte each of uid and netuid. */
  const ACTIVE = start + 66

  it("are cut", () => {
    for (let length = 0; length < bytes.length; length++) {
      const error = failure(bytes.subarray(0, length))
      assert.strictEqual(error.reason, "Truncated")
      assert.strictEqual(error.structure, "Vec<NeuronInfo>")
      assert.isAtMost(error.offset ?? Number.NaN, length)
      assert.include(error.message, `byte ${error.offset}`)
    }
  })

  it("say that there are more than there can be", () => {
    const many = concat(Uint8Array.of(0xfe, 0xff, 0xff, 0xff), bytes)
    assert.strictEqual(failure(many).reason, "Truncated")
    assert.strictEqual(failure(many).offset, 4)
  })

  it("go on", () => {
    const error = failure(concat(bytes, Uint8Array.of(0)))
    assert.deepStrictEqual([error.reason, error.offset], ["TrailingBytes", bytes.length])
  })

  it("have a flag that is none", () => {
    const wrong = bytes.slice()
    wrong[ACTIVE] = 2
    const error = failure(wrong)
    assert.deepStrictEqual([error.reason, error.offset], ["Flag", ACTIVE + 1])
  })

  it("have a number in a longer form than it needs", () => {
    const wrong = concat(bytes.subarray(0, ACTIVE - 2), Uint8Array.of(0x01, 0x00), bytes.subarray(ACTIVE - 1))
    assert.strictEqual(failure(wrong).reason, "NotCanonical")
  })

  it("have a number that is too large", () => {
    const wrong = concat(
      bytes.subarray(0, ACTIVE - 2),
      Uint8Array.of(0x02, 0x00, 0x04, 0x00),
      bytes.subarray(ACTIVE - 1)
    )
    const error = failure(wrong)
    assert.strictEqual(error.reason, "OutOfRange")
    assert.include(error.message, "65536 does not fit into 16 bits")
  })

  it("have a block that no chain reaches", () => {
    const wrong = bytes.slice()
    wrong.fill(0xff, ACTIVE + 1, ACTIVE + 9)
    assert.include(failure(wrong).message, "18446744073709551615 is no block number")
  })
})

describe("columns", () => {
  const options = PORT_FIRST
  const rows = Result.getOrThrow(decodeNeurons(manyNeurons(100, true), options))
  const columns = Result.getOrThrow(decodeNeuronsColumns(manyNeurons(100, true), options))
  const lite = Result.getOrThrow(decodeNeuronsLiteColumns(manyNeurons(100, false), options))

  it("say what rows say", () => {
    assert.strictEqual(columns.length, 100)
    for (const [index, row] of rows.entries()) {
      for (const made of [columns, lite]) {
        assert.deepStrictEqual(
          {
            hotkey: made.hotkeys.address(index),
            coldkey: made.coldkeys.address(index),
            uid: made.uids[index],
            netuid: made.netuids[index],
            active: made.active[index] === 1,
            axonInfo: made.axons.info(index),
            stake: made.stakeRao[index],
            rank: made.rank[index]! / 65_535,
            emission: made.emissionRao[index],
            incentive: made.incentive[index]! / 65_535,
            consensus: made.consensus[index]! / 65_535,
            trust: made.trust[index]! / 65_535,
            validatorTrust: made.validatorTrust[index]! / 65_535,
            dividends: made.dividends[index]! / 65_535,
            lastUpdate: made.lastUpdate[index],
            validatorPermit: made.validatorPermit[index] === 1,
            pruningScore: made.pruningScore[index]
          } as unknown,
          without(row, "bonds", "isNull", "prometheusInfo", "stakes", "weights")
        )
      }
      for (const name of ["weights", "bonds"] as const) {
        const { columns: uids, rowStart, values } = columns[name]
        const [from, to] = [rowStart[index]!, rowStart[index + 1]!]
        assert.deepStrictEqual(
          Array.from(uids.subarray(from, to), (uid, place) => [uid, values[from + place]]) as unknown,
          row[name]
        )
      }
    }
    assert.strictEqual(columns.weights.rowStart.length, 101)
    assert.strictEqual(columns.weights.rowStart[100], columns.weights.values.length)
  })

  it("know nothing beyond the end", () => {
    assert.throws(() => columns.hotkeys.address(100), RangeError)
    assert.throws(() => columns.axons.info(-1), RangeError)
    assert.throws(() => columns.coldkeys.address(0.5), RangeError)
  })

  it("do not change with the bytes they were read from", () => {
    const bytes = manyNeurons(2, false)
    const kept = Result.getOrThrow(decodeNeuronsLiteColumns(bytes, options))
    bytes.fill(0)
    assert.strictEqual(kept.hotkeys.address(1), rows[1]?.hotkey)
    assert.strictEqual(kept.axons.info(1).port, rows[1]?.axonInfo.port)
  })

  it("are empty where there are no neurons", () => {
    const none = Result.getOrThrow(decodeNeuronsColumns(Uint8Array.of(0)))
    assert.strictEqual(none.length, 0)
    assert.deepStrictEqual(none.weights.rowStart, Uint32Array.of(0))
    assert.deepStrictEqual(Object.keys(none).toSorted(), Object.keys(columns).toSorted())
  })

  it("have no room for stakes beyond 64 bits, as rows have", () => {
    const value = layoutCases("early.json").find(({ structure }) => structure === "NeuronInfo")
    const neuron = hex(value!.bytes)
    const { netuid, stakes, uid } = Result.getOrThrow(decodeNeuron(neuron))!
    const sizeOf = (integer: number | bigint) => (integer < 64 ? 1 : integer < 1 << 14 ? 2 : integer < 1 << 30 ? 4 : 9)
    // The list of stakers comes after two keys, uid, netuid, flag, axon and exporter.
    const start = 64 + sizeOf(uid) + sizeOf(netuid) + 1 + 34 + 31
    const end = start + 1 + stakes.reduce((sum, [, stake]) => sum + 32 + sizeOf(stake), 0)
    const most = concat(new Uint8Array(32), Uint8Array.of(0x13), new Uint8Array(8).fill(0xff))
    const staked = (...stakers: ReadonlyArray<Uint8Array>) =>
      concat(
        Uint8Array.of(4),
        neuron.subarray(0, start),
        compactLength(stakers.length),
        ...stakers,
        neuron.subarray(end)
      )
    assert.deepStrictEqual(
      Result.getOrThrow(decodeNeuronsColumns(staked(most))).stakeRao,
      BigUint64Array.of(2n ** 64n - 1n)
    )
    assert.strictEqual(Result.getOrThrow(decodeNeurons(staked(most, most)))[0]?.stake, 2n ** 65n - 2n)
    assert.strictEqual(Result.getOrThrow(Result.flip(decodeNeuronsColumns(staked(most, most)))).reason, "OutOfRange")
  })

  it("fail as rows do", () => {
    const bytes = manyNeurons(3, true)
    for (const wrong of [bytes.subarray(0, 400), concat(bytes, Uint8Array.of(1)), Uint8Array.of(0xff)]) {
      const [row, column] = [decodeNeurons(wrong, options), decodeNeuronsColumns(wrong, options)].map((result) =>
        Result.getOrThrow(Result.flip(result as Result.Result<unknown, Error>))
      )
      assert.deepStrictEqual({ ...column }, { ...row })
    }
  })
})
