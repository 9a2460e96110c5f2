/** The solver, whatever searches below it: what it refuses, what it lets out, in which order, and what it tells meanwhile. */
import { assert, describe, it } from "@effect/vitest"
import { Cause, Deferred, Duration, Effect, Exit, Fiber, Stream } from "effect"
import { TestClock } from "effect/testing"
import { type Engine, makeSolver, type Wanted } from "../../src/layers/internal/pow/solver.ts"
import * as Seal from "../../src/protocol/Seal.ts"
import { PowError, type PowReason, type SolveOptions } from "../../src/services/PowSolver.ts"

const key = new Uint8Array(32)
const seal = Seal.classic({ blockHash: key, key })
const powRegister = Seal.powRegister({ netuid: 1, blockHash: key, hotkey: key, coldkey: key })

/** An engine that a test moves by hand. */
class Handmade implements Engine {
  readonly device = "a hand"
  nonces = 0
  running = 0
  readonly asked: Array<Wanted> = []
  readonly answer = Deferred.makeUnsafe<bigint, PowError>()

  tried = () => this.nonces
  search = (wanted: Wanted) =>
    Effect.acquireUseRelease(
      Effect.sync(() => {
        this.running++
        this.asked.push(wanted)
      }),
      () => Deferred.await(this.answer),
      () => Effect.sync(() => this.running--)
    )
}

const make = Effect.fnUntraced(function* () {
  const engine = new Handmade()
  return { engine, pow: yield* makeSolver(engine, "1 second") }
})

describe("solve", () => {
  const refused: ReadonlyArray<readonly [Seal.Seal, SolveOptions, object]> = [
    [seal, { difficulty: 0n }, { _tag: "BadDifficulty", difficulty: 0n }],
    [seal, { difficulty: -1n }, { _tag: "BadDifficulty", difficulty: -1n }],
    [seal, { difficulty: 2n ** 64n }, { _tag: "BadDifficulty", difficulty: 2n ** 64n }],
    [seal, { difficulty: 1n, start: -1n }, { _tag: "BadStart", start: -1n }],
    [seal, { difficulty: 1n, start: 2n ** 64n }, { _tag: "BadStart", start: 2n ** 64n }],
    [
      { ...seal, blockHash: new Uint8Array(31) },
      { difficulty: 1n },
      { _tag: "BadLength", part: "blockHash", length: 31 }
    ],
    [{ ...seal, key: new Uint8Array(0) }, { difficulty: 1n }, { _tag: "BadLength", part: "key", length: 0 }],
    [
      { ...powRegister, hotkey: new Uint8Array(33) },
      { difficulty: 1n },
      { _tag: "BadLength", part: "hotkey", length: 33 }
    ],
    [
      { ...powRegister, coldkey: new Uint8Array(64) },
      { difficulty: 1n },
      { _tag: "BadLength", part: "coldkey", length: 64 }
    ],
    ...[-1, 65_536, 1.5, Number.NaN].map(
      (netuid) => [{ ...powRegister, netuid }, { difficulty: 1n }, { _tag: "BadNetuid", netuid }] as const
    )
  ]
  for (const [seal, options, reason] of refused) {
    it.effect(`refuses before it searches: ${Object.values(reason).join(" ")}`, () =>
      Effect.gen(function* () {
        const { engine, pow } = yield* make()
        const error = yield* Effect.flip(pow.solve(seal, options))
        assert.deepStrictEqual(error.reason, reason)
        assert.isAbove(error.message.length, 20)
        assert.strictEqual(engine.asked.length, 0)
      })
    )
  }

  it.effect("takes the largest difficulty and the last nonce that there are", () =>
    Effect.gen(function* () {
      const { engine, pow } = yield* make()
      const fiber = yield* Effect.forkChild(pow.solve(seal, { difficulty: 2n ** 64n - 1n, start: 2n ** 64n - 1n }))
      yield* Effect.yieldNow
      assert.deepStrictEqual([engine.asked[0]?.difficulty, engine.asked[0]?.start], [2n ** 64n - 1n, 2n ** 64n - 1n])
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(engine.running, 0)
    })
  )

  it.effect("gives the work of the nonce, by its own hash", () =>
    Effect.gen(function* () {
      const { engine, pow } = yield* make()
      const fiber = yield* Effect.forkChild(pow.solve(powRegister, { difficulty: 1n }))
      yield* Effect.yieldNow
      yield* TestClock.adjust("500 millis")
      engine.nonces = 12
      yield* Deferred.succeed(engine.answer, 77n)
      assert.deepStrictEqual(yield* Fiber.join(fiber), {
        seal: powRegister,
        difficulty: 1n,
        nonce: 77n,
        work: Seal.hash(Seal.preimage(powRegister), 77n),
        tried: 12,
        elapsed: Duration.millis(500)
      })
    })
  )

  it.effect("lets the engine know a wrong nonce from a right one", () =>
    Effect.gen(function* () {
      const { engine, pow } = yield* make()
      const fiber = yield* Effect.forkChild(pow.solve(seal, { difficulty: 256n }))
      yield* Effect.yieldNow
      const { isRight, preimage } = engine.asked[0]!
      const right = [...Array(2000).keys()].map(BigInt).filter((nonce) => Seal.hash(preimage, nonce)[0] === 0)
      assert.isNotEmpty(right)
      assert.deepStrictEqual([...Array(2000).keys()].map(BigInt).filter(isRight), right)
      yield* Fiber.interrupt(fiber)
    })
  )

  it.effect("begins somewhere else each time, at the beginning of a batch", () =>
    Effect.gen(function* () {
      const { engine, pow } = yield* make()
      for (const each of [seal, seal, powRegister, powRegister]) {
        yield* Effect.timeoutOption(Effect.forkChild(pow.solve(each, { difficulty: 5n })), 0)
        const fiber = yield* Effect.forkChild(pow.solve(each, { difficulty: 5n }))
        yield* Effect.yieldNow
        yield* Fiber.interrupt(fiber)
      }
      const starts = engine.asked.map(({ start }) => start)
      assert.strictEqual(new Set(starts).size, starts.length)
      for (const { preimage, start } of engine.asked) {
        assert.strictEqual(preimage.kind === "Classic" ? start & 0xffff_ffffn : start >> 40n, 0n)
      }
    })
  )

  it.effect("searches for one seal at a time, and lets whoever is interrupted leave the queue", () =>
    Effect.gen(function* () {
      const { engine, pow } = yield* make()
      const ask = (difficulty: bigint) => Effect.forkChild(pow.solve(seal, { difficulty }), { startImmediately: true })
      const [first, second, third] = [yield* ask(1n), yield* ask(2n), yield* ask(3n)]
      assert.strictEqual(engine.running, 1)
      yield* Fiber.interrupt(second)
      yield* Fiber.interrupt(first)
      yield* Effect.yieldNow
      assert.deepStrictEqual(
        engine.asked.map(({ difficulty }) => difficulty),
        [1n, 3n]
      )
      yield* Deferred.succeed(engine.answer, 1n)
      yield* Fiber.join(third)
    })
  )
})

describe("progress", () => {
  it.effect("is told each second, and once more at the end", () =>
    Effect.gen(function* () {
      const { engine, pow } = yield* make()
      const told = yield* Effect.forkChild(Stream.runCollect(Stream.take(pow.progress, 3)), { startImmediately: true })
      engine.nonces = 1_000_000
      const fiber = yield* Effect.forkChild(pow.solve(seal, { difficulty: 10_000n }), { startImmediately: true })
      for (const nonces of [1000, 3000]) {
        engine.nonces = 1_000_000 + nonces
        yield* TestClock.adjust("1 second")
      }
      engine.nonces = 1_004_000
      yield* TestClock.adjust("500 millis")
      yield* Deferred.succeed(engine.answer, 1n)
      yield* Fiber.join(fiber)
      const progress = yield* Fiber.join(told)
      assert.deepStrictEqual(
        progress.map(({ elapsed, rate, tried }) => [tried, rate, Duration.toMillis(elapsed)]),
        [
          [1000, 1000, 1000],
          [3000, 2000, 2000],
          [4000, 2000, 2500]
        ]
      )
      const smoothed = 1000 + (1 - Math.exp(-0.2)) * 1000
      assert.closeTo(progress[1]!.smoothedRate, smoothed, 1e-6)
      assert.closeTo(Duration.toMillis(progress[1]!.expected), (1000 * 10_000) / smoothed, 1)
      assert.closeTo(progress[2]!.probability, 1 - Math.exp(-0.4), 1e-9)
      assert.strictEqual(progress[2]!.averageRate, 1600)
    })
  )

  it.effect("says nothing of a search that was interrupted", () =>
    Effect.gen(function* () {
      const { pow } = yield* make()
      const told = yield* Effect.forkChild(Stream.runHead(pow.progress), { startImmediately: true })
      const fiber = yield* Effect.forkChild(pow.solve(seal, { difficulty: 10n }), { startImmediately: true })
      yield* Fiber.interrupt(fiber)
      yield* TestClock.adjust("10 seconds")
      assert.isUndefined(told.pollUnsafe())
      const exit = yield* Fiber.await(fiber)
      assert.isTrue(Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause))
    })
  )
})

/** Each reason, and what its sentence must tell: what was wrong, and what can be done. */
const told: { readonly [tag in PowReason["_tag"]]: readonly [PowReason & { readonly _tag: tag }, RegExp] } = {
  BadDifficulty: [{ _tag: "BadDifficulty", difficulty: 0n }, /difficulty 0 is outside .* Read it from the chain/],
  BadLength: [
    { _tag: "BadLength", part: "hotkey", length: 48 },
    /hotkey has 48 bytes instead of 32\. Give the raw bytes/
  ],
  BadNetuid: [{ _tag: "BadNetuid", netuid: 1.5 }, /netuid 1\.5 is no whole number from 0 to 65535/],
  BadStart: [{ _tag: "BadStart", start: -1n }, /nonce -1 is outside/],
  NoWorkers: [{ _tag: "NoWorkers", workers: 0 }, /0 were allowed\. Allow a whole number from 1 to 1024/],
  NoKernel: [{ _tag: "NoKernel", kernels: ["simd", "scalar"] }, /works here: simd, scalar\. Allow others/],
  NoGpu: [{ _tag: "NoGpu", problem: "Unsound", detail: "Card 9000" }, /kernel on Card 9000 .* Update its driver/],
  BadShape: [
    { _tag: "BadShape", workgroup: 0, unroll: 3, perThread: 8 },
    /0 threads in a workgroup \(1 to 256\), 3 rounds/
  ],
  BadDispatch: [{ _tag: "BadDispatch", millis: 500 }, /cannot take 500 ms\. Allow from 1 to 100/],
  NoSharedMemory: [{ _tag: "NoSharedMemory" }, /Cross-Origin-Embedder-Policy: require-corp/],
  OutOfMemory: [{ _tag: "OutOfMemory", cause: new RangeError() }, /not enough memory .* Allow fewer/],
  WorkersLost: [{ _tag: "WorkersLost", crashes: 4, cause: new Error() }, /crashed 4 times .* The cause tells more/]
}

describe("a refusal", () => {
  it.each(Object.values(told))("says what is wrong and what to do: $0._tag", (reason, sentence) => {
    assert.match(new PowError({ reason }).message, sentence)
  })
})
