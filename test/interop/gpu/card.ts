/**
 * What is done with a card, in a process that has one. The first argument says what; the answer is JSON on the standard output,
 * bigints as decimal text.
 */
import { create } from "webgpu"
import { Effect, Fiber, Logger, Stream } from "effect"
import { cardAndCores } from "../../../src/layers/internal/pow/choice.ts"
import { cpuEngine } from "../../../src/layers/internal/pow/cpuEngine.ts"
import * as GpuEngine from "../../../src/layers/internal/pow/gpuEngine.ts"
import { spawnCpu, spawnGpu } from "../../../src/layers/internal/pow/nodeThreads.ts"
import type { Making } from "../../../src/layers/internal/pow/solver.ts"
import * as Threads from "../../../src/layers/internal/pow/Threads.ts"
import * as PowAuto from "../../../src/layers/PowAuto.ts"
import * as PowGpu from "../../../src/layers/PowGpu.ts"
import * as Difficulty from "../../../src/pow/Difficulty.ts"
import { GpuKernel } from "../../../src/pow/gpu/GpuKernel.ts"
import { defaultDispatch } from "../../../src/pow/gpu/gpuWork.ts"
import type { Device, Gpu } from "../../../src/pow/gpu/WebGpu.ts"
import { batches, jobOf, type Kind, nonceAt } from "../../../src/pow/kernel/Job.ts"
import { findsAll } from "../../../src/pow/kernel/selfTest.ts"
import type { Shape } from "../../../src/pow/kernel/wgsl.ts"
import * as Seal from "../../../src/protocol/Seal.ts"
import { PowSolver } from "../../../src/services/PowSolver.ts"
import { powVectors } from "../../support/powVectors.ts"
import { hex } from "../../support/vectors.ts"

const kinds: ReadonlyArray<Kind> = ["Classic", "PowRegister"]
/** What is fastest on a processor. */
const shape: Shape = { workgroup: 64, unroll: 1, perThread: 8 }
const filled = (byte: number) => new Uint8Array(32).fill(byte)
const seal = Seal.classic({ blockHash: filled(1), key: filled(2) })
const powRegister = Seal.powRegister({ netuid: 1, blockHash: filled(1), hotkey: filled(2), coldkey: filled(3) })

/** Runs with a device of this thread's own. */
const withDevice = async <A>(use: (device: Device) => Promise<A>): Promise<A> => {
  const gpu: Gpu = create([])
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" })
  const device = await adapter!.requestDevice()
  try {
    return await use(device)
  } finally {
    device.destroy()
  }
}

/** Whether kernels of several shapes find all that is there, and nothing else. */
const shapes = () =>
  withDevice(async (device) => {
    const told: Array<unknown> = []
    for (const kind of kinds) {
      for (const [workgroup, unroll, perThread] of [
        [64, 1, 8],
        [32, 2, 1],
        [128, 1, 3]
      ] as const) {
        const kernel = await GpuKernel.make(device, kind, { workgroup, unroll, perThread })
        told.push([kind, workgroup, unroll, perThread, await findsAll(kernel, kind)])
      }
    }
    return told
  })

/** The hits of the scan vectors: in all of a range, or where that takes long at its beginning and its end. */
const scans = () =>
  withDevice(async (device) => {
    const kernel = await GpuKernel.make(device, "Classic", shape)
    const part = 32_768
    const found: Array<unknown> = []
    for (const { data } of powVectors) {
      for (const { blockKeyHash, count, high32Threshold, nonceHigh, nonceLowStart } of data.scan) {
        kernel.load(jobOf({ kind: "Classic", fixed: hex(blockKeyHash) }, nonceHigh))
        const hits = new Set<number>()
        for (const from of [0, Math.max(0, count - part)]) {
          const start = nonceLowStart + from
          for (const hit of await kernel.scan(start, Math.min(part, count), high32Threshold)) hits.add(start + hit)
        }
        found.push([...hits])
      }
    }
    return found
  })

/** The nonces that a kernel finds in a range, and those that @noble/hashes finds. */
const comparison = (kernel: GpuKernel, kind: Kind, seed: number) => {
  const fixed = Uint8Array.from({ length: kind === "Classic" ? 32 : 123 }, (_, index) => (seed * (index + 1)) >>> 3)
  const [batch, start, count, threshold] = [seed * 7919, seed * 104_729, 700 + seed, 2 ** 28 - 1]
  kernel.load(jobOf({ kind, fixed }, batch))
  const expected = Array.from({ length: count }, (_, hit) => hit).filter((hit) => {
    const nonce = nonceAt(kind, { batch, index: start + hit })
    return Seal.value(kind, Seal.hash({ kind, fixed }, nonce)) >> 224n <= BigInt(threshold)
  })
  return kernel.scan(batches[kind].first + start, count, threshold).then((found) => ({ kind, seed, found, expected }))
}

/** Ranges of any length, two at a time; and one with more hits than a dispatch can tell. */
const ranges = () =>
  withDevice(async (device) => {
    const told: Array<unknown> = []
    for (const kind of kinds) {
      const kernel = await GpuKernel.make(device, kind, shape)
      for (const seed of [3, 29, 101]) {
        told.push(...(await Promise.all([comparison(kernel, kind, seed), comparison(kernel, kind, seed + 1)])))
      }
      const all = await kernel.scan(batches[kind].first, 1000, 2 ** 32 - 1)
      told.push({ kind, many: new Set(all).size, within: all.every((hit) => hit < 1000) })
    }
    return told
  })

const spawn = (entry?: string) =>
  spawnGpu(
    { adapter: undefined, software: true, shape, longest: defaultDispatch },
    entry === undefined ? undefined : new URL(entry, import.meta.url)
  )

/** The nonces of the solve vectors, from the start or, where that is far away, from shortly before. */
const solves = Effect.gen(function* () {
  const engine = yield* GpuEngine.make({ spawn: spawn(), instead: Effect.never })
  const found: Array<unknown> = []
  for (const { data } of powVectors) {
    for (const { blockKeyHash, difficulty, nonce, start } of data.solve) {
      const far = BigInt(nonce) - BigInt(start) > 10_000n
      found.push(
        yield* engine.search({
          preimage: { kind: "Classic", fixed: hex(blockKeyHash) },
          difficulty: BigInt(difficulty),
          start: far ? BigInt(nonce) - 5000n : BigInt(start),
          isRight: () => true
        })
      )
    }
  }
  return found
})

/** What the service says and finds. */
const service = Effect.gen(function* () {
  const pow = yield* PowSolver
  const found: Array<bigint> = []
  for (const each of [seal, powRegister, seal]) {
    found.push((yield* pow.solve(each, { difficulty: 1000n, start: 5n })).nonce)
  }
  const fiber = yield* Effect.forkChild(pow.solve(seal, { difficulty: Difficulty.maxDifficulty }))
  const [progress] = yield* Stream.runCollect(Stream.take(pow.progress, 1))
  yield* Fiber.interrupt(fiber)
  const { tried } = yield* pow.solve(powRegister, { difficulty: 1000n, start: 5n })
  return { device: pow.device, found, rate: progress!.rate, tried }
}).pipe(Effect.provide(PowGpu.layer({ software: true, ...shape, unroll: 1, progressInterval: "200 millis" })))

/** Milliseconds from an interruption until the card has nothing to do, the best of some. */
const stopping = Effect.gen(function* () {
  const threads = yield* Threads.make({ workers: 1, spawn: spawn(), patience: 0 })
  yield* threads.ready
  let best = Number.POSITIVE_INFINITY
  for (let turn = 0; turn < 40 && best > 30; turn++) {
    const fiber = yield* Effect.forkChild(
      threads.search({
        preimage: Seal.preimage(seal),
        difficulty: Difficulty.maxDifficulty,
        start: 0n,
        isRight: () => true
      })
    )
    yield* Effect.sleep("150 millis")
    const before = performance.now()
    yield* Fiber.interrupt(fiber)
    yield* Effect.repeat(Effect.sleep("1 millis"), { until: () => threads.isUpToDate })
    best = Math.min(best, performance.now() - before)
  }
  const { tried } = threads
  yield* Effect.sleep("50 millis")
  return { best, rested: threads.tried === tried }
})

/** A card that is lost in mid-search: what is found, by whom, and what is said. */
const loss = Effect.gen(function* () {
  const engine = yield* GpuEngine.make({
    spawn: spawn("losing.ts"),
    instead: cpuEngine({ workers: 1, spawn: spawnCpu({ kernels: ["simd"], isTurbo: false }) })
  })
  const before = engine.device
  const wanted = { preimage: Seal.preimage(seal), difficulty: 1_000_000n, start: 0n, isRight: () => true }
  const nonce = yield* engine.search(wanted)
  const { tried } = engine
  const inAll = tried()
  return { before, nonce, tried: inAll, after: engine.device, again: yield* engine.search(wanted) }
})

/** The processor beside a card that is lost meanwhile. */
const beside = Effect.gen(function* () {
  const card = (instead: Making) => GpuEngine.make({ spawn: spawn("losing.ts"), instead })
  const cores = cpuEngine({ workers: 1, spawn: spawnCpu({ kernels: ["simd"], isTurbo: false }) })
  const engine = yield* cardAndCores(card, cores)
  const { device } = engine
  const wanted = { preimage: Seal.preimage(seal), difficulty: 1000n, start: 5n, isRight: () => true }
  const nonces = [yield* engine.search(wanted)]
  const fiber = yield* Effect.forkChild(engine.search({ ...wanted, difficulty: Difficulty.maxDifficulty }))
  yield* Effect.repeat(Effect.sleep("5 millis"), { until: () => engine.device !== device })
  yield* Fiber.interrupt(fiber)
  nonces.push(yield* engine.search(wanted))
  return { device, nonces, tried: engine.tried(), alone: engine.device }
})

const heard: Array<unknown> = []
const listening = Logger.layer([Logger.make(({ message }) => void heard.push(message))])

/** What is said of a card that cannot be had. */
const refusal = (layer: Effect.Effect<unknown, unknown, never>) => Effect.map(Effect.flip(layer), String)

const deeds: Readonly<Record<string, () => Promise<unknown>>> = {
  shapes,
  scans,
  ranges,
  solves: () => Effect.runPromise(Effect.scoped(solves)),
  service: () => Effect.runPromise(service),
  stopping: () => Effect.runPromise(Effect.scoped(stopping)),
  loss: async () => ({
    ...(await Effect.runPromise(Effect.provide(Effect.scoped(loss), listening))),
    heard
  }),
  beside: () => Effect.runPromise(Effect.provide(Effect.scoped(beside), listening)),
  refused: () => Effect.runPromise(refusal(Effect.scoped(PowGpu.make()))),
  uncompilable: () => {
    const start = { adapter: undefined, software: true, shape: { ...shape, workgroup: 4096 }, longest: defaultDispatch }
    return Effect.runPromise(refusal(Effect.scoped(GpuEngine.make({ spawn: spawnGpu(start), instead: Effect.never }))))
  },
  badShape: () => Effect.runPromise(refusal(Effect.scoped(PowGpu.make({ workgroup: 4096 })))),
  badDispatch: () => Effect.runPromise(refusal(Effect.scoped(PowGpu.make({ dispatch: "101 millis" })))),
  withoutPackage: () =>
    Effect.runPromise(
      refusal(Effect.scoped(GpuEngine.make({ spawn: spawn("withoutPackage.ts"), instead: Effect.never })))
    ),
  auto: () =>
    Effect.runPromise(
      Effect.forEach([false, true], (both) =>
        Effect.map(Effect.scoped(PowAuto.make({ cpu: { workers: 1 }, both })), ({ device }) => device)
      )
    ),
  leaving: () =>
    Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const pow = yield* PowGpu.make({ software: true, ...shape, unroll: 1 })
          yield* Effect.forkChild(pow.solve(seal, { difficulty: Difficulty.maxDifficulty }))
          yield* Effect.sleep("300 millis")
          process.exit(3)
        })
      )
    )
}

const answer = await deeds[process.argv[2] ?? ""]!()
console.log(JSON.stringify(answer, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)))
