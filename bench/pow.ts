/**
 * Proof of work on the processor: our kernels against @noble/hashes and against native code, threads against each other, and
 * how soon they start, stop and change the job. The targets are those of pow.md §5.1; what counts is the ratio within this run.
 *
 * The native scanner (`native/scan.c`) is there if a C compiler is and the processor has AVX2 and SHA-NI.
 */
import { deepStrictEqual as same } from "node:assert/strict"
import { loadavg } from "node:os"
import { setFlagsFromString } from "node:v8"
import { sha256 } from "@noble/hashes/sha2.js"
import { keccak_256 } from "@noble/hashes/sha3.js"
import { Effect, Exit, Fiber, Scope } from "effect"
import { spawnCpu } from "../src/layers/internal/pow/nodeThreads.ts"
import type { Wanted } from "../src/layers/internal/pow/solver.ts"
import * as Threads from "../src/layers/internal/pow/Threads.ts"
import { jobOf } from "../src/pow/kernel/Job.ts"
import * as Kernels from "../src/pow/Kernels.ts"
import { startNode } from "./support/child.ts"
import { calibration, machine, median, rounds, table } from "./support/machine.ts"
import { native, type NativeScan, type Way } from "./support/native.ts"

const ROUNDS = rounds(9)
const HIGH = 0x0102_0304
const THRESHOLD = 2 ** 18 - 1
const seed = "1e8d7affdec8df51ae5319b51f761c1e6cd166e9fa61e013889f2e65136eb73a"
const fixed = Uint8Array.from(Buffer.from(seed, "hex"))

// ---- threads

/** A search that does not end by itself. */
const endless: Wanted = {
  preimage: { kind: "Classic", fixed },
  difficulty: 2n ** 64n - 1n,
  start: 0n,
  isRight: () => true
}
const search = (threads: Threads.Threads) => Effect.runFork(threads.search(endless))
const stop = (fiber: Fiber.Fiber<unknown, unknown>) => Effect.runPromise(Fiber.interrupt(fiber))
const pause = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis))
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
const settled = async (threads: Threads.Threads) => {
  while (!threads.isUpToDate) await turn()
}

const spawn = spawnCpu({ kernels: Kernels.ladder, isTurbo: false })

/** Runs with so many threads, which end with it. */
const withThreads = async <A>(workers: number, use: (threads: Threads.Threads) => Promise<A>): Promise<A> => {
  const scope = Scope.makeUnsafe()
  const threads = await Effect.runPromise(Scope.provide(Threads.make({ workers, spawn }), scope))
  await Effect.runPromise(threads.ready)
  try {
    return await use(threads)
  } finally {
    await Effect.runPromise(Scope.close(scope, Exit.void))
  }
}

/** How soon a thread is ready, and at nine tenths of the rate that it has in the end, in milliseconds from its creation. */
const starting = async () => {
  const starts: Array<{ readonly ready: number; readonly full: number }> = []
  for (let round = 0; round < ROUNDS; round++) {
    const program = startNode("./starting.ts")
    starts.push(await program.next())
    program.stop()
  }
  return { ready: starts.map(({ ready }) => ready), full: starts.map(({ full }) => full) }
}

/** Milliseconds until all threads are at rest after an interruption, and until all search for the next job. */
const latencies = (workers: number) =>
  withThreads(workers, async (threads) => {
    const stops: Array<number> = []
    const switches: Array<number> = []
    for (let time = 0; time < 5 * ROUNDS; time++) {
      const fiber = search(threads)
      await pause(time === 0 ? 400 : 30)
      const before = performance.now()
      await stop(fiber)
      const next = search(threads)
      await settled(threads)
      switches.push(performance.now() - before)
      await pause(30)
      const stopping = performance.now()
      await stop(next)
      await settled(threads)
      stops.push(performance.now() - stopping)
    }
    return { stops, switches }
  })

/** Nonces per millisecond of the clock, and of CPU time. */
const measure = async (threads: Threads.Threads) => {
  const fiber = search(threads)
  await pause(100)
  const [tried, time, cpu] = [threads.tried, performance.now(), process.cpuUsage()]
  await pause(400)
  const [nonces, wall, { user, system }] = [threads.tried - tried, performance.now() - time, process.cpuUsage(cpu)]
  await stop(fiber)
  return { wall: nonces / wall, cpu: (1000 * nonces) / (user + system) }
}

/** Two threads against one, in turns. */
const scaling = () =>
  withThreads(1, (one) =>
    withThreads(2, async (two) => {
      const results: Array<{ readonly wall: number; readonly cpu: number }> = []
      for (let round = 0; round < ROUNDS; round++) {
        const [single, double] = [await measure(one), await measure(two)]
        results.push({ wall: double.wall / single.wall, cpu: (2 * double.cpu) / single.cpu })
      }
      return { wall: results.map(({ wall }) => wall), cpu: median(results.map(({ cpu }) => cpu)) }
    })
  )

const start = await starting()
const latency = await latencies(2)
const scale = await scaling()

// ---- kernels, by CPU time, in turns

/** A way to scan, and how many nonces make a slice of some tens of milliseconds. */
interface Scanner {
  readonly name: string
  readonly nonces: number
  readonly scan: (start: number, count: number) => Promise<NativeScan>
}

const timed =
  (scan: (start: number, count: number) => ReadonlyArray<number>): Scanner["scan"] =>
  (start, count) => {
    const before = process.cpuUsage()
    const hits = scan(start, count)
    const { system, user } = process.cpuUsage(before)
    const result = { hits: hits.length, sum: hits.reduce((a, b) => a + b, 0), nanos: 1000 * (user + system) }
    return Promise.resolve(result)
  }

const message = new Uint8Array(40)
message.set(fixed, 8)
const words = new DataView(message.buffer)
words.setUint32(4, HIGH, true)
const isHit = (nonce: number): boolean => {
  words.setUint32(0, nonce, true)
  const seal = keccak_256(sha256(message))
  return new DataView(seal.buffer, seal.byteOffset).getUint32(0) <= THRESHOLD
}
const noblest = startNode("./noble.ts")
const byNoble: Scanner["scan"] = (start, count) => {
  noblest.say([seed, HIGH, start, count, THRESHOLD].join(" "))
  return noblest.next()
}

const usual = Kernels.makeUnsafe("simd", "Classic")
const byKernel = (name: Kernels.KernelName): Scanner["scan"] => {
  const kernel = Kernels.makeUnsafe(name, "Classic")
  kernel.load(jobOf({ kind: "Classic", fixed }, HIGH))
  return timed((start, count) => {
    const hits: Array<number> = []
    for (let at = 0; at < count;) {
      const found = kernel.scan(start + at, count - at, THRESHOLD)
      if (found < 0) break
      for (let nonce = start + at + found, end = nonce + kernel.width; nonce < end; nonce++)
        if (isHit(nonce)) hits.push(nonce)
      at += found + kernel.width
    }
    return hits
  })
}

/** V8 compiles what comes after the flag with joined vectors; the other kernels are there already. */
const byTurbo = (): Scanner["scan"] => {
  setFlagsFromString("--experimental-wasm-revectorize")
  return byKernel("paired")
}

const scanner = native()
const byNative =
  (way: Way): Scanner["scan"] =>
  (start, count) =>
    typeof scanner === "string"
      ? Promise.reject(new Error(scanner))
      : scanner.scan(way, seed, HIGH, start, count, THRESHOLD)
const scanners: ReadonlyArray<Scanner> = [
  { name: "@noble/hashes", nonces: 8000, scan: byNoble },
  { name: "javascript", nonces: 20_000, scan: byKernel("javascript") },
  { name: "scalar", nonces: 80_000, scan: byKernel("scalar") },
  { name: "simd", nonces: 150_000, scan: byKernel("simd") },
  { name: "paired, with turbo", nonces: 300_000, scan: byTurbo() },
  ...(typeof scanner === "string"
    ? []
    : [
        { name: "native, scalar", nonces: 80_000, scan: byNative("scalar") },
        { name: "native, 128-bit vectors", nonces: 150_000, scan: byNative("sse") },
        { name: "native, AVX2 and SHA-NI", nonces: 300_000, scan: byNative("avx2") }
      ])
]

const loads = Array.from({ length: 50 }, (_, high) => {
  const before = performance.now()
  usual.load(jobOf({ kind: "Classic", fixed }, high))
  return performance.now() - before
})

// All find the same, before anything is timed; the engine optimises its code meanwhile.
const reference = await byNoble(0, 40_000)
for (const { scan } of scanners) {
  const { hits, sum } = await scan(0, 40_000)
  same([hits, sum], [reference.hits, reference.sum])
}
const rates = scanners.map((): Array<number> => [])
for (let round = -2; round < ROUNDS; round++) {
  for (const [index, { nonces, scan }] of scanners.entries()) {
    const { nanos } = await scan(round * nonces + 2 * nonces, nonces)
    if (round >= 0) rates[index]!.push((1000 * nonces) / nanos)
  }
}
noblest.stop()
if (typeof scanner !== "string") scanner.stop()

const rateOf = (name: string): number =>
  Math.max(...(rates[scanners.findIndex((scanner) => scanner.name === name)] ?? []))
const noble = rateOf("@noble/hashes")
const best = rateOf("native, AVX2 and SHA-NI")

console.log(machine())
console.log(`calibration ${calibration().toFixed(0)} µs, load ${loadavg()[0]?.toFixed(1)}, ${ROUNDS} rounds\n`)
console.log("Kernels, one thread, by CPU time; the best slice and the middle one\n")
table(
  ["", "MH/s, best", "median", "times @noble/hashes", "of AVX2 and SHA-NI"],
  scanners.map(({ name }, index) => {
    const rate = rateOf(name)
    const share = typeof scanner === "string" ? "–" : (rate / best).toFixed(2)
    return [name, rate.toFixed(2), median(rates[index]!).toFixed(2), (rate / noble).toFixed(1), share]
  })
)

/** A row of the targets: a ratio, or why there is none. */
const ratio = (what: string, target: number, value: number, reason?: string): ReadonlyArray<string> => {
  if (reason !== undefined)
    return [
      what,
      `≥ ${target}`,
      Number.isFinite(value) ? `${value.toFixed(2)}, void: ${reason}` : `void: ${reason}`,
      "–"
    ]
  return [what, `≥ ${target}`, value.toFixed(2), value >= target ? "yes" : "no"]
}
const time = (what: string, target: number, millis: number): ReadonlyArray<string> => [
  what,
  `≤ ${target} ms`,
  `${millis.toFixed(2)} ms`,
  millis <= target ? "yes" : "no"
]
const WORTHY = 45
const absent = typeof scanner === "string" ? scanner : undefined
const weak =
  absent ??
  (best >= WORTHY * noble ? undefined : `native makes ${(best / noble).toFixed(0)} × @noble/hashes, not ${WORTHY} ×`)
console.log("\nTargets\n")
table(
  ["", "required", "measured", "met"],
  [
    ratio("simd ÷ native AVX2 and SHA-NI", 0.4, rateOf("simd") / best, weak),
    ratio("simd ÷ native 128-bit vectors", 0.95, rateOf("simd") / rateOf("native, 128-bit vectors"), absent),
    ratio("simd ÷ @noble/hashes", 20, rateOf("simd") / noble),
    ratio("simd ÷ scalar", 1.8, rateOf("simd") / rateOf("scalar")),
    ratio("scalar ÷ native scalar", 0.85, rateOf("scalar") / rateOf("native, scalar"), absent),
    ratio("turbo ÷ native AVX2 and SHA-NI", 0.65, rateOf("paired, with turbo") / best, weak),
    ratio("two workers ÷ one, by the clock, median", 1.85, median(scale.wall)),
    ratio("two workers ÷ one, by CPU time, median", 1.85, scale.cpu),
    time("from nothing to full speed, median", 300, median(start.full)),
    time("the same, best", 300, Math.min(...start.full)),
    time("of which until the thread is ready, median", 300, median(start.ready)),
    time("two workers at rest after an interruption, median", 10, median(latency.stops)),
    time("the same, worst", 10, Math.max(...latency.stops)),
    time("a kernel takes up the next job, median", 2, median(loads)),
    time("two workers search for the next job, median", 10, median(latency.switches))
  ]
)
