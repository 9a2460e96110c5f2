/** The cores of the processor as an engine. */
import { Effect, type Scope } from "effect"
import { PowError } from "../../../services/PowSolver.ts"
import type { Engine } from "./solver.ts"
import * as Threads from "./Threads.ts"

const MAX_WORKERS = 1024

/** Threads that are ready. */
export const cpuEngine = Effect.fnUntraced(function* (
  settings: Threads.Settings
): Effect.fn.Return<Engine, PowError, Scope.Scope> {
  const { workers } = settings
  if (!Number.isInteger(workers) || workers < 1 || workers > MAX_WORKERS) {
    return yield* new PowError({ reason: { _tag: "NoWorkers", workers } })
  }
  const threads = yield* Threads.make(settings)
  yield* threads.ready
  const { kernels } = threads
  const device = `${kernels.length} ${kernels.length === 1 ? "thread" : "threads"}, ${[...new Set(kernels)].join(" and ")}`
  return { device, tried: () => threads.tried, search: threads.search }
})
