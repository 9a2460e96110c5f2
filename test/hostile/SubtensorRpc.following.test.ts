/** What networks and nodes do to what a client follows, and to what it sends. */
import { assert, describe, it } from "@effect/vitest"
import { Deferred, type Duration, Effect, Fiber, Stream } from "effect"
import type { ChainError } from "effect-bittensor"
import * as DevnetNode from "effect-bittensor/layers/DevnetNode"
import type { SubtensorShape } from "effect-bittensor/services/Subtensor"
import type { Signer } from "effect-bittensor/services/Signer"
import * as FaultProxy from "../support/faultProxy.ts"
import { always, answering, each, first, type Passing, type Rule, says } from "../support/faultProxy.ts"
import { BOB, clientOf, keyOf, paid, pay, reasonOf, tagOf, truth, world } from "../support/faultyChain.ts"

/** Garbage before what is told. */
const noisy =
  (method: string): Rule =>
  (message) =>
    message.method === method
      ? { instead: ["no JSON", "[]", "null", '{"method":"x","params":{"subscription":1,"result":{}}}', message.text] }
      : undefined

const numbersOf = (headers: ReadonlyArray<{ readonly number: number }>) => headers.map(({ number }) => number)
const upTo = (last: number) => Array.from({ length: last + 1 }, (_, number) => number)

/** Waits for something; how long is up to the test's own deadline. */
const until = (isSo: () => boolean): Effect.Effect<void> =>
  Effect.suspend(() => (isSo() ? Effect.void : Effect.andThen(Effect.sleep("5 millis"), until(isSo))))

/** What a stream has told so far. */
const heard = <A>(stream: Stream.Stream<A, ChainError>) =>
  Effect.gen(function* () {
    const seen: Array<A> = []
    yield* Effect.forkChild(Stream.runForEach(stream, (one) => Effect.sync(() => void seen.push(one))))
    return seen
  })

/** Collects what a stream tells, once it has told something. */
const following = <A>(stream: Stream.Stream<A, ChainError>, count: number) =>
  Effect.gen(function* () {
    const there = yield* Deferred.make<void, ChainError>()
    const all = stream.pipe(
      Stream.tap(() => Deferred.succeed(there, undefined)),
      Stream.take(count),
      Stream.runCollect
    )
    const seen = yield* Effect.forkChild(
      Effect.tapError(all, (error) => Deferred.fail(there, error)),
      {
        startImmediately: true
      }
    )
    yield* Deferred.await(there)
    return seen
  })

describe.concurrent("a stream of blocks", () => {
  for (const name of ["blocks", "finalizedBlocks"] as const) {
    const told = name === "blocks" ? "chain_newHead" : "chain_finalizedHead"
    const rules: ReadonlyArray<readonly [string, Rule]> = [
      ["a cut now and then", first(told, "notification", "cut", 3)],
      ["notifications that come late", each(3, told, "notification", { after: 25 })],
      ["garbage before a notification", noisy(told)],
      ["a connection that goes silent", first(told, "notification", "freeze", 2)],
      ["notifications that are lost", each(2, told, "notification", "drop")],
      ["a notification that comes twice", always(told, "notification", "twice")],
      ["a cut while it catches up", first("chain_getHeader", "answer", "cut", 2)],
      ["a subscription that the node ends", first(told, "notification", { instead: [] }, 1)]
    ]
    for (const [fault, rule] of rules) {
      it.live(
        `survives ${fault}, without gap and repeat: ${name}`,
        Effect.fn(function* () {
          const { devnet, proxy, subtensor } = yield* world()
          const seen = yield* following(subtensor[name], 31)
          proxy.rule = rule
          for (let mined = 0; mined < 15; mined++) {
            yield* devnet.mine()
            yield* Effect.sleep("10 millis")
          }
          proxy.door = "shut"
          proxy.cut()
          yield* devnet.mine(14)
          yield* Effect.sleep("50 millis")
          proxy.door = "open"
          yield* Effect.sleep("300 millis")
          proxy.rule = () => undefined
          yield* devnet.mine()
          assert.deepStrictEqual(numbersOf(yield* Fiber.join(seen)), upTo(30))
        })
      )
    }

    it.live(
      `says what it missed if it was away for too long: ${name}`,
      Effect.fn(function* () {
        const { devnet, proxy, subtensor } = yield* world()
        yield* devnet.mine(2)
        const seen = yield* following(subtensor[name], 10_000)
        proxy.door = "shut"
        proxy.cut()
        yield* devnet.mine(4200)
        proxy.door = "open"
        const reason = yield* reasonOf(Fiber.join(seen))
        assert.deepStrictEqual(reason._tag === "MissedBlocks" && [reason.from, reason.to], [3, 4201])
      })
    )

    it.live(
      `begins anew where the node ends the subscription: ${name}`,
      Effect.fn(function* () {
        const { devnet, proxy, subtensor } = yield* world()
        proxy.rule = (message) => {
          if (message.method !== told) return undefined
          const { params } = JSON.parse(message.text) as { readonly params: { readonly subscription: string } }
          const ended = { jsonrpc: "2.0", method: told, params: { subscription: params.subscription, error: "full" } }
          return message.text.includes('"number":"0x3"') ? { instead: [JSON.stringify(ended)] } : undefined
        }
        const seen = yield* following(subtensor[name], 6)
        yield* devnet.mine(3)
        yield* Effect.sleep("150 millis")
        // It is not asked all the time.
        assert.isBelow(proxy.asked.length, 20)
        yield* devnet.mine(2)
        assert.deepStrictEqual(numbersOf(yield* Fiber.join(seen)), upTo(5))
      })
    )
  }

  it.live(
    "tells the blocks that take the place of others, also of such as came before its first",
    Effect.fn(function* () {
      const { devnet, proxy, subtensor } = yield* world({ finalityLag: 3 })
      yield* devnet.mine(10)
      const headers = yield* heard(subtensor.blocks)
      yield* until(() => headers.length === 1)
      yield* devnet.mine(2)
      yield* until(() => headers.length === 3)
      proxy.door = "shut"
      proxy.cut()
      // Twelve blocks, of which the last four are replaced by six others, while nobody looks.
      yield* devnet.setHead(8)
      yield* devnet.setBalance(BOB, 1n)
      yield* devnet.mine(6)
      proxy.door = "open"
      yield* until(() => headers.at(-1)?.number === 14)
      assert.deepStrictEqual(numbersOf(headers), [10, 11, 12, 9, 10, 11, 12, 13, 14])
      for (let index = 4; index < headers.length; index++) {
        assert.strictEqual(headers[index]!.parentHash, headers[index - 1]!.hash)
      }
    })
  )

  it.live(
    "does not tell what comes too late, and was before its first",
    Effect.fn(function* () {
      const { devnet, proxy, subtensor } = yield* world({}, { silence: "20 seconds" })
      yield* devnet.mine(2)
      let late: string | undefined
      proxy.rule = ({ method, text }) => {
        if (late !== undefined || method !== "chain_newHead") return undefined
        late = text
        return "drop"
      }
      const seen = yield* heard(subtensor.blocks)
      yield* until(() => late !== undefined)
      yield* devnet.mine(2)
      yield* until(() => seen.length === 2)
      proxy.say(late!)
      yield* devnet.mine()
      yield* until(() => seen.at(-1)?.number === 5)
      assert.deepStrictEqual(numbersOf(seen), [3, 4, 5])
    })
  )

  it.live(
    "does not go back to a node that is only beginning to catch up",
    Effect.fn(function* () {
      const { devnet, proxy, subtensor } = yield* world()
      const two = yield* DevnetNode.make({ port: 0, sealing: "manual" })
      yield* devnet.mine(4200)
      const seen = yield* heard(subtensor.blocks)
      yield* until(() => seen.length > 0)
      const told = proxy.asked.length
      proxy.target = two.url!
      proxy.cut()
      yield* until(() => proxy.asked.slice(told).includes("chain_subscribeNewHeads"))
      yield* two.mine(3)
      yield* Effect.sleep("100 millis")
      assert.deepStrictEqual(numbersOf(seen), [4200])
      proxy.target = devnet.url!
      proxy.cut()
      yield* devnet.mine(2)
      yield* until(() => seen.length > 2)
      assert.deepStrictEqual(numbersOf(seen), [4200, 4201, 4202])
    })
  )

  it.live(
    "goes back with the chain",
    Effect.fn(function* () {
      const { devnet, subtensor } = yield* world()
      yield* devnet.mine(3)
      const before = yield* devnet.snapshot
      yield* devnet.mine(3)
      const seen = yield* following(subtensor.blocks, 4)
      yield* devnet.revert(before)
      yield* Effect.sleep("40 millis")
      yield* devnet.setBalance(BOB, 1n)
      yield* devnet.mine(2)
      // The node has forgotten block 6, so that nobody knows that 3 lay below it.
      assert.deepStrictEqual(numbersOf(yield* Fiber.join(seen)), [6, 3, 4, 5])
    })
  )
})

describe("a subscription of which nothing is heard", () => {
  const named = (method: string) => answering(method, (message) => [says(message, { result: "nobody" })])

  it.live(
    "is asked for anew: blocks",
    Effect.fn(function* () {
      const { devnet, proxy, subtensor } = yield* world()
      yield* devnet.mine(2)
      for (const name of ["NewHeads", "FinalizedHeads"]) {
        proxy.rule = named(`chain_subscribe${name}`)
        const stream = name === "NewHeads" ? subtensor.blocks : subtensor.finalizedBlocks
        assert.deepStrictEqual(numbersOf(yield* Stream.runCollect(Stream.take(stream, 1))), [2])
      }
    })
  )

  it.live(
    "is asked for anew: changes",
    Effect.fn(function* () {
      const { devnet, proxy, subtensor } = yield* world()
      proxy.rule = first("state_storage", "notification", "drop", 2)
      const seen = yield* following(subtensor.changes("SubtensorModule", "Tempo", [3]), 2)
      yield* devnet.setStorage("SubtensorModule", "Tempo", [3], 7)
      assert.deepStrictEqual(yield* Fiber.join(seen), [99, 7])
    })
  )

  it.live(
    "is asked for anew: the runtime",
    Effect.fn(function* () {
      const { proxy } = yield* world()
      proxy.rule = named("state_subscribeRuntimeVersion")
      const subtensor = yield* clientOf([proxy])
      assert.strictEqual(yield* subtensor.query("SubtensorModule", "Tempo", [3]), 99)
    })
  )
})

describe("changes", () => {
  const set = (
    devnet: { readonly setStorage: (...args: [string, string, Array<number>, number]) => Effect.Effect<void, unknown> },
    to: number
  ) => Effect.orDie(devnet.setStorage("SubtensorModule", "Tempo", [3], to))

  it.live(
    "tell what changed while there was no connection, once",
    Effect.fn(function* () {
      const { devnet, proxy, subtensor } = yield* world()
      const seen = yield* heard(subtensor.changes("SubtensorModule", "Tempo", [3]))
      const isLast = (tempo: number) => until(() => seen.at(-1) === tempo)
      yield* isLast(99)
      proxy.door = "shut"
      proxy.cut()
      yield* set(devnet, 7)
      yield* set(devnet, 8)
      proxy.door = "open"
      yield* isLast(8)
      proxy.cut()
      proxy.rule = always("state_storage", "notification", "twice")
      yield* until(() => proxy.asked.filter((method) => method === "state_subscribeStorage").length >= 3)
      yield* devnet.mine()
      yield* set(devnet, 9)
      yield* isLast(9)
      yield* Effect.sleep("40 millis")
      assert.deepStrictEqual(seen, [99, 8, 9])
    })
  )

  const faults: ReadonlyArray<readonly [string, Rule]> = [
    ["a cut before the answer", first("state_subscribeStorage", "answer", "cut")],
    ["a cut now and then", each(2, "state_storage", "notification", "cut")],
    ["news that come late", always("state_storage", "notification", { after: 40 })],
    ["news that come twice", always("state_storage", "notification", "twice")],
    ["news that are lost", each(2, "state_storage", "notification", "drop")],
    ["garbage before the news", noisy("state_storage")],
    ["a connection that goes silent", first("state_storage", "notification", "freeze")]
  ]
  for (const [fault, rule] of faults) {
    it.live(
      `tell each value once, over ${fault}`,
      Effect.fn(function* () {
        const { devnet, proxy, subtensor } = yield* world({}, { deadline: "1 second", silence: "150 millis" })
        proxy.rule = rule
        const seen: Array<number | undefined> = []
        const hear = (tempo: number | undefined) => Effect.sync(() => void seen.push(tempo))
        yield* Effect.forkChild(Stream.runForEach(subtensor.changes("SubtensorModule", "Tempo", [3]), hear))
        for (const tempo of [99, 7, 8, 9]) {
          if (tempo !== 99) yield* set(devnet, tempo)
          while (seen.at(-1) !== tempo) yield* Effect.sleep("10 millis")
          yield* devnet.mine()
        }
        yield* Effect.sleep("100 millis")
        assert.deepStrictEqual(seen, [99, 7, 8, 9])
      })
    )
  }

  it.live(
    "do not go back to what a node has that is behind",
    Effect.fn(function* () {
      const { devnet: one, proxy, subtensor } = yield* world()
      const two = yield* DevnetNode.make({ port: 0, sealing: "manual" })
      const seen = yield* heard(subtensor.changes("SubtensorModule", "Tempo", [3]))
      const isLast = (tempo: number) => until(() => seen.at(-1) === tempo)
      yield* isLast(99)
      yield* one.mine(5)
      yield* set(one, 7)
      yield* isLast(7)
      const told = proxy.asked.length
      proxy.target = two.url!
      proxy.cut()
      yield* until(() => proxy.asked.slice(told).includes("state_subscribeStorage"))
      yield* Effect.sleep("100 millis")
      assert.deepStrictEqual(seen, [99, 7])
      yield* two.mine(6)
      yield* set(two, 8)
      yield* isLast(8)
      assert.deepStrictEqual(seen, [99, 7, 8])
    })
  )
})

const SUBMIT = "author_submitAndWatchExtrinsic"
const UPDATE = "author_extrinsicUpdate"
const isIn = ({ method, text }: Passing, status: string) => method === UPDATE && text.includes(`"${status}"`)

describe("a submission", () => {
  const faults = (): ReadonlyArray<readonly [string, Rule]> => [
    ["a cut before it is sent", first(SUBMIT, "question", "cut")],
    ["a cut between it and the answer", first(SUBMIT, "question", "cutAfter")],
    ["a cut before the answer", first(SUBMIT, "answer", "cut")],
    ["three cuts before the answer", first(SUBMIT, "answer", "cut", 3)],
    ["a cut after the answer", first(SUBMIT, "answer", "cutAfter")],
    ["an answer that is lost", first(SUBMIT, "answer", "drop")],
    ["a connection that goes silent before it is sent", first(SUBMIT, "question", "freeze")],
    ["a connection that goes silent before the answer", first(SUBMIT, "answer", "freeze")],
    ["a connection that goes silent before the news", first(UPDATE, "notification", "freeze")],
    ["garbage before the news", noisy(UPDATE)],
    ["news that come late", always(UPDATE, "notification", { after: 60 })],
    ["an answer that comes twice", first(SUBMIT, "answer", "twice")],
    ["an answer without a name", answering(SUBMIT, (message) => [says(message, { result: { a: 1 } })])],
    [
      "an error of somebody in between",
      answering(SUBMIT, (message) => [says(message, { error: { code: -32005, message: "too many" } })])
    ],
    ["an answer late", first(SUBMIT, "answer", { after: 50 })],
    ["news that come twice", always(UPDATE, "notification", "twice")],
    ["a cut before it is told of the block", (message) => (isIn(message, "inBlock") ? "cut" : undefined)],
    ["a cut after it was told of the block", (message) => (isIn(message, "inBlock") ? "cutAfter" : undefined)],
    ["news that are lost", always(UPDATE, "notification", "drop")],
    [
      "news of a block that is none",
      (message) =>
        isIn(message, "inBlock") ? { instead: [message.text.replace(/0x[0-9a-f]{8}/, "0x00000000")] } : undefined
    ],
    ["a cut at the block", first("chain_getBlock", "answer", "cut")],
    ["a cut at its events", first("state_getStorage", "answer", "cut")],
    ["a cut at the nonce", first("system_accountNextIndex", "answer", "cut")],
    ["a cut at the birth of its era", first("chain_getFinalizedHead", "answer", "cut")]
  ]
  for (const waitFor of ["inclusion", "finality"] as const) {
    for (const [fault, rule] of faults()) {
      it.live(
        `is in one block, over ${fault}: ${waitFor}`,
        Effect.fn(function* () {
          const { devnet, proxy } = yield* world({ sealing: { interval: "30 millis" } })
          const subtensor = yield* clientOf([proxy], { deadline: "1 second", silence: "150 millis" })
          const key = yield* keyOf("//Alice")
          proxy.rule =
            fault.startsWith("a cut before it is told") && waitFor === "finality"
              ? first(UPDATE, "notification", "cut", 2)
              : rule
          const receipt = yield* subtensor.submit(pay(77n), key, { waitFor, era: 1024, deadline: "8 seconds" })
          assert.deepStrictEqual(yield* paid(devnet), [77n])
          const ask = yield* truth(devnet)
          assert.strictEqual(yield* ask("chain_getBlockHash", receipt.block.number), receipt.block.hash)
        })
      )
    }
  }

  it.live(
    "for an era without an end is in one block, too",
    Effect.fn(function* () {
      const { devnet, proxy, subtensor } = yield* world({ sealing: { interval: "30 millis" } })
      const key = yield* keyOf("//Alice", "ed25519")
      yield* devnet.setBalance(key.address, 10n ** 12n)
      for (const [index, rule] of [first(SUBMIT, "question", "cut"), first(SUBMIT, "question", "cutAfter")].entries()) {
        proxy.rule = rule
        yield* subtensor.submit(pay(BigInt(index + 1000)), key, { era: "immortal" })
      }
      assert.deepStrictEqual(yield* paid(devnet), [1000n, 1001n])
    })
  )

  it.live(
    "has its era before it, also where final blocks are far behind",
    Effect.fn(function* () {
      const { devnet, subtensor } = yield* world({ sealing: "instant", finalityLag: 200 })
      const key = yield* keyOf("//Alice")
      yield* devnet.mine(300)
      const receipts = yield* Effect.forEach([4, 64, 512], (era) => subtensor.submit(pay(BigInt(era)), key, { era }))
      assert.deepStrictEqual(yield* paid(devnet), [4n, 64n, 512n])
      assert.deepStrictEqual(numbersOf(receipts.map(({ block }) => block)), [301, 302, 303])
    })
  )

  it.live(
    "that expires without being in a block says so",
    Effect.fn(function* () {
      const { devnet, proxy, subtensor } = yield* world({ sealing: { interval: "20 millis" } })
      proxy.rule = always(SUBMIT, "question", "cut")
      const reason = yield* reasonOf(subtensor.submit(pay(1n), yield* keyOf("//Alice"), { era: 4 }))
      assert.deepInclude(reason, { _tag: "Dropped", status: "Expired", isFinal: true })
      assert.deepStrictEqual(yield* paid(devnet), [])
    })
  )

  it.live(
    "whose nonce somebody else took, while nobody knows whether it was sent, says so once that is final",
    Effect.fn(function* () {
      const { devnet, proxy, subtensor } = yield* world({ sealing: { interval: "20 millis" }, finalityLag: 2 })
      const key = yield* keyOf("//Alice")
      const direct = yield* clientOf([yield* FaultProxy.make(devnet.url!)])
      proxy.rule = always(SUBMIT, "question", "cut")
      const lost = yield* Effect.forkChild(reasonOf(subtensor.submit(pay(1n), key, { era: "immortal" })), {
        startImmediately: true
      })
      yield* until(() => proxy.asked.includes(SUBMIT))
      yield* direct.submit(pay(2n), key)
      const reason = yield* Fiber.join(lost)
      assert.deepInclude(reason, { _tag: "Dropped", status: "Usurped", isFinal: true })
      assert.deepStrictEqual(yield* paid(devnet), [2n])
    })
  )

  it.live(
    "of which nothing becomes known in time is unresolved; what was never sent is not",
    Effect.fn(function* () {
      const { proxy, subtensor } = yield* world()
      const key = yield* keyOf("//Alice")
      const tag = (deadline: Duration.Input) => tagOf(subtensor.submit(pay(1n), key, { deadline }))
      proxy.rule = always(SUBMIT, "answer", "cut")
      assert.strictEqual(yield* tag("300 millis"), "Unresolved")
      proxy.rule = always("system_accountNextIndex", "answer", "drop")
      assert.strictEqual(yield* tag("300 millis"), "TimedOut")
      proxy.rule = answering(SUBMIT, (message) => [
        says(message, { error: { code: -32601, message: "no such method" } })
      ])
      assert.strictEqual(yield* tag("300 millis"), "Rejected")
    })
  )

  it.live(
    "that the pool refuses, or finds to be nothing any more, is in no block",
    Effect.fn(function* () {
      const { devnet, proxy, subtensor } = yield* world()
      const key = yield* keyOf("//Alice")
      assert.strictEqual(yield* tagOf(subtensor.submit(pay(1n), yield* keyOf("//Nobody"))), "PoolRefused")
      const poor = yield* Effect.forkChild(reasonOf(subtensor.submit(pay(2n), key)), { startImmediately: true })
      yield* until(() => proxy.asked.filter((method) => method === SUBMIT).length === 2)
      yield* Effect.sleep("60 millis")
      yield* devnet.setBalance(key.address, 0n)
      yield* devnet.mine(3)
      const reason = yield* Fiber.join(poor)
      assert.strictEqual(reason._tag === "Dropped" && reason.status, "Invalid")
      assert.deepStrictEqual(yield* paid(devnet), [])
    })
  )

  it.live(
    "that a node gives up may yet be in a block, and is not said to be safe to send anew",
    Effect.fn(function* () {
      const { devnet, proxy, subtensor } = yield* world()
      proxy.rule = (message) =>
        message.method === UPDATE ? { instead: [message.text.replace('"ready"', '"dropped"')] } : undefined
      const reason = yield* reasonOf(subtensor.submit(pay(3n), yield* keyOf("//Alice")))
      assert.deepInclude(reason, { _tag: "Dropped", status: "Dropped", isFinal: false, lapses: 64 })
      assert.include(reason.message, "It may be included until block 64")
      yield* devnet.mine()
      assert.deepStrictEqual(yield* paid(devnet), [3n])
    })
  )

  it.live(
    "is not taken to have done what it was meant to where nothing is told of it",
    Effect.fn(function* () {
      const { proxy, subtensor } = yield* world({ sealing: "instant" })
      const key = yield* keyOf("//Alice")
      const call = { pallet: "SubtensorModule", name: "burned_register", args: { netuid: 77, hotkey: BOB } }
      proxy.rule = answering("state_getStorage", (message) => [says(message, { result: null })])
      assert.strictEqual(yield* tagOf(subtensor.submit(call, key)), "PalletError")
      proxy.rule = answering("state_getStorage", (message) => [says(message, { result: null })], 100)
      assert.strictEqual(yield* tagOf(subtensor.submit(pay(1n), key, { deadline: "300 millis" })), "Unresolved")
    })
  )

  it.live(
    "in a block that leaves the chain waits for the next one, if it is to be final",
    Effect.fn(function* () {
      const { devnet, proxy, subtensor } = yield* world({ finalityLag: 2 }, { silence: "200 millis" })
      const key = yield* keyOf("//Alice")
      const before = yield* devnet.head
      const landed = yield* Effect.forkChild(subtensor.submit(pay(5n), key, { waitFor: "finality" }), {
        startImmediately: true
      })
      yield* until(() => proxy.asked.includes(SUBMIT))
      yield* Effect.sleep("60 millis")
      yield* devnet.mine(1)
      yield* devnet.setHead(before.hash)
      yield* devnet.setBalance(BOB, 5_000n)
      yield* devnet.mine(4)
      const { block, isFinal } = yield* Fiber.join(landed)
      const ask = yield* truth(devnet)
      assert.isTrue(isFinal)
      assert.strictEqual(yield* ask("chain_getBlockHash", block.number), block.hash)
      assert.deepStrictEqual(yield* paid(devnet), [5n])
    })
  )

  it.live(
    "of several programs at once with the same key finds its nonce",
    Effect.fn(function* () {
      const { devnet, proxy, subtensor } = yield* world({ sealing: { interval: "30 millis" } })
      const others = yield* Effect.all([clientOf([proxy]), clientOf([proxy])])
      const key = yield* keyOf("//Alice")
      const sendAll = (client: SubtensorShape, from: bigint) =>
        Effect.forEach(upTo(7), (index) => submitted(client, key, from + BigInt(index)), { concurrency: "unbounded" })
      const all = yield* Effect.all([sendAll(subtensor, 100n), sendAll(others[0], 200n), sendAll(others[1], 300n)], {
        concurrency: "unbounded"
      })
      const amounts = all.flat().filter((amount) => amount !== undefined)
      assert.deepStrictEqual((yield* paid(devnet)).toSorted(), amounts.toSorted())
      // A collision three times in a row is rare, and said.
      assert.isAbove(amounts.length, 12)
    })
  )
})

/** The amount if it was paid, nothing if the pool refused it. */
const submitted = (client: SubtensorShape, key: Signer, amount: bigint) =>
  client.submit(pay(amount), key).pipe(
    Effect.as(amount),
    Effect.catchReason("ExtrinsicError", "PoolRefused", () => Effect.succeed(undefined))
  )
