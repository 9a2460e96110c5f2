/** Subnets, hyperparameters, delegates and stakes before dTAO: recorded answers of spec 185, and bytes that scalecodec encoded of §5.4. */
import { assert, describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import {
  decodeDelegate,
  decodeDelegated,
  DelegatedInfo,
  decodeDelegates,
  DelegateInfo
} from "../../../src/protocol/chain/DelegateInfo.ts"
import { decodeStakeInfos, decodeStakeInfosByColdkey, StakeInfo } from "../../../src/protocol/chain/StakeInfo.ts"
import {
  decodeSubnetHyperparameters,
  SubnetHyperparameters
} from "../../../src/protocol/chain/SubnetHyperparameters.ts"
import { decodeSubnetInfo, decodeSubnetsInfo, SubnetInfo } from "../../../src/protocol/chain/SubnetInfo.ts"
import { unwrapBytes } from "../../../src/protocol/chain/unwrapBytes.ts"
import { addressOf, expected, layoutCases, type Recorded } from "../../support/layoutVectors.ts"
import { answerOf, compactLength, concat, runtimeApiCases } from "../../support/neuronBytes.ts"
import { hex } from "../../support/vectors.ts"

const inner = (method: string, note: string) => Result.getOrThrow(unwrapBytes(answerOf(method, note)))
const early = (structure: string) => layoutCases("early.json").filter((one) => one.structure === structure)
const failureOf = <A, E>(result: Result.Result<A, E>): E => Result.getOrThrow(Result.flip(result))

describe("unwrapBytes", () => {
  it("takes the outer bytes off every recorded answer", () => {
    const wrapped = runtimeApiCases.filter(({ method }) => !method.endsWith("get_network_registration_cost"))
    assert.isAbove(wrapped.length, 25)
    for (const { result } of wrapped) {
      const answer = hex(result)
      const bytes = Result.getOrThrow(unwrapBytes(answer))
      const prefix = answer.length - bytes.length
      assert.deepStrictEqual(answer.subarray(0, prefix), compactLength(bytes.length))
    }
  })

  it("knows none and nothing", () => {
    assert.deepStrictEqual(Result.getOrThrow(unwrapBytes(Uint8Array.of(0))), new Uint8Array())
    assert.deepStrictEqual(Result.getOrThrow(unwrapBytes(Uint8Array.of(4, 0))), Uint8Array.of(0))
  })

  it.each([
    [[], "Truncated"],
    [[8, 1], "Truncated"],
    [[4, 1, 2], "TrailingBytes"],
    [[1, 0], "NotCanonical"],
    [[0xff, 1, 2, 3, 4, 5, 6, 7], "OutOfRange"]
  ])("refuses %j: %s", (bytes, reason) => {
    assert.strictEqual(failureOf(unwrapBytes(Uint8Array.from(bytes))).reason, reason)
  })
})

const ALICE_SUBNET =
  "0x05010428feff0100025a6202214e010104feff0300c80001042ca10500000002286beed43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"

describe("decodeSubnetInfo", () => {
  it("reads the answer of the specification", () => {
    assert.deepStrictEqual(Result.getOrThrow(decodeSubnetInfo(Result.getOrThrow(unwrapBytes(hex(ALICE_SUBNET))))), {
      netuid: 1,
      rho: 10,
      kappa: 32_767,
      difficulty: 10_000_000n,
      immunityPeriod: 5000,
      maxAllowedValidators: 64,
      minAllowedWeights: 1,
      maxWeightsLimit: 65_535,
      scalingLawPower: 50,
      subnetworkN: 0,
      maxAllowedUids: 256,
      blocksSinceLastStep: 11,
      tempo: 360,
      networkModality: 0,
      networkConnect: [],
      emissionValue: 0n,
      burn: 1_000_000_000n,
      owner: "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
    } as unknown)
  })

  it("reads the recorded answers, alone and in the list", () => {
    const alone = ["netuid 0", "netuid 1", "netuid 2", "netuid 3"].map((note) =>
      Result.getOrThrow(decodeSubnetInfo(inner("get_subnet_info", note)))
    )
    const listed = Result.getOrThrow(decodeSubnetsInfo(inner("get_subnets_info", "all")))
    assert.deepStrictEqual(
      listed.map(({ info }) => info),
      alone
    )
    assert.deepStrictEqual(
      listed.map(({ position }) => position),
      [0, 1, 2, 3]
    )
    assert.deepStrictEqual(
      alone.map((info) => info?.netuid),
      [0, 1, 2, 3]
    )
    assert.strictEqual(Result.getOrThrow(decodeSubnetInfo(inner("get_subnet_info", "netuid 9"))), undefined)
  })

  it.each(["SubnetInfo", "SubnetInfo121"])("reads %s", (structure) => {
    assert.strictEqual(early(structure).length, 4)
    for (const { bytes, value } of early(structure)) {
      const info = Result.getOrThrow(decodeSubnetInfo(hex(bytes)))
      const { emission_values, network_connect, ...rest } = value
      const connections = network_connect as ReadonlyArray<readonly [string, string]>
      assert.deepStrictEqual({ ...info } as unknown, {
        ...(expected(rest) as object),
        networkConnect: connections.map(([netuid, requirement]) => [Number(netuid), Number(requirement) / 65_535]),
        emissionValue: BigInt(String(emission_values))
      })
      assert.isTrue(Schema.is(SubnetInfo)(info))
      assert.strictEqual("owner" in info!, structure === "SubnetInfo")
    }
  })

  it.each(["SubnetInfo", "SubnetInfo121"])(
    "leaves out of a list of %s what is not there, but not its place",
    (structure) => {
      const all = early(structure).map(({ bytes }) => hex(bytes))
      const some = Uint8Array.of(1)
      const none = Uint8Array.of(0)
      const bytes = concat(compactLength(5), none, some, all[0]!, none, some, all[1]!, none)
      const listed = Result.getOrThrow(decodeSubnetsInfo(bytes))
      assert.deepStrictEqual(
        listed,
        [0, 1].map((index) => ({
          position: index * 2 + 1,
          info: Result.getOrThrow(decodeSubnetInfo(all[index]!))!
        }))
      )
    }
  )

  it("says where the newest layout failed", () => {
    const bytes = Result.getOrThrow(unwrapBytes(hex(ALICE_SUBNET)))
    const error = failureOf(decodeSubnetInfo(bytes.subarray(0, 60)))
    assert.deepStrictEqual([error.structure, error.reason, error.offset], ["SubnetInfo", "Truncated", 33])
    assert.include(error.message, "no known layout fits")
    assert.strictEqual(failureOf(decodeSubnetsInfo(Uint8Array.of(4, 2))).reason, "Flag")
  })
})

const HYPERPARAMETERS =
  "0x210128feff0100214e04feff0300a10513ffffffffffffffff13ffffffffffffffff009101a105214e0104040700e876481782ee360004c8010113ea51b81e85eb51f8025a6202a10f00"

describe("decodeSubnetHyperparameters", () => {
  it("reads the answer of the specification, which has 24 fields", () => {
    const bytes = Result.getOrThrow(unwrapBytes(hex(HYPERPARAMETERS)))
    assert.deepStrictEqual(Result.getOrThrow(decodeSubnetHyperparameters(bytes)), {
      rho: 10,
      kappa: 32_767,
      immunityPeriod: 5000,
      minAllowedWeights: 1,
      maxWeightsLimit: 65_535,
      tempo: 360,
      minDifficulty: 2n ** 64n - 1n,
      maxDifficulty: 2n ** 64n - 1n,
      weightsVersion: 0n,
      weightsRateLimit: 100,
      adjustmentInterval: 360,
      activityCutoff: 5000,
      registrationAllowed: true,
      targetRegsPerInterval: 1,
      minBurn: 1n,
      maxBurn: 100_000_000_000n,
      bondsMovingAvg: 900_000n,
      maxRegsPerBlock: 1,
      servingRateLimit: 50,
      maxValidators: 64,
      adjustmentAlpha: 17_893_341_751_498_265_066n,
      difficulty: 10_000_000n,
      commitRevealPeriod: 1000,
      commitRevealWeightsEnabled: false
    })
  })

  it("reads the recorded answers, which say what those about subnets say", () => {
    for (const note of ["netuid 0", "netuid 1", "netuid 2", "netuid 3"]) {
      const bytes = inner("get_subnet_hyperparams", note)
      const found = Result.getOrThrow(decodeSubnetHyperparameters(bytes))!
      const info = Result.getOrThrow(decodeSubnetInfo(inner("get_subnet_info", note)))!
      const names = [
        "rho",
        "kappa",
        "immunityPeriod",
        "minAllowedWeights",
        "maxWeightsLimit",
        "tempo",
        "difficulty"
      ] as const
      assert.deepStrictEqual(
        names.map((name) => found[name]),
        names.map((name) => info[name])
      )
      assert.strictEqual(found.maxValidators, info.maxAllowedValidators)
      assert.strictEqual(found.commitRevealWeightsEnabled, bytes.at(-1) === 1)
    }
    assert.strictEqual(
      Result.getOrThrow(decodeSubnetHyperparameters(inner("get_subnet_hyperparams", "netuid 9"))),
      undefined
    )
  })

  it.each([22, 24, 27])("knows %i fields when it sees them", (count) => {
    const cases = early(`SubnetHyperparams${count}`)
    assert.strictEqual(cases.length, 4)
    for (const { bytes, value } of cases) {
      const found = Result.getOrThrow(decodeSubnetHyperparameters(hex(bytes)))
      assert.deepStrictEqual({ ...found } as unknown, expected(value))
      assert.strictEqual(Object.keys(found!).length, count)
      assert.isTrue(Schema.is(SubnetHyperparameters)(found))
    }
  })

  it("takes a length of time that nobody lives to see for never", () => {
    const spans = ["weightsRateLimit", "servingRateLimit"] as const
    const found = early("SubnetHyperparams22").flatMap(({ bytes, value }) => {
      const read = Result.getOrThrow(decodeSubnetHyperparameters(hex(bytes)))!
      return spans.map(
        (name) => [BigInt(String(value[name.replaceAll(/[A-Z]/g, (l) => `_${l.toLowerCase()}`)])), read[name]] as const
      )
    })
    const long = found.filter(([raw]) => raw > BigInt(Number.MAX_SAFE_INTEGER))
    assert.isAbove(long.length, 0)
    assert.isTrue(long.every(([, read]) => read === Number.MAX_SAFE_INTEGER))
  })

  it("fails on what is none of the three", () => {
    const bytes = Result.getOrThrow(unwrapBytes(hex(HYPERPARAMETERS)))
    const longer = failureOf(decodeSubnetHyperparameters(concat(bytes, Uint8Array.of(0))))
    assert.strictEqual(longer.structure, "SubnetHyperparams")
    assert.isTrue(Result.isFailure(decodeSubnetHyperparameters(bytes.subarray(0, 40))))
    assert.isTrue(Result.isFailure(decodeSubnetHyperparameters(concat(bytes, bytes))))
  })
})

const pairs = (value: Recorded | undefined) => value as ReadonlyArray<readonly [string, string]>

describe("delegates", () => {
  const delegates = Result.getOrThrow(decodeDelegates(inner("get_delegates", "all")))

  it("are those of the recorded answers", () => {
    assert.isAbove(delegates.length, 1)
    assert.isTrue(Schema.is(Schema.Array(DelegateInfo))(delegates))
    const one = Result.getOrThrow(decodeDelegate(inner("get_delegate", "hot1")))
    assert.deepStrictEqual(
      delegates.filter(({ hotkey }) => hotkey === one?.hotkey),
      [one]
    )
    assert.strictEqual(Result.getOrThrow(decodeDelegate(inner("get_delegate", "hot6 (not a delegate)"))), undefined)
    const [delegated, ...others] = Result.getOrThrow(decodeDelegated(inner("get_delegated", "nom1")))
    assert.deepStrictEqual(others, [])
    const { netuid, stake, ...info } = delegated!
    assert.deepStrictEqual({ ...info }, { ...one! })
    assert.deepStrictEqual([netuid, stake], [0, 101_155_412_873n])
    assert.isTrue(Schema.is(DelegatedInfo)(delegated))
  })

  it("have stakes on the root network", () => {
    const [{ nominators, totalStake }] = delegates.filter(({ nominators }) => nominators.length > 1) as [DelegateInfo]
    assert.isTrue(nominators.every(([, stakes]) => stakes.length === 1 && stakes[0]?.[0] === 0))
    assert.deepStrictEqual(totalStake, [[0, nominators.reduce((sum, [, stakes]) => sum + stakes[0]![1], 0n)]])
  })

  it("are those that scalecodec encoded", () => {
    const cases = early("DelegateInfo")
    const all = cases.map(({ value }) => {
      const { delegate_ss58, nominators, owner_ss58, return_per_1000, total_daily_return, ...rest } = value
      const stakes = pairs(nominators).map(([key, stake]) => [addressOf(key), [[0, BigInt(stake)]]] as const)
      const total = pairs(nominators).reduce((sum, [, stake]) => sum + BigInt(stake), 0n)
      return {
        ...(expected(rest) as object),
        hotkey: addressOf(delegate_ss58),
        owner: addressOf(owner_ss58),
        nominators: stakes,
        totalStake: stakes.length === 0 ? [] : [[0, total]],
        returnPer1000: BigInt(String(return_per_1000)),
        totalDailyReturn: BigInt(String(total_daily_return))
      }
    })
    const encoded = cases.map(({ bytes }) => hex(bytes))
    assert.deepStrictEqual(encoded.map((bytes) => Result.getOrThrow(decodeDelegate(bytes))) as unknown, all)
    assert.deepStrictEqual(Result.getOrThrow(decodeDelegates(concat(compactLength(4), ...encoded))) as unknown, all)
  })

  it("fail in their own name", () => {
    const bytes = inner("get_delegates", "all")
    assert.strictEqual(failureOf(decodeDelegates(bytes.subarray(1))).structure, "Vec<DelegateInfo>")
    assert.strictEqual(failureOf(decodeDelegate(bytes)).structure, "DelegateInfo")
    assert.strictEqual(failureOf(decodeDelegated(bytes)).structure, "Vec<(DelegateInfo, Compact<u64>)>")
  })
})

describe("stakes", () => {
  it("are those of the recorded answers", () => {
    const stakes = Result.getOrThrow(decodeStakeInfos(inner("get_stake_info_for_coldkey", "cold1")))
    assert.isTrue(Schema.is(Schema.Array(StakeInfo))(stakes))
    const cold1 = "5Fs9cm2hGUNCG6GFa9STCHottnjvtmieiU6VetiLLZcp6Hsv"
    assert.deepStrictEqual(new Set(stakes.map(({ coldkey }) => coldkey as string)), new Set([cold1]))
    assert.include(
      stakes.map(({ stake }) => stake),
      1_013_641_046_207n
    )
    const [first, second] = Result.getOrThrow(
      decodeStakeInfosByColdkey(inner("get_stake_info_for_coldkeys", "cold1, nom1"))
    )
    assert.deepStrictEqual(first as unknown, [cold1, stakes])
    assert.deepStrictEqual(
      second?.[1].map(({ coldkey }) => coldkey),
      [second?.[0]]
    )
    assert.deepStrictEqual(
      second?.[1].map(({ stake }) => stake),
      [101_155_412_873n]
    )
  })

  it("are those that scalecodec encoded", () => {
    const cases = early("StakeInfo")
    const bytes = concat(compactLength(4), ...cases.map(({ bytes }) => hex(bytes)))
    const all = cases.map(({ value }) => expected(value))
    assert.deepStrictEqual(Result.getOrThrow(decodeStakeInfos(bytes)).map((one) => ({ ...one })) as unknown, all)
  })

  it("fail where a list lies", () => {
    assert.strictEqual(failureOf(decodeStakeInfos(concat(Uint8Array.of(8), new Uint8Array(65)))).reason, "Truncated")
    assert.strictEqual(failureOf(decodeStakeInfosByColdkey(Uint8Array.of(4))).reason, "Truncated")
  })
})
