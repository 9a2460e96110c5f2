/**
 * A solver on a graphics card, by WebGPU: through the npm package `webgpu` (Dawn), which is loaded when a solver is made and
 * which only those need who make one.
 *
 * @since 0.3.0
 */
import { type Duration, Effect, Layer, type Scope } from "effect"
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
   * A part of the card's name, where there are several.
   *
   * @default the one that the driver calls the fastest
   */
  readonly adapter?: string | undefined
  /**
   * Whether it may also be a program on the processor, such as SwiftShader or llvmpipe: for tests, as `PowCpu` is far faster.
   *
   * @default false
   */
  readonly software?: boolean | undefined
  /**
   * Threads of a workgroup, from 1 to 256.
   *
   * @default 128
   */
  readonly workgroup?: number | undefined
  /**
   * Rounds of Keccak in the body of the kernel's loop: 1, 2, 11 or 22.
   *
   * @default 1
   */
  readonly unroll?: 1 | 2 | 11 | 22 | undefined
  /**
   * Nonces that each thread of the card tries in one dispatch, from 1 to 1024.
   *
   * @default 8
   */
  readonly perThread?: number | undefined
  /**
   * How long a dispatch may take, from 1 to 100 milliseconds. None can be stopped and two are under way, so that the card is at rest
   * after twice that. On a chain with a block every quarter of a second take 4, for which an H100 pays two hundredths of its rate.
   *
   * @default "12 millis"
   */
  readonly dispatch?: Duration.Input | undefined
  /**
   * How often the progress is told.
   *
   * @default "1 second"
   */
  readonly progressInterval?: Duration.Input | undefined
}

/**
 * Makes a solver whose card has compiled and tested its kernels and waits for work. It lives in a thread of its own, which ends
 * with the scope and never keeps the process alive by itself. If the card is lost, even in mid-search, all cores of the processor go
 * on from the nonce that it had come to; a warning is logged, and `device` says so from then on.
 *
 * @category constructors
 */
export const make = Effect.fnUntraced(function* (
  options: Options = {}
): Effect.fn.Return<PowSolver["Service"], PowError, Scope.Scope> {
  return yield* makeSolver(yield* NodeEngines.card(options, NodeEngines.cores()), options.progressInterval)
})

/**
 * A solver on a graphics card. Fails with `NoGpu` where there is none; `PowAuto` takes the processor there.
 *
 * **Example** (A card if there is one)
 *
 * ```ts
 * import { Effect } from "effect"
 * import { PowSolver } from "effect-bittensor"
 * import * as PowGpu from "effect-bittensor/layers/PowGpu"
 *
 * export const device = PowSolver.use((pow) => Effect.succeed(pow.device)).pipe(
 *   Effect.provide(PowGpu.layer({ workgroup: 256 })),
 *   Effect.catchReason("PowError", "NoGpu", (_reason, error) => Effect.succeed(error.message))
 * )
 * ```
 *
 * @category layers
 */
export const layer = (options?: Options): Layer.Layer<PowSolver, PowError> => Layer.effect(PowSolver, make(options))
