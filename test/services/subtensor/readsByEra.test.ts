/** Which reads work with which runtime, and what they make of what it answers. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Alpha, type ChainError, type ExtrinsicError, type Hotkey, Rao, Subtensor, Tao } from "effect-bittensor"
import type { NeuronInfoLite } from "effect-bittensor/protocol/chain/NeuronInfo"
import { readNames, type Reads } from "effect-bittensor/services/subtensor/Reads"
import { FEE, stateOf } from "../../support/fakeNode.ts"
import { addressOf, expected, type Fields, ipOf } from "../../support/layoutVectors.ts"
import { recorded, withState } from "../../support/runtimeAnswers.ts"
import { hasBlobs, noBlobs, SPECS } from "../../support/runtimeNames.ts"
import { ALICE_KEY, le } from "../../support/scaleByHand.ts"
import { root } from "../../support/source.ts"

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
const HASH = `0x${"ab".repeat(32)}`

const place = { netuid: 1, uid: 0 }
const here = { netuid: 1, hotkey: ALICE }
const keys = { hotkey: ALICE, coldkey: BOB, netuid: 1 }
const swap = { fromNetuid: 1, toNetuid: 2, amount: 5n }

/** What each read is asked. */
const questions: { readonly [Name in keyof Reads]: Parameters<Reads[Name]> } = {
  currentBlock: [],
  blockHash: [],
  blockInfo: [],
  errorInfoByIndex: [0],
  waitForBlock: [1],
  timestamp: [],
  isFastBlocks: [],
  txRateLimit: [],
  lastDrandRound: [],
  mevShieldCurrentKey: [],
  mevShieldNextKey: [],
  balance: [ALICE],
  balances: [[ALICE, BOB]],
  existentialDeposit: [],
  totalIssuance: [],
  totalStake: [],
  transferFee: [{ from: ALICE, to: BOB, amount: Rao(1n) }],
  extrinsicFee: [{ pallet: "System", name: "remark", args: { remark: new Uint8Array() } }, ALICE],
  uidForHotkeyOnSubnet: [here],
  netuidsForHotkey: [ALICE],
  allUidsForHotkey: [ALICE],
  isHotkeyRegisteredAny: [ALICE],
  isHotkeyRegisteredOnSubnet: [here],
  isHotkeyRegistered: [here],
  doesHotkeyExist: [ALICE],
  hotkeyOwner: [ALICE],
  axonInfo: [here],
  prometheusInfo: [here],
  neuronForUid: [place],
  neuronForUidLite: [place],
  neuronForPubkeyAndSubnet: [here],
  neuronForWallet: [1],
  allNeuronsForPubkey: [ALICE],
  neurons: [1],
  neuronsLite: [1],
  neuronHasValidatorPermit: [place],
  incentive: [1],
  weights: [1],
  bonds: [1],
  neuronCertificate: [here],
  allNeuronCertificates: [1],
  subnetExists: [1],
  allSubnetNetuids: [],
  allSubnetsNetuid: [],
  subnets: [],
  totalSubnets: [],
  subnetModality: [1],
  subnetConnectionRequirement: [{ netuid: 1, other: 2 }],
  subnetConnectionRequirements: [1],
  emissionValueBySubnet: [1],
  allSubnetsInfo: [],
  subnetInfo: [1],
  subnetOwner: [1],
  subnetOwnerHotkey: [1],
  subnetIdentity: [1],
  subnetBurnCost: [],
  subnetValidatorPermits: [1],
  blocksSinceLastUpdate: [place],
  blocksUntilNextEpoch: [1],
  nextEpochStartBlock: [1],
  isSubnetActive: [1],
  adminFreezeWindow: [],
  isInAdminFreezeWindow: [1],
  startCallDelay: [],
  mechanismCount: [1],
  mechanismEmissionSplit: [1],
  filterNetuidsByRegisteredHotkeys: [{ netuids: [1, 2], hotkeys: [ALICE] }],
  rho: [1],
  kappa: [1],
  difficulty: [1],
  recycle: [1],
  immunityPeriod: [1],
  validatorPruneLen: [1],
  validatorBatchSize: [1],
  validatorSequenceLength: [1],
  validatorEpochsPerReset: [1],
  validatorEpochLength: [1],
  validatorLogitsDivergence: [1],
  validatorExcludeQuantile: [1],
  maxAllowedValidators: [1],
  minAllowedWeights: [1],
  maxWeightLimit: [1],
  subnetworkN: [1],
  maxN: [1],
  tempo: [1],
  adjustmentAlpha: [1],
  bondsMovingAvg: [1],
  scalingLawPower: [1],
  synergyScalingLawPower: [1],
  servingRateLimit: [1],
  weightsRateLimit: [1],
  blocksSinceEpoch: [1],
  blocksSinceLastStep: [1],
  subnetRevealPeriodEpochs: [1],
  commitRevealEnabled: [1],
  hyperparameter: [{ name: "max_allowed_uids", netuid: 1 }],
  subnetHyperparameters: [1],
  isHotkeyDelegate: [ALICE],
  delegateTake: [ALICE],
  delegateByHotkey: [ALICE],
  delegates: [],
  delegated: [ALICE],
  childkeyTake: [here],
  children: [here],
  parents: [here],
  childrenPending: [here],
  totalStakeForHotkey: [ALICE],
  totalStakeForColdkey: [ALICE],
  stake: [ALICE],
  nominatorsForHotkey: [ALICE],
  stakeForColdkeyAndHotkey: [keys],
  stakeInfoForColdkey: [ALICE],
  stakeInfoForColdkeys: [[ALICE]],
  stakeInfo: [keys],
  stakeForHotkey: [here],
  hotkeyStake: [here],
  stakeWeight: [1],
  minimumRequiredStake: [],
  ownedHotkeys: [ALICE],
  autoStakes: [ALICE],
  coldkeyLock: [{ coldkey: ALICE, netuid: 1 }],
  stakeAvailabilityForColdkeys: [[ALICE]],
  queryIdentity: [ALICE],
  delegateIdentities: [],
  commitment: [place],
  commitmentMetadata: [here],
  allCommitments: [1],
  revealedCommitment: [place],
  revealedCommitmentByHotkey: [here],
  allRevealedCommitments: [1],
  lastBondsReset: [here],
  lastCommitmentBondsResetBlock: [place],
  senateMembers: [],
  isSenateMember: [ALICE],
  proposalHashes: [],
  proposalCallData: [HASH],
  voteData: [HASH],
  proposalVoteData: [HASH],
  proposals: [],
  liquidityList: [keys],
  subnetPrice: [1],
  subnetPrices: [],
  subnet: [1],
  allSubnets: [],
  subnetState: [1],
  metagraphInfo: [{ netuid: 1 }],
  allMetagraphsInfo: [],
  simSwap: [swap],
  stakeAddFee: [{ netuid: 1, amount: Rao(5n) }],
  unstakeFee: [{ netuid: 1, amount: Alpha(5n) }],
  stakeMovementFee: [swap],
  emaTaoInflow: [1],
  allEmaTaoInflow: [],
  timelockedWeightCommits: [{ netuid: 1 }],
  rootClaimType: [ALICE],
  rootClaimableAllRates: [ALICE],
  rootClaimableRate: [here],
  rootClaimableStake: [keys],
  rootClaimed: [keys],
  rootAlphaDividendsPerSubnet: [here],
  proxies: [],
  proxiesForRealAccount: [ALICE],
  proxyAnnouncement: [ALICE],
  proxyAnnouncements: [],
  proxyConstants: [],
  crowdloanById: [1],
  crowdloans: [],
  crowdloanContributions: [1],
  crowdloanNextId: [],
  crowdloanConstants: [],
  coldkeySwapAnnouncement: [ALICE],
  coldkeySwapAnnouncements: [],
  coldkeySwapDispute: [ALICE],
  coldkeySwapDisputes: [],
  coldkeySwapAnnouncementDelay: [],
  coldkeySwapReannouncementDelay: [],
  checkInArbitration: [ALICE],
  remainingArbitrationPeriod: [ALICE]
}

type Asking = (...args: ReadonlyArray<unknown>) => Effect.Effect<unknown, ChainError | ExtrinsicError, Hotkey>

const ask = (subtensor: Reads, name: keyof Reads) => (subtensor[name] as unknown as Asking)(...questions[name])

/** What came of it: nothing wrong, or what. */
const outcomeOf = (subtensor: Reads, name: keyof Reads) =>
  Effect.match(ask(subtensor, name), {
    onFailure: ({ reason }) => reason._tag as string,
    onSuccess: () => "works"
  })

/** Where somebody is in subnet 1, so that reads of whoever is there go on; the rest of the state is empty. */
const somebodyIsThere = stateOf({
  "SubtensorModule.Uids": { value: le(0, 2) },
  "SubtensorModule.Keys": { value: ALICE_KEY },
  "SubtensorModule.IsNetworkMember": { value: "01", key: le(1, 2) }
})

/** A table of Markdown, as the formatter leaves it. */
const aligned = ([head = [], ...rows]: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column]!.length)))
  const line = (cells: ReadonlyArray<string>) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n")
}

/** How the table shows an outcome. */
const MARKS: { readonly [outcome: string]: string } = { works: "✓", NotInRuntime: "–", Undecodable: "?" }

describe.skipIf(!hasBlobs)(
  `every read, by the metadata of every era (${hasBlobs ? "by ../shared/metadata" : noBlobs})`,
  () => {
    const columns = new Map<number, ReadonlyMap<keyof Reads, string>>()

    for (const spec of SPECS) {
      it.live(
        `works with spec ${spec}, or says that the runtime has no such thing`,
        Effect.fn(
          function* () {
            const subtensor = yield* Subtensor
            const outcomes = yield* Effect.forEach(readNames, (name) =>
              Effect.map(outcomeOf(subtensor, name), (outcome) => [name, outcome] as const)
            )
            columns.set(spec, new Map(outcomes))
            assert.deepStrictEqual(
              outcomes.filter(([, outcome]) => MARKS[outcome] === undefined),
              []
            )
          },
          withState(spec, somebodyIsThere)
        )
      )
    }

    it("is in the table of the README", () => {
      const file = join(root, "src", "services", "subtensor", "README.md")
      const marked = /(?<=<!-- eras -->\n\n)[^]*?(?=\n\n<!-- \/eras -->)/
      const table = aligned([
        ["", ...SPECS.map(String)],
        ...readNames.map((name) => [
          `\`${name}\``,
          ...SPECS.map((spec) => MARKS[columns.get(spec)?.get(name) ?? ""] ?? assert.fail(`nothing of ${name}`))
        ])
      ])
      if (process.env["README"] === "write")
        writeFileSync(
          file,
          readFileSync(file, "utf8").replace(marked, () => table)
        )
      assert.strictEqual(marked.exec(readFileSync(file, "utf8"))?.[0], table)
    })
  }
)

describe.skipIf(!hasBlobs)(
  `answers of runtime APIs, encoded by scalecodec (${hasBlobs ? "by ../shared/metadata" : noBlobs})`,
  () => {
    const files = { 185: "early.json", 218: "early.json", 393: "runtime-393.json", 424: "runtime-424.json" } as const

    for (const spec of [185, 218, 393, 424] as const) {
      it.live(
        `are neurons, subnets, delegates and stakes of spec ${spec}`,
        Effect.fn(
          function* () {
            const subtensor = yield* Subtensor
            const of = (structure: string) => recorded(files[spec], structure).value
            const layout = spec === 185 ? "185" : ""
            const seen = (neuron: NeuronInfoLite | undefined) => [
              neuron?.hotkey,
              neuron?.axonInfo.port,
              neuron?.axonInfo.ip
            ]
            const neuron = (structure: string) => {
              const { axon_info, hotkey } = of(`${structure}${layout}`)
              return [addressOf(hotkey), Number((axon_info as Fields)["port"]), ipOf(axon_info as Fields)]
            }
            assert.deepStrictEqual(seen((yield* subtensor.neuronsLite(1))[0]), neuron("NeuronInfoLite"))
            assert.deepStrictEqual(seen(yield* subtensor.neuronForUidLite(place)), neuron("NeuronInfoLite"))
            assert.deepStrictEqual(seen((yield* subtensor.neurons(1))[0]), neuron("NeuronInfo"))
            for (const found of [
              yield* subtensor.neuronForUid(place),
              yield* subtensor.neuronForPubkeyAndSubnet(here),
              yield* subtensor.neuronForWallet(1),
              (yield* subtensor.allNeuronsForPubkey(ALICE))[0]
            ]) {
              assert.deepStrictEqual(seen(found), neuron("NeuronInfo"))
            }

            const stake = expected(of("StakeInfo"))
            assert.deepStrictEqual<unknown>(yield* subtensor.stakeInfoForColdkey(ALICE), [stake])
            assert.deepStrictEqual<unknown>(yield* subtensor.stakeInfoForColdkeys([ALICE]), new Map([[ALICE, [stake]]]))

            const hotkey = addressOf(of("DelegateInfo")["delegate_ss58"])
            assert.strictEqual((yield* subtensor.delegateByHotkey(ALICE))?.hotkey, hotkey)
            assert.deepStrictEqual(
              (yield* subtensor.delegates()).map((one) => one.hotkey),
              [hotkey]
            )
            assert.deepStrictEqual(
              (yield* subtensor.delegated(ALICE)).map((one) => [one.hotkey, one.netuid, one.stake]),
              [[hotkey, spec >= 393 ? 3 : 0, 9n]]
            )

            const netuid = Number(of(spec >= 393 ? "SubnetInfov2" : "SubnetInfo")["netuid"])
            assert.strictEqual((yield* subtensor.subnetInfo(1))?.netuid, netuid)
            assert.deepStrictEqual(
              (yield* subtensor.allSubnetsInfo()).map((info) => info.netuid),
              [netuid]
            )
            const hyperparameters = {
              185: "SubnetHyperparams24",
              218: "SubnetHyperparams27",
              393: "SubnetHyperparamsV2"
            }
            const tempo = spec === 424 ? 360 : Number(of(hyperparameters[spec])["tempo"])
            assert.strictEqual((yield* subtensor.subnetHyperparameters(1))?.tempo, tempo)
            assert.strictEqual(yield* subtensor.subnetBurnCost(), Tao(1))
            assert.strictEqual(yield* subtensor.transferFee({ from: ALICE, to: BOB, amount: Rao(1n) }), FEE)
          },
          withState(spec, somebodyIsThere)
        )
      )
    }

    for (const spec of [393, 424] as const) {
      it.live(
        `are subnets with tokens, and what exchanging those would bring, of spec ${spec}`,
        Effect.fn(
          function* () {
            const subtensor = yield* Subtensor
            const of = (structure: string) => recorded(files[spec], structure).value
            const info = expected(of("DynamicInfo")) as object
            assert.deepStrictEqual<unknown>(yield* subtensor.subnet(1), { ...info, price: Rao(25_000_000n) })
            assert.deepStrictEqual<unknown>(yield* subtensor.allSubnets(), [{ ...info, price: Rao(26_000_000n) }])
            assert.strictEqual(yield* subtensor.subnetPrice(0), Tao(1))
            assert.strictEqual((yield* subtensor.subnetPrices()).get(0), Tao(1))
            assert.deepStrictEqual<unknown>(yield* subtensor.subnetState(1), expected(of("SubnetState")))
            assert.strictEqual(
              (yield* subtensor.metagraphInfo({ netuid: 1 }))?.netuid,
              Number(of("SelectiveMetagraph")["netuid"])
            )
            assert.deepStrictEqual(
              (yield* subtensor.allMetagraphsInfo()).map(({ netuid }) => netuid),
              [Number(of("Metagraph")["netuid"])]
            )
            const bought = { taoAmount: Rao(11n), alphaAmount: Alpha(12n), taoFee: Rao(13n), alphaFee: Alpha(14n) }
            assert.deepStrictEqual(yield* subtensor.simSwap({ ...swap, fromNetuid: 0 }), bought)
            assert.deepStrictEqual(yield* subtensor.simSwap({ ...swap, toNetuid: 0 }), bought)
            assert.deepStrictEqual(yield* subtensor.simSwap(swap), { ...bought, taoFee: Rao(26n) })
            assert.strictEqual(yield* subtensor.stakeAddFee({ netuid: 1, amount: Rao(5n) }), 13n)
            assert.strictEqual(yield* subtensor.unstakeFee({ netuid: 1, amount: Alpha(5n) }), 14n)
            assert.deepStrictEqual<unknown>(yield* subtensor.stakeInfo(keys), expected(of("StakeInfo")))
          },
          withState(spec, {})
        )
      )
    }

    it.live(
      "are epochs, and alpha that is locked, of spec 424",
      Effect.fn(
        function* () {
          const subtensor = yield* Subtensor
          assert.strictEqual(yield* subtensor.nextEpochStartBlock(1), 1234)
          const lock = { lockedMass: Alpha(5n), conviction: 1.5, lastUpdate: 77 }
          assert.deepStrictEqual(yield* subtensor.coldkeyLock({ coldkey: ALICE, netuid: 1 }), lock)
          const available = { total: Alpha(10n), locked: Alpha(4n), available: Alpha(6n) }
          assert.deepStrictEqual(
            yield* subtensor.stakeAvailabilityForColdkeys([ALICE]),
            new Map([[ALICE, new Map([[3, available]])]])
          )
        },
        withState(424, {})
      )
    )
  }
)
