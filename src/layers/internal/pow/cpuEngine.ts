/** The cores of the processor as an engine. */
import { Effect, type Scope } from "effect"
import type { PowError } from "../../../services/PowSolver.ts"
import type { Engine } from "./solver.ts"
import * as Threads from "./Threads.ts"

/** Threads that are ready. */
export const cpuEngine = Effect.fnUntraced(function* (
  settings: Threads.Settings
): Effect.fn.Return<Engine, PowError, Scope.Scope> {
  const threads = yield* Threads.make(settings)
  yield* threads.ready
  const { kernels } = threads
  const device = `${kernels.length} ${kernels.length === 1 ? "thread" : "threads"}, ${[...new Set(kernels)].join(" and ")}`
  return { device, tried: () => threads.tried, search: threads.search }
})
