/**
 * A solver in a browser's page: a graphics card if the browser grants one, or else the cores of the processor. It imports nothing of
 * Node. The page must be isolated from others, as only then it may share memory with its workers: it is sent with the headers
 * `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`.
 *
 * @since 0.3.0
 */
import { type Duration, Effect, Layer, type Scope } from "effect"
import { PowError, PowSolver } from "../services/PowSolver.ts"
import { cardAndCores, cardOrCores } from "./internal/pow/choice.ts"
import { cpuEngine } from "./internal/pow/cpuEngine.ts"
import * as GpuEngine from "./internal/pow/gpuEngine.ts"
import { type Making, makeSolver } from "./internal/pow/solver.ts"
import { spawnWeb } from "./internal/pow/webThreads.ts"

/**
 * How to search.
 *
 * @category models
 */
export interface Options {
  /**
   * What to search with: `auto` takes a card where there is one, and `both` has the processor search beside it.
   *
   * @default "auto"
   */
  readonly device?: "auto" | "both" | "cpu" | "gpu" | undefined
  /**
   * Workers on the processor.
   *
   * @default as many as the browser says that there are cores
   */
  readonly workers?: number | undefined
  /**
   * Whether the card may also be a program on the processor.
   *
   * @default false
   */
  readonly software?: boolean | undefined
  /**
   * How often the progress is told.
   *
   * @default "1 second"
   */
  readonly progressInterval?: Duration.Input | undefined
}

/** As much of a page as is used here; the types of browsers are not at hand. */
const page = globalThis as {
  readonly crossOriginIsolated?: boolean
  readonly navigator?: { readonly hardwareConcurrency?: number }
}

/**
 * Makes a solver whose workers have started, tested their kernels and wait for work. They end with the scope. A card that is
 * lost is replaced by the cores, even in mid-search.
 *
 * @category constructors
 */
export const make = Effect.fnUntraced(function* (
  options: Options = {}
): Effect.fn.Return<PowSolver["Service"], PowError, Scope.Scope> {
  const { device = "auto", progressInterval, software = false } = options
  const workers = options.workers ?? page.navigator?.hardwareConcurrency ?? 1
  if (page.crossOriginIsolated !== true) return yield* new PowError({ reason: { _tag: "NoSharedMemory" } })
  const cores = cpuEngine({ workers, spawn: spawnWeb({ device: "cpu", software }) })
  const cardOr = (instead: Making) => GpuEngine.make({ spawn: spawnWeb({ device: "gpu", software }), instead })
  const engines: { readonly [name in typeof device]: Making } = {
    auto: cardOrCores(cardOr(cores), cores),
    both: cardOrCores(cardAndCores(cardOr, cores), cores),
    cpu: cores,
    gpu: cardOr(cores)
  }
  return yield* makeSolver(yield* engines[device], progressInterval)
})

/**
 * A solver in a browser's page.
 *
 * **Example** (With whatever the browser grants)
 *
 * ```ts
 * import { Effect } from "effect"
 * import { PowSolver, type Seal } from "effect-bittensor"
 * import * as PowBrowser from "effect-bittensor/layers/PowBrowser"
 *
 * export const work = (seal: Seal.Seal, difficulty: bigint) =>
 *   PowSolver.use((pow) => pow.solve(seal, { difficulty })).pipe(Effect.provide(PowBrowser.layer()))
 * ```
 *
 * @category layers
 */
export const layer = (options?: Options): Layer.Layer<PowSolver, PowError> => Layer.effect(PowSolver, make(options))
