/** The solver on the processor: what it finds with each kernel, what it refuses, and what it tells meanwhile. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Stream } from "effect"
import * as PowCpu from "../../src/layers/PowCpu.ts"
import * as Difficulty from "../../src/pow/Difficulty.ts"
import { ladder } from "../../src/pow/Kernels.ts"
import * as Seal from "../../src/protocol/Seal.ts"
import { PowSolver } from "../../src/services/PowSolver.ts"

const filled = (byte: number) => new Uint8Array(32).fill(byte)
const seal = Seal.classic({ blockHash: filled(1), key: filled(2) })
const powRegister = Seal.powRegister({ netuid: 1, blockHash: filled(1), hotkey: filled(2), coldkey: filled(3) })

describe("PowCpu", () => {
  it.live("solves both seals, with as many threads as there are cores", () =>
    Effect.gen(function* () {
      const pow = yield* PowSolver
      assert.match(pow.device, /^\d+ threads?, simd$/)
      for (const each of [seal, powRegister]) {
        const { nonce, tried, work } = yield* pow.solve(each, { difficulty: 20_000n })
        assert.isTrue(Difficulty.isMet(20_000n, Seal.value(each._tag, work)))
        assert.deepStrictEqual(work, Seal.hash(Seal.preimage(each), nonce))
        assert.isAbove(tried, 0)
      }
    }).pipe(Effect.provide(PowCpu.layer()))
  )

  for (const kernel of ladder) {
    it.live(`finds the same with each kernel, one thread in the order of the nonces: ${kernel}`, () =>
      Effect.gen(function* () {
        const pow = yield* PowSolver
        assert.strictEqual(pow.device, `1 thread, ${kernel}`)
        const { nonce } = yield* pow.solve(seal, { difficulty: 1000n, start: 5n })
        const { nonce: other } = yield* pow.solve(powRegister, { difficulty: 1000n, start: 5n })
        assert.deepStrictEqual([nonce, other], [2236n, 2_135_251_581_140_997n])
      }).pipe(Effect.provide(PowCpu.layer({ workers: 1, kernels: [kernel] })))
    )
  }

  it.live("finds the same with the engine joining vectors, if it does", () =>
    Effect.gen(function* () {
      const pow = yield* PowSolver
      assert.match(pow.device, /^1 thread, (?:paired|simd)$/)
      for (const [each, nonce] of [
        [seal, 2236n],
        [powRegister, 2_135_251_581_140_997n]
      ] as const) {
        assert.strictEqual((yield* pow.solve(each, { difficulty: 1000n, start: 5n })).nonce, nonce)
      }
    }).pipe(Effect.provide(PowCpu.layer({ workers: 1, turbo: true })))
  )

  it.live("tells how it goes", () =>
    Effect.gen(function* () {
      const pow = yield* PowSolver
      const fiber = yield* Effect.forkChild(pow.solve(seal, { difficulty: Difficulty.maxDifficulty }))
      const [progress] = yield* Stream.runCollect(Stream.take(pow.progress, 1))
      yield* Fiber.interrupt(fiber)
      assert.isAbove(progress!.rate, 1000)
      assert.isAbove(progress!.probability, 0)
    }).pipe(Effect.provide(PowCpu.layer({ workers: 1, progressInterval: "50 millis" })))
  )

  for (const workers of [0, -1, 1.5, Number.NaN, 1025]) {
    it.effect(`refuses ${workers} workers`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(Effect.scoped(PowCpu.make({ workers })))
        assert.deepStrictEqual(error.reason, { _tag: "NoWorkers", workers })
      })
    )
  }

  it.live("says when no kernel is left that works", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Effect.scoped(PowCpu.make({ workers: 2, kernels: [] })))
      assert.deepStrictEqual(error.reason, { _tag: "NoKernel", kernels: [] })
    })
  )
})
