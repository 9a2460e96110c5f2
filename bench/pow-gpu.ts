/**
 * Proof of work on a graphics card: which shape of the kernel is the fastest, what the solver makes of it, how near that is to
 * what the card can do at all (pow.md §3.2), and how soon it starts, stops and changes the job. Where there is no card it says so and
 * measures nothing; with `GPU=software` it takes a program for one.
 */
import { execFileSync } from "node:child_process"
import { Effect, Exit, Fiber, Scope } from "effect"
import { create } from "webgpu"
import { spawnCpu, spawnGpu } from "../src/layers/internal/pow/nodeThreads.ts"
import type { Wanted } from "../src/layers/internal/pow/solver.ts"
import * as Threads from "../src/layers/internal/pow/Threads.ts"
import { GpuKernel } from "../src/pow/gpu/GpuKernel.ts"
import { defaultDispatch, defaultShape } from "../src/pow/gpu/gpuWork.ts"
import { type Adapter, type Device, type Gpu, isSoftware, nameOf } from "../src/pow/gpu/WebGpu.ts"
import { jobOf, type Kind } from "../src/pow/kernel/Job.ts"
import { findsAll } from "../src/pow/kernel/selfTest.ts"
import type { Shape } from "../src/pow/kernel/wgsl.ts"
import { ladder } from "../src/pow/Kernels.ts"
import { machine, median, rounds, table } from "./support/machine.ts"

const ROUNDS = rounds(7)
const software = process.env["GPU"] === "software"
/** Slots of the arithmetic units that a hash takes (pow.md §3.1). */
const SLOTS = 5200
/** Multiprocessors of 64 integer units each. cubit uses one of them, whatever the card has: at its best it does what that one can (pow.md §3.7). */
const multiprocessors: Readonly<Record<string, number>> = { H100: 132, H200: 132, A100: 108, "RTX 4090": 128 }

const fixed: { readonly [kind in Kind]: Uint8Array } = {
  Classic: new Uint8Array(32).fill(7),
  PowRegister: new Uint8Array(123).fill(7)
}
const pause = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis))
const mega = (perMillisecond: number) => (perMillisecond / 1000).toFixed(perMillisecond < 10_000 ? 3 : 0)

/** What NVIDIA's tool says of the card, if it is there. */
const nvidia = (...fields: ReadonlyArray<string>): ReadonlyArray<string> => {
  try {
    const args = [`--query-gpu=${fields.join(",")}`, "--format=csv,noheader,nounits"]
    return execFileSync("nvidia-smi", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
      .trim()
      .split(", ")
  } catch {
    return []
  }
}

/** Nonces per millisecond with so many dispatches of a length under way. */
const rateOf = async (kernel: GpuKernel, length: number, millis: number, depth = 2): Promise<number> => {
  const flights: Array<Promise<unknown>> = []
  const begun = performance.now()
  let [tried, time] = [0, begun]
  while (time - begun < millis) {
    while (flights.length < depth) flights.push(kernel.scan(0, length, 0))
    await flights.shift()
    tried += length
    time = performance.now()
  }
  await kernel.settled()
  return tried / (time - begun)
}

/** A kernel that is loaded and knows what it is about. */
const kernelOf = async (device: Device, kind: Kind, shape: Shape): Promise<GpuKernel> => {
  const kernel = await GpuKernel.make(device, kind, shape)
  if (!(await findsAll(kernel, kind))) throw new Error(`the kernel of ${JSON.stringify(shape)} misses what is there`)
  kernel.load(jobOf({ kind, fixed: fixed[kind] }, 1))
  return kernel
}

/** The shapes against each other, in turns. */
const sweep = async (device: Device) => {
  const [workgroups, unrolls, lengths] = software
    ? [[64], [1, 2], [8]]
    : [
        [32, 64, 128, 256],
        [1, 2, 11],
        [1, 4, 8, 16]
      ]
  const racers: Array<{
    readonly shape: Shape
    readonly kernel: GpuKernel
    readonly compile: number
    rates: Array<number>
  }> = []
  for (const workgroup of workgroups!) {
    for (const unroll of unrolls!) {
      for (const perThread of lengths!) {
        const shape = { workgroup, unroll, perThread }
        const begun = performance.now()
        const kernel = await kernelOf(device, "Classic", shape)
        racers.push({ shape, kernel, compile: performance.now() - begun, rates: [] })
      }
    }
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { kernel, rates } of racers) {
      rates.push(await rateOf(kernel, software ? 2 ** 11 : Math.min(2 ** 24, kernel.most), 120))
    }
  }
  const rows = racers.toSorted((a, b) => median(b.rates) - median(a.rates))
  const best = median(rows[0]!.rates)
  table(
    ["workgroup", "unroll", "nonces a thread", "compiled and tested, ms", "MH/s", "best round", "ratio"],
    rows.map(({ compile, rates, shape }) => [
      ...[shape.workgroup, shape.unroll, shape.perThread].map(String),
      compile.toFixed(0),
      mega(median(rates)),
      mega(Math.max(...rates)),
      (median(rates) / best).toFixed(2)
    ])
  )
}

/** How long a dispatch should be, and how many should be under way. Gives the best rate of all. */
const dispatches = async (device: Device): Promise<number> => {
  const kernel = await kernelOf(device, "Classic", defaultShape)
  const rows: Array<ReadonlyArray<string>> = []
  let best = 0
  for (const power of software ? [10, 12] : [18, 20, 22, 23, 24, 25]) {
    const rates: Array<number> = []
    for (const depth of [1, 2, 3]) {
      const turns: Array<number> = []
      for (let round = 0; round < ROUNDS; round++) turns.push(await rateOf(kernel, 2 ** power, 120, depth))
      rates.push(median(turns))
    }
    best = Math.max(best, ...rates)
    rows.push([`2^${power}`, (2 ** power / Math.max(...rates)).toFixed(2), ...rates.map(mega)])
  }
  table(["nonces", "ms each", "MH/s, one", "two under way", "three"], rows)
  return best
}

/** A search that does not end by itself. */
const endless = (kind: Kind): Wanted => ({
  preimage: { kind, fixed: fixed[kind] },
  difficulty: 2n ** 64n - 1n,
  start: 0n,
  isRight: () => true
})

/** Runs with threads, which end with it. */
const withThreads = async <A>(spawn: Threads.Spawn, use: (threads: Threads.Threads) => Promise<A>): Promise<A> => {
  const scope = Scope.makeUnsafe()
  const threads = await Effect.runPromise(Scope.provide(Threads.make({ workers: 1, spawn, patience: 0 }), scope))
  await Effect.runPromise(threads.ready)
  try {
    return await use(threads)
  } finally {
    await Effect.runPromise(Scope.close(scope, Exit.void))
  }
}

/** Nonces per millisecond of a search, without its first moments; the card's clock then, and how much of a core it took. */
const searching = async (threads: Threads.Threads, kind: Kind, millis: number) => {
  const fiber = Effect.runFork(threads.search(endless(kind)))
  await pause(300)
  const [tried, time, used] = [threads.tried, performance.now(), process.cpuUsage()]
  await pause(millis)
  const [nonces, elapsed, { system, user }] = [threads.tried - tried, performance.now() - time, process.cpuUsage(used)]
  const [clock] = nvidia("clocks.sm")
  await Effect.runPromise(Fiber.interrupt(fiber))
  return { rate: nonces / elapsed, clock: Number(clock), core: (user + system) / 1000 / elapsed }
}

/** Milliseconds until the card is at rest after an interruption. */
const stops = async (threads: Threads.Threads) => {
  const times: Array<number> = []
  for (let turn = 0; turn < 5 * ROUNDS; turn++) {
    const fiber = Effect.runFork(threads.search(endless("Classic")))
    await pause(200)
    const begun = performance.now()
    await Effect.runPromise(Fiber.interrupt(fiber))
    while (!threads.isUpToDate) await new Promise<void>((resolve) => setImmediate(resolve))
    times.push(performance.now() - begun)
  }
  return times
}

/** The solver with its own tuning, against one core of the processor, and against the best that the kernel did without it. */
const solver = async (name: string, best: number) => {
  const cpu = await withThreads(spawnCpu({ kernels: ladder, isTurbo: false }), (threads) =>
    searching(threads, "Classic", 500)
  )
  const card = { adapter: undefined, software, shape: defaultShape, longest: defaultDispatch }
  const begun = performance.now()
  await withThreads(spawnGpu(card), async (threads) => {
    const ready = performance.now() - begun
    const [units] = Object.entries(multiprocessors).flatMap(([card, count]) => (name.includes(card) ? [count] : []))
    const rows: Array<ReadonlyArray<string>> = []
    for (const kind of ["Classic", "PowRegister"] as const) {
      const turns: Array<Awaited<ReturnType<typeof searching>>> = []
      for (let round = 0; round < ROUNDS; round++) turns.push(await searching(threads, kind, 1000))
      const [rate, clock] = [median(turns.map((turn) => turn.rate)), median(turns.map((turn) => turn.clock))]
      const limit = units === undefined ? Number.NaN : (units * 64 * clock * 1000) / SLOTS
      rows.push([
        kind,
        mega(rate),
        Number.isNaN(limit) ? "unknown" : `${(rate / limit).toFixed(2)} of ${mega(limit)} at ${clock} MHz`,
        Number.isNaN(limit) ? "unknown" : ((rate / limit) * units!).toFixed(0),
        kind === "Classic" ? (1 - rate / best).toFixed(3) : "–",
        (rate / cpu.rate).toFixed(0),
        median(turns.map(({ core }) => core)).toFixed(2)
      ])
    }
    table(
      [
        "seal",
        "MH/s",
        "of the physical limit (target 0.70)",
        "times cubit at its best (target 90)",
        "lost to the solver (target 0.02)",
        "times one core",
        "cores it takes"
      ],
      rows
    )
    const times = await stops(threads)
    table(
      ["", "ms"],
      [
        ["from nothing to ready, all kernels compiled and tested", ready.toFixed(0)],
        ["until the card is at rest, median (target 30)", median(times).toFixed(1)],
        ["– the longest", Math.max(...times).toFixed(1)]
      ]
    )
  })
}

console.log(machine())
const gpu: Gpu = create([])
const adapter: Adapter | null = await gpu.requestAdapter({ powerPreference: "high-performance" })
if (adapter === null || (isSoftware(adapter) && !software)) {
  console.log(
    adapter === null
      ? "No graphics card here: nothing is measured."
      : `Only ${nameOf(adapter)} here, a program on the processor: nothing is measured.`
  )
} else {
  const [card, driver, most] = nvidia("name", "driver_version", "clocks.max.sm")
  const name = card ?? nameOf(adapter)
  console.log(card === undefined ? name : `${name}, driver ${driver}, at most ${most} MHz`)
  const device = await adapter.requestDevice()
  await sweep(device)
  const best = await dispatches(device)
  device.destroy()
  await solver(name, best)
}
// What `create` has made would keep the process alive until it is collected.
process.exit()
