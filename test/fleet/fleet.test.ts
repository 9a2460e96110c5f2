/** Several axon processes that are one miner: behind one port, on ports of their own, with one replay guard in Redis. */
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Layer, Schedule, type Scope } from "effect"
import { AxonInfo, Dendrite, Hotkey, type Signer } from "effect-bittensor"
import * as DendriteHttp from "effect-bittensor/layers/DendriteHttp"
import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
import { keepAlive } from "../support/keepAlive.ts"
import type { RawResponse } from "../support/rawHttp.ts"
import { hasRedis, noRedis, redisServer } from "../support/redis.ts"
import { type Bend, signedRequest } from "../support/signedRequest.ts"
import { startAxon, startFleet } from "./processes.ts"
import { Who } from "./protocol.ts"

type Caller = Effect.Success<ReturnType<typeof keepAlive>>

const infoOf = (port: number) =>
  AxonInfo.of({ ip: "127.0.0.1", port, hotkey: "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty" })

/** One signed request of Alice's to Bob, whichever of his processes gets it. */
const signed = Effect.fnUntraced(function* (bend: Bend = {}) {
  const alice: Signer = yield* Hotkey
  return yield* signedRequest(alice, infoOf(1), Who, { text: "who?" }, { uuid: "one", ...bend })
})

const send = (caller: Caller, bytes: Buffer) => Effect.promise(() => caller.ask(bytes))
const pidOf = (answer: RawResponse): number => JSON.parse(answer.body.toString()).pid
const messageOf = (answer: RawResponse): string => JSON.parse(answer.body.toString()).message

/** Sends fresh requests until one is answered, and gives that: a store that begins refuses for some seconds. */
const awaitReady = (caller: Caller) =>
  Effect.flatMap(signed(), (bytes) => Effect.map(send(caller, bytes), ({ status }) => ({ bytes, status }))).pipe(
    Effect.repeat({ until: ({ status }) => status === 200, schedule: Schedule.spaced("50 millis") }),
    Effect.map(({ bytes }) => bytes)
  )

/** One connection to each of the processes behind a port, which are dealt round. */
const connectToEach = Effect.fnUntraced(function* (port: number, pids: ReadonlyArray<number>) {
  const callers = new Map<number, Caller>()
  for (let attempt = 0; callers.size < pids.length && attempt < 30; attempt++) {
    const caller = yield* keepAlive(port)
    const pid = pidOf(yield* send(caller, yield* signed()))
    if (!callers.has(pid)) callers.set(pid, caller)
  }
  assert.deepStrictEqual([...callers.keys()].toSorted(), pids.toSorted())
  return callers
})

/** Asks on the caller's lane; what is no success is a failure. */
const askRaw = Effect.fnUntraced(function* (caller: Caller, uuid: string) {
  const bytes = yield* signed({ uuid })
  const answer = yield* Effect.tryPromise(() => caller.ask(bytes))
  return answer.status === 200 ? pidOf(answer) : yield* Effect.fail(messageOf(answer))
})

/** The exit code of a program that `runMain` has ended as it was told; of one that was killed there is none. */
const interrupted = 130

const fleetTest = (
  title: string,
  body: Effect.Effect<void, unknown, Scope.Scope | Hotkey | Dendrite>,
  timeout = 60_000
) =>
  it.live(
    title,
    () =>
      Effect.provide(
        body,
        DendriteHttp.layer({ keepAlive: 500 }).pipe(
          Layer.provideMerge(WalletsMemory.layerHotkey({ uri: "//Alice" })),
          Layer.orDie
        )
      ),
    timeout
  )

describe.skipIf(!hasRedis)(hasRedis ? "a fleet" : `a fleet (${noRedis})`, () => {
  fleetTest(
    "lets a request that all its processes get at once pass exactly once, 1000 times in a row; and goes on when one is killed",
    Effect.gen(function* () {
      const { url } = yield* redisServer
      const [fleet, alone] = yield* Effect.all([startFleet(url), startAxon(url)], { concurrency: 2 })
      assert.strictEqual(new Set(fleet.ports).size, 1)
      const lone = yield* keepAlive(alone.port)
      yield* awaitReady(lone)
      const members = yield* connectToEach(fleet.port, fleet.pids)
      for (let round = 0; round < 1000; round++) {
        const bytes = yield* signed()
        const callers = [...members.values(), lone]
        const answers = yield* Effect.forEach(callers, (caller) => send(caller, bytes), { concurrency: "unbounded" })
        assert.deepStrictEqual(answers.map(({ status }) => status).toSorted(), [200, 401, 401, 401], `round ${round}`)
      }

      const [[pid, member] = assert.fail(), ...others] = members
      const bytes = yield* signed()
      assert.strictEqual((yield* send(member, bytes)).status, 200)
      assert.isNull(yield* fleet.kill(pid))
      for (const caller of [...others.map(([, other]) => other), lone]) {
        const answer = yield* send(caller, bytes)
        assert.strictEqual(answer.status, 401)
        assert.include(messageOf(answer), "a newer one was last processed")
      }
      yield* connectToEach(
        fleet.port,
        others.map(([pid]) => pid)
      )
    })
  )

  fleetTest(
    "loses no request while each of its processes is replaced, of a dendrite and of callers that keep their connections or do not",
    Effect.gen(function* () {
      const { url } = yield* redisServer
      const fleet = yield* startFleet(url)
      yield* awaitReady(yield* keepAlive(fleet.port))
      const seen = new Set<number>()
      const failures: Array<string> = []
      const steadily = <E, R>(asked: Effect.Effect<number, E, R>) =>
        Effect.timeout(asked, "5 seconds").pipe(
          Effect.match({ onSuccess: (pid) => seen.add(pid), onFailure: (error) => failures.push(String(error)) }),
          Effect.repeat(Schedule.spaced("20 millis")),
          Effect.forkScoped
        )
      const dendrite = yield* Dendrite
      const ofDendrite = Effect.map(dendrite.forward(infoOf(fleet.port), Who, { text: "who?" }), ({ pid }) => pid)
      for (let i = 0; i < 4; i++) {
        const kept = yield* keepAlive(fleet.port)
        yield* steadily(ofDendrite)
        yield* steadily(askRaw(kept, `kept-${i}`))
        yield* steadily(Effect.scoped(Effect.flatMap(keepAlive(fleet.port), (fresh) => askRaw(fresh, `fresh-${i}`))))
      }
      for (const pid of fleet.pids) assert.strictEqual(yield* fleet.replace(pid), interrupted)
      yield* Effect.sleep("500 millis")
      assert.deepStrictEqual(failures, [])
      assert.strictEqual(seen.size, 6, "all six processes have answered")
    })
  )

  fleetTest(
    "refuses within the deadline while Redis is lost, and goes on when it is back; nothing passes twice",
    Effect.gen(function* () {
      const redis = yield* redisServer
      const start = startAxon(redis.url, "1 second")
      const axons = yield* Effect.all([start, start], { concurrency: 2 })
      const callers = yield* Effect.forEach(axons, ({ port }) => keepAlive(port))
      const bytes = yield* awaitReady(callers[0]!)

      yield* redis.pause
      for (const caller of callers) {
        const [elapsed, answer] = yield* Effect.timed(Effect.flatMap(signed(), (bytes) => send(caller, bytes)))
        assert.strictEqual(answer.status, 503)
        assert.strictEqual(messageOf(answer), "The replay guard cannot be reached; try again later")
        assert.isBelow(Duration.toMillis(elapsed), 5000)
      }
      yield* redis.kill
      for (const caller of callers) assert.strictEqual((yield* send(caller, yield* signed())).status, 503)
      yield* redis.start("lost")
      for (const caller of callers) assert.strictEqual((yield* send(caller, bytes)).status, 503)
      for (const caller of callers) {
        yield* awaitReady(caller)
        assert.strictEqual((yield* send(caller, bytes)).status, 401)
      }
    })
  )
})
