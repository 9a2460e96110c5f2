/** The replay guard in Redis, on a real server: what every guard must do, and what a lost, silent, emptied or stale Redis means. */
import { inspect } from "node:util"
import { NodeRedis } from "@effect/platform-node"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import {
  Clock,
  ConfigProvider,
  Duration,
  Effect,
  Exit,
  Layer,
  Logger,
  Redacted,
  References,
  Schedule,
  Scope
} from "effect"
import * as ReplayGuardRedis from "effect-bittensor/layers/ReplayGuardRedis"
import { keys, maxAhead } from "../../src/layers/internal/replay/script.ts"
import type { Advance, ReplayGuard } from "../../src/services/ReplayGuard.ts"
import { said, suite } from "../contracts/ReplayGuard.ts"
import { hasRedis, noRedis, redisServer } from "../support/redis.ts"

const second = 1_000_000_000n
const now = Clock.currentTimeNanos

/** Asks now: with a nonce of this moment unless said otherwise. */
const ask = (change: Partial<Advance> = {}) =>
  Effect.flatMap(now, (now) =>
    said({ receiver: "5R", hotkey: "5A", uuid: "u", nonce: now, expiry: now + 60n * second, ...change })
  )

const until =
  (expected: string) =>
  <A extends string, E, R>(asked: Effect.Effect<A, E, R>) =>
    Effect.repeat(asked, { until: (said) => said === expected, schedule: Schedule.spaced("20 millis") })

/** Waits until the guard judges. What it asks for that leaves no lane behind. */
const ready = Effect.flatMap(now, (now) => ask({ nonce: now - 3600n * second })).pipe(until("Replayed"))

const quiet = Layer.succeed(References.MinimumLogLevel, "None")
/** A patient guard: on a busy machine everything may take its time, except where a test is about that. */
const guard = (url: string, options: ReplayGuardRedis.Options = {}) =>
  Layer.provideMerge(ReplayGuardRedis.layer({ url, deadline: "15 seconds", ...options }), quiet)

/** Runs with a server of its own whose guard is ready. */
const withServer = (
  body: (server: Effect.Success<typeof redisServer>) => Effect.Effect<void, never, ReplayGuard | Scope.Scope>,
  options?: ReplayGuardRedis.Options
) =>
  Effect.flatMap(redisServer, (server) =>
    Effect.andThen(ready, body(server)).pipe(Effect.provide(guard(server.url, options)))
  )

const part = (name: string): string =>
  keys("effect-bittensor:replay").find((key) => key.endsWith(name)) ?? assert.fail(`no key of ${name}`)

/** Runs with the lines that are logged meanwhile. */
const logged = <A, E, R>(body: (lines: ReadonlyArray<string>) => Effect.Effect<A, E, R>) =>
  Effect.suspend(() => {
    const lines: Array<string> = []
    const logger = Logger.make(({ message }) => lines.push(String(message)))
    return Effect.provide(body(lines), Logger.layer([logger]))
  })

// Most of the time of these tests is that of stores that begin, so they wait together.
describe.skipIf(!hasRedis).concurrent(hasRedis ? "ReplayGuardRedis" : `ReplayGuardRedis (${noRedis})`, () => {
  describe("as every guard", () => {
    const scope = Scope.makeUnsafe()
    const prefixes = Array.from({ length: 120 }, (_, index) => `store-${index}`)
    let url = ""
    let used = 0

    // A store is ready some seconds after it began, so all of them begin at once.
    beforeAll(
      () =>
        Effect.gen(function* () {
          url = (yield* redisServer).url
          const begin = (prefix: string) => Effect.scoped(Layer.build(guard(url, { prefix })))
          yield* Effect.forEach(prefixes, begin, { concurrency: 10 })
          yield* Effect.provide(ready, guard(url, { prefix: prefixes.at(-1) }))
        }).pipe(Scope.provide(scope), Effect.runPromise),
      30_000
    )
    afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

    suite("ReplayGuardRedis", (options) =>
      Layer.unwrap(
        Effect.sync(() => guard(url, { ...options, prefix: prefixes[used++] ?? assert.fail("no store left") }))
      )
    )
  })

  describe("a store that begins", () => {
    it.live("refuses for some seconds what may have passed before, and says that it cannot know", () =>
      Effect.gen(function* () {
        const { url } = yield* redisServer
        const begun = yield* now
        yield* Effect.gen(function* () {
          const signed = { nonce: yield* now }
          assert.strictEqual(yield* ask(signed), "Unavailable")
          const ahead = { nonce: begun + BigInt(maxAhead) * second - 1n }
          assert.strictEqual(yield* ask(ahead), "Unavailable", "as far ahead as could have passed")
          yield* ask().pipe(until("passed"))
          assert.isAtLeast(Number((yield* now) - begun), maxAhead * 1e9)
          for (const old of [signed, ahead]) assert.strictEqual(yield* ask(old), "Replayed")
        }).pipe(Effect.provide(guard(url)))
      })
    )

    it.live("refuses nonces further ahead of its clock than it would refuse when it begins anew", () =>
      withServer(() =>
        Effect.gen(function* () {
          const nonce = (yield* now) + BigInt(maxAhead + 2) * second
          assert.strictEqual(yield* ask({ nonce }), "Unavailable")
          assert.strictEqual(yield* ask({ nonce: (yield* now) + 4n * second }), "passed")
        })
      )
    )
  })

  describe("a Redis that is lost", () => {
    it.live("is refused for at once, and comes back by itself: without its data nothing passes twice", () =>
      withServer((server) =>
        Effect.gen(function* () {
          const signed = { nonce: yield* now }
          assert.strictEqual(yield* ask(signed), "passed")
          yield* server.kill
          const [elapsed, lost] = yield* Effect.timed(ask())
          assert.strictEqual(lost, "Unavailable")
          assert.isBelow(Duration.toMillis(elapsed), 5000)
          yield* server.start("lost")
          for (const uuid of ["u", "v"]) assert.strictEqual(yield* ask({ ...signed, uuid }), "Unavailable")
          yield* ask().pipe(until("passed"))
          for (const uuid of ["u", "v"]) assert.strictEqual(yield* ask({ ...signed, uuid }), "Replayed")
        })
      )
    )

    it.live("may have lost its last seconds: nothing passes twice", () =>
      withServer((server) =>
        Effect.gen(function* () {
          const early = { nonce: yield* now }
          assert.strictEqual(yield* ask(early), "passed")
          assert.strictEqual(yield* ask({ uuid: "legacy", nonce: 7n }), "passed")
          yield* server.command("SAVE")
          const late = { nonce: yield* now }
          assert.strictEqual(yield* ask(late), "passed")
          yield* server.kill
          yield* server.start("saved")
          for (const signed of [early, late]) assert.strictEqual(yield* ask(signed), "Unavailable")
          yield* ask({ uuid: "other" }).pipe(until("passed"))
          for (const signed of [early, late]) assert.strictEqual(yield* ask(signed), "Replayed")
          assert.strictEqual(yield* ask({ uuid: "legacy", nonce: 7n }), "Replayed", "what it kept, it knows")
        })
      )
    )

    it.live("without a word costs the deadline; what it has noted does not pass later", () =>
      withServer(
        (server) =>
          Effect.gen(function* () {
            yield* server.pause
            const signed = { nonce: yield* now }
            const [elapsed, lost] = yield* Effect.timed(ask(signed))
            assert.strictEqual(lost, "Unavailable")
            assert.isAtLeast(Duration.toMillis(elapsed), 299)
            assert.isBelow(Duration.toMillis(elapsed), 5000)
            assert.strictEqual(yield* ask(), "Unavailable")
            yield* server.resume
            yield* ask().pipe(until("passed"))
            assert.strictEqual(yield* ask(signed), "Replayed")
          }),
        { deadline: "300 millis" }
      )
    )

    it.live("leaves each process to itself if told so: a request passes once in each at most", () =>
      Effect.gen(function* () {
        const server = yield* redisServer
        yield* Effect.provide(ready, guard(server.url))
        const process = Effect.suspend(() => Layer.build(guard(server.url, { whenLost: "local" })))
        const [first, second] = [yield* process, yield* process]
        const one = Effect.provideContext(first)
        const two = Effect.provideContext(second)
        const before = { uuid: "before", nonce: yield* now }
        assert.strictEqual(yield* one(ask(before)), "passed")
        yield* server.kill
        assert.strictEqual(yield* one(ask(before)), "Replayed", "older than the loss")
        const during = { uuid: "during", nonce: (yield* now) + 1_000_000_000n }
        for (const each of [one, two]) {
          assert.strictEqual(yield* each(ask(during)), "passed")
          assert.strictEqual(yield* each(ask(during)), "Replayed")
        }
        yield* server.start("lost")
        yield* Effect.provide(ready, guard(server.url))
        for (const each of [one, two]) assert.strictEqual(yield* each(ask(during)), "Replayed")
        const after = { uuid: "after", nonce: yield* now }
        assert.strictEqual(yield* one(ask(after)), "passed")
        assert.strictEqual(yield* two(ask(after)), "Replayed", "Redis rules again")
      })
    )
  })

  describe("a Redis that was tampered with", () => {
    for (const name of ["lanes", "expiries", "owners"]) {
      it.live(`and has no ${name} any more begins anew`, () =>
        withServer((server) =>
          Effect.gen(function* () {
            const signed = { nonce: yield* now }
            assert.strictEqual(yield* ask(signed), "passed")
            yield* server.command("DEL", part(name))
            assert.strictEqual(yield* ask(signed), "Unavailable")
            yield* ask({ uuid: "other" }).pipe(until("passed"))
            assert.strictEqual(yield* ask(signed), "Replayed")
          })
        )
      )
    }

    it.live("and has forgotten the script is told it again", () =>
      withServer((server) =>
        Effect.gen(function* () {
          yield* server.command("SCRIPT", "FLUSH")
          const signed = { nonce: yield* now }
          assert.strictEqual(yield* ask(signed), "passed")
          assert.strictEqual(yield* ask(signed), "Replayed")
        })
      )
    )

    it.live("and may not grow refuses", () =>
      withServer((server) =>
        Effect.gen(function* () {
          yield* server.command("CONFIG", "SET", "maxmemory", "1")
          assert.strictEqual(yield* ask(), "Unavailable")
          yield* server.command("CONFIG", "SET", "maxmemory", "0")
          assert.strictEqual(yield* ask(), "passed")
        })
      )
    )

    it.live("and cannot be written, as a replica, refuses", () =>
      withServer((server) =>
        Effect.gen(function* () {
          yield* server.command("REPLICAOF", "127.0.0.1", "1")
          assert.strictEqual(yield* ask(), "Unavailable")
          yield* server.command("REPLICAOF", "NO", "ONE")
          assert.strictEqual(yield* ask(), "passed")
        })
      )
    )

    it.live("stays as small as what is alive", () =>
      withServer((server) =>
        Effect.gen(function* () {
          for (let i = 0; i < 500; i++) assert.strictEqual(yield* ask({ hotkey: `5A${i}`, expiry: 1n }), "passed")
          assert.isAtMost(Number(yield* server.command("ZCARD", part("expiries"))), 1)
          assert.isAtMost(Number(yield* server.command("ZCARD", part("owners"))), 1)
          assert.isAtMost(Number(yield* server.command("HLEN", part("lanes"))), 3)
        })
      )
    )
  })

  describe("the connection", () => {
    it.live("may be Effect's own", () =>
      Effect.gen(function* () {
        const { url } = yield* redisServer
        const own = ReplayGuardRedis.layerRedis().pipe(
          Layer.provide(NodeRedis.layer({ url, disableOfflineQueue: true })),
          Layer.provideMerge(quiet)
        )
        yield* Effect.gen(function* () {
          yield* ready
          const signed = { nonce: yield* now }
          assert.strictEqual(yield* ask(signed), "passed")
          assert.strictEqual(yield* ask(signed), "Replayed")
        }).pipe(Effect.provide(own))
      })
    )

    it.live("may be told of by the environment", () =>
      Effect.gen(function* () {
        const { url } = yield* redisServer
        const env = ConfigProvider.layer(ConfigProvider.fromEnv({ env: { BT_REDIS_URL: url } }))
        const layer = ReplayGuardRedis.layerConfig({ url: "redis://127.0.0.1:1" })
        yield* ready.pipe(Effect.provide(layer), Effect.provide(Layer.merge(env, quiet)))
        assert.include((yield* Effect.flip(Effect.provide(ready, layer))).message, "127.0.0.1:1 (ECONNREFUSED)")
      })
    )

    it.live("is told of once when it is lost, and once when it is back", () =>
      Effect.gen(function* () {
        const server = yield* redisServer
        yield* Effect.provide(ready, guard(server.url))
        yield* logged((lines) =>
          Effect.gen(function* () {
            assert.strictEqual(yield* ask(), "passed")
            yield* server.kill
            for (let i = 0; i < 3; i++) assert.strictEqual(yield* ask(), "Unavailable")
            assert.strictEqual(lines.length, 1)
            assert.match(lines[0]!, /^ReplayGuardRedis: requests are refused until Redis can judge them: /)
            yield* server.start("lost")
            yield* ask().pipe(until("passed"))
            assert.deepStrictEqual(lines.slice(1), ["ReplayGuardRedis: Redis judges requests again"])
          }).pipe(Effect.provide(ReplayGuardRedis.layer({ url: server.url, deadline: "15 seconds" })))
        )
      })
    )

    it.live("fails typed when it cannot be made, and shows no password, then or later", () =>
      Effect.gen(function* () {
        const server = yield* redisServer
        const secret = "open-sesame"
        const failing = [
          [`redis://me:${secret}@127.0.0.1:1`, "127.0.0.1:1", "ECONNREFUSED"],
          [`redis://me:${secret}@127.0.0.1:${server.port}`, `127.0.0.1:${server.port}`, "WRONGPASS"],
          [`redis//me:${secret}@127.0.0.1`, "?", "none of the form"],
          [`redis://me:${secret}@127.0.0.1:1/%zz`, "127.0.0.1:1", "Invalid pathname"]
        ] as const
        yield* logged((lines) =>
          Effect.gen(function* () {
            for (const [url, at, detail] of failing) {
              for (const given of [url, Redacted.make(url)]) {
                const error = yield* Effect.flip(Layer.build(ReplayGuardRedis.layer({ url: given })))
                assert.strictEqual(error.server, at)
                assert.include(error.message, detail)
                assert.notInclude(inspect(error, { depth: 10 }), secret)
              }
            }
            yield* server.command("CONFIG", "SET", "requirepass", secret)
            const url = `redis://default:${secret}@127.0.0.1:${server.port}`
            const context = yield* Layer.build(ReplayGuardRedis.layer({ url }))
            yield* server.kill
            assert.strictEqual(yield* Effect.provideContext(ask(), context), "Unavailable")
            assert.isAtLeast(lines.length, 1)
            assert.notInclude(lines.join("\n"), secret)
          })
        )
      })
    )
  })
})
