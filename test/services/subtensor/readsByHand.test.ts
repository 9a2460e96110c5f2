/** What reads make of states that are written down by hand, of nodes that do not tell the truth, and how few questions they ask. */
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Effect } from "effect"
import { Alpha, type ChainError, Rao, Subtensor, type SubtensorShape } from "effect-bittensor"
import { FEE, HEAD, stateOf } from "../../support/fakeNode.ts"
import { expected } from "../../support/layoutVectors.ts"
import { answersOf, recorded, withState } from "../../support/runtimeAnswers.ts"
import { hasBlobs, noBlobs } from "../../support/runtimeNames.ts"
import {
  ALICE_KEY,
  BLAKE2_128,
  BOB_KEY,
  compact,
  concat,
  fixed,
  hexOf,
  le,
  list,
  text,
  TWOX64
} from "../../support/scaleByHand.ts"

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
const HASH = `0x${"ab".repeat(32)}`
const PGP = `0x${"cd".repeat(20)}`

const keys = { hotkey: ALICE, coldkey: BOB, netuid: 1 }
const swap = { fromNetuid: 1, toNetuid: 2, amount: 5n }

describe.skipIf(!hasBlobs)(
  `what is stored, written down by hand (${hasBlobs ? "by ../shared/metadata" : noBlobs})`,
  () => {
    const under = { account: concat(BLAKE2_128, ALICE_KEY), hashed: concat(TWOX64, ALICE_KEY) }
    const u64n = 2n ** 64n - 1n
    const children = list(concat(le(u64n, 8), BOB_KEY), concat(le(0, 8), ALICE_KEY))

    it.live(
      "with spec 424",
      Effect.fn(
        function* () {
          const subtensor = yield* Subtensor
          const here = { netuid: 1, hotkey: ALICE }
          const all = Effect.all({
            balance: subtensor.balance(ALICE),
            balances: subtensor.balances([BOB]),
            allBalances: subtensor.balances(),
            timestamp: Effect.map(subtensor.timestamp(), DateTime.toEpochMillis),
            block: Effect.map(subtensor.blockInfo(), ({ explorer, extrinsics, number, timestamp }) => [
              number,
              DateTime.toEpochMillis(timestamp),
              extrinsics.length,
              explorer
            ]),
            error: subtensor.errorInfoByIndex(0),
            noError: subtensor.errorInfoByIndex(255),
            shield: Effect.map(subtensor.mevShieldCurrentKey(), (key) => key?.length),
            uid: subtensor.uidForHotkeyOnSubnet(here),
            uids: subtensor.allUidsForHotkey(ALICE),
            registered: subtensor.isHotkeyRegistered({ hotkey: ALICE }),
            owner: subtensor.hotkeyOwner(ALICE),
            exists: subtensor.doesHotkeyExist(ALICE),
            axon: Effect.map(subtensor.axonInfo(here), (axon) => [axon?.hotkey, axon?.authority, axon?.block]),
            prometheus: subtensor.prometheusInfo(here),
            permit: subtensor.neuronHasValidatorPermit({ netuid: 1, uid: 1 }),
            incentive: subtensor.incentive(1),
            weights: subtensor.weights(1),
            bonds: subtensor.bonds(1, { mechid: 1 }),
            certificate: subtensor.neuronCertificate(here),
            subnets: subtensor.allSubnetNetuids(),
            subnetOwner: subtensor.subnetOwner(1),
            subnetOwnerHotkey: subtensor.subnetOwnerHotkey(1),
            active: subtensor.isSubnetActive(1),
            lastUpdate: subtensor.blocksSinceLastUpdate({ netuid: 1, uid: 1 }),
            epoch: subtensor.blocksUntilNextEpoch(1),
            mechanisms: subtensor.mechanismCount(1),
            split: subtensor.mechanismEmissionSplit(1),
            kept: subtensor.filterNetuidsByRegisteredHotkeys({ netuids: [1, 2, 3], keep: [3], hotkeys: [ALICE] }),
            kappa: subtensor.kappa(1),
            adjustmentAlpha: subtensor.adjustmentAlpha(1),
            bondsMovingAvg: subtensor.bondsMovingAvg(1),
            tempo: subtensor.tempo(1),
            byName: subtensor.hyperparameter({ name: "tempo", netuid: 1 }),
            isDelegate: subtensor.isHotkeyDelegate(ALICE),
            take: subtensor.delegateTake(ALICE),
            children: subtensor.children(here),
            pending: subtensor.childrenPending(here),
            hotkeyStake: subtensor.hotkeyStake(here),
            owned: subtensor.ownedHotkeys(ALICE),
            autoStakes: subtensor.autoStakes(ALICE),
            revealed: subtensor.revealedCommitment({ netuid: 1, uid: 0 }),
            bondsReset: subtensor.lastCommitmentBondsResetBlock({ netuid: 1, uid: 0 }),
            flow: subtensor.emaTaoInflow(1),
            timelocked: subtensor.timelockedWeightCommits({ netuid: 1 }),
            claimType: subtensor.rootClaimType(ALICE),
            rates: subtensor.rootClaimableAllRates(ALICE),
            rate: subtensor.rootClaimableRate(here),
            claimed: subtensor.rootClaimed({ ...here, coldkey: BOB }),
            proxies: subtensor.proxies(),
            announcements: subtensor.proxyAnnouncement(ALICE),
            crowdloans: subtensor.crowdloans(),
            contributions: subtensor.crowdloanContributions(0),
            swap: subtensor.coldkeySwapAnnouncement(ALICE),
            disputes: subtensor.coldkeySwapDisputes(),
            round: subtensor.lastDrandRound(),
            nextKey: Effect.map(subtensor.mevShieldNextKey(), (key) => key?.length),
            fee: subtensor.extrinsicFee(
              { pallet: "System", name: "remark", args: { remark: new Uint8Array() } },
              ALICE
            ),
            certificates: subtensor.allNeuronCertificates(1),
            identity: subtensor.subnetIdentity(1),
            ownIdentity: subtensor.queryIdentity(ALICE),
            identities: subtensor.delegateIdentities(),
            window: subtensor.adminFreezeWindow(),
            isFrozen: subtensor.isInAdminFreezeWindow(1),
            isRootFrozen: subtensor.isInAdminFreezeWindow(0),
            revealPeriod: subtensor.subnetRevealPeriodEpochs(1),
            startDelay: subtensor.startCallDelay(),
            childkeyTake: subtensor.childkeyTake(here),
            parents: subtensor.parents(here),
            stakeForHotkey: subtensor.stakeForHotkey(here),
            stakeWeight: subtensor.stakeWeight(1),
            revealedBy: subtensor.revealedCommitmentByHotkey(here),
            allRevealed: subtensor.allRevealedCommitments(1),
            bondsResetBy: subtensor.lastBondsReset(here),
            movementFee: subtensor.stakeMovementFee(swap),
            flows: subtensor.allEmaTaoInflow(),
            dividends: subtensor.rootAlphaDividendsPerSubnet(here),
            crowdloanCap: Effect.map(subtensor.crowdloanById(4), (crowdloan) => crowdloan?.cap),
            nextCrowdloan: subtensor.crowdloanNextId(),
            minimumDeposit: Effect.map(subtensor.crowdloanConstants(), ({ minimumDeposit }) => minimumDeposit > 0n),
            swaps: subtensor.coldkeySwapAnnouncements(),
            dispute: subtensor.coldkeySwapDispute(ALICE),
            swapDelay: subtensor.coldkeySwapAnnouncementDelay(),
            swapAgain: subtensor.coldkeySwapReannouncementDelay()
          })
          assert.deepStrictEqual<unknown>(yield* all, {
            balance: Rao(7n),
            balances: new Map([[BOB, Rao(7n)]]),
            allBalances: new Map([[ALICE, Rao(7n)]]),
            timestamp: 1_700_000_000_000,
            block: [HEAD, 1_700_000_000_000, 0, `https://www.tao.app/block/${HEAD}`],
            error: { name: "RootNetworkDoesNotExist", docs: "The root network does not exist." },
            noError: undefined,
            shield: 1184,
            uid: 5,
            uids: new Map([[1, 5]]),
            registered: true,
            owner: BOB,
            exists: true,
            axon: [ALICE, "203.0.113.9:8091", 12],
            prometheus: { block: 12, version: 7, ip: "203.0.113.9", port: 9000, ipType: 4 },
            permit: true,
            incentive: Float64Array.of(1, 0.2),
            weights: new Map([[5, [[1, 65_535]]]]),
            bonds: new Map([[5, [[2, 3]]]]),
            certificate: { publicKey: Uint8Array.of(0x68, 0x69), algorithm: 4 },
            subnets: [1],
            subnetOwner: BOB,
            subnetOwnerHotkey: undefined,
            active: true,
            lastUpdate: HEAD - 990,
            epoch: 5,
            mechanisms: 2,
            split: [0.2, 0.8],
            kept: [1, 3],
            kappa: 0.2,
            adjustmentAlpha: 1,
            bondsMovingAvg: 0.9,
            tempo: 20,
            byName: 20,
            isDelegate: true,
            take: 0.2,
            children: new Map([[BOB, 1]]),
            pending: { children: new Map([[BOB, 1]]), cooldownBlock: 70 },
            hotkeyStake: Alpha(9n),
            owned: [BOB],
            autoStakes: new Map([[1, BOB]]),
            revealed: [{ block: 80, text: "hi" }],
            bondsReset: 81,
            flow: { block: 82, flow: -1.5 },
            timelocked: [{ epoch: 3, hotkey: BOB, block: 83, encrypted: Uint8Array.of(0x68, 0x69), revealRound: 84n }],
            claimType: { type: "KeepSubnets", subnets: [1, 2] },
            rates: new Map([[1, 1.5]]),
            rate: 1.5,
            claimed: 85n,
            proxies: new Map([
              [ALICE, { proxies: [{ delegate: BOB, proxyType: "Any", delay: 2 }], deposit: Rao(86n) }]
            ]),
            announcements: [{ real: BOB, callHash: HASH, height: 87 }],
            crowdloans: new Map([
              [
                4,
                {
                  creator: ALICE,
                  deposit: Rao(1n),
                  minContribution: Rao(2n),
                  end: 3,
                  cap: Rao(4n),
                  fundsAccount: BOB,
                  raised: Rao(5n),
                  targetAddress: ALICE,
                  call: { type: "Inline", value: Uint8Array.of(0x68, 0x69) },
                  finalized: true,
                  contributorsCount: 6
                }
              ]
            ]),
            contributions: new Map([[ALICE, Rao(88n)]]),
            swap: { executionBlock: 89, newColdkeyHash: HASH },
            disputes: new Map([[ALICE, 90]]),
            round: 91n,
            nextKey: 1184,
            fee: FEE,
            certificates: new Map([[ALICE, { publicKey: Uint8Array.of(0x68, 0x69), algorithm: 4 }]]),
            identity: expected(recorded("runtime-424.json", "SubnetIdentityV3").value),
            ownIdentity: expected(recorded("runtime-424.json", "ChainIdentityV2").value),
            identities: new Map([[ALICE, expected(recorded("runtime-424.json", "ChainIdentityV2").value)]]),
            window: 300,
            // The next epoch is in block 1234.
            isFrozen: true,
            isRootFrozen: false,
            revealPeriod: 2,
            startDelay: 92,
            childkeyTake: 0.2,
            parents: new Map([[BOB, 1]]),
            stakeForHotkey: Alpha(9n),
            stakeWeight: Float64Array.of(0.2, 1),
            revealedBy: [{ block: 80, text: "hi" }],
            allRevealed: new Map([[ALICE, [{ block: 80, text: "hi" }]]]),
            bondsResetBy: 81,
            movementFee: Rao(26n),
            flows: new Map([[1, { block: 82, flow: -1.5 }]]),
            dividends: Alpha(93n),
            crowdloanCap: Rao(4n),
            nextCrowdloan: 5,
            minimumDeposit: true,
            swaps: new Map([[ALICE, { executionBlock: 89, newColdkeyHash: HASH }]]),
            dispute: 90,
            swapDelay: 94,
            swapAgain: 95
          })
        },
        withState(
          424,
          stateOf({
            "System.Account": {
              value: concat(le(0, 4), le(0, 4), le(0, 4), le(0, 4), le(7, 8), le(0, 8), le(0, 8), le(0, 16)),
              key: under.account
            },
            "Timestamp.Now": { value: le(1_700_000_000_000, 8) },
            "MevShield.CurrentKey": { value: concat(compact(1184), "00".repeat(1184)) },
            "SubtensorModule.Uids": { value: le(5, 2) },
            "SubtensorModule.Keys": { value: ALICE_KEY },
            "SubtensorModule.IsNetworkMember": { value: "01", key: le(1, 2) },
            "SubtensorModule.Owner": { value: BOB_KEY },
            "SubtensorModule.Axons": {
              value: concat(le(12, 8), le(7, 4), le(0xcb007109, 16), le(8091, 2), le(4, 1), le(4, 1), le(0, 2))
            },
            "SubtensorModule.Prometheus": {
              value: concat(le(12, 8), le(7, 4), le(0xcb007109, 16), le(9000, 2), le(4, 1))
            },
            "SubtensorModule.ValidatorPermit": { value: list("00", "01") },
            "SubtensorModule.Incentive": { value: list(le(65_535, 2), le(13_107, 2)) },
            "SubtensorModule.Weights": { value: list(concat(le(1, 2), le(65_535, 2))), key: le(5, 2) },
            "SubtensorModule.Bonds": { value: list(concat(le(2, 2), le(3, 2))), key: le(5, 2) },
            "SubtensorModule.NeuronCertificates": { value: concat(text("hi"), le(4, 1)), key: under.account },
            "SubtensorModule.NetworksAdded": { value: "01", key: le(1, 2) },
            "SubtensorModule.SubnetOwner": { value: BOB_KEY },
            "SubtensorModule.FirstEmissionBlockNumber": { value: le(9, 8) },
            "SubtensorModule.LastUpdate": { value: list(le(1, 8), le(990, 8)) },
            "SubtensorModule.LastEpochBlock": { value: le(990, 8) },
            "SubtensorModule.PendingEpochAt": { value: le(1005, 8) },
            "SubtensorModule.Tempo": { value: le(20, 2) },
            "SubtensorModule.MechanismCountCurrent": { value: le(2, 1) },
            "SubtensorModule.MechanismEmissionSplit": { value: list(le(13_107, 2), le(52_428, 2)) },
            "SubtensorModule.Kappa": { value: le(13_107, 2) },
            "SubtensorModule.AdjustmentAlpha": { value: le(u64n, 8) },
            "SubtensorModule.BondsMovingAverage": { value: le(900_000, 8) },
            "SubtensorModule.Delegates": { value: le(13_107, 2), key: "" },
            "SubtensorModule.ChildKeys": { value: children },
            "SubtensorModule.PendingChildKeys": { value: concat(children, le(70, 8)) },
            "SubtensorModule.TotalHotkeyAlpha": { value: le(9, 8) },
            "SubtensorModule.OwnedHotkeys": { value: list(BOB_KEY) },
            "SubtensorModule.AutoStakeDestination": { value: BOB_KEY, key: le(1, 2) },
            "Commitments.RevealedCommitments": {
              value: list(concat(compact(3), text("hi"), le(80, 8))),
              key: under.hashed
            },
            "Commitments.LastBondsReset": { value: le(81, 4) },
            "SubtensorModule.SubnetEmaTaoFlow": { value: concat(le(82, 8), fixed(-1.5, 64)), key: le(1, 2) },
            "SubtensorModule.TimelockedWeightCommits": {
              value: list(concat(BOB_KEY, le(83, 8), text("hi"), le(84, 8))),
              key: concat(TWOX64, le(3, 8))
            },
            "SubtensorModule.RootClaimType": { value: concat("02", list(le(1, 2), le(2, 2))) },
            "SubtensorModule.RootClaimable": { value: list(concat(le(1, 2), fixed(1.5, 32))) },
            "SubtensorModule.RootClaimed": { value: le(85, 16) },
            "Proxy.Proxies": { value: concat(list(concat(BOB_KEY, "00", le(2, 4))), le(86, 8)), key: under.hashed },
            "Proxy.Announcements": { value: concat(list(concat(BOB_KEY, HASH.slice(2), le(87, 4))), le(0, 8)) },
            "Crowdloan.Crowdloans": {
              value: concat(
                concat(ALICE_KEY, le(1, 8), le(2, 8), le(3, 4), le(4, 8), BOB_KEY, le(5, 8), "01", ALICE_KEY),
                concat("01", "01", text("hi"), "01", le(6, 4))
              ),
              key: concat(TWOX64, le(4, 4))
            },
            "Crowdloan.Contributions": { value: le(88, 8), key: ALICE_KEY },
            "SubtensorModule.ColdkeySwapAnnouncements": {
              value: concat(le(89, 4), HASH.slice(2)),
              key: under.hashed
            },
            "Drand.LastStoredRound": { value: le(91, 8) },
            "MevShield.NextKey": { value: concat(compact(1184), "00".repeat(1184)) },
            "SubtensorModule.SubnetIdentitiesV3": {
              value: recorded("runtime-424.json", "SubnetIdentityV3").bytes.slice(2)
            },
            "SubtensorModule.IdentitiesV2": {
              value: recorded("runtime-424.json", "ChainIdentityV2").bytes.slice(2),
              key: under.account
            },
            "SubtensorModule.AdminFreezeWindow": { value: le(300, 2) },
            "SubtensorModule.RevealPeriodEpochs": { value: le(2, 8) },
            "SubtensorModule.StartCallDelay": { value: le(92, 8) },
            "SubtensorModule.ChildkeyTake": { value: le(13_107, 2) },
            "SubtensorModule.ParentKeys": { value: children },
            "SubtensorModule.StakeWeight": { value: list(le(13_107, 2), le(65_535, 2)) },
            "SubtensorModule.RootAlphaDividendsPerSubnet": { value: le(93, 8) },
            "Crowdloan.NextCrowdloanId": { value: le(5, 4) },
            "SubtensorModule.ColdkeySwapAnnouncementDelay": { value: le(94, 4) },
            "SubtensorModule.ColdkeySwapReannouncementDelay": { value: le(95, 4) },
            "SubtensorModule.ColdkeySwapDisputes": { value: le(90, 4), key: under.hashed }
          })
        )
      )
    )

    it.live(
      "with what was lent to a pool, for which prices, while that could be",
      Effect.fn(
        function* () {
          const [position, ...others] = yield* (yield* Subtensor).liquidityList(keys)
          assert.deepInclude(position, { id: 7n, priceLow: 1.0001 ** -2, liquidity: 9n })
          assert.closeTo(position?.priceHigh ?? 0, 2, 1e-4)
          assert.deepStrictEqual(others, [])
        },
        withState(
          393,
          stateOf({
            "Swap.Positions": {
              value: concat(le(7, 16), le(1, 2), le(2 ** 32 - 2, 4), le(6932, 4), le(9, 8), fixed(0, 64), fixed(0, 64)),
              key: concat(TWOX64, le(7, 16))
            }
          })
        )
      )
    )

    it.live(
      "with what it has earned since, less what was claimed",
      Effect.fn(
        function* () {
          const subtensor = yield* Subtensor
          const stake = BigInt(String(recorded("runtime-393.json", "StakeInfo").value["stake"]))
          const left = (stake * 3n) / 2n - 85n
          assert.strictEqual(yield* subtensor.rootClaimableStake(keys), Alpha(left))
          assert.strictEqual(yield* subtensor.rootClaimableStake({ ...keys, netuid: 2 }), Alpha(0n))
        },
        withState(
          393,
          stateOf({
            "SubtensorModule.RootClaimable": { value: list(concat(le(1, 2), fixed(1.5, 32))) },
            "SubtensorModule.RootClaimed": { value: le(85, 16) }
          })
        )
      )
    )

    it.live(
      "with spec 143",
      Effect.fn(
        function* () {
          const subtensor = yield* Subtensor
          const votes = { index: 1, threshold: 2, ayes: [ALICE], nays: [BOB], end: 3 }
          const call = { type: "System", value: { type: "remark", value: { remark: Uint8Array.of(0x68, 0x69) } } }
          const all = Effect.all({
            identity: subtensor.queryIdentity(ALICE),
            senate: subtensor.senateMembers(),
            hashes: subtensor.proposalHashes(),
            call: subtensor.proposalCallData(HASH),
            votes: subtensor.voteData(HASH),
            proposals: subtensor.proposals(),
            stake: subtensor.stake(ALICE),
            pair: subtensor.stakeForColdkeyAndHotkey({ hotkey: ALICE, coldkey: BOB }),
            total: subtensor.totalStakeForHotkey(ALICE),
            emission: subtensor.emissionValueBySubnet(1)
          })
          assert.deepStrictEqual<unknown>(yield* all, {
            identity: {
              name: "hi",
              url: "",
              image: "a",
              legal: "",
              riot: "",
              email: "",
              twitter: "",
              pgpFingerprint: PGP
            },
            senate: [ALICE, BOB],
            hashes: [HASH],
            call,
            votes,
            proposals: new Map([[HASH, { call, votes }]]),
            stake: new Map([[BOB, Rao(4n)]]),
            pair: [{ hotkey: ALICE, coldkey: BOB, stake: 4n }],
            total: Rao(5n),
            emission: Rao(6n)
          })
        },
        withState(
          143,
          stateOf({
            // A deposit, nothing additional; of texts the number of their bytes and one more, then those.
            "Registry.IdentityOf": {
              value: concat(
                le(1, 8),
                "00",
                `03${hexOf("hi")}`,
                "00",
                "00",
                "00",
                "00",
                `01${PGP.slice(2)}`,
                `02${hexOf("a")}`,
                "01"
              )
            },
            "SenateMembers.Members": { value: list(ALICE_KEY, BOB_KEY) },
            "Triumvirate.Proposals": { value: list(HASH.slice(2)) },
            // System is the first pallet, and remark its first call.
            "Triumvirate.ProposalOf": { value: concat("00", "00", text("hi")) },
            "Triumvirate.Voting": { value: concat(le(1, 4), le(2, 4), list(ALICE_KEY), list(BOB_KEY), le(3, 4)) },
            "SubtensorModule.Stake": { value: le(4, 8), key: BOB_KEY },
            "SubtensorModule.TotalHotkeyStake": { value: le(5, 8) },
            "SubtensorModule.EmissionValues": { value: le(6, 8) }
          })
        )
      )
    )

    it.live(
      "with spec 103",
      Effect.fn(
        function* () {
          const subtensor = yield* Subtensor
          const all = Effect.all({
            requirement: subtensor.subnetConnectionRequirement({ netuid: 1, other: 2 }),
            requirements: subtensor.subnetConnectionRequirements(1),
            batch: subtensor.validatorBatchSize(1),
            sequence: subtensor.validatorSequenceLength(1),
            epochs: subtensor.validatorEpochsPerReset(1),
            length: subtensor.validatorEpochLength(1),
            quantile: subtensor.validatorExcludeQuantile(1),
            divergence: subtensor.validatorLogitsDivergence(1),
            power: subtensor.synergyScalingLawPower(1)
          })
          assert.deepStrictEqual(yield* all, {
            requirement: 0.2,
            requirements: new Map([[2, 0.2]]),
            batch: 32,
            sequence: 33,
            epochs: 34,
            length: 35,
            quantile: 0.2,
            divergence: 0.2,
            power: 0.5
          })
        },
        withState(
          103,
          stateOf({
            "SubtensorModule.NetworksAdded": { value: "01" },
            "SubtensorModule.NetworkConnect": { value: le(13_107, 2), key: le(2, 2) },
            "SubtensorModule.ValidatorBatchSize": { value: le(32, 2) },
            "SubtensorModule.ValidatorSequenceLength": { value: le(33, 2) },
            "SubtensorModule.ValidatorEpochsPerReset": { value: le(34, 2) },
            "SubtensorModule.ValidatorEpochLen": { value: le(35, 2) },
            "SubtensorModule.ValidatorExcludeQuantile": { value: le(13_107, 2) },
            "SubtensorModule.ValidatorLogitsDivergence": { value: le(13_107, 2) },
            "SubtensorModule.SynergyScalingLawPower": { value: le(50, 2) }
          })
        )
      )
    )
  }
)

describe.skipIf(!hasBlobs)(
  `a node that does not tell the truth (${hasBlobs ? "by ../shared/metadata" : noBlobs})`,
  () => {
    const fault = <A>(read: Effect.Effect<A, ChainError>) =>
      Effect.map(Effect.flip(read), ({ reason }) => (reason._tag === "Undecodable" ? reason.item : reason._tag))

    it.live(
      "is found out by what its bytes are not",
      Effect.fn(
        function* () {
          const subtensor = yield* Subtensor
          assert.strictEqual(yield* fault(subtensor.neuronsLite(1)), "NeuronInfoRuntimeApi.get_neurons_lite")
          assert.strictEqual(
            yield* fault(subtensor.subnetHyperparameters(1)),
            "SubnetInfoRuntimeApi.get_subnet_hyperparams_v2"
          )
          assert.strictEqual(yield* fault(subtensor.mevShieldCurrentKey()), "MevShield.CurrentKey")
          assert.strictEqual(yield* fault(subtensor.timestamp()), "Timestamp.Now")
          assert.strictEqual(yield* fault(subtensor.rootClaimableStake(keys)), "SubtensorModule.RootClaimable")
          assert.strictEqual(yield* fault(subtensor.simSwap(swap)), "SwapRuntimeApi")
          assert.strictEqual(yield* fault(subtensor.startCallDelay()), "SubtensorModule.StartCallDelay")
        },
        withState(393, {
          ...stateOf({
            "MevShield.CurrentKey": { value: text("short") },
            "Timestamp.Now": { value: le(2n ** 64n - 1n, 8) },
            "SubtensorModule.RootClaimable": { value: list(concat(le(1, 2), "ff".repeat(15), "7f")) },
            "SubtensorModule.StartCallDelay": { value: "01" }
          }),
          call: (method) =>
            /sim_swap/.test(method)
              ? new Uint8Array(48).fill(0xff)
              : /get_neurons_lite|hyperparams/.test(method)
                ? Uint8Array.of(1, 2, 3)
                : answersOf(393)(method)
        })
      )
    )

    it.live(
      "of spec 185 as well",
      Effect.fn(
        function* () {
          const subtensor = yield* Subtensor
          assert.strictEqual(yield* fault(subtensor.neurons(1)), "NeuronInfoRuntimeApi.get_neurons")
          assert.strictEqual(yield* fault(subtensor.delegates()), "DelegateInfoRuntimeApi.get_delegates")
          const cost = "SubnetRegistrationRuntimeApi.get_network_registration_cost"
          assert.strictEqual(yield* fault(subtensor.subnetBurnCost()), cost)
        },
        withState(185, { call: () => Uint8Array.of(4, 4) })
      )
    )
  }
)

describe.skipIf(!hasBlobs)(`few questions (${hasBlobs ? "by ../shared/metadata" : noBlobs})`, () => {
  const asked: Array<string> = []
  const countOf = <A, E, R>(read: Effect.Effect<A, E, R>) =>
    Effect.map(
      Effect.andThen(
        Effect.sync(() => asked.splice(0)),
        read
      ),
      () => asked.splice(0)
    )

  it.live(
    "are asked of a node, and no block if none is named",
    Effect.fn(
      function* () {
        const subtensor = yield* Subtensor
        yield* subtensor.runtime()
        assert.deepStrictEqual(yield* countOf(subtensor.balance(ALICE)), ["state_getStorage"])
        assert.deepStrictEqual(yield* countOf(subtensor.balances([ALICE, BOB])), ["state_queryStorageAt"])
        assert.deepStrictEqual(yield* countOf(subtensor.tempo(1)), ["state_queryStorageAt"])
        assert.deepStrictEqual(yield* countOf(subtensor.neurons(1)), ["state_call"])
        assert.deepStrictEqual(yield* countOf(subtensor.stakeInfoForColdkeys([ALICE, BOB])), ["state_call"])
        assert.deepStrictEqual(yield* countOf(subtensor.subnet(1)), ["state_call", "state_call"])
      },
      withState(424, { asked: (method) => void asked.push(method) })
    )
  )
})

describe.skipIf(!hasBlobs)(
  `runtimes between those of the blobs (${hasBlobs ? "by ../shared/metadata" : noBlobs})`,
  () => {
    /** The same chain, whose runtime says that it has none of these. */
    const without = (subtensor: SubtensorShape, ...methods: ReadonlyArray<string>) =>
      Subtensor.fromCore({
        ...subtensor,
        runtime: (options) =>
          Effect.map(subtensor.runtime(options), (runtime) => ({
            ...runtime,
            has: (kind, of, name) => !methods.includes(name) && runtime.has(kind, of, name)
          }))
      })

    it.live(
      "are asked by what they have",
      Effect.fn(
        function* () {
          const older = without(yield* Subtensor, "get_selective_mechagraph", "current_alpha_price_all")
          const netuid = Number(recorded("runtime-393.json", "SelectiveMetagraph").value["netuid"])
          assert.strictEqual((yield* older.metagraphInfo({ netuid: 1, fields: ["hotkeys", "axons"] }))?.netuid, netuid)
          assert.deepStrictEqual(yield* older.subnetPrices(), new Map([[1, Rao(25_000_000n)]]))
          const price = "SwapRuntimeApi.current_alpha_price_all"
          const { reason } = yield* Effect.flip(without(older, "current_alpha_price").subnetPrices())
          assert.strictEqual(reason._tag === "NotInRuntime" ? reason.item : reason._tag, price)
        },
        withState(393, {
          ...stateOf({ "SubtensorModule.NetworksAdded": { value: "01", key: le(1, 2) } }),
          call: (method) => answersOf(393)(method.replace("get_selective_metagraph", "get_selective_mechagraph"))
        })
      )
    )
  }
)
