/**
 * A solver on the processor's cores: threads that run WebAssembly, or JavaScript where there is none.
 *
 * @since 0.2.0
 */
import { type Duration, Effect, Layer, type Scope } from "effect"
import type { KernelName } from "../pow/Kernels.ts"
import { type PowError, PowSolver } from "../services/PowSolver.ts"
import * as NodeEngines from "./internal/pow/nodeEngines.ts"
import { makeSolver } from "./internal/pow/solver.ts"

/**
 * How to search.
 *
 * @category models
 */
export interface Options {
  /**
   * Threads, from 1 to 1024.
   *
   * @default as many as there are cores for this process
   */
  readonly workers?: number | undefined
  /**
   * The kernels that may be used, the best first. A thread takes the first that runs here and passes its test.
   *
   * @default ["simd", "scalar", "javascript"]
   */
  readonly kernels?: ReadonlyArray<KernelName> | undefined
  /**
   * Whether V8 may join the vectors of WebAssembly into those of AVX2, by its flag `--experimental-wasm-revectorize`: nearly
   * twice the rate on processors that have them. The flag is experimental and holds for the whole process, for all
   * WebAssembly that is compiled from then on. A thread keeps the kernel that wins a race of a tenth of a second.
   *
   * @default false
   */
  readonly turbo?: boolean | undefined
  /**
   * How often the progress is told.
   *
   * @default "1 second"
   */
  readonly progressInterval?: Duration.Input | undefined
}

/**
 * Makes a solver whose threads have started, tested their kernels and wait for work, at no cost. They end with the scope,
 * and never keep the process alive by themselves.
 *
 * @category constructors
 */
export const make = Effect.fnUntraced(function* (
  options: Options = {}
): Effect.fn.Return<PowSolver["Service"], PowError, Scope.Scope> {
  return yield* makeSolver(yield* NodeEngines.cores(options), options.progressInterval)
})

/**
 * A solver on the processor.
 *
 * @category layers
 */
export const layer = (options?: Options): Layer.Layer<PowSolver, PowError> => Layer.effect(PowSolver, make(options))
