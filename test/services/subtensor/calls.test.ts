/** Calls by what somebody means by them, on the embedded chain. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Alpha, Coldkey, Devnet, type ExtrinsicError, Hotkey, Rao, Subtensor, Tao } from "effect-bittensor"
import * as DevnetMemory from "effect-bittensor/layers/DevnetMemory"
import * as SubtensorRpc from "effect-bittensor/layers/SubtensorRpc"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import type { Receipt } from "effect-bittensor/services/subtensor/Core"

const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"

const onChain = (options?: DevnetMemory.Options) =>
  Effect.provide(
    Layer.orDie(
      Layer.mergeAll(
        SubtensorRpc.layerDevnet().pipe(Layer.provideMerge(DevnetMemory.layer({ sealing: "instant", ...options }))),
        WalletsMemory.layerColdkey({ uri: "//Alice" }),
        WalletsMemory.layerHotkey({ uri: "//Alice//hot" })
      )
    )
  )

const names = (receipt: Receipt | undefined) => receipt?.events.map(({ name }) => name) ?? []

/** Why nothing was sent, or what the chain refused. */
const refusal = <A, R>(effect: Effect.Effect<A, ExtrinsicError, R>) =>
  Effect.map(Effect.flip(effect), ({ reason }) =>
    reason._tag === "Refused" ? reason.check : reason._tag === "PalletError" ? reason.name : reason._tag
  )

/** A subnet whose owner is Alice, where several may register and stake in a row. */
const subnet = Effect.gen(function* () {
  const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
  const receipt = yield* subtensor.registerNetwork({})
  const data = receipt.events.find(({ name }) => name === "NetworkAdded")?.data as readonly [number, number]
  yield* devnet.setStorage("SubtensorModule", "TargetStakesPerInterval", [], 100)
  yield* devnet.setStorage("SubtensorModule", "TxRateLimit", [], 0n)
  return data[0]
})

describe("a transfer", () => {
  it.live(
    "is planned, and then made",
    Effect.fn(function* () {
      const [subtensor, { address }] = [yield* Subtensor, yield* Coldkey]
      const plan = yield* subtensor.plan.transfer({ to: BOB, amount: Tao(10) })
      assert.deepStrictEqual(plan.effects, [`τ10.000000000 go from ${address} to ${BOB}`])
      const receipt = yield* subtensor.transfer({ to: BOB, amount: Tao(10) })
      assert.strictEqual(receipt.fee, plan.fee)
      assert.include(names(receipt), "Transfer")
      assert.include(names(yield* subtensor.transfer({ to: BOB, amount: Tao(1), keepAlive: false })), "Transfer")
      assert.include(names(yield* subtensor.transferAll({ to: BOB })), "Transfer")
    }, onChain())
  )

  it.live(
    "is not sent if it cannot work, or would lose the money",
    Effect.fn(function* () {
      const [subtensor, coldkey, hotkey] = [yield* Subtensor, yield* Coldkey, yield* Hotkey]
      const transfer = (to: string, amount: bigint) => refusal(subtensor.transfer({ to, amount: Rao(amount) }))
      assert.strictEqual(yield* transfer("5Grw", 1n), "BadArgument")
      assert.strictEqual(yield* transfer(coldkey.address, 1n), "Recipient")
      assert.strictEqual(yield* transfer(BOB, 0n), "Amount")
      assert.strictEqual(yield* transfer(BOB, 10n ** 18n), "Balance")
      assert.strictEqual(yield* transfer(hotkey.address, 499n), "ExistentialDeposit")
      const balance = yield* subtensor.balance(coldkey.address)
      const deposit = yield* subtensor.existentialDeposit()
      const { fee } = yield* subtensor.plan.transfer({ to: BOB, amount: Rao(balance / 2n) })
      assert.strictEqual(yield* transfer(BOB, balance - deposit - fee + 1n), "Balance")
      const all = { to: BOB, amount: Rao(balance - fee + 1n), keepAlive: false }
      assert.strictEqual(yield* refusal(subtensor.transfer(all)), "Balance")
      const tipped = subtensor.transfer({ to: BOB, amount: Rao(balance - deposit - fee) }, { tip: 1n })
      assert.strictEqual(yield* refusal(tipped), "Balance")
      const generous = subtensor.transfer({ to: BOB, amount: Rao(balance - Tao(5)) }, { tip: Tao(5) })
      assert.strictEqual(yield* refusal(generous), "Balance")
      assert.strictEqual(yield* subtensor.balance(coldkey.address), balance)
      assert.strictEqual((yield* subtensor.head).number, 0)
      yield* subtensor.transfer({ to: BOB, amount: Rao(balance - deposit - fee) })
      assert.strictEqual(yield* subtensor.balance(coldkey.address), deposit)
    }, onChain())
  )
})

describe("a registration", () => {
  it.live(
    "gives a place in a subnet, and in the root network",
    Effect.fn(function* () {
      const [subtensor, hotkey] = [yield* Subtensor, yield* Hotkey]
      const netuid = yield* subnet
      assert.include(names(yield* subtensor.burnedRegister({ netuid })), "NeuronRegistered")
      assert.strictEqual(yield* subtensor.query("SubtensorModule", "Uids", [netuid, hotkey.address]), 0)
      assert.strictEqual(yield* refusal(subtensor.burnedRegister({ netuid })), "Registered")
      assert.strictEqual(yield* refusal(subtensor.burnedRegister({ netuid: 99 })), "Subnet")
      const proof = { netuid, coldkey: BOB, nonce: 1n, work: new Uint8Array(32), block: 1 }
      const other = Layer.orDie(WalletsMemory.layerHotkey({ uri: "//other" }))
      for (const wrong of [
        { block: 1.5 },
        { nonce: 2n ** 64n },
        { work: new Uint8Array(31) },
        { work: new Uint8Array(33) }
      ]) {
        const registering = Effect.provide(subtensor.registerByProof({ ...proof, ...wrong }), other)
        assert.strictEqual(yield* refusal(registering), "BadArgument")
      }
      assert.include(names(yield* subtensor.rootRegister({})), "NeuronRegistered")
      assert.strictEqual(yield* refusal(subtensor.burnedRegister({ netuid: 0 })), "Registered")
    }, onChain())
  )

  it.live(
    "may be of a hotkey that is given instead of the program's own",
    Effect.fn(function* () {
      const subtensor = yield* Subtensor
      const netuid = yield* subnet
      yield* subtensor.burnedRegister({ netuid, hotkey: BOB })
      assert.strictEqual(yield* subtensor.query("SubtensorModule", "Uids", [netuid, BOB]), 0)
    }, onChain())
  )
})

describe("root", () => {
  it.live(
    "does what others may not, and nobody else does it in its name",
    Effect.fn(function* () {
      const subtensor = yield* Subtensor
      const call = { pallet: "AdminUtils", name: "sudo_set_tempo", args: { netuid: 3, tempo: 5 } }
      yield* subtensor.sudo({ call })
      assert.strictEqual(yield* subtensor.tempo(3), 5)
      const bad = { ...call, args: { netuid: 99, tempo: 5 } }
      assert.strictEqual(yield* refusal(subtensor.sudo({ call: bad })), "SubnetDoesNotExist")
      const other = Effect.provide(
        subtensor.sudo({ call }),
        Layer.orDie(WalletsMemory.layerColdkey({ uri: "//Charlie" }))
      )
      assert.strictEqual(yield* refusal(other), "Sudo")
    }, onChain())
  )
})

describe("stake", () => {
  it.live(
    "is added and taken back, and no more of it than there is",
    Effect.fn(function* () {
      const subtensor = yield* Subtensor
      const netuid = yield* subnet
      yield* subtensor.burnedRegister({ netuid })
      assert.include(names(yield* subtensor.addStake({ amount: Tao(100) })), "StakeAdded")
      assert.strictEqual(yield* refusal(subtensor.removeStake({ amount: Tao(101) })), "Stake")
      assert.include(names(yield* subtensor.removeStake({ amount: Tao(100) })), "StakeRemoved")
      assert.strictEqual(yield* refusal(subtensor.addStake({ hotkey: BOB, amount: Tao(1) })), "Delegate")
      assert.strictEqual(yield* refusal(subtensor.addStake({ amount: Rao(0n) })), "Amount")
    }, onChain())
  )

  it.live(
    "of several is added and taken back in one extrinsic, all of it or nothing",
    Effect.fn(function* () {
      const [subtensor, coldkey, hotkey] = [yield* Subtensor, yield* Coldkey, yield* Hotkey]
      const netuid = yield* subnet
      yield* (yield* Devnet).setStorage("SubtensorModule", "TargetRegistrationsPerInterval", [netuid], 2)
      yield* subtensor.burnedRegister({ netuid })
      yield* subtensor.burnedRegister({ netuid, hotkey: BOB })
      const stakes = [
        { hotkey: hotkey.address, amount: Tao(3) },
        { hotkey: BOB, amount: Tao(4) }
      ]
      const stakeOf = (address: string) => subtensor.query("SubtensorModule", "Stake", [address, coldkey.address])
      const plan = yield* subtensor.plan.addStakeMultiple({ stakes })
      assert.strictEqual(plan.effects.length, 2)
      const added = yield* subtensor.addStakeMultiple({ stakes })
      assert.strictEqual(names(added).filter((name) => name === "StakeAdded").length, 2)
      assert.deepStrictEqual([yield* stakeOf(hotkey.address), yield* stakeOf(BOB)], [3n * 10n ** 9n, 4n * 10n ** 9n])

      const balance = yield* subtensor.balance(coldkey.address)
      const refused = (amount: Rao) =>
        refusal(subtensor.addStakeMultiple({ stakes: stakes.map((stake) => ({ ...stake, amount })) }))
      // Each could be paid, both cannot.
      assert.strictEqual(yield* refused(Rao(balance / 2n)), "Balance")
      assert.strictEqual(yield* refusal(subtensor.addStakeMultiple({ stakes: [] })), "Amount")
      assert.strictEqual(
        yield* refusal(subtensor.unstakeMultiple({ stakes: [...stakes, { hotkey: "5Grw", amount: Tao(1) }] })),
        "BadArgument"
      )
      // The second of the two is more than is there, which shows when the first has been taken.
      const twice = [
        { hotkey: BOB, amount: Tao(3) },
        { hotkey: BOB, amount: Tao(3) }
      ]
      assert.strictEqual(yield* refusal(subtensor.unstakeMultiple({ stakes: twice })), "NotEnoughStaketoWithdraw")
      assert.strictEqual(yield* stakeOf(BOB), 4n * 10n ** 9n)
      yield* subtensor.unstakeMultiple({ stakes })
      assert.deepStrictEqual([yield* stakeOf(hotkey.address), yield* stakeOf(BOB)], [0n, 0n])
    }, onChain())
  )

  it.live(
    "of one subnet alone is no thing of this runtime",
    Effect.fn(function* () {
      const subtensor = yield* Subtensor
      assert.strictEqual(yield* refusal(subtensor.addStake({ netuid: 1, hotkey: BOB, amount: Tao(1) })), "Delegate")
      assert.strictEqual(yield* refusal(subtensor.unstakeAll({})), "NotInRuntime")
      assert.strictEqual(
        yield* refusal(subtensor.swapStake({ fromNetuid: 1, toNetuid: 2, amount: Alpha(1n) })),
        "NotInRuntime"
      )
    }, onChain())
  )

  it.live(
    "of others is for delegates, who keep a share of what it earns",
    Effect.fn(function* () {
      const subtensor = yield* Subtensor
      const netuid = yield* subnet
      yield* subtensor.burnedRegister({ netuid })
      yield* subtensor.addStake({ amount: Tao(1) })
      assert.include(names(yield* subtensor.becomeDelegate({})), "DelegateAdded")
      assert.include(names(yield* subtensor.setTake({ take: 0.1 })), "TakeDecreased")
      assert.strictEqual(yield* refusal(subtensor.setTake({ take: 0.1 })), "Take")
      assert.strictEqual(yield* refusal(subtensor.setTake({ take: 1.5 })), "BadArgument")
    }, onChain())
  )
})

describe("serving", () => {
  it.live(
    "tells where the axon is, once",
    Effect.fn(function* () {
      const subtensor = yield* Subtensor
      const netuid = yield* subnet
      yield* subtensor.burnedRegister({ netuid })
      const place = { netuid, ip: "127.0.0.2", port: 8091 }
      assert.include(names(yield* subtensor.serveAxon(place)), "AxonServed")
      assert.isUndefined(yield* subtensor.serveAxon(place))
      assert.strictEqual(yield* refusal(subtensor.serveAxon({ ...place, ip: "here" })), "BadArgument")
      assert.strictEqual(yield* refusal(subtensor.serveAxon({ ...place, port: 8092 })), "RateLimit")
      assert.include(names(yield* subtensor.servePrometheus(place)), "PrometheusServed")
      assert.strictEqual(yield* refusal(subtensor.servePrometheus(place)), "RateLimit")
      // The chain itself lets the 50th block after the first have another.
      const [devnet, axon] = [yield* Devnet, yield* subtensor.axonInfo({ netuid, hotkey: (yield* Hotkey).address })]
      yield* devnet.mine((axon?.block ?? 0) + 48 - (yield* devnet.head).number)
      assert.strictEqual(yield* refusal(subtensor.serveAxon({ ...place, port: 8092 })), "RateLimit")
      yield* devnet.mine()
      assert.include(names(yield* subtensor.serveAxon({ ...place, port: 8092 })), "AxonServed")
      assert.include(names(yield* subtensor.setCommitment({ netuid, text: "héllo" })), "Commitment")
      assert.strictEqual(yield* refusal(subtensor.setCommitment({ netuid, text: "é".repeat(65) })), "Commitment")
    }, onChain())
  )
})

describe("weights", () => {
  it.live(
    "are set in proportion, as often as the subnet allows",
    Effect.fn(function* () {
      const subtensor = yield* Subtensor
      const netuid = yield* subnet
      yield* subtensor.burnedRegister({ netuid })
      const weights = new Map([[0, 0.2]])
      assert.strictEqual(yield* refusal(subtensor.setWeights({ netuid, weights })), "RateLimit")
      yield* (yield* Devnet).mine(100)
      assert.include(names(yield* subtensor.setWeights({ netuid, weights })), "WeightsSet")
      assert.deepStrictEqual(yield* subtensor.query("SubtensorModule", "Weights", [netuid, 0]), [[0, 65_535]])
      assert.strictEqual(yield* refusal(subtensor.setWeights({ netuid, weights })), "RateLimit")
      assert.strictEqual(yield* refusal(subtensor.setWeights({ netuid: 3, weights })), "Registered")
      assert.strictEqual(yield* refusal(subtensor.setWeights({ netuid, weights: new Map([[0, -1]]) })), "BadArgument")
    }, onChain())
  )

  for (const runtime of ["subtensor185", "subtensor185Late"] as const) {
    it.live(
      `are committed and revealed where the owner wants that (${runtime})`,
      Effect.fn(function* () {
        const [devnet, subtensor] = [yield* Devnet, yield* Subtensor]
        const netuid = yield* subnet
        yield* subtensor.burnedRegister({ netuid })
        yield* subtensor.setHyperparameter({ netuid, name: "weights_rate_limit", value: 0n })
        yield* subtensor.setHyperparameter({ netuid, name: "commitRevealWeightsInterval", value: 10n })
        yield* subtensor.setHyperparameter({ netuid, name: "commit_reveal_weights_enabled", value: true })
        const weights = new Map([[0, 1]])
        assert.strictEqual(yield* refusal(subtensor.setWeights({ netuid, weights })), "CommitReveal")
        const commitment = { netuid, uids: [0], values: [65_535], salt: [1, 2, 3] }
        assert.strictEqual(yield* refusal(subtensor.commitWeights({ ...commitment, netuid: 3 })), "CommitReveal")
        // An interval has just begun, so that this one is the only commit of it.
        yield* devnet.mine(10 - ((yield* devnet.head).number % 10))
        yield* subtensor.commitWeights(commitment)
        assert.strictEqual(yield* refusal(subtensor.commitWeights(commitment)), "RateLimit")
        assert.include(
          ["InvalidRevealTempo", "InvalidRevealCommitTempo"],
          yield* refusal(subtensor.revealWeights(commitment))
        )
        yield* devnet.mine(10)
        assert.include(names(yield* subtensor.revealWeights(commitment)), "WeightsSet")
      }, onChain({ runtime }))
    )
  }
})

describe("an owner", () => {
  it.live(
    "sets hyperparameters of the subnet, by the SDK's names",
    Effect.fn(function* () {
      const subtensor = yield* Subtensor
      const netuid = yield* subnet
      yield* subtensor.setHyperparameter({ netuid, name: "weights_rate_limit", value: 7n })
      assert.strictEqual(yield* subtensor.query("SubtensorModule", "WeightsSetRateLimit", [netuid]), 7n)
      const set = (name: string, value: bigint | boolean | number, of = netuid) =>
        refusal(subtensor.setHyperparameter({ netuid: of, name, value }))
      assert.strictEqual(yield* set("no_such", 1), "NotInRuntime")
      assert.strictEqual(yield* set("immunityPeriod", 70_000), "BadArgument")
      assert.strictEqual(yield* set("immunityPeriod", 7, 3), "Owner")
      assert.strictEqual(yield* set("tempo", 7), "DispatchError")
    }, onChain())
  )
})
