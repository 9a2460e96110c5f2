/** What reads answer of a subnet on the embedded chain, of spec 185; and why one cannot. */
import { assert, describe, expectTypeOf, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import {
  type Alpha,
  type ChainError,
  Coldkey,
  Devnet,
  type Hotkey,
  Rao,
  Subtensor,
  type SubtensorShape,
  Tao
} from "effect-bittensor"
import { layerTest, Subnet } from "effect-bittensor/testing"
import type { StakeInfo } from "effect-bittensor/protocol/chain/StakeInfo"
import type { Core } from "effect-bittensor/services/subtensor/Core"
import type { Calls } from "effect-bittensor/services/subtensor/Calls"
import type { Reads } from "effect-bittensor/services/subtensor/Reads"

const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
const NOBODY = "5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM"
const HASH = `0x${"ab".repeat(32)}`

/** A subnet of a validator, whom the root network has made a delegate and who has set weights, and of two miners, of whom one serves. */
const launched = Effect.gen(function* () {
  const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
  const subnet = yield* Subnet.launch({ validators: 1, miners: 2, tempo: 10 })
  const { netuid } = subnet
  const [validator, miner] = [subnet.validator(0), subnet.miner(0)]
  yield* miner.as(subtensor.serveAxon({ netuid, ip: "127.0.0.3", port: 8091 }))
  yield* miner.as(subtensor.servePrometheus({ netuid, ip: "127.0.0.3", port: 9000 }))
  yield* miner.as(subtensor.setCommitment({ netuid, text: "ähnlich" }))
  yield* validator.setWeights(
    new Map([
      [1, 3],
      [2, 1]
    ])
  )
  yield* devnet.mine({ epochs: 2, netuid })
  return { devnet, subtensor, subnet, netuid, validator, miner }
})

const onChain = <A, E, R>(test: Effect.Effect<A, E, R>) => Effect.provide(Effect.scoped(test), layerTest)

describe("of a subnet that was launched", () => {
  it.effect(
    "are its neurons, by uid, hotkey and wallet",
    Effect.fn(function* () {
      const { miner, netuid, subnet, subtensor, validator } = yield* launched
      const [hotkey, coldkey] = [miner.hotkey.address, miner.coldkey.address]
      const hotkeys = subnet.neurons.map((neuron) => neuron.hotkey.address)

      const neurons = yield* subtensor.neurons(netuid)
      assert.deepStrictEqual<unknown>(
        neurons.map((neuron) => neuron.hotkey),
        hotkeys
      )
      const [first, second] = neurons
      if (first === undefined || second === undefined) return assert.fail("no neurons")
      assert.deepStrictEqual(first.weights, [
        [1, 65_535],
        [2, 21_845]
      ])
      assert.isAbove(second.incentive, 0.7)
      assert.strictEqual(second.axonInfo.authority, "127.0.0.3:8091")
      const { bonds: _bonds, weights: _weights, ...lite } = second
      assert.deepStrictEqual(yield* subtensor.neuronForUid({ netuid, uid: 1 }), second)
      assert.deepStrictEqual(yield* subtensor.neuronForUidLite({ netuid, uid: 1 }), lite)
      assert.deepStrictEqual((yield* subtensor.neuronsLite(netuid))[1], lite)
      assert.deepStrictEqual(yield* subtensor.neuronForPubkeyAndSubnet({ netuid, hotkey }), second)
      assert.deepStrictEqual(yield* miner.as(subtensor.neuronForWallet(netuid)), second)
      assert.deepStrictEqual(yield* subtensor.allNeuronsForPubkey(hotkey), [second])
      assert.isUndefined(yield* subtensor.neuronForUid({ netuid, uid: 9 }))
      assert.isUndefined(yield* subtensor.neuronForUidLite({ netuid, uid: 9 }))
      assert.isUndefined(yield* subtensor.neuronForPubkeyAndSubnet({ netuid, hotkey: BOB }))
      assert.deepStrictEqual(yield* subtensor.neurons(99), [])

      assert.strictEqual(yield* subtensor.uidForHotkeyOnSubnet({ netuid, hotkey }), 1)
      assert.isUndefined(yield* subtensor.uidForHotkeyOnSubnet({ netuid, hotkey: BOB }))
      assert.deepStrictEqual(yield* subtensor.netuidsForHotkey(validator.hotkey.address), [0, netuid])
      assert.deepStrictEqual(
        yield* subtensor.allUidsForHotkey(validator.hotkey.address),
        new Map([
          [0, 0],
          [netuid, 0]
        ])
      )
      assert.isTrue(yield* subtensor.isHotkeyRegistered({ hotkey }))
      assert.isTrue(yield* subtensor.isHotkeyRegistered({ hotkey, netuid }))
      assert.isFalse(yield* subtensor.isHotkeyRegistered({ hotkey, netuid: 0 }))
      assert.isTrue(yield* subtensor.isHotkeyRegisteredAny(hotkey))
      assert.isFalse(yield* subtensor.isHotkeyRegisteredAny(BOB))
      assert.isTrue(yield* subtensor.isHotkeyRegisteredOnSubnet({ hotkey, netuid }))
      assert.isTrue(yield* subtensor.doesHotkeyExist(hotkey))
      assert.isFalse(yield* subtensor.doesHotkeyExist(BOB))
      assert.strictEqual(yield* subtensor.hotkeyOwner(hotkey), coldkey)
      assert.isUndefined(yield* subtensor.hotkeyOwner(BOB))

      const axon = yield* subtensor.axonInfo({ netuid, hotkey })
      assert.deepStrictEqual<unknown>([axon?.authority, axon?.hotkey], ["127.0.0.3:8091", hotkey])
      assert.isUndefined(yield* subtensor.axonInfo({ netuid, hotkey: BOB }))
      assert.strictEqual((yield* subtensor.prometheusInfo({ netuid, hotkey }))?.port, 9000)
      assert.isTrue(yield* subtensor.neuronHasValidatorPermit({ netuid, uid: 0 }))
      assert.isFalse(yield* subtensor.neuronHasValidatorPermit({ netuid, uid: 99 }))
      assert.deepStrictEqual(
        yield* subtensor.incentive(netuid),
        Float64Array.from(neurons.map(({ incentive }) => incentive))
      )
      assert.deepStrictEqual<unknown>(yield* subtensor.weights(netuid), new Map([[0, first.weights]]))
      assert.deepStrictEqual<unknown>((yield* subtensor.bonds(netuid)).get(0), first.bonds)
    }, onChain)
  )

  it.effect(
    "are the subnet, its owner, its epochs and its hyperparameters",
    Effect.fn(function* () {
      const { devnet, netuid, subnet, subtensor } = yield* launched
      assert.isTrue(yield* subtensor.subnetExists(netuid))
      assert.isFalse(yield* subtensor.subnetExists(99))
      const netuids = yield* subtensor.allSubnetNetuids()
      assert.include(netuids, netuid)
      assert.deepStrictEqual(yield* subtensor.subnets(), netuids)
      assert.deepStrictEqual(yield* subtensor.allSubnetsNetuid(), netuids)
      assert.strictEqual(yield* subtensor.totalSubnets(), netuids.length)
      assert.strictEqual(yield* subtensor.subnetOwner(netuid), subnet.owner.coldkey.address)
      assert.isUndefined(yield* subtensor.subnetOwner(99))
      assert.strictEqual(yield* subtensor.subnetModality(netuid), 0)
      assert.isAbove(Number(yield* subtensor.emissionValueBySubnet(netuid)), 0)
      assert.isAbove(Number(yield* subtensor.subnetBurnCost()), 0)
      const info = yield* subtensor.subnetInfo(netuid)
      assert.deepStrictEqual([info?.netuid, info?.subnetworkN, info?.tempo], [netuid, 3, 10])
      assert.isUndefined(yield* subtensor.subnetInfo(99))
      assert.deepStrictEqual(
        (yield* subtensor.allSubnetsInfo()).map((one) => one.netuid).filter((one) => !netuids.includes(one)),
        []
      )
      assert.deepStrictEqual(
        yield* subtensor.filterNetuidsByRegisteredHotkeys({
          netuids: [...netuids, 99],
          keep: [99],
          hotkeys: [subnet.miner(0).hotkey.address]
        }),
        [netuid, 99]
      )
      assert.deepStrictEqual(yield* subtensor.subnetValidatorPermits(netuid), [true, false, false])

      const head = yield* subtensor.currentBlock()
      const until = yield* subtensor.blocksUntilNextEpoch(netuid)
      const start = yield* subtensor.nextEpochStartBlock(netuid)
      assert.strictEqual(start, head + (until ?? assert.fail("no epoch")) + 1)
      // The epoch is in the block before the first of the next one.
      yield* devnet.mine(until)
      assert.strictEqual(yield* subtensor.blocksSinceLastStep(netuid), 0)
      assert.strictEqual(yield* subtensor.blocksSinceEpoch(netuid), 0)
      const update = yield* subtensor.query("SubtensorModule", "LastUpdate", [netuid])
      assert.strictEqual(
        yield* subtensor.blocksSinceLastUpdate({ netuid, uid: 1 }),
        (yield* subtensor.currentBlock()) - Number(update[1])
      )
      assert.isUndefined(yield* subtensor.blocksSinceLastUpdate({ netuid, uid: 9 }))

      const all = yield* subtensor.subnetHyperparameters(netuid)
      if (all === undefined) return assert.fail("no hyperparameters")
      assert.isUndefined(yield* subtensor.subnetHyperparameters(99))
      const near = (value: number | undefined, expected: number) => assert.closeTo(value ?? Number.NaN, expected, 1e-12)
      near(yield* subtensor.kappa(netuid), all.kappa / 65_535)
      near(yield* subtensor.maxWeightLimit(netuid), all.maxWeightsLimit / 65_535)
      near(yield* subtensor.adjustmentAlpha(netuid), Number(all.adjustmentAlpha) / 2 ** 64)
      near(yield* subtensor.bondsMovingAvg(netuid), Number(all.bondsMovingAvg) / 1e6)
      near(yield* subtensor.scalingLawPower(netuid), (info?.scalingLawPower ?? 0) / 100)
      assert.deepStrictEqual(
        yield* Effect.all({
          rho: subtensor.rho(netuid),
          difficulty: subtensor.difficulty(netuid),
          burn: subtensor.recycle(netuid),
          immunityPeriod: subtensor.immunityPeriod(netuid),
          maxValidators: subtensor.maxAllowedValidators(netuid),
          minAllowedWeights: subtensor.minAllowedWeights(netuid),
          subnetworkN: subtensor.subnetworkN(netuid),
          maxN: subtensor.maxN(netuid),
          tempo: subtensor.tempo(netuid),
          byName: subtensor.hyperparameter({ name: "max_allowed_uids", netuid }),
          servingRateLimit: subtensor.servingRateLimit(netuid),
          weightsRateLimit: subtensor.weightsRateLimit(netuid),
          commitRevealEnabled: subtensor.commitRevealEnabled(netuid),
          pruneLen: subtensor.validatorPruneLen(netuid)
        }),
        {
          rho: all.rho,
          difficulty: all.difficulty,
          burn: Rao(info?.burn ?? 0n),
          immunityPeriod: all.immunityPeriod,
          maxValidators: all.maxValidators,
          minAllowedWeights: all.minAllowedWeights,
          subnetworkN: 3,
          maxN: info?.maxAllowedUids,
          tempo: 10,
          byName: info?.maxAllowedUids,
          servingRateLimit: all.servingRateLimit,
          weightsRateLimit: all.weightsRateLimit,
          commitRevealEnabled: all.commitRevealWeightsEnabled,
          pruneLen: (yield* subtensor.query("SubtensorModule", "ValidatorPruneLen", [netuid])) as bigint
        }
      )
      // Items have defaults of subnets that are not there; reads have nothing.
      assert.isUndefined(yield* subtensor.tempo(99))
      assert.isUndefined(yield* subtensor.hyperparameter({ name: "Tempo", netuid: 99 }))
    }, onChain)
  )

  it.effect(
    "are delegates, stakes, commitments and balances",
    Effect.fn(function* () {
      const { devnet, miner, netuid, subtensor, validator } = yield* launched
      const [hotkey, coldkey] = [validator.hotkey.address, validator.coldkey.address]
      // The others may stake to a delegate, which the call looks up.
      yield* devnet.setStorage("SubtensorModule", "TxRateLimit", [], 0n)
      yield* devnet.setStorage("SubtensorModule", "TargetStakesPerInterval", [], 100)
      yield* miner.as(subtensor.addStake({ hotkey, amount: Tao(1) }))
      assert.isTrue(yield* subtensor.isHotkeyDelegate(hotkey))
      assert.isFalse(yield* subtensor.isHotkeyDelegate(BOB))
      const delegate = yield* subtensor.delegateByHotkey(hotkey)
      if (delegate === undefined) return assert.fail("no delegate")
      assert.isUndefined(yield* subtensor.delegateByHotkey(BOB))
      assert.deepStrictEqual<unknown>([delegate.hotkey, delegate.owner], [hotkey, coldkey])
      assert.deepStrictEqual(yield* subtensor.delegates(), [delegate])
      assert.strictEqual(yield* subtensor.delegateTake(hotkey), delegate.take)
      const delegated = yield* subtensor.delegated(miner.coldkey.address)
      assert.deepStrictEqual(
        delegated.map(({ hotkey, netuid, stake }) => [hotkey, netuid, stake]),
        [[delegate.hotkey, 0, Tao(1)]]
      )

      const own = Rao((yield* subtensor.query("SubtensorModule", "Stake", [hotkey, coldkey])) as bigint)
      assert.isAtLeast(Number(own), Number(Tao(1000)))
      const stakers: ReadonlyMap<string, Rao> = new Map([
        [coldkey, own],
        [miner.coldkey.address, Tao(1)]
      ])
      assert.deepStrictEqual(sorted(yield* subtensor.stake(hotkey)), sorted(stakers))
      assert.deepStrictEqual(sorted(yield* subtensor.nominatorsForHotkey(hotkey)), sorted(stakers))
      assert.strictEqual(yield* subtensor.totalStakeForHotkey(hotkey), Rao(own + Tao(1)))
      assert.strictEqual(yield* subtensor.totalStakeForColdkey(coldkey), own)
      const pair: StakeInfo = { hotkey: delegate.hotkey, coldkey: delegate.owner, stake: own }
      assert.deepStrictEqual(yield* subtensor.stakeForColdkeyAndHotkey({ hotkey, coldkey }), [pair])
      assert.deepStrictEqual(yield* subtensor.stakeForColdkeyAndHotkey({ hotkey: BOB, coldkey }), [])
      assert.deepStrictEqual(yield* subtensor.stakeInfoForColdkey(coldkey), [pair])
      assert.deepStrictEqual(
        yield* subtensor.stakeInfoForColdkeys([coldkey, BOB]),
        new Map([
          [coldkey, [pair]],
          [BOB, []]
        ])
      )
      assert.strictEqual(
        yield* subtensor.minimumRequiredStake(),
        (yield* subtensor.query("SubtensorModule", "NominatorMinRequiredStake")) as bigint
      )

      assert.strictEqual(yield* subtensor.commitment({ netuid, uid: 1 }), "ähnlich")
      assert.isUndefined(yield* subtensor.commitment({ netuid, uid: 0 }))
      assert.isUndefined(yield* subtensor.commitment({ netuid, uid: 9 }))
      assert.strictEqual(
        (yield* subtensor.commitmentMetadata({ netuid, hotkey: miner.hotkey.address }))?.fields.length,
        1
      )
      assert.deepStrictEqual<unknown>(
        yield* subtensor.allCommitments(netuid),
        new Map([[miner.hotkey.address, "ähnlich"]])
      )
      assert.isUndefined(yield* subtensor.queryIdentity(coldkey))
      assert.strictEqual((yield* subtensor.delegateIdentities()).size, 0)

      yield* devnet.setBalance(BOB, 5_000_000n)
      yield* devnet.mine()
      assert.strictEqual(yield* subtensor.balance(BOB), Rao(5_000_000n))
      assert.strictEqual(yield* subtensor.balance(BOB, { block: 1 }), Tao(1000))
      assert.strictEqual(yield* subtensor.balance(NOBODY), Rao(0n))
      assert.deepStrictEqual(
        yield* subtensor.balances([BOB, NOBODY]),
        new Map([
          [BOB, Rao(5_000_000n)],
          [NOBODY, Rao(0n)]
        ])
      )
      assert.strictEqual((yield* subtensor.balances()).get(BOB), 5_000_000n)
      assert.strictEqual(yield* subtensor.existentialDeposit(), Rao(500n))
      assert.strictEqual(yield* subtensor.totalIssuance(), yield* subtensor.query("SubtensorModule", "TotalIssuance"))
      assert.strictEqual(yield* subtensor.totalStake(), yield* subtensor.query("SubtensorModule", "TotalStake"))
      assert.strictEqual(yield* subtensor.txRateLimit(), 0)
      const alice = yield* Coldkey
      const fee = yield* subtensor.transferFee({ from: alice.address, to: BOB, amount: Tao(1) })
      assert.strictEqual((yield* subtensor.plan.transfer({ to: BOB, amount: Tao(1), keepAlive: false })).fee, fee)
    }, onChain)
  )

  it.effect(
    "are blocks, their time, proxies and the senate",
    Effect.fn(function* () {
      const [devnet, subtensor, coldkey] = [yield* Devnet, yield* Subtensor, yield* Coldkey]
      yield* devnet.mine(2)
      const head = yield* subtensor.head
      assert.strictEqual(yield* subtensor.currentBlock(), head.number)
      assert.strictEqual(yield* subtensor.blockHash(), head.hash)
      assert.strictEqual(yield* subtensor.blockHash(1), (yield* subtensor.header(1)).hash)
      assert.strictEqual((yield* subtensor.waitForBlock(1)).number, 2)
      const waiting = Effect.all([subtensor.waitForBlock(), subtensor.waitForBlock(4)], { concurrency: 2 })
      const waited = yield* Effect.forkChild(waiting, { startImmediately: true })
      // Both have to be told of the head before there is another one; whether they follow by then does not matter.
      yield* Effect.forEach([1, 2], () => subtensor.head)
      yield* devnet.mine(2)
      const [next, fourth] = yield* Fiber.join(waited)
      assert.isAtLeast(next.number, 3)
      assert.strictEqual(fourth.number, 4)
      const now = yield* subtensor.query("Timestamp", "Now")
      assert.strictEqual((yield* subtensor.timestamp()).epochMilliseconds, Number(now))
      assert.strictEqual(yield* subtensor.isFastBlocks(), (yield* subtensor.constant("Aura", "SlotDuration")) === 250n)
      const args = { delegate: BOB, proxy_type: "Any", delay: 3 }
      yield* subtensor.submit({ pallet: "Proxy", name: "add_proxy", args }, coldkey)
      const held = yield* subtensor.proxiesForRealAccount(coldkey.address)
      assert.deepStrictEqual<unknown>(held.proxies, [{ delegate: BOB, proxyType: "Any", delay: 3 }])
      assert.isAbove(Number(held.deposit), 0)
      assert.deepStrictEqual<unknown>(yield* subtensor.proxies(), new Map([[coldkey.address, held]]))
      assert.deepStrictEqual(yield* subtensor.proxyAnnouncement(BOB), [])
      assert.strictEqual((yield* subtensor.proxyAnnouncements()).size, 0)
      assert.strictEqual(
        (yield* subtensor.proxyConstants()).maxProxies,
        yield* subtensor.constant("Proxy", "MaxProxies")
      )

      yield* devnet.setStorage("SenateMembers", "Members", [], [BOB])
      assert.deepStrictEqual<unknown>(yield* subtensor.senateMembers(), [BOB])
      assert.isTrue(yield* subtensor.isSenateMember(BOB))
      assert.isFalse(yield* subtensor.isSenateMember(coldkey.address))
      assert.deepStrictEqual(yield* subtensor.proposalHashes(), [])
      assert.strictEqual((yield* subtensor.proposals()).size, 0)
      assert.isUndefined(yield* subtensor.voteData(HASH))
      assert.isUndefined(yield* subtensor.proposalVoteData(HASH))
      assert.isUndefined(yield* subtensor.proposalCallData(HASH))
    }, onChain)
  )
})

/** Entries in an order that does not depend on where the chain has them. */
const sorted = (map: ReadonlyMap<string, unknown>) => [...map].toSorted(([one], [other]) => (one < other ? -1 : 1))

describe("a read that cannot be", () => {
  const reasonOf = <A>(read: Effect.Effect<A, ChainError>) => Effect.map(Effect.flip(read), ({ reason }) => reason)

  it.effect(
    "of what the runtime lacks names it and the spec version",
    Effect.fn(function* () {
      const subtensor = yield* Subtensor
      const lacks = Effect.fnUntraced(function* <A>(read: Effect.Effect<A, ChainError>) {
        const reason = yield* reasonOf(read)
        return reason._tag === "NotInRuntime" ? [reason.kind, reason.item, reason.specVersion] : reason._tag
      })
      assert.deepStrictEqual(yield* lacks(subtensor.ownedHotkeys(BOB)), [
        "storage",
        "SubtensorModule.OwnedHotkeys",
        185
      ])
      assert.deepStrictEqual(yield* lacks(subtensor.crowdloanConstants()), [
        "constant",
        "Crowdloan.AbsoluteMinimumContribution",
        185
      ])
      assert.deepStrictEqual(yield* lacks(subtensor.subnetPrice(1)), [
        "runtime API",
        "SwapRuntimeApi.current_alpha_price",
        185
      ])
      assert.deepStrictEqual(yield* lacks(subtensor.checkInArbitration(BOB)), [
        "storage",
        "SubtensorModule.ColdkeySwapDestinations",
        185
      ])
    }, onChain)
  )

  it.effect(
    "of an address that is none, or a subnet that cannot be, is not asked",
    Effect.fn(function* () {
      const subtensor = yield* Subtensor
      const reads = {
        balance: subtensor.balance("5Grw"),
        balances: subtensor.balances([BOB, "bob"]),
        stake: subtensor.stakeForColdkeyAndHotkey({ hotkey: BOB, coldkey: "x" }),
        info: subtensor.stakeInfoForColdkey("x"),
        infos: subtensor.stakeInfoForColdkeys([BOB, "x"]),
        delegate: subtensor.delegateByHotkey("x"),
        axon: subtensor.axonInfo({ netuid: 1, hotkey: "x" }),
        tempo: subtensor.tempo(70_000),
        neurons: subtensor.neurons(-1)
      }
      const reasons = yield* Effect.forEach(Object.values(reads), (read) =>
        Effect.map(reasonOf<unknown>(read), ({ _tag }) => _tag)
      )
      assert.deepStrictEqual(new Set(reasons), new Set(["BadArgument"]))
      assert.strictEqual((yield* reasonOf(subtensor.balance(BOB, { block: 1_000_000 })))._tag, "BlockUnavailable")
    }, onChain)
  )
})

describe("a chain of a test", () => {
  it.effect(
    "has the methods that it was given, and a defect for each other",
    Effect.fn(
      function* () {
        const subtensor = yield* Subtensor
        assert.strictEqual(yield* subtensor.balance(BOB), 1n)
        assert.include(String((yield* Effect.exit(subtensor.tempo(1))).toString()), "tempo")
      },
      Effect.provide(Layer.mock(Subtensor, { balance: () => Effect.succeed(Rao(1n)) }))
    )
  )
})

describe("types", () => {
  it("are those of what is read, in every era the same", () => {
    expectTypeOf<SubtensorShape["balance"]>().returns.toEqualTypeOf<Effect.Effect<Rao, ChainError>>()
    expectTypeOf<SubtensorShape["hotkeyStake"]>().returns.toEqualTypeOf<Effect.Effect<Alpha, ChainError>>()
    expectTypeOf<SubtensorShape["tempo"]>().returns.toEqualTypeOf<Effect.Effect<number | undefined, ChainError>>()
    expectTypeOf<Effect.Services<ReturnType<SubtensorShape["neuronForWallet"]>>>().toEqualTypeOf<Hotkey>()
    expectTypeOf<Parameters<SubtensorShape["axonInfo"]>[0]>().toEqualTypeOf<{
      readonly netuid: number
      readonly hotkey: string
    }>()
  })

  it("have each name once", () => {
    expectTypeOf<keyof Reads & keyof Core>().toEqualTypeOf<never>()
    expectTypeOf<keyof Reads & keyof Calls>().toEqualTypeOf<never>()
  })
})
