/** Our own files: whole they are read, and whatever else there is of them is refused. */
import { createHash } from "node:crypto"
import { assert, describe, it } from "vitest"
import { Result } from "effect"
import { AxonInfo } from "../../src/protocol/AxonInfo.ts"
import { decodeNeuronsColumns, decodeNeuronsLiteColumns } from "../../src/protocol/chain/NeuronColumns.ts"
import type { SubnetDetails } from "../../src/protocol/chain/SubnetDetails.ts"
import { decode, encode, MAX_BYTES, type MetagraphSnapshot, sha256 } from "../../src/protocol/MetagraphFile.ts"
import { Ss58 } from "../../src/protocol/Ss58.ts"
import { manyNeurons } from "../support/neuronBytes.ts"

const NEURONS = 7
const ALICE = Ss58.make("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
const options = { portBeforeIp: true }
const full = Result.getOrThrow(decodeNeuronsColumns(manyNeurons(NEURONS, true), options))
const lite = Result.getOrThrow(decodeNeuronsLiteColumns(manyNeurons(NEURONS, false), options))
const each = <A>(value: A): ReadonlyArray<A> => Array.from({ length: NEURONS }, () => value)

const details: SubnetDetails = {
  name: "Ωmron \ud83d\ude80",
  symbol: "σ",
  identity: { subnetName: "a\nb", githubRepo: "", subnetContact: "" },
  networkRegisteredAt: 1,
  ownerHotkey: ALICE,
  ownerColdkey: ALICE,
  block: 9,
  tempo: 360,
  lastStep: 2,
  blocksSinceLastStep: Number.MAX_SAFE_INTEGER,
  subnetEmission: 0n,
  alphaIn: 2n ** 64n - 1n,
  alphaOut: 1n,
  taoIn: 1n,
  alphaOutEmission: 1n,
  alphaInEmission: 1n,
  taoInEmission: 1n,
  pendingAlphaEmission: 1n,
  pendingRootEmission: 1n,
  subnetVolume: 2n ** 128n - 1n,
  movingPrice: -0.25,
  rho: 10,
  kappa: 32_767,
  minAllowedWeights: 1,
  maxWeightsLimit: 65_535,
  weightsVersion: 0n,
  weightsRateLimit: 100,
  activityCutoff: 5000,
  maxValidators: 64,
  numUids: NEURONS,
  maxUids: 256,
  burn: 1n,
  difficulty: 2n ** 64n - 1n,
  registrationAllowed: true,
  powRegistrationAllowed: false,
  immunityPeriod: 4096,
  minDifficulty: 1n,
  maxDifficulty: 1n,
  minBurn: 1n,
  maxBurn: 1n,
  adjustmentAlpha: 1n,
  adjustmentInterval: 360,
  targetRegsPerInterval: 1,
  maxRegsPerBlock: 1,
  servingRateLimit: 50,
  commitRevealWeightsEnabled: true,
  commitRevealPeriod: 1,
  liquidAlphaEnabled: false,
  alphaHigh: 1,
  alphaLow: 1,
  bondsMovingAvg: 900_000n,
  identities: each(undefined),
  blockAtRegistration: each(3),
  alphaStake: each(5n),
  taoStake: each(6n),
  totalStake: each(7n),
  taoDividendsPerHotkey: [[ALICE, 1n]],
  alphaDividendsPerHotkey: []
}

const snapshot: MetagraphSnapshot = { network: "finney", netuid: 3, block: 1234, columns: full }

/** All that a snapshot says, as plain values. */
const plain = ({ columns, ...rest }: MetagraphSnapshot) => ({
  ...rest,
  columns: {
    ...columns,
    netuids: undefined,
    hotkeys: [...columns.hotkeys.keys],
    coldkeys: [...columns.coldkeys.keys],
    axons: Array.from({ length: columns.length }, (_, uid) => columns.axons.info(uid))
  }
})

const read = (bytes: Uint8Array) => Result.getOrThrow(decode(bytes))
const faultOf = (bytes: Uint8Array) => Result.getOrThrow(Result.flip(decode(bytes)))
const utf8 = new TextEncoder()

/** A file whose sum is right, whatever it holds. */
const fileOf = (body: string, version = "1"): Uint8Array =>
  utf8.encode(
    `effect-bittensor metagraph ${version} sha256:${createHash("sha256").update(body, "utf8").digest("hex")}\n${body}`
  )

interface Json {
  [name: string]: Json | Array<unknown> | string | number
}
const bodyOf = (bytes: Uint8Array): Json => {
  const text = new TextDecoder().decode(bytes)
  return JSON.parse(text.slice(text.indexOf("\n"))) as Json
}

/** The file after something is done to its document. */
const changed = (change: (document: never) => void, of = snapshot): Uint8Array => {
  const document = bodyOf(encode(of))
  change(document as never)
  return fileOf(JSON.stringify(document))
}

describe("a metagraph in a file", () => {
  const snapshots: ReadonlyArray<readonly [string, MetagraphSnapshot]> = [
    ["full", snapshot],
    ["lite", { ...snapshot, columns: lite }],
    ["with the subnets of root weights", { ...snapshot, netuid: 0, subnets: [1, 3, 65_535] }],
    ["with what dTAO has beside", { ...snapshot, details }],
    ["without neurons", { ...snapshot, columns: Result.getOrThrow(decodeNeuronsLiteColumns(Uint8Array.of(0))) }],
    ["of a node by its URL", { ...snapshot, network: "ws://127.0.0.1:9944" }]
  ]
  for (const [name, one] of snapshots) {
    it(`comes back, ${name}`, () => {
      const back = read(encode(one))
      assert.deepStrictEqual(plain(back), plain({ subnets: undefined, details: undefined, ...one }))
      assert.instanceOf(
        back.columns.length > 0 ? back.columns.axons.info(0) : new AxonInfo({ ip: "0", port: 0, hotkey: ALICE }),
        AxonInfo
      )
      assert.isTrue(back.columns.netuids.every((netuid) => netuid === one.netuid))
    })
  }

  it("is the same file each time, and text", () => {
    assert.deepStrictEqual(encode(snapshot), encode(read(encode(snapshot))))
    const header = new TextDecoder().decode(encode(snapshot)).split("\n")[0]
    assert.match(header!, /^effect-bittensor metagraph 1 sha256:[0-9a-f]{64}$/)
  })

  it("has the sum that others compute", () => {
    assert.strictEqual(sha256(utf8.encode("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    const [header, body] = new TextDecoder().decode(encode(snapshot)).split("\n")
    assert.strictEqual(header!.slice(-64), createHash("sha256").update(body!).digest("hex"))
  })
})

describe("what is none", () => {
  it("is told from what the Python SDK writes", () => {
    assert.deepInclude(faultOf(Uint8Array.of(0x80, 4, 0x95)), { _tag: "Pickled", by: "pickle" })
    assert.deepInclude(faultOf(Uint8Array.of(0x50, 0x4b, 3, 4)), { _tag: "Pickled", by: "torch" })
    for (const bytes of [[], [0x80], [0x80, 9], [0x50], [0xff, 0xfe]]) {
      assert.strictEqual(faultOf(Uint8Array.from(bytes))._tag, "NoMetagraph")
    }
  })

  it("is of a version that is not known", () => {
    assert.deepInclude(faultOf(fileOf("{}", "2")), { _tag: "OtherVersion", version: 2 })
    assert.strictEqual(faultOf(fileOf("{}", "1234567890"))._tag, "NoMetagraph")
  })

  it("is cut off anywhere", () => {
    const whole = encode(snapshot)
    for (let length = 0; length < whole.length; length += 97) {
      assert.include(["NoMetagraph", "Damaged"], faultOf(whole.subarray(0, length))._tag, `${length} bytes`)
    }
    assert.strictEqual(faultOf(Uint8Array.from([...whole, 0x20]))._tag, "Damaged")
  })

  it("has one bit turned, anywhere", () => {
    const whole = encode(snapshot)
    for (let at = 0; at < whole.length; at += 61) {
      const copy = whole.slice()
      copy[at]! ^= 1 << (at % 8)
      assert.isTrue(Result.isFailure(decode(copy)), `byte ${at}`)
    }
  })

  it("is larger than any", () => {
    assert.deepInclude(faultOf(new Uint8Array(MAX_BYTES + 1)), { _tag: "Oversized", bytes: MAX_BYTES + 1 })
  })

  it("has a right sum, and holds no JSON or another", () => {
    for (const body of ["", "nul", "null", "[]", "{}", `${"[".repeat(100_000)}`, '{"network":1}', "\ud800"]) {
      assert.strictEqual(faultOf(fileOf(body))._tag, "Damaged", body.slice(0, 20))
    }
  })

  const hostile: ReadonlyArray<readonly [string, (document: never) => void, of?: MetagraphSnapshot]> = [
    ["a list is shorter than the others", ({ neurons }: { neurons: { rank: Array<number> } }) => neurons.rank.pop()],
    ["a list is longer", ({ neurons }: { neurons: { stakeRao: Array<string> } }) => neurons.stakeRao.push("1")],
    [
      "a number has more than 16 bits",
      ({ neurons }: { neurons: { trust: Array<number> } }) => (neurons.trust[0] = 65_536)
    ],
    [
      "a stake has more than 64 bits",
      ({ neurons }: { neurons: { stakeRao: Array<string> } }) => (neurons.stakeRao[0] = String(2n ** 64n))
    ],
    ["an address is none", ({ neurons }: { neurons: { hotkeys: Array<string> } }) => (neurons.hotkeys[1] = "5Grw")],
    ["weights come without bonds", (document: { bonds?: unknown }) => delete document.bonds],
    ["rows go back", ({ weights }: { weights: { rowStart: Array<number> } }) => (weights.rowStart[1] = 60_000)],
    ["rows end too early", ({ bonds }: { bonds: { values: Array<number> } }) => bonds.values.pop()],
    ["rows are too few", ({ weights }: { weights: { rowStart: Array<number> } }) => weights.rowStart.shift()],
    [
      "there are fewer stakes in alpha",
      ({ details: found }: { details: { alphaStake: Array<string> } }) => found.alphaStake.pop(),
      { ...snapshot, details }
    ]
  ]
  for (const [name, change, of] of hostile) {
    it(`does not fit together: ${name}`, () => {
      const fault = faultOf(changed(change, of))
      assert.strictEqual(fault._tag, "Damaged")
      assert.isBelow(fault.message.length, 400)
    })
  }
})
