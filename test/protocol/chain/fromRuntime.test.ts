/** Every structure of specs 393 and 424 that metadata decodes, from bytes that scalecodec encoded (test/vectors/layouts). */
import { assert, describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import { AxonInfo } from "../../../src/protocol/AxonInfo.ts"
import { axonFromRuntime } from "../../../src/protocol/chain/axonFromRuntime.ts"
import { ChainIdentity, chainIdentityFromRuntime } from "../../../src/protocol/chain/ChainIdentity.ts"
import { DelegateInfo, delegateFromRuntime } from "../../../src/protocol/chain/DelegateInfo.ts"
import { DynamicInfo, dynamicInfoFromRuntime } from "../../../src/protocol/chain/DynamicInfo.ts"
import { type FromRuntime, list, option } from "../../../src/protocol/chain/fromRuntime.ts"
import {
  MetagraphInfo,
  metagraphFromRuntime,
  metagraphIndexes,
  SelectiveMetagraph,
  selectiveMetagraphFromRuntime
} from "../../../src/protocol/chain/MetagraphInfo.ts"
import {
  NeuronInfo,
  neuronFromRuntime,
  NeuronInfoLite,
  neuronLiteFromRuntime
} from "../../../src/protocol/chain/NeuronInfo.ts"
import { PrometheusInfo, prometheusInfoFromRuntime } from "../../../src/protocol/chain/PrometheusInfo.ts"
import { StakeInfo, stakeInfoFromRuntime } from "../../../src/protocol/chain/StakeInfo.ts"
import { hyperparametersFromRuntime, SubnetHyperparameters } from "../../../src/protocol/chain/SubnetHyperparameters.ts"
import { SubnetIdentity, subnetIdentityFromRuntime } from "../../../src/protocol/chain/SubnetIdentity.ts"
import { SubnetInfo, subnetInfoFromRuntime } from "../../../src/protocol/chain/SubnetInfo.ts"
import { SubnetState, subnetStateFromRuntime } from "../../../src/protocol/chain/SubnetState.ts"
import { Ss58 } from "../../../src/protocol/Ss58.ts"
import {
  addressOf,
  axonOf,
  decoderOf,
  expected,
  type Fields,
  ipOf,
  type LayoutCase,
  layoutCases,
  type Recorded,
  textOf
} from "../../support/layoutVectors.ts"
import { hasBlobs, noBlobs } from "../../support/runtimeNames.ts"

/** One structure: how it is taken, the schema it must then fit, and what the tests expect of a recorded value. */
interface Structure {
  readonly take: FromRuntime<unknown>
  readonly schema: Schema.Codec<unknown>
  readonly expect: (value: Fields) => unknown
}

const structure = (
  take: FromRuntime<unknown>,
  schema: Schema.Codec<unknown>,
  expect: (value: Fields) => unknown = plain
) => ({
  take,
  schema,
  expect
})

/** `expected`, which gives an object for an object. */
const plain = (value: Fields): Record<string, unknown> => expected(value) as Record<string, unknown>
const isList = (value: Recorded | undefined): value is ReadonlyArray<Recorded> => Array.isArray(value)
const listIn = (value: Recorded | undefined): ReadonlyArray<Recorded> => (isList(value) ? value : [])
const fieldsIn = (value: Recorded | undefined): Fields => value as Fields

const neuron = (value: Fields) => {
  const { axon_info, prometheus_info, stake, ...rest } = value
  const stakes = listIn(stake).map((pair): [string, bigint] => [
    addressOf(listIn(pair)[0]),
    BigInt(String(listIn(pair)[1]))
  ])
  const { ip: _, ...exporter } = plain(fieldsIn(prometheus_info))
  return {
    ...plain(rest),
    axonInfo: axonOf(fieldsIn(axon_info), rest["hotkey"], rest["coldkey"]),
    prometheusInfo: { ...exporter, ip: ipOf(fieldsIn(prometheus_info)) },
    stakes,
    stake: stakes.reduce((sum, [, amount]) => sum + amount, 0n),
    isNull: false
  }
}

const subnet = ({ emission_value, emission_values, ...rest }: Fields) => ({
  ...plain(rest),
  networkConnect: listIn(rest["network_connect"]).map((pair) => [
    Number(listIn(pair)[0]),
    Number(listIn(pair)[1]) / 65_535
  ]),
  emissionValue: BigInt(String(emission_value ?? emission_values))
})

const delegate = ({ delegate_ss58, nominators, owner_ss58, return_per_1000, ...rest }: Fields) => {
  const sums = new Map<number, bigint>()
  const stakers = listIn(nominators).map((pair) => {
    const [key, stakes] = listIn(pair)
    const amounts = listIn(stakes).map((stake): [number, bigint] => {
      const [netuid, amount] = listIn(stake)
      return [Number(netuid), BigInt(String(amount))]
    })
    for (const [netuid, amount] of amounts) sums.set(netuid, (sums.get(netuid) ?? 0n) + amount)
    return [addressOf(key), amounts]
  })
  return {
    ...plain(rest),
    hotkey: addressOf(delegate_ss58),
    owner: addressOf(owner_ss58),
    nominators: stakers,
    totalStake: [...sums].toSorted(([one], [other]) => one - other),
    returnPer1000: BigInt(String(return_per_1000))
  }
}

const metagraph = ({ axons, commitments, ...rest }: Fields) => ({
  ...plain(rest),
  ...(isList(axons)
    ? {
        axons: axons.map((axon, uid) =>
          axonOf(fieldsIn(axon), listIn(rest["hotkeys"])[uid], listIn(rest["coldkeys"])[uid])
        )
      }
    : {}),
  ...(isList(commitments)
    ? {
        commitments: commitments.map((pair) => {
          const [key, bytes] = listIn(pair)
          return [addressOf(key), Uint8Array.from(Buffer.from(textOf(bytes ?? ""), "utf8"))]
        })
      }
    : {})
})

const structures: Readonly<Record<string, Structure>> = {
  NeuronInfo: structure(neuronFromRuntime, NeuronInfo, neuron),
  NeuronInfoLite: structure(neuronLiteFromRuntime, NeuronInfoLite, neuron),
  SubnetInfo: structure(subnetInfoFromRuntime, SubnetInfo, subnet),
  SubnetInfov2: structure(subnetInfoFromRuntime, SubnetInfo, subnet),
  SubnetHyperparams: structure(hyperparametersFromRuntime, SubnetHyperparameters),
  SubnetHyperparamsV2: structure(hyperparametersFromRuntime, SubnetHyperparameters),
  DelegateInfo: structure(delegateFromRuntime, DelegateInfo, delegate),
  StakeInfo: structure(stakeInfoFromRuntime, StakeInfo),
  DynamicInfo: structure(dynamicInfoFromRuntime, DynamicInfo),
  SubnetState: structure(subnetStateFromRuntime, SubnetState),
  Metagraph: structure(metagraphFromRuntime, MetagraphInfo, metagraph),
  SelectiveMetagraph: structure(selectiveMetagraphFromRuntime, SelectiveMetagraph, metagraph),
  SubnetIdentityV3: structure(subnetIdentityFromRuntime, SubnetIdentity),
  ChainIdentityV2: structure(chainIdentityFromRuntime, ChainIdentity)
}

/** Instances as the plain objects they hold, so that whole values compare. */
const bare = (value: unknown): unknown => {
  if (value instanceof AxonInfo) return { ...value }
  if (Array.isArray(value)) return value.map(bare)
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array)
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bare(inner)]))
    : value
}

/** There and back through JSON text, as a cache or another process would have it. */
const throughJson = (schema: Schema.Codec<unknown>, value: unknown): unknown => {
  const json = Schema.toCodecJson(schema)
  return Schema.decodeUnknownSync(json)(JSON.parse(JSON.stringify(Schema.encodeSync(json)(value))))
}

/** Why what needs the metadata of the runtimes is not tried. */
const unlessThere = hasBlobs ? "" : `, ${noBlobs}`

for (const spec of hasBlobs ? [393, 424] : []) {
  const decode = decoderOf(spec)
  const cases = layoutCases(`runtime-${spec}.json`).filter(({ structure }) => structure in structures)
  const bytesOf = ({ bytes }: LayoutCase) => Uint8Array.from(Buffer.from(bytes.slice(2), "hex"))

  describe(`spec ${spec}`, () => {
    it("has a case of every structure", () => {
      assert.deepStrictEqual(
        [...new Set(cases.map(({ structure }) => structure))].toSorted(),
        Object.keys(structures).toSorted()
      )
    })

    for (const one of cases) {
      const { expect, schema, take } = structures[one.structure]!
      it(`takes ${one.structure}: ${one.source}`, () => {
        const taken = Result.getOrThrow(take(decode(one.structure, bytesOf(one))))
        assert.deepStrictEqual(bare(taken), expect(one.value))
        assert.isTrue(Schema.is(schema)(taken))
        assert.deepStrictEqual(throughJson(schema, taken), taken)
      })
    }

    it("says which field of a value is none", () => {
      for (const one of cases.filter(({ source }) => source === "random 0")) {
        const value = decode(one.structure, bytesOf(one)) as Record<string, unknown>
        const { take } = structures[one.structure]!
        for (const key of Object.keys(value).filter(
          (name) => value[name] !== undefined && !name.startsWith("placeholder")
        )) {
          for (const wrong of [null, Symbol("none"), { [key]: 1 }, [Symbol("none")], -1, 1.5, "x", 2n ** 200n]) {
            const taken = take({ ...value, [key]: wrong })
            // A wrong value that happens to be one of the field's is no matter; what fails must say where, and in which structure.
            if (Result.isFailure(taken)) {
              // Without hotkeys it is the axons that are nobody's.
              const keys = key === "hotkeys" ? [key, "axons"] : [key]
              const path = taken.failure.path ?? ""
              assert.isTrue(
                keys.some((name) => path.startsWith(name)),
                `${one.structure}.${key}: ${taken.failure.message}`
              )
              assert.strictEqual(taken.failure.offset, undefined)
              assert.include(taken.failure.message, path)
            }
          }
          assert.isTrue(Result.isFailure(take({ ...value, [key]: Symbol("none") })), `${one.structure}.${key}`)
        }
      }
    })
  })
}

describe.skipIf(!hasBlobs)(`the third version of hyperparameters${unlessThere}`, () => {
  const decode = hasBlobs ? decoderOf(424) : undefined
  const entries = layoutCases("runtime-424.json").filter(({ structure }) => structure === "HyperparamEntry")
  const bytes = (text: string) => new TextEncoder().encode(text)
  const whole: ReadonlyArray<readonly [name: string, type: string, value: unknown]> = [
    ["kappa", "U16", 32_767],
    ["immunity_period", "U16", 5000],
    ["min_allowed_weights", "U16", 1],
    ["max_weights_limit", "U16", 65_535],
    ["tempo", "U16", 360],
    ["weights_version", "U64", 2n ** 64n - 1n],
    ["weights_rate_limit", "U64", 2n ** 64n - 1n],
    ["activity_cutoff", "U64", 5000n],
    ["activity_cutoff_factor", "U32", 13_889],
    ["registration_allowed", "Bool", true],
    ["target_regs_per_interval", "U16", 2],
    ["min_burn", "TaoBalance", 500_000n],
    ["max_burn", "TaoBalance", 100_000_000_000n],
    ["burn_half_life", "U16", 360],
    ["burn_increase_mult", "U64F64", (5n << 64n) / 4n],
    ["bonds_moving_avg", "U64", 900_000n],
    ["max_regs_per_block", "U16", 1],
    ["serving_rate_limit", "U64", 50n],
    ["max_validators", "U16", 64],
    ["alpha_sigmoid_steepness", "I32F32", -(3n << 31n)],
    ["min_childkey_take", "U16", 65_535],
    ["a_new_one", "U64F64", 1n << 63n],
    ["another", "U128", 2n ** 127n]
  ]
  const listed = (all: typeof whole) =>
    all.map(([name, type, value]) => ({ name: bytes(name), value: { type, value } }))

  it("has values that metadata decoded", () => {
    assert.isAbove(entries.length, 2)
    for (const { bytes, structure, value } of entries) {
      const decoded = decode!(structure, Uint8Array.from(Buffer.from(bytes.slice(2), "hex")))
      const full = [...listed(whole.filter(([name]) => name !== textOf(value["name"]!))), decoded]
      assert.isTrue(Result.isSuccess(hyperparametersFromRuntime(full)), textOf(value["name"]!))
    }
  })

  it("are taken by name, and what has no name here is kept", () => {
    const taken = Result.getOrThrow(hyperparametersFromRuntime(listed(whole)))
    assert.deepStrictEqual(
      { ...taken },
      {
        kappa: 32_767,
        immunityPeriod: 5000,
        minAllowedWeights: 1,
        maxWeightsLimit: 65_535,
        tempo: 360,
        weightsVersion: 2n ** 64n - 1n,
        weightsRateLimit: Number.MAX_SAFE_INTEGER,
        activityCutoff: 5000,
        activityCutoffFactor: 13_889,
        registrationAllowed: true,
        targetRegsPerInterval: 2,
        minBurn: 500_000n,
        maxBurn: 100_000_000_000n,
        burnHalfLife: 360,
        burnIncreaseMult: 1.25,
        bondsMovingAvg: 900_000n,
        maxRegsPerBlock: 1,
        servingRateLimit: 50,
        maxValidators: 64,
        alphaSigmoidSteepness: -1.5,
        minChildkeyTake: 1,
        others: { a_new_one: 0.5, another: 2n ** 127n }
      }
    )
    assert.isTrue(Schema.is(SubnetHyperparameters)(taken))
  })

  it("fail where one is missing or wrong", () => {
    const pathOf = (all: typeof whole) => Result.getOrThrow(Result.flip(hyperparametersFromRuntime(listed(all)))).path
    assert.strictEqual(pathOf(whole.filter(([name]) => name !== "kappa")), "kappa")
    assert.strictEqual(pathOf(whole.map((one) => (one[0] === "tempo" ? ["tempo", "U16", 70_000] : one))), "tempo")
    assert.strictEqual(pathOf(whole.map((one) => (one[0] === "another" ? ["another", "Odd", {}] : one))), "*")
    assert.isTrue(Result.isFailure(hyperparametersFromRuntime([{ name: bytes("kappa") }])))
  })

  it("keeps a name that would mean something to an object", () => {
    const taken = Result.getOrThrow(hyperparametersFromRuntime(listed([...whole, ["__proto__", "U16", 7]])))
    assert.deepStrictEqual(Object.keys(taken.others ?? {}), ["a_new_one", "another", "__proto__"])
  })
})

describe("the indexes of a selective metagraph", () => {
  it.each([393, 424])("are those of spec %i", (spec) => {
    const one = layoutCases(`runtime-${spec}.json`).find(({ structure }) => structure === "SelectiveMetagraph")!
    const camel = (name: string) => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    const names = Object.keys(one.value).map((name, index) => [camel(name), index] as const)
    assert.deepStrictEqual({ ...metagraphIndexes }, Object.fromEntries(names) as unknown)
    assert.strictEqual(names.length, 74)
    assert.deepStrictEqual(new Set(Object.keys(metagraphIndexes)), new Set(Object.keys(SelectiveMetagraph.fields)))
  })
})

describe("entries of the storage", () => {
  const stored = { block: 7n, version: 7_004_000, ip: 1n, port: 8091, ip_type: 6, protocol: 4, placeholder1: 0 }
  const hotkey = Ss58.make("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")

  it("are an axon, of the hotkey that it was found under", () => {
    const axon = Result.getOrThrow(axonFromRuntime(stored, { hotkey }))
    assert.instanceOf(axon, AxonInfo)
    assert.deepStrictEqual({ ...axon }, {
      ip: "::1",
      port: 8091,
      hotkey,
      version: 7_004_000,
      protocol: 4,
      block: 7
    } as unknown)
    assert.strictEqual(Result.getOrThrow(axonFromRuntime(stored, { hotkey, coldkey: hotkey })).coldkey, hotkey)
    assert.strictEqual(Result.getOrThrow(Result.flip(axonFromRuntime({ ...stored, ip: -1n }, { hotkey }))).path, "ip")
  })

  it("are a Prometheus exporter", () => {
    const exporter = Result.getOrThrow(prometheusInfoFromRuntime(stored))
    assert.deepStrictEqual(exporter, { block: 7, version: 7_004_000, ip: "::1", port: 8091, ipType: 6 })
    assert.isTrue(Schema.is(PrometheusInfo)(exporter))
    const { port: _port, ...portless } = stored
    assert.strictEqual(Result.getOrThrow(Result.flip(prometheusInfoFromRuntime(portless))).path, "port")
  })
})

describe.skipIf(!hasBlobs)(`fixed-point numbers${unlessThere}`, () => {
  const one = layoutCases("runtime-424.json").find(({ structure }) => structure === "DynamicInfo")!
  const bytes = Uint8Array.from(Buffer.from(one.bytes.slice(2), "hex"))
  const value = hasBlobs ? (decoderOf(424)("DynamicInfo", bytes) as object) : {}
  const priced = (moving_price: unknown) => dynamicInfoFromRuntime({ ...value, moving_price })

  it("are their bits, alone or as a structure, with the point where the type has it", () => {
    for (const [bits, price] of [
      [1n << 32n, 1],
      [-(3n << 31n), -1.5],
      [1n, 2 ** -32],
      [1000n << 32n, 1000],
      [2n ** 127n - 1n, 2 ** 95],
      [-(2n ** 127n), -(2 ** 95)]
    ] as const) {
      assert.strictEqual(Result.getOrThrow(priced(bits)).movingPrice, price)
      assert.strictEqual(Result.getOrThrow(priced({ bits })).movingPrice, price)
    }
  })

  it("fit into their bits", () => {
    for (const bits of [2n ** 127n, -(2n ** 127n) - 1n]) {
      const failure = Result.getOrThrow(Result.flip(priced(bits)))
      assert.deepStrictEqual([failure.reason, failure.path], ["OutOfRange", "moving_price"])
    }
    assert.strictEqual(Result.getOrThrow(Result.flip(priced(1))).reason, "Shape")
  })
})

describe("lists and options", () => {
  const identity = { name: [65], url: [], image: [], discord: [], description: [], additional: [0xff, 0x42] }

  it("take each element, and say which is wrong", () => {
    const many = list(chainIdentityFromRuntime)
    const [one] = Result.getOrThrow(many([identity]))
    assert.deepStrictEqual(one, {
      name: "A",
      url: "",
      image: "",
      discord: "",
      description: "",
      additional: "\ufffdB"
    })
    const failure = Result.getOrThrow(Result.flip(many([identity, { ...identity, image: [256] }])))
    assert.strictEqual(failure.path, "[1].image[0]")
    assert.strictEqual(failure.structure, "ChainIdentity")
    assert.strictEqual(Result.getOrThrow(Result.flip(list(many)([[7]]))).path, "[0][0]")
    assert.strictEqual(Result.getOrThrow(Result.flip(many(undefined))).reason, "Shape")
  })

  it("take what may be absent", () => {
    const maybe = option(chainIdentityFromRuntime)
    assert.strictEqual(Result.getOrThrow(maybe(undefined)), undefined)
    assert.strictEqual(Result.getOrThrow(maybe(identity))?.name, "A")
    assert.isTrue(Result.isFailure(maybe(7)))
  })
})

describe("axons of a selective metagraph", () => {
  const axon = { block: 1n, version: 2, ip: 16_909_060n, port: 8091, ip_type: 4, protocol: 4 }
  const key = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"

  it("need the hotkeys, and as many of them", () => {
    const failure = (value: object) => Result.getOrThrow(Result.flip(selectiveMetagraphFromRuntime(value)))
    assert.strictEqual(failure({ netuid: 1, axons: [axon] }).path, "axons")
    assert.strictEqual(failure({ netuid: 1, axons: [axon], hotkeys: [] }).path, "hotkeys")
    assert.strictEqual(failure({ netuid: 1, axons: [axon], hotkeys: [key], coldkeys: [key, key] }).path, "coldkeys")
    assert.strictEqual(failure({ netuid: 1, axons: [{ ...axon, port: 65_536 }], hotkeys: [key] }).path, "axons[0].port")
    const { axons } = Result.getOrThrow(selectiveMetagraphFromRuntime({ netuid: 1, axons: [axon], hotkeys: [key] }))
    assert.deepStrictEqual(String(axons?.[0]), `1.2.3.4:8091 (${key})`)
  })

  it("refuse addresses of another network", () => {
    const other = "16ADqpMa4yzfmWs3nuTSMhfZ2ckeGtvqhPWCNqECEGDcGgU2"
    const failure = Result.getOrThrow(Result.flip(selectiveMetagraphFromRuntime({ netuid: 1, hotkeys: [key, other] })))
    assert.strictEqual(failure.path, "hotkeys[1]")
    assert.include(failure.message, "prefix 0")
  })
})

describe("delegates of specs 233 to 243", () => {
  it("have stakes that are not by subnet", () => {
    const key = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
    const value = {
      delegate_ss58: key,
      take: 11_796,
      nominators: [[key, 5n]],
      owner_ss58: key,
      registrations: [1],
      validator_permits: [],
      return_per_1000: 0n,
      total_daily_return: 0n
    }
    const taken = Result.getOrThrow(delegateFromRuntime(value))
    assert.deepStrictEqual(taken.nominators, [[Ss58.make(key), [[0, 5n]]]])
    assert.deepStrictEqual(taken.totalStake, [[0, 5n]])
    assert.strictEqual(Math.round(taken.take * 65_535), 11_796)
  })
})
