import { createHash } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Duration, Effect, Fiber, Logger, Option, Stream } from "effect"
import { TestClock } from "effect/testing"
import { Devnet, type DevnetError } from "effect-bittensor"
import { Chain } from "effect-bittensor/devnet/node/Chain"
import { executable } from "effect-bittensor/devnet/runtimes/subtensor185/portable"
import { System } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/system"
import type { Hex } from "effect-bittensor/devnet/scale/Hex"
import * as DevnetMemory from "effect-bittensor/layers/DevnetMemory"
import { request } from "../support/rpcClient.ts"
import { alice, transaction } from "../support/transactions.ts"
import { toHex } from "../support/vectors.ts"

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
const ALICE_KEY = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"
const TAO = 1_000_000_000n

const onChain = (options?: DevnetMemory.Options) => Effect.provide(DevnetMemory.layer(options))

/** Why something was not done. */
const reasonOf = <A, R>(effect: Effect.Effect<A, DevnetError, R>) =>
  Effect.map(Effect.flip(effect), ({ detail, reason }) => [reason, detail] as const)

describe("a chain in memory", () => {
  it.effect(
    "begins as a localnet",
    Effect.fn(function* () {
      const devnet = yield* Devnet
      assert.strictEqual(devnet.specVersion, 185)
      assert.isUndefined(devnet.url)
      const head = yield* devnet.head
      assert.deepStrictEqual([head.number, head.hash], [0, devnet.genesis])
      assert.strictEqual(yield* devnet.balance(BOB), 1000n * TAO)
      assert.strictEqual(yield* devnet.read("SubtensorModule", "Tempo", 3), 99)
    }, onChain())
  )

  it.effect(
    "makes as many blocks as it is told to, a slot apart",
    Effect.fn(function* () {
      const devnet = yield* Devnet
      const before = yield* devnet.head
      const after = yield* devnet.mine(100)
      assert.strictEqual(after.number, 100)
      assert.strictEqual(DateTime.toEpochMillis(after.time) - DateTime.toEpochMillis(before.time), 100 * 12_000)
      assert.strictEqual((yield* devnet.mine()).number, 101)
      assert.strictEqual((yield* devnet.mine(0)).number, 101)
      assert.deepStrictEqual(yield* reasonOf(devnet.mine(-1)), ["OutOfRange", "-1 blocks"])
      assert.deepStrictEqual(yield* reasonOf(devnet.mine(1.5)), ["OutOfRange", "1.5 blocks"])
    }, onChain())
  )

  it.effect(
    "goes on to a subnet's next epochs",
    Effect.fn(function* () {
      const devnet = yield* Devnet
      yield* devnet.setStorage("SubtensorModule", "Tempo", [3], 9)
      // (block + netuid + 1) is a multiple of ten, less one.
      assert.strictEqual((yield* devnet.mine({ epochs: 1, netuid: 3 })).number, 5)
      assert.strictEqual(yield* devnet.read("SubtensorModule", "LastMechansimStepBlock", 3), 5n)
      assert.strictEqual((yield* devnet.mine({ epochs: 3, netuid: 3 })).number, 35)
      assert.deepStrictEqual(yield* reasonOf(devnet.mine({ epochs: 1, netuid: 7 })), ["NoEpochs", "subnet 7"])
      assert.deepStrictEqual(yield* reasonOf(devnet.mine({ epochs: 0, netuid: 3 })), ["OutOfRange", "0 epochs"])
    }, onChain())
  )

  it.effect(
    "is the same wherever it is told the same, and another by name, seed or time",
    Effect.fn(function* () {
      const head = (options?: DevnetMemory.Options) =>
        Effect.gen(function* () {
          const devnet = yield* Devnet
          yield* devnet.setBalance(BOB, 5n)
          return (yield* devnet.mine(3)).hash
        }).pipe(onChain(options))
      assert.strictEqual(yield* head(), yield* head())
      const others = [{ seed: "1" }, { name: "other" }, { genesisTime: 0 }, { runtime: "subtensor185Late" as const }]
      const hashes = new Set(yield* Effect.forEach([{}, ...others], head))
      assert.strictEqual(hashes.size, 5)
    })
  )
})

describe("going back", () => {
  it.effect(
    "is as if nothing had happened, as often as one likes",
    Effect.fn(function* () {
      const devnet = yield* Devnet
      yield* devnet.mine(2)
      const before = yield* devnet.snapshot
      assert.strictEqual(before.block.number, 2)
      const hashes = yield* Effect.forEach([1, 2], () =>
        Effect.gen(function* () {
          yield* devnet.setBalance(BOB, 7n * TAO)
          const { hash } = yield* devnet.mine(5)
          assert.deepStrictEqual(yield* devnet.revert(before), before.block)
          assert.strictEqual(yield* devnet.balance(BOB), 1000n * TAO)
          return hash
        })
      )
      assert.strictEqual(hashes[0], hashes[1])
    }, onChain())
  )

  it.effect(
    "is for snapshots of this chain",
    Effect.fn(
      function* () {
        const devnet = yield* Devnet
        const fork = yield* devnet.fork
        const foreign = yield* fork.snapshot
        assert.deepStrictEqual(yield* reasonOf(devnet.revert(foreign)), ["UnknownSnapshot", devnet.genesis])
      },
      Effect.scoped,
      onChain()
    )
  )

  it.effect(
    "is also to make an earlier block the last one",
    Effect.fn(function* () {
      const devnet = yield* Devnet
      const { hash } = yield* devnet.mine(3)
      yield* devnet.mine(2)
      assert.strictEqual((yield* devnet.setHead(3)).hash, hash)
      assert.strictEqual((yield* devnet.head).number, 3)
      assert.deepStrictEqual(yield* reasonOf(devnet.setHead(9)), ["UnknownBlock", "9"])
      assert.deepStrictEqual(yield* reasonOf(devnet.setHead("0x12")), ["UnknownBlock", "0x12"])
    }, onChain())
  )

  it.effect(
    "is not needed on a fork, which goes its own way",
    Effect.fn(
      function* () {
        const devnet = yield* Devnet
        yield* devnet.mine(3)
        const fork = yield* devnet.fork
        yield* fork.mine(4)
        yield* fork.setBalance(BOB, 0n)
        assert.deepStrictEqual([(yield* devnet.head).number, (yield* fork.head).number], [3, 7])
        assert.strictEqual(yield* devnet.balance(BOB), 1000n * TAO)
      },
      Effect.scoped,
      onChain()
    )
  )
})

describe("what is stored", () => {
  it.effect(
    "is read and written by name",
    Effect.fn(function* () {
      const devnet = yield* Devnet
      yield* devnet.setStorage("SubtensorModule", "Delegates", [ALICE], 7)
      assert.strictEqual(yield* devnet.read("SubtensorModule", "Delegates", ALICE_KEY), 7)
      yield* devnet.setStorage("SubtensorModule", "Delegates", [ALICE], undefined)
      assert.strictEqual(yield* devnet.read("SubtensorModule", "Delegates", ALICE), 11_796)
      yield* devnet.setStorage("SubtensorModule", "TotalStake", [], 2n ** 63n)
      assert.strictEqual(yield* devnet.read("SubtensorModule", "TotalStake"), 2n ** 63n)
      assert.isUndefined(yield* devnet.read("SubtensorModule", "Uids", 1, ALICE))
      assert.deepStrictEqual(yield* reasonOf(devnet.read("SubtensorModule", "Tempo", 1, 2)), [
        "UnknownItem",
        "SubtensorModule.Tempo of 2 keys"
      ])
      assert.deepStrictEqual((yield* reasonOf(devnet.read("SubtensorModule", "Uids", 1)))[0], "UnknownItem")
    }, onChain())
  )

  it.effect(
    "is what its type says",
    Effect.fn(function* () {
      const devnet = yield* Devnet
      const set = (pallet: string, item: string, value: bigint | string, ...keys: ReadonlyArray<number>) =>
        Effect.map(reasonOf(devnet.setStorage(pallet, item, keys, value)), ([reason]) => reason)
      assert.strictEqual(yield* set("Nobody", "Tempo", 1n), "UnknownItem")
      assert.strictEqual(yield* set("SubtensorModule", "toString", 1n), "UnknownItem")
      assert.strictEqual(yield* set("SubtensorModule", "Tempo", 1n), "UnknownItem")
      assert.strictEqual(yield* set("SubtensorModule", "Tempo", 65_536n, 1), "BadValue")
      assert.strictEqual(yield* set("SubtensorModule", "Tempo", "much", 1), "BadValue")
      assert.strictEqual(yield* set("SubtensorModule", "Tempo", 1n, -1), "BadValue")
    }, onChain())
  )

  it.effect(
    "of an account is also its balance, and the sum of all follows",
    Effect.fn(function* () {
      const devnet = yield* Devnet
      const issuance = () => devnet.read("Balances", "TotalIssuance")
      const before = yield* issuance()
      yield* devnet.setBalance(BOB, 1001n * TAO)
      assert.strictEqual(yield* issuance(), (before as bigint) + TAO)
      assert.strictEqual((yield* devnet.head).number, 0)
      assert.deepStrictEqual(yield* reasonOf(devnet.setBalance("nobody", 1n)), ["BadValue", "nobody is no address"])
      assert.deepStrictEqual(yield* reasonOf(devnet.setBalance(BOB, -1n)), ["OutOfRange", "-1 rao"])
      assert.deepStrictEqual(yield* reasonOf(devnet.balance("nobody")), ["BadValue", "nobody is no address"])
    }, onChain())
  )

  it.effect(
    "moves to another chain of the same beginning, whole or not at all",
    Effect.fn(function* () {
      const devnet = yield* Devnet
      yield* devnet.setBalance(BOB, 5n * TAO)
      yield* devnet.mine(4)
      const image = yield* devnet.exportState
      const there = Effect.gen(function* () {
        const other = yield* Devnet
        yield* other.importState(image)
        assert.strictEqual(yield* other.balance(BOB), 5n * TAO)
        return (yield* other.mine()).hash
      })
      assert.strictEqual(yield* there.pipe(onChain()), (yield* devnet.mine()).hash)
      assert.deepStrictEqual((yield* reasonOf(there.pipe(onChain({ seed: "1" }))))[0], "OtherGenesis")
      assert.deepStrictEqual((yield* reasonOf(there.pipe(onChain({ runtime: "subtensor185Late" }))))[0], "OtherGenesis")
      const damaged = image.slice()
      damaged[200]! ^= 1
      assert.deepStrictEqual((yield* reasonOf(devnet.importState(damaged)))[0], "NotAnImage")
      // An item of the digest that is none, in an image whose checksum is right.
      const body = image.slice(0, -32)
      body[202] = 9
      const signed = Uint8Array.of(...body, ...createHash("sha256").update(body).digest())
      assert.deepStrictEqual(yield* reasonOf(devnet.importState(signed)), ["NotAnImage", "UnknownVariant"])
      assert.strictEqual((yield* devnet.head).number, 5)
    }, onChain())
  )
})

describe("a call as anybody", () => {
  it.effect(
    "needs no key, nonce or fee, and tells what happened",
    Effect.fn(function* () {
      const devnet = yield* Devnet
      const events = yield* devnet
        .call(BOB, "SubtensorModule", "burned_register", { netuid: 3, hotkey: ALICE })
        .pipe(Effect.catchTag("DevnetError", (error) => Effect.succeed([error.reason, error.detail] as const)))
      assert.deepStrictEqual(events, ["CallFailed", "SubtensorModule.RegistrationDisabled"])
      yield* devnet.call("root", "AdminUtils", "sudo_set_network_registration_allowed", {
        netuid: 3,
        registration_allowed: true
      })
      const registered = yield* devnet.call(BOB, "SubtensorModule", "burned_register", { netuid: 3, hotkey: ALICE })
      assert.deepInclude(registered, { pallet: "SubtensorModule", name: "NeuronRegistered", data: [3, 0, ALICE_KEY] })
      assert.deepStrictEqual(yield* devnet.events(), registered)
      assert.strictEqual(yield* devnet.balance(BOB), 999n * TAO)
    }, onChain())
  )

  it.effect(
    "is refused as it would be, by name",
    Effect.fn(function* () {
      const devnet = yield* Devnet
      const dest = { _tag: "Id", value: ALICE }
      const pay = (value: bigint) => reasonOf(devnet.call(BOB, "Balances", "transfer_allow_death", { dest, value }))
      assert.deepStrictEqual(yield* pay(10n ** 18n), ["CallFailed", "Token.FundsUnavailable"])
      assert.deepStrictEqual((yield* pay(-1n))[0], "BadValue")
      assert.deepStrictEqual((yield* reasonOf(devnet.call(BOB, "Balances", "rob", {})))[0], "BadValue")
      assert.deepStrictEqual((yield* reasonOf(devnet.call(BOB, "Nobody", "rob", {})))[0], "UnknownItem")
      assert.deepStrictEqual((yield* reasonOf(devnet.call("Bob", "System", "remark", { remark: "0x" })))[0], "BadValue")
    }, onChain())
  )
})

describe("time", () => {
  it.effect(
    "is what the chain says, and is set or moved on for the next block",
    Effect.fn(function* () {
      const devnet = yield* Devnet
      yield* devnet.setTime("2030-01-01T00:00:00Z")
      assert.strictEqual(DateTime.formatIso((yield* devnet.mine()).time), "2030-01-01T00:00:00.000Z")
      yield* devnet.advanceTime("1 day")
      assert.strictEqual(DateTime.formatIso((yield* devnet.mine()).time), "2030-01-02T00:00:00.000Z")
      assert.strictEqual(DateTime.formatIso((yield* devnet.mine()).time), "2030-01-02T00:00:12.000Z")
      assert.deepStrictEqual((yield* reasonOf(devnet.setTime(0)))[0], "TimeInPast")
      assert.deepStrictEqual((yield* reasonOf(devnet.setTime(8.64e15)))[0], "OutOfRange")
      assert.deepStrictEqual((yield* reasonOf(devnet.advanceTime(Duration.infinity)))[0], "OutOfRange")
    }, onChain())
  )

  it.effect(
    "of the machine makes blocks, if it is told to, and Effect's TestClock moves it",
    Effect.fn(
      function* () {
        const devnet = yield* Devnet
        const number = Effect.map(devnet.head, (head) => head.number)
        assert.strictEqual(yield* number, 0)
        yield* TestClock.adjust("36 seconds")
        assert.strictEqual(yield* number, 3)
        yield* devnet.pause
        yield* TestClock.adjust("1 minute")
        assert.strictEqual(yield* number, 3)
        yield* devnet.resume
        yield* TestClock.adjust("12 seconds")
        assert.strictEqual(yield* number, 4)
        yield* devnet.setSealing("manual")
        yield* TestClock.adjust("1 minute")
        assert.strictEqual(yield* number, 4)
        yield* devnet.setSealing({ interval: "250 millis" })
        yield* TestClock.adjust("1 second")
        assert.strictEqual(yield* number, 8)
        assert.deepStrictEqual((yield* reasonOf(devnet.setSealing({ interval: 0 })))[0], "OutOfRange")
      },
      onChain({ sealing: { interval: "12 seconds" } })
    )
  )
})

describe("who watches", () => {
  it.effect(
    "sees every block that becomes the last one",
    Effect.fn(function* () {
      const devnet = yield* Devnet
      const seen = yield* devnet.heads.pipe(
        Stream.take(4),
        Stream.runCollect,
        Effect.forkChild({ startImmediately: true })
      )
      yield* devnet.mine(3)
      yield* devnet.setHead(1)
      const numbers = (yield* Fiber.join(seen)).map(({ number }) => number)
      assert.deepStrictEqual(numbers, [1, 2, 3, 1])
    }, onChain())
  )

  it.effect(
    "speaks JSON-RPC without a socket",
    Effect.fn(
      function* () {
        const devnet = yield* Devnet
        const { messages, send } = yield* devnet.connect
        yield* send('{"jsonrpc":"2.0","id":"a","method":"chain_subscribeNewHeads","params":[]}')
        yield* devnet.mine()
        const [reply, first, second] = (yield* messages.pipe(Stream.take(3), Stream.runCollect)).map((text) =>
          JSON.parse(text)
        )
        assert.strictEqual(reply.id, "a")
        assert.deepStrictEqual(
          [first, second].map(({ params }) => [params.subscription, params.result.number]),
          [
            [reply.result, "0x0"],
            [reply.result, "0x1"]
          ]
        )
      },
      Effect.scoped,
      onChain()
    )
  )
})

describe("what nobody waits for", () => {
  it.live("is logged if it goes wrong: a client has its answer, and the block of its transaction cannot be", () =>
    Effect.gen(function* () {
      const lines: Array<unknown> = []
      const logger = Logger.make((entry) => lines.push(entry.message))
      yield* Effect.gen(function* () {
        const devnet = yield* Devnet
        yield* devnet.setStorage("Timestamp", "Now", [], 2n ** 64n - 1n)
        const { messages, send } = yield* devnet.connect
        const call = System.call("remark", { remark: Uint8Array.of(1) })
        const bytes = transaction(new Chain(executable).stateAt(), alice, call, { genesis: devnet.genesis as Hex })
        yield* send(request("author_submitExtrinsic", [toHex(bytes)]))
        assert.property(JSON.parse((yield* Stream.runHead(messages)).pipe(Option.getOrThrow)), "result")
        assert.strictEqual((yield* devnet.head).number, 0)
      }).pipe(Effect.scoped, onChain({ sealing: "instant" }), Effect.provide(Logger.layer([logger])))
      assert.lengthOf(lines, 1)
      assert.include(String(lines[0]), "could not go on")
    })
  )
})

describe("a long way", () => {
  it.live(
    "can be broken off",
    Effect.fn(function* () {
      const devnet = yield* Devnet
      const mining = yield* Effect.forkChild(devnet.mine(1_000_000), { startImmediately: true })
      yield* Effect.yieldNow
      yield* Fiber.interrupt(mining)
      const { number } = yield* devnet.head
      assert.isBelow(number, 10_000)
      yield* Effect.yieldNow
      assert.strictEqual((yield* devnet.head).number, number)
    }, onChain())
  )
})
