/** What work pays for, on the embedded chain: searched for upon blocks that come, go and are taken back. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Latch, Layer, Schedule } from "effect"
import {
  Coldkey,
  Devnet,
  type ExtrinsicError,
  Hotkey,
  PowError,
  PowSolver,
  Seal,
  Subtensor,
  Tao
} from "effect-bittensor"
import type * as DevnetMemory from "effect-bittensor/layers/DevnetMemory"
import * as PowCpu from "effect-bittensor/layers/PowCpu"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import type { DevnetValue } from "effect-bittensor/services/Devnet"
import type { WorkOptions } from "effect-bittensor/services/subtensor/work/prove"
import { layerTestWith, Subnet } from "effect-bittensor/testing"
import { makeHandmade } from "../../support/pow/handmade.ts"

const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
const NETUID = 3
const EASY = 300n
/** Nobody finds it. */
const NEVER = 2n ** 62n

const powCpu = Layer.orDie(PowCpu.layer({ workers: 1 }))
const onChain = (options?: DevnetMemory.Options) =>
  Effect.provide(
    Layer.mergeAll(layerTestWith(options), Layer.orDie(WalletsMemory.layerHotkey({ uri: "//Alice//hot" })))
  )

/** Blocks are made when a test says so, and what was sent waits in the pool until then. */
const byHand = onChain({ sealing: "manual" })

const set = (item: string, value: DevnetValue) =>
  Effect.flatMap(Devnet, (devnet) => devnet.setStorage("SubtensorModule", item, [NETUID], value))

/** A subnet that takes work. */
const open = (difficulty: bigint) =>
  Effect.all([
    set("NetworkRegistrationAllowed", true),
    set("NetworkPowRegistrationAllowed", true),
    set("Difficulty", difficulty),
    set("MaxRegistrationsPerBlock", 10),
    set("TargetRegistrationsPerInterval", 10)
  ])

const register = (options?: WorkOptions) =>
  Effect.flatMap(Subtensor, (subtensor) => subtensor.register({ netuid: NETUID }, options))
const mine = (count = 1) => Effect.flatMap(Devnet, (devnet) => devnet.mine(count))

const until = <E, R>(isSo: Effect.Effect<boolean, E, R>) =>
  Effect.repeat(isSo, { until: (so) => so, schedule: Schedule.spaced("5 millis") }).pipe(Effect.timeout("10 seconds"))
const inPool = (count: number) =>
  Effect.flatMap(Subtensor, ({ rpc }) =>
    until(Effect.map(rpc("author_pendingExtrinsics"), (all) => (all as ReadonlyArray<string>).length === count))
  )

/** Why nothing was sent, or what the chain refused. */
const refusal = <A, R>(effect: Effect.Effect<A, ExtrinsicError, R>) =>
  Effect.map(Effect.flip(effect), ({ reason }) =>
    reason._tag === "Refused" ? reason.check : reason._tag === "PalletError" ? reason.name : reason._tag
  )

/** A solver of the test, and a hotkey that signs when it may, for as long as `body` runs. */
const inHand = <A, E, R>(
  body: (
    hands: Effect.Success<typeof makeHandmade> & { readonly pen: Latch.Latch; readonly signed: () => number }
  ) => Effect.Effect<A, E, R>
) =>
  Effect.gen(function* () {
    const [hands, hotkey, pen] = [yield* makeHandmade, yield* Hotkey, yield* Latch.make(true)]
    let signed = 0
    const slow = Hotkey.of({
      address: hotkey.address,
      publicKey: hotkey.publicKey,
      scheme: hotkey.scheme,
      sign: (message) => {
        signed++
        return pen.whenOpen(hotkey.sign(message))
      }
    })
    return yield* body({ ...hands, pen, signed: () => signed }).pipe(
      Effect.provideService(PowSolver, hands.solver),
      Effect.provideService(Hotkey, slow)
    )
  })

const uidOf = (hotkey: string) =>
  Effect.flatMap(Subtensor, (subtensor) => subtensor.query("SubtensorModule", "Uids", [NETUID, hotkey]))

describe("a registration by work", () => {
  it.live(
    "takes work, and neither TAO nor money on the hotkey",
    Effect.fn(
      function* () {
        const [subtensor, coldkey, hotkey] = [yield* Subtensor, yield* Coldkey, yield* Hotkey]
        yield* open(10_000n)
        const before = yield* subtensor.balance(coldkey.address)
        const { block, events, fee } = yield* register()
        assert.include(
          events.map(({ name }) => name),
          "NeuronRegistered"
        )
        assert.deepStrictEqual([fee, block.number, yield* uidOf(hotkey.address)], [0n, 1, 0])
        assert.strictEqual(yield* subtensor.balance(coldkey.address), before)
        assert.strictEqual(yield* subtensor.query("SubtensorModule", "Owner", [hotkey.address]), coldkey.address)
        assert.notProperty(subtensor.plan, "register", "there is no call before there is a proof")
      },
      Effect.provide(powCpu),
      onChain()
    )
  )

  it.live(
    "needs no coldkey where its address is given",
    Effect.fn(function* () {
      const [subtensor, hotkey] = [yield* Subtensor, yield* Hotkey]
      yield* open(EASY)
      yield* inHand(() =>
        Effect.gen(function* () {
          assert.strictEqual(yield* refusal(subtensor.register({ netuid: NETUID, coldkey: "5F" })), "BadArgument")
          yield* subtensor.register({ netuid: NETUID, coldkey: BOB })
        })
      )
      assert.strictEqual(yield* subtensor.query("SubtensorModule", "Owner", [hotkey.address]), BOB)
    }, onChain())
  )

  it.live(
    "follows the difficulty of each block, up and down",
    Effect.fn(
      function* () {
        yield* open(EASY)
        // One attempt: what the chain's own moves spoil is none.
        const registering = yield* Effect.forkChild(register({ attempts: 1 }))
        yield* inPool(1)
        yield* set("Difficulty", NEVER)
        yield* mine()
        yield* inPool(0)
        assert.strictEqual(yield* Effect.flatMap(Hotkey, ({ address }) => uidOf(address)), undefined)
        yield* set("Difficulty", 10_000n)
        yield* mine()
        yield* inPool(1)
        yield* mine()
        assert.strictEqual((yield* Fiber.join(registering)).block.number, 3)
      },
      Effect.provide(powCpu),
      byHand
    )
  )

  it.live(
    "stops the search upon a block when there is another, and searches upon the last of those that come at once",
    Effect.fn(function* () {
      yield* open(EASY)
      yield* inHand(({ gate, searches }) =>
        Effect.gen(function* () {
          yield* gate.close
          const registering = yield* Effect.forkChild(register())
          yield* until(Effect.sync(() => searches.length === 1))
          yield* mine()
          yield* until(Effect.sync(() => searches.length === 2 && searches[0]!.isStopped))
          yield* mine(50)
          const head = yield* Effect.flatMap(Subtensor, (subtensor) => subtensor.head)
          yield* until(Effect.sync(() => searches.some(({ seal }) => hashIn(seal) === head.hash)))
          assert.isBelow(searches.length, 52)
          yield* Fiber.interrupt(registering)
          assert.isTrue(searches.every(({ isStopped }) => isStopped))
        })
      )
    }, byHand)
  )

  it.live(
    "sends no stale work, and does not count what became stale on the way",
    Effect.fn(function* () {
      yield* open(EASY)
      yield* inHand(({ gate, pen, searches, signed }) =>
        Effect.gen(function* () {
          yield* pen.close
          const registering = yield* Effect.forkChild(register({ attempts: 1 }))
          yield* until(Effect.sync(() => signed() === 1))
          // A second proof is found upon block 1, and lies there until it is too old as well.
          yield* mine()
          yield* until(Effect.sync(() => searches.length === 2))
          yield* Effect.sleep("50 millis")
          yield* gate.close
          yield* mine(3)
          yield* pen.open
          yield* inPool(1)
          yield* mine()
          yield* inPool(0)
          yield* Effect.sleep("50 millis")
          assert.strictEqual(signed(), 1, "the proof upon block 1 was not sent")
          yield* gate.open
          yield* inPool(1)
          yield* mine()
          assert.strictEqual((yield* Fiber.join(registering)).block.number, 6)
          assert.strictEqual(signed(), 2)
        })
      )
    }, byHand)
  )

  it.live(
    "searches anew when the chain takes its block back",
    Effect.fn(
      function* () {
        const devnet = yield* Devnet
        yield* mine(5)
        yield* open(EASY)
        yield* inHand(({ pen, searches, signed }) =>
          Effect.gen(function* () {
            yield* pen.close
            const registering = yield* Effect.forkChild(register({ attempts: 1 }))
            yield* until(Effect.sync(() => signed() === 1))
            // Another block 5, of another time and hash.
            yield* devnet.setHead(4)
            yield* open(EASY)
            yield* devnet.advanceTime("1 minute")
            const { hash, number } = yield* mine()
            assert.strictEqual(number, 5)
            yield* until(Effect.sync(() => searches.some(({ seal }) => hashIn(seal) === hash)))
            yield* pen.open
            yield* inPool(1)
            yield* mine()
            yield* inPool(1)
            yield* mine()
            assert.strictEqual((yield* Fiber.join(registering)).block.number, 7)
          })
        )
      },
      onChain({ sealing: "manual", finalityLag: 3 })
    )
  )

  it.live(
    "brings the same work again when somebody else has taken the block's last place",
    Effect.fn(function* () {
      yield* open(EASY)
      yield* set("MaxRegistrationsPerBlock", 1)
      const subtensor = yield* Subtensor
      // What is valid for less long comes first.
      const other = yield* Effect.forkChild(subtensor.burnedRegister({ netuid: NETUID, hotkey: BOB }, { era: 4 }))
      yield* inPool(1)
      yield* inHand(({ gate, searches }) =>
        Effect.gen(function* () {
          const registering = yield* Effect.forkChild(register({ attempts: 2 }))
          yield* inPool(2)
          yield* gate.close
          yield* mine()
          yield* Fiber.join(other)
          yield* inPool(1)
          yield* mine()
          assert.strictEqual((yield* Fiber.join(registering)).block.number, 2)
          assert.strictEqual(searches[0]?.isStopped, false)
        })
      )
    }, byHand)
  )

  it.live(
    "is in the next block for the slower of two who race for the one place of a block",
    Effect.fn(function* () {
      yield* open(10_000n)
      yield* set("MaxRegistrationsPerBlock", 1)
      const racing = yield* Effect.forkChild(
        Effect.all(
          ["//Alice//hot", "//Bob//hot"].map((uri) =>
            register().pipe(
              Effect.provide(Layer.fresh(powCpu)),
              Effect.provide(Layer.orDie(WalletsMemory.layerHotkey({ uri })))
            )
          ),
          { concurrency: 2 }
        )
      )
      yield* inPool(2)
      yield* mine()
      // The other one's work is as good in the block after.
      yield* inPool(1)
      yield* mine()
      const blocks = (yield* Fiber.join(racing)).map(({ block }) => block.number)
      assert.deepStrictEqual(blocks.toSorted(), [1, 2])
    }, byHand)
  )

  it.live(
    "is one for two who work for the same hotkey",
    Effect.fn(function* () {
      yield* open(10_000n)
      const registering = yield* Effect.forkChild(
        Effect.all(
          [register(), register()].map((one) => Effect.provide(one, Layer.fresh(powCpu))),
          { concurrency: 2 }
        )
      )
      yield* inPool(2)
      yield* mine()
      const registered = yield* Fiber.join(registering)
      const [first, second] = registered
      assert.strictEqual(first?.hash, second?.hash)
      assert.deepStrictEqual(first?.block, second?.block)
      assert.deepStrictEqual(first?.events, second?.events)
      assert.strictEqual(
        yield* Effect.flatMap(Subtensor, ({ query }) => query("SubtensorModule", "SubnetworkN", [NETUID])),
        1
      )
    }, byHand)
  )

  it.live(
    "may come from somebody else, and is waited for until it is final if that is wanted",
    Effect.fn(
      function* () {
        yield* open(EASY)
        const subtensor = yield* Subtensor
        yield* inHand(({ gate, searches }) =>
          Effect.gen(function* () {
            yield* gate.close
            const registering = yield* Effect.forkChild(register({ waitFor: "finality" }))
            yield* until(Effect.sync(() => searches.length === 1))
            const other = yield* Effect.forkChild(subtensor.burnedRegister({ netuid: NETUID }))
            yield* inPool(1)
            yield* mine()
            const { hash } = yield* Fiber.join(other)
            yield* Effect.sleep("50 millis")
            assert.isUndefined(registering.pollUnsafe())
            yield* mine(3)
            const receipt = yield* Fiber.join(registering)
            assert.deepStrictEqual([receipt.hash, receipt.isFinal, receipt.block.number], [hash, true, 1])
          })
        )
      },
      onChain({ sealing: "manual", finalityLag: 3 })
    )
  )

  it.live(
    "stops the workers when it is interrupted",
    Effect.fn(
      function* () {
        yield* open(NEVER)
        const pow = yield* PowSolver
        const registering = yield* Effect.forkChild(register())
        yield* Effect.sleep("200 millis")
        yield* Fiber.interrupt(registering)
        // One search runs at a time: another one would wait for ever for the first.
        const seal = Seal.classic({ blockHash: new Uint8Array(32), key: new Uint8Array(32) })
        yield* Effect.timeout(pow.solve(seal, { difficulty: 100n }), "1 second")
      },
      Effect.provide(powCpu),
      byHand
    )
  )
})

describe("a subnet that is launched", () => {
  it.live(
    "has one miner that worked for its place, if it is given a solver",
    Effect.fn(
      function* () {
        const subtensor = yield* Subtensor
        const subnet = yield* Subnet.launch({ miners: 2, byWork: yield* PowSolver, difficulty: 5000n })
        const [worked, paid] = [subnet.miner(0), subnet.miner(1)]
        assert.deepStrictEqual([worked.uid, paid.uid], [1, 2])
        assert.strictEqual(yield* subtensor.balance(worked.coldkey.address), Tao(10))
        assert.isBelow(Number(yield* subtensor.balance(paid.coldkey.address)), Number(Tao(10)))
        assert.deepInclude(subnet.settings, {
          call: "sudo_set_network_pow_registration_allowed",
          args: { netuid: subnet.netuid, registration_allowed: true }
        })
      },
      Effect.scoped,
      Effect.provide(powCpu),
      onChain()
    )
  )
})

/** The hash of the block that is searched upon. */
const hashIn = ({ blockHash }: Seal.Seal) => `0x${Buffer.from(blockHash).toString("hex")}`

describe("a registration by work does not work", () => {
  it.live(
    "where no work would help: nothing is searched for",
    Effect.fn(function* () {
      const subtensor = yield* Subtensor
      yield* inHand(({ searches }) =>
        Effect.gen(function* () {
          assert.strictEqual(yield* refusal(subtensor.register({ netuid: 99 })), "Subnet")
          assert.strictEqual(yield* refusal(subtensor.register({ netuid: 0 })), "Subnet")
          assert.strictEqual(yield* refusal(register()), "Allowed")
          yield* open(EASY)
          yield* subtensor.burnedRegister({ netuid: NETUID })
          assert.strictEqual(yield* refusal(register()), "Registered")
          assert.lengthOf(searches, 0)
        })
      )
    }, onChain())
  )

  it.live(
    "while the interval is full, and goes on when it is not",
    Effect.fn(function* () {
      yield* open(EASY)
      yield* set("RegistrationsThisInterval", 30)
      yield* inHand(({ searches }) =>
        Effect.gen(function* () {
          const error = yield* Effect.flip(register({ budget: "100 millis" }))
          assert.match(error.message, /no proof of work was taken within 100 ms.*30 registrations in an interval/)
          assert.lengthOf(searches, 0)
          const registering = yield* Effect.forkChild(register())
          yield* Effect.sleep("50 millis")
          yield* set("RegistrationsThisInterval", 0)
          yield* mine()
          yield* inPool(1)
          yield* mine()
          yield* Fiber.join(registering)
        })
      )
    }, byHand)
  )

  it.live(
    "when the interval fills up on the way: the pool says so, and it is no attempt",
    Effect.fn(function* () {
      yield* open(EASY)
      yield* inHand(({ pen, signed }) =>
        Effect.gen(function* () {
          yield* pen.close
          const registering = yield* Effect.forkChild(register({ attempts: 1 }))
          yield* until(Effect.sync(() => signed() === 1))
          yield* set("RegistrationsThisInterval", 30)
          yield* pen.open
          yield* Effect.sleep("50 millis")
          yield* mine()
          yield* Effect.sleep("50 millis")
          assert.strictEqual(signed(), 1)
          yield* set("RegistrationsThisInterval", 0)
          yield* mine()
          yield* inPool(1)
          yield* mine()
          yield* Fiber.join(registering)
        })
      )
    }, byHand)
  )

  it.live(
    "when the chain refuses it for good, or too often",
    Effect.fn(function* () {
      const subtensor = yield* Subtensor
      const meanwhile = (change: Effect.Effect<unknown, unknown, Devnet>, options?: WorkOptions) =>
        inHand(() =>
          Effect.gen(function* () {
            const registering = yield* Effect.forkChild(register(options))
            yield* inPool(1)
            yield* change
            yield* mine()
            return yield* refusal(Fiber.join(registering))
          })
        )
      yield* open(EASY)
      assert.strictEqual(yield* meanwhile(set("NetworkPowRegistrationAllowed", false)), "RegistrationDisabled")
      yield* open(EASY)
      assert.strictEqual(
        yield* meanwhile(set("MaxRegistrationsPerBlock", 0), { attempts: 1 }),
        "TooManyRegistrationsThisBlock"
      )
      yield* open(EASY)
      const { address } = yield* Hotkey
      const owned = Effect.flatMap(Devnet, (devnet) => devnet.setStorage("SubtensorModule", "Owner", [address], BOB))
      assert.strictEqual(yield* meanwhile(owned), "NonAssociatedColdKey")
      assert.strictEqual(yield* subtensor.query("SubtensorModule", "SubnetworkN", [NETUID]), 0)
    }, byHand)
  )

  it.live(
    "when nothing is found in time, or nothing can be",
    Effect.fn(function* () {
      yield* open(EASY)
      yield* inHand(({ gate, searches }) =>
        Effect.gen(function* () {
          yield* gate.close
          const error = yield* Effect.flip(register({ budget: "100 millis" }))
          assert.match(error.message, /within 100 ms; the difficulty is too high/)
          assert.deepStrictEqual(
            searches.map(({ isStopped }) => isStopped),
            [true]
          )
        })
      )
      const broken = PowSolver.of({
        ...(yield* makeHandmade).solver,
        solve: () => Effect.fail(new PowError({ reason: { _tag: "NoWorkers", workers: 0 } }))
      })
      assert.strictEqual(yield* refusal(Effect.provideService(register(), PowSolver, broken)), "PowError")
    }, byHand)
  )
})

describe("a faucet", () => {
  it.live(
    "gives a hundred TAO each time",
    Effect.fn(
      function* () {
        const [subtensor, { address }] = [yield* Subtensor, yield* Coldkey]
        const before = yield* subtensor.balance(address)
        for (const _ of [1, 2, 3]) {
          const { events } = yield* subtensor.faucet()
          assert.include(
            events.map(({ name }) => name),
            "Faucet"
          )
        }
        assert.strictEqual((yield* subtensor.balance(address)) - before, Tao(300))
      },
      Effect.provide(powCpu),
      onChain()
    )
  )

  it.live(
    "is not content with less than a million",
    Effect.fn(function* () {
      const subtensor = yield* Subtensor
      const asking = inHand(() => subtensor.faucet({ difficulty: 1n }, { budget: "300 millis" }))
      const error = yield* Effect.flip(asking)
      assert.match(error.message, /the last word was: SubtensorModule.InvalidDifficulty/)
    }, onChain())
  )
})
