/** Threads that search: what they find, how soon they stop, what becomes of one that crashes, and what they leave behind. */
import { execFile } from "node:child_process"
import { promisify } from "node:util"
import type { Worker } from "node:worker_threads"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Scope } from "effect"
import { spawnCpu } from "../../../../src/layers/internal/pow/nodeThreads.ts"
import { makeSolver, type Wanted } from "../../../../src/layers/internal/pow/solver.ts"
import * as Threads from "../../../../src/layers/internal/pow/Threads.ts"
import * as Difficulty from "../../../../src/pow/Difficulty.ts"
import { ladder } from "../../../../src/pow/Kernels.ts"
import * as Seal from "../../../../src/protocol/Seal.ts"
import { heapGrowthOf } from "../../../support/heap.ts"
import { powVectors } from "../../../support/powVectors.ts"
import { hex } from "../../../support/vectors.ts"

const filled = (byte: number) => new Uint8Array(32).fill(byte)
const seal = Seal.classic({ blockHash: filled(1), key: filled(2) })
/** A search that does not end by itself. */
const endless: Wanted = {
  preimage: Seal.preimage(seal),
  difficulty: Difficulty.maxDifficulty,
  start: 0n,
  isRight: () => true
}

const entry = (name: string) => new URL(`../../../support/pow/${name}.ts`, import.meta.url)
const threads = (workers: number, file?: string) =>
  Threads.make({
    workers,
    spawn: spawnCpu({ kernels: ladder, isTurbo: false }, file === undefined ? undefined : entry(file))
  })
const begun = (threads: Threads.Threads, beyond = 0) =>
  Effect.repeat(Effect.sleep("1 millis"), { until: () => threads.tried > beyond })
const settled = (threads: Threads.Threads) =>
  Effect.repeat(Effect.sleep("1 millis"), { until: () => threads.isUpToDate })

describe("threads", () => {
  for (const { data, directory } of powVectors) {
    it.live(`find the first nonce of the solve vectors, when one searches (${directory})`, () =>
      Effect.gen(function* () {
        const one = yield* threads(1)
        for (const { blockKeyHash, difficulty, nonce, start } of data.solve) {
          const preimage: Seal.Preimage = { kind: "Classic", fixed: hex(blockKeyHash) }
          const isNear = BigInt(nonce) - BigInt(start) < 100_000n
          const wanted = {
            preimage,
            difficulty: BigInt(difficulty),
            start: isNear ? BigInt(start) : BigInt(nonce) - 100_000n
          }
          assert.strictEqual(yield* one.search({ ...wanted, isRight: () => true }), BigInt(nonce))
        }
      })
    )
  }

  it.live("stop within 10 ms of an interruption, and take up the next search as soon", () =>
    Effect.gen(function* () {
      const two = yield* threads(2)
      yield* two.ready
      // The best of some: a machine that is shared takes a thread's core away for longer than that.
      let latency = Number.POSITIVE_INFINITY
      for (let turn = 0; turn < 100 && latency > 10; turn++) {
        const fiber = yield* Effect.forkChild(two.search(endless))
        yield* begun(two, two.tried)
        yield* Effect.sleep("50 millis")
        const before = performance.now()
        yield* Fiber.interrupt(fiber)
        yield* settled(two)
        latency = Math.min(latency, performance.now() - before)
      }
      assert.isAtMost(latency, 10)
      const { tried } = two
      yield* Effect.sleep("10 millis")
      assert.strictEqual(two.tried, tried)
    })
  )

  it.live("are replaced when they crash, and go on where they were", () =>
    Effect.gen(function* () {
      const one = yield* threads(1)
      yield* one.ready
      const target = { ...endless, difficulty: 1_000_000n }
      const expected = yield* one.search(target)
      const fiber = yield* Effect.forkChild(one.search(target))
      let crashes = 0
      for (let { tried } = one; crashes < 3; crashes++, { tried } = one) {
        yield* Effect.repeat(Effect.sleep("1 millis"), {
          until: () => one.tried > tried || fiber.pollUnsafe() !== undefined
        })
        if (fiber.pollUnsafe() !== undefined) break
        yield* Effect.promise(async () => one.threads[0]!.terminate())
      }
      assert.isAbove(crashes, 0)
      assert.strictEqual(yield* Fiber.join(fiber), expected)
    })
  )

  it.live("are replaced when they claim what is not true", () =>
    Effect.gen(function* () {
      const one = yield* threads(1, "lying")
      const solver = yield* makeSolver({ device: "", tried: () => one.tried, search: one.search }, "1 second")
      const { nonce, work } = yield* solver.solve(seal, { difficulty: 5000n, start: 0n })
      assert.notStrictEqual(nonce, 0n)
      assert.isTrue(Difficulty.isMet(5000n, Seal.value("Classic", work)))
    })
  )

  it.live("give up when each that takes the place of one crashes too", () =>
    Effect.gen(function* () {
      const { reason } = yield* Effect.flip(Effect.flatMap(threads(2, "crashing"), ({ ready }) => ready))
      assert.strictEqual(reason._tag, "WorkersLost")
      assert.match(String(reason._tag === "WorkersLost" ? reason.cause : ""), /this thread crashes/)
    })
  )

  it.live("say that there was not enough memory", () =>
    Effect.gen(function* () {
      const { reason } = yield* Effect.flip(Effect.flatMap(threads(1, "hungry"), ({ ready }) => ready))
      assert.strictEqual(reason._tag, "OutOfMemory")
    })
  )

  it.live("keep the process alive while they search, and not when they wait", () =>
    Effect.gen(function* () {
      const file = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)
      const program = `
        import { Effect, Layer, Scope } from "effect"
        import * as PowCpu from ${file("../../../../src/layers/PowCpu.ts")}
        import { PowSolver } from ${file("../../../../src/services/PowSolver.ts")}
        const key = new Uint8Array(32)
        const solve = PowSolver.use((pow) => pow.solve({ _tag: "Classic", blockHash: key, key }, { difficulty: 50_000n }))
        const scope = Scope.makeUnsafe() // which is never closed
        const layer = Layer.buildWithScope(PowCpu.layer({ workers: 1 }), scope)
        await Effect.runPromise(Effect.flatMap(layer, (context) => Effect.provide(solve, context)))
        process.stdout.write("solved")`
      const output = yield* Effect.promise(() =>
        promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], { timeout: 20_000 })
      )
      assert.strictEqual(output.stdout, "solved")
    })
  )

  it.live("end with their scope, and a search that still ran fails no more", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const two = yield* Scope.provide(threads(2), scope)
      yield* two.ready
      const fiber = yield* Effect.forkChild(two.search(endless))
      yield* begun(two)
      const ended = two.threads.map((thread) => new Promise((resolve) => (thread as Worker).once("exit", resolve)))
      yield* Scope.close(scope, Exit.void)
      yield* Effect.promise(() => Promise.all(ended))
      yield* Fiber.interrupt(fiber)
    })
  )

  it.live("hold no more memory after many searches than after a few", () =>
    Effect.gen(function* () {
      const one = yield* threads(1)
      yield* one.ready
      const searches = Effect.repeat(one.search({ ...endless, difficulty: 10n }), { times: 500 })
      yield* searches
      // Less than a kilobyte of each.
      assert.isBelow(yield* heapGrowthOf(searches), 500 << 10)
    })
  )
})
