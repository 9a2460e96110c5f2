/** What networks and nodes do to a client, one thing at a time, and what its reads and its connection make of each. */
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Stream } from "effect"
import * as DevnetNode from "effect-bittensor/layers/DevnetNode"
import type { SubtensorShape } from "effect-bittensor/services/Subtensor"
import * as FaultProxy from "../support/faultProxy.ts"
import { always, answering, each, first, type Passing, type Rule, says } from "../support/faultProxy.ts"
import { clientOf, type Failure, pay, reasonOf, tagOf, world } from "../support/faultyChain.ts"

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"

/** Each read, and the question that it stands or falls with. */
const reads: ReadonlyArray<
  readonly [name: string, method: string, read: (subtensor: SubtensorShape) => Effect.Effect<unknown, Failure>]
> = [
  ["query", "state_getStorage", ({ query }) => query("SubtensorModule", "Tempo", [3])],
  ["queryMany", "state_queryStorageAt", ({ queryMany }) => queryMany("SubtensorModule", "Kappa", [[3], [7]])],
  ["entries", "state_getKeysPaged", ({ entries }) => Stream.runCollect(entries("SubtensorModule", "NetworksAdded"))],
  ["the values of entries", "state_queryStorageAt", ({ entries }) => Stream.runCollect(entries("System", "Account"))],
  [
    "runtimeCall",
    "state_call",
    ({ runtimeCall }) => runtimeCall("SubnetRegistrationRuntimeApi", "get_network_registration_cost")
  ],
  ["head", "chain_getHeader", ({ head }) => head],
  ["finalized", "chain_getFinalizedHead", ({ finalized }) => finalized],
  ["header", "chain_getBlockHash", ({ header }) => header(0)],
  ["block", "chain_getBlock", ({ block }) => block(0)],
  ["events", "state_getStorage", ({ events }) => events()],
  ["plan", "payment_queryInfo", ({ plan }) => plan(pay(1n), ALICE)],
  ["rpc", "system_properties", ({ rpc }) => rpc("system_properties")]
]

/** What is survived: the read gives what it would have given. */
const survived: ReadonlyArray<readonly [name: string, rule: (method: string) => Rule]> = [
  ["a cut before the question goes through", (method) => first(method, "question", "cut")],
  ["a cut after the question went through", (method) => first(method, "question", "cutAfter")],
  ["a cut before the answer", (method) => first(method, "answer", "cut")],
  ["two cuts in a row", (method) => first(method, "answer", "cut", 2)],
  ["a slow answer", (method) => first(method, "answer", { after: 60 })],
  ["an answer that comes twice", (method) => always(method, "answer", "twice")],
  [
    "garbage before the answer",
    (method) =>
      answering(method, (message) => [
        "no JSON",
        "[]",
        `[${message.text}]`,
        "null",
        "7",
        says(message, { id: "1" }),
        says(message, { id: 1e9, result: 1 }),
        says(message, { id: null, method: "x", params: { subscription: { a: 1 }, result: 1 } }),
        message.text
      ])
  ],
  ["an error that is null", (method) => answering(method, ({ text }) => [text.replace(/\}$/, ',"error":null}')])]
]

describe("a read", () => {
  for (const [fault, ruleOf] of survived) {
    it.live(
      `survives ${fault}`,
      Effect.fn(function* () {
        const { proxy } = yield* world()
        const survive = ([name, method, read]: (typeof reads)[number]) =>
          Effect.gen(function* () {
            // Each has a client that has not been cut off yet: those that have wait for longer.
            const subtensor = yield* clientOf([proxy])
            const expected = yield* read(subtensor)
            proxy.rule = ruleOf(method)
            assert.deepStrictEqual(yield* read(subtensor), expected, name)
            proxy.rule = () => undefined
          }).pipe(Effect.scoped)
        yield* Effect.forEach(reads, survive)
      })
    )
  }

  it.live(
    "of which the answer gets lost has a deadline, and the next one is answered",
    Effect.fn(function* () {
      const { proxy } = yield* world()
      const subtensor = yield* clientOf([proxy], { deadline: "1 second", silence: "10 seconds" })
      yield* subtensor.head
      const asked = new Set(reads.map(([, method]) => method))
      proxy.rule = ({ kind, method }) => (kind === "answer" && asked.has(method) ? "drop" : undefined)
      const lost = ([name, , read]: (typeof reads)[number]) =>
        Effect.gen(function* () {
          const [elapsed, tag] = yield* Effect.timed(tagOf(read(subtensor)))
          assert.strictEqual(tag, "TimedOut", name)
          assert.isBelow(Duration.toMillis(elapsed), 2000, name)
        })
      yield* Effect.forEach(reads, lost, { concurrency: "unbounded" })
      proxy.rule = () => undefined
      yield* Effect.forEach(reads, ([, , read]) => read(subtensor))
    })
  )
  it.live(
    "over a connection that goes silent has a deadline, and the next one is answered over another",
    Effect.fn(function* () {
      const { proxy } = yield* world()
      const subtensor = yield* clientOf([proxy], { deadline: "1 second", silence: "100 millis" })
      yield* subtensor.head
      proxy.freeze()
      const silent = ([name, , read]: (typeof reads)[number]) =>
        Effect.gen(function* () {
          const [elapsed, tag] = yield* Effect.timed(tagOf(read(subtensor)))
          assert.strictEqual(tag, "TimedOut", name)
          assert.isBelow(Duration.toMillis(elapsed), 2000, name)
          yield* Effect.retry(read(subtensor), { times: 1 })
        })
      yield* Effect.forEach(reads, silent, { concurrency: "unbounded" })
    })
  )

  it.live(
    "survives a message that is too large to be true",
    Effect.fn(function* () {
      const { proxy, subtensor } = yield* world({}, { deadline: "10 seconds" })
      proxy.rule = answering("state_getStorage", (message) => [says(message, { result: "0".repeat(70 * 1024 * 1024) })])
      assert.strictEqual(yield* subtensor.query("SubtensorModule", "Tempo", [3]), 99)
    })
  )

  it.live(
    "says what a node lies about",
    Effect.fn(function* () {
      const { proxy, subtensor } = yield* world()
      for (const result of [{ a: 1 }, "0x", "zz", [1], 7]) {
        for (const [name, method, read] of reads) {
          if (name === "rpc" || (name === "entries" && result === "0x")) continue
          proxy.rule = answering(method, (message) => [says(message, { result })])
          const reason = yield* reasonOf(read(subtensor))
          assert.strictEqual(reason._tag, "Undecodable", `${name} ${JSON.stringify(result)}: ${reason.message}`)
        }
      }
    })
  )

  it.live(
    "says what a node refuses, also if it gives something at the same time",
    Effect.fn(function* () {
      const { proxy, subtensor } = yield* world()
      const errors = [
        { code: -32603, message: "busy" },
        { code: "x", message: 7, data: { toString: 1, valueOf: 2 } },
        "an error",
        { code: 1.5, message: "half", data: null }
      ]
      for (const error of errors) {
        for (const [name, method, read] of reads) {
          proxy.rule = answering(method, (message) => [says(message, { result: "0x00", error })])
          assert.strictEqual(yield* tagOf(read(subtensor)), "Rejected", `${name} ${JSON.stringify(error)}`)
        }
      }
    })
  )

  it.live(
    "does not believe a node that gives another block, fewer values, or the same keys again",
    Effect.fn(function* () {
      const { devnet, proxy, subtensor } = yield* world()
      yield* devnet.mine(3)
      const [one, two] = [yield* subtensor.header(1), yield* subtensor.header(2)]
      proxy.rule = answering("chain_getBlockHash", (message) => [says(message, { result: one.hash })])
      assert.strictEqual(yield* tagOf(subtensor.header(3)), "Undecodable")
      const block = yield* subtensor.rpc("chain_getBlock", [one.hash])
      proxy.rule = answering("chain_getBlock", (message) => [says(message, { result: block })])
      assert.strictEqual(yield* tagOf(subtensor.block(two.hash)), "Undecodable")
      const none = [{ block: one.hash, changes: [] }]
      proxy.rule = answering("state_queryStorageAt", (message) => [says(message, { result: none })])
      assert.strictEqual(yield* tagOf(subtensor.queryMany("SubtensorModule", "Kappa", [[3]])), "Undecodable")
      const all = Stream.runCollect(subtensor.entries("SubtensorModule", "NetworksAdded"))
      const twice = (message: Passing) => {
        const { result } = JSON.parse(message.text) as { readonly result: ReadonlyArray<string> }
        return [says(message, { result: [...result, ...result] })]
      }
      proxy.rule = answering("state_getKeysPaged", twice)
      assert.strictEqual(yield* tagOf(all), "Undecodable")
    })
  )

  it.live(
    "of many pages survives a cut at each of them, and ends where a page is exactly full",
    Effect.fn(function* () {
      const { devnet, proxy, subtensor } = yield* world()
      for (let netuid = 0; netuid < 2000; netuid++) {
        yield* devnet.setStorage("SubtensorModule", "Tempo", [netuid], netuid + 1)
      }
      yield* devnet.mine()
      const rules = ["state_getKeysPaged", "state_queryStorageAt"].map((method) => each(2, method, "answer", "cut"))
      proxy.rule = (message) => rules.map((rule) => rule(message)).find((verdict) => verdict !== undefined)
      const entries = yield* Stream.runCollect(
        subtensor.entries("SubtensorModule", "Tempo", [], { deadline: "20 seconds" })
      )
      assert.strictEqual(new Set(entries.map(([[netuid]]) => netuid)).size, 2000)
      assert.isTrue(entries.every(([[netuid], tempo]) => tempo === Number(netuid) + 1))
    })
  )

  it.live(
    "takes no longer than its deadline in all, however many questions it is",
    Effect.fn(function* () {
      const { proxy, subtensor } = yield* world()
      proxy.rule = (message) => (message.kind === "answer" ? { after: 250 } : undefined)
      const read = subtensor.query("SubtensorModule", "Tempo", [3], { block: 0, deadline: "300 millis" })
      const [elapsed, tag] = yield* Effect.timed(tagOf(read))
      assert.strictEqual(tag, "TimedOut")
      assert.isBelow(Duration.toMillis(elapsed), 900)
    })
  )

  it.live(
    "says that there is no connection, and why, where there is none",
    Effect.fn(function* () {
      const { proxy, subtensor } = yield* world()
      proxy.door = { status: 503 }
      proxy.cut()
      yield* Effect.sleep("200 millis")
      const reason = yield* reasonOf(subtensor.query("SubtensorModule", "Tempo", [3], { deadline: "300 millis" }))
      assert.strictEqual(reason._tag, "Unreachable")
      assert.include(reason.message, "503")
    })
  )
})

describe("a connection", () => {
  it.live(
    "to a node that shuts its door, or leaves one standing at it, fails in time",
    Effect.fn(function* () {
      const { proxy } = yield* world()
      for (const door of ["shut", "hang", { status: 500 }] as const) {
        proxy.door = door
        const [elapsed, reason] = yield* Effect.timed(
          reasonOf(Effect.scoped(clientOf([proxy], { deadline: "300 millis" })))
        )
        assert.strictEqual(reason._tag, "Unreachable", String(door))
        assert.isBelow(Duration.toMillis(elapsed), 1000, String(door))
      }
    })
  )

  it.live(
    "to a node that says what its first block is and nothing more fails in time",
    Effect.fn(function* () {
      const { proxy } = yield* world()
      proxy.rule = ({ kind, method }) => (kind === "answer" && method !== "chain_getBlockHash" ? "drop" : undefined)
      const [elapsed, tag] = yield* Effect.timed(
        tagOf(Effect.scoped(clientOf([proxy], { deadline: "300 millis", metadata: false })))
      )
      assert.include(["TimedOut", "Unreachable"], tag)
      assert.isBelow(Duration.toMillis(elapsed), 1000)
    })
  )

  it.live(
    "comes about over a cut at each of its questions",
    Effect.fn(function* () {
      const { proxy } = yield* world()
      for (const method of ["chain_getBlockHash", "state_subscribeRuntimeVersion", "state_getMetadata", "state_call"]) {
        proxy.rule = first(method, "answer", "cut")
        const read = Effect.flatMap(clientOf([proxy, proxy], { metadata: false }), ({ head }) => head)
        assert.strictEqual((yield* Effect.scoped(read)).number, 0, method)
      }
    })
  )

  it.live(
    "leaves a node alone for as long as it asks to be, and waits for that",
    Effect.fn(function* () {
      const { devnet, proxy } = yield* world()
      const other = yield* FaultProxy.make(devnet.url!)
      other.door = { status: 429, retryAfter: "1" }
      const begun = yield* Effect.forkChild(Effect.flatMap(clientOf([other]), ({ head }) => head))
      yield* Effect.sleep("100 millis")
      other.door = "open"
      assert.strictEqual((yield* Fiber.join(begun)).number, 0)
      const [knocked = 0, again = 0] = other.knocks
      assert.isAtLeast(again - knocked, 990)
      // Not where that would be too late, and not where there is another one.
      other.door = { status: 429, retryAfter: "100" }
      const reason = yield* reasonOf(clientOf([other]))
      assert.include(reason.message, "429")
      assert.strictEqual((yield* Effect.flatMap(clientOf([other, proxy]), ({ head }) => head)).number, 0)
    })
  )

  it.live(
    "that is lost goes on with the next endpoint, and comes back to the first one later",
    Effect.fn(function* () {
      const { devnet, proxy: one } = yield* world()
      const two = yield* FaultProxy.make(devnet.url!)
      const subtensor = yield* clientOf([one, two])
      one.door = "shut"
      one.cut()
      assert.strictEqual((yield* subtensor.head).number, 0)
      assert.strictEqual(two.open(), 1)
      ;[one.door, two.door] = ["open", "shut"]
      two.cut()
      assert.strictEqual((yield* subtensor.head).number, 0)
      assert.strictEqual(two.open(), 0)
    })
  )

  it.live(
    "over which nothing comes any more is replaced by another one",
    Effect.fn(function* () {
      const { devnet, proxy: one } = yield* world()
      const two = yield* FaultProxy.make(devnet.url!)
      const subtensor = yield* clientOf([one, two], { deadline: "400 millis", silence: "200 millis" })
      one.halfOpen = true
      assert.strictEqual(yield* tagOf(subtensor.head), "TimedOut")
      yield* Effect.sleep("300 millis")
      assert.strictEqual((yield* subtensor.head).number, 0)
      assert.strictEqual(two.open(), 1)
    })
  )

  it.live(
    "over which only noise comes is replaced, too",
    Effect.fn(function* () {
      const { devnet, proxy: one } = yield* world()
      const two = yield* FaultProxy.make(devnet.url!)
      const subtensor = yield* clientOf([one, two], { deadline: "300 millis", silence: "200 millis" })
      one.halfOpen = true
      const noise = yield* Effect.forkChild(
        Effect.forever(
          Effect.andThen(
            Effect.sync(() => one.say('{"noise":1}')),
            Effect.sleep("20 millis")
          )
        )
      )
      assert.strictEqual(yield* tagOf(subtensor.head), "TimedOut")
      yield* Effect.sleep("400 millis")
      yield* Fiber.interrupt(noise)
      assert.strictEqual((yield* subtensor.head).number, 0)
    })
  )

  it.live(
    "to a node of another chain is not used, whenever it comes about",
    Effect.fn(function* () {
      const { devnet, proxy, subtensor } = yield* world()
      const other = yield* DevnetNode.make({ port: 0, seed: "other" })
      proxy.target = other.url!
      proxy.cut()
      const reason = yield* reasonOf(subtensor.query("SubtensorModule", "Tempo", [3], { deadline: "600 millis" }))
      assert.strictEqual(reason._tag, "Unreachable")
      assert.include(reason.message, other.genesis)
      proxy.target = devnet.url!
      assert.strictEqual(yield* subtensor.query("SubtensorModule", "Tempo", [3]), 99)
    })
  )

  it.live(
    "that is there for moments only is tried less and less often",
    Effect.fn(function* () {
      const { proxy } = yield* world()
      yield* clientOf([proxy], { deadline: "4 seconds" })
      proxy.rule = always("state_subscribeRuntimeVersion", "question", "cut")
      const from = proxy.knocks.length
      proxy.cut()
      yield* Effect.sleep("1500 millis")
      // Two clients: after 100, 200 and then each 400 milliseconds, and after 200, 400 and 800.
      assert.isBelow(proxy.knocks.length - from, 11)
    })
  )

  it.live(
    "to another runtime after a failover reads with that runtime's names",
    Effect.fn(function* () {
      const { devnet, proxy, subtensor } = yield* world()
      const { specVersion } = yield* subtensor.runtime()
      assert.strictEqual(specVersion, devnet.specVersion)
      const told = { specName: "node-subtensor", specVersion: 9999, transactionVersion: 1 }
      proxy.rule = ({ kind, method, text }) => {
        if (method !== "state_runtimeVersion" || kind !== "notification") return undefined
        const message = JSON.parse(text) as { readonly params: object }
        return { instead: [JSON.stringify({ ...message, params: { ...message.params, result: told } })] }
      }
      proxy.cut()
      // It has no such metadata, and nothing is read with that of before.
      assert.strictEqual(yield* tagOf(subtensor.query("SubtensorModule", "Tempo", [3])), "Undecodable")
      proxy.rule = () => undefined
      proxy.cut()
      yield* Effect.sleep("40 millis")
      assert.strictEqual(yield* subtensor.query("SubtensorModule", "Tempo", [3]), 99)
    })
  )

  it.live(
    "closes with its scope, and with it all that waits",
    Effect.fn(function* () {
      const { proxy } = yield* world()
      yield* Effect.scoped(
        Effect.gen(function* () {
          const subtensor = yield* clientOf([proxy])
          proxy.halfOpen = true
          return [yield* Effect.forkDetach(Effect.flip(subtensor.head)), subtensor] as const
        })
      ).pipe(
        Effect.flatMap(([asked, subtensor]) =>
          Effect.gen(function* () {
            assert.strictEqual((yield* Fiber.join(asked)).reason._tag, "Unreachable")
            const [elapsed, tag] = yield* Effect.timed(tagOf(subtensor.query("SubtensorModule", "Tempo", [3])))
            assert.strictEqual(tag, "Unreachable")
            assert.isBelow(Duration.toMillis(elapsed), 100)
            assert.strictEqual(yield* tagOf(Stream.runDrain(subtensor.blocks)), "Unreachable")
          })
        ),
        Effect.timeout("1 second")
      )
      yield* Effect.sleep("50 millis")
      // The other client of this world is still there.
      assert.strictEqual(proxy.open(), 1)
    })
  )
})

describe("a rate", () => {
  it.live(
    "holds for each endpoint, and those who gave up waiting do not hold up the others",
    Effect.fn(function* () {
      const { proxy } = yield* world()
      const subtensor = yield* clientOf([proxy], { rate: { burst: 10, perSecond: 50 } })
      const asked = Effect.timeoutOption(subtensor.rpc("system_chain"), "100 millis")
      yield* Effect.forEach(Array.from({ length: 200 }), () => asked, { concurrency: "unbounded" })
      const [elapsed] = yield* Effect.timed(subtensor.rpc("system_chain"))
      assert.isBelow(Duration.toMillis(elapsed), 200)
      assert.isBelow(proxy.asked.filter((method) => method === "system_chain").length, 30)
    })
  )
})

describe("an archive", () => {
  it.live(
    "is asked for what the node has discarded, once it is to be had",
    Effect.fn(function* () {
      const archived = yield* DevnetNode.make({ port: 0, sealing: "manual", archive: true })
      const { devnet, proxy } = yield* world()
      const archive = yield* FaultProxy.make(archived.url!)
      const subtensor = yield* clientOf([proxy], { archives: [archive.url], deadline: "1 second" })
      yield* Effect.all([devnet.mine(300), archived.mine(300)])
      const old = subtensor.query("SubtensorModule", "Tempo", [3], { block: 2 })
      archive.door = "shut"
      const discarded = yield* reasonOf(old)
      assert.strictEqual(discarded._tag === "BlockUnavailable" && discarded.why, "Discarded")
      archive.door = "open"
      assert.strictEqual(yield* old, 99)
      archive.cut()
      assert.strictEqual(yield* old, 99)
    })
  )
})
