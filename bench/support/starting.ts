/** A program that searches with one thread, and says how soon it was ready and at full speed: each start is the first of a process. */
import { Effect, Fiber } from "effect"
import { spawnCpu } from "../../src/layers/internal/pow/nodeThreads.ts"
import * as Threads from "../../src/layers/internal/pow/Threads.ts"
import { ladder } from "../../src/pow/Kernels.ts"
import { median } from "./machine.ts"

const begun = performance.now()
const sinceBegun = () => performance.now() - begun
/** Between two looks at what has been tried, and until all have been taken, in milliseconds. */
const [STEP, ALL] = [20, 1500]

const starting = Effect.gen(function* () {
  const threads = yield* Threads.make({ workers: 1, spawn: spawnCpu({ kernels: ladder, isTurbo: false }) })
  yield* threads.ready
  const ready = sinceBegun()
  const preimage = { kind: "Classic", fixed: new Uint8Array(32) } as const
  const wanted = { preimage, difficulty: 2n ** 64n - 1n, start: 0n, isRight: () => true }
  const search = yield* Effect.forkChild(threads.search(wanted), { startImmediately: true })
  const rates: Array<{ readonly time: number; readonly rate: number }> = []
  let [time, tried] = [ready, 0]
  while (time < ALL) {
    yield* Effect.sleep(STEP)
    const now = { time: sinceBegun(), tried: threads.tried }
    rates.push({ time: now.time, rate: (now.tried - tried) / (now.time - time) })
    ;({ time, tried } = now)
  }
  yield* Fiber.interrupt(search)
  const full = 0.9 * median(rates.slice(-20).map(({ rate }) => rate))
  return { ready, full: rates.find(({ rate }) => rate >= full)?.time ?? Number.NaN }
})

console.log(JSON.stringify(await Effect.runPromise(Effect.scoped(starting))))
