/**
 * The best solver that this machine has: a graphics card, or else the cores of the processor.
 *
 * @since 0.3.0
 */
import { availableParallelism } from "node:os"
import { Effect, Layer, type Scope } from "effect"
import { type PowError, PowSolver } from "../services/PowSolver.ts"
import { cardAndCores, cardOrCores } from "./internal/pow/choice.ts"
import * as NodeEngines from "./internal/pow/nodeEngines.ts"
import { type Making, makeSolver } from "./internal/pow/solver.ts"
import type * as PowCpu from "./PowCpu.ts"
import type * as PowGpu from "./PowGpu.ts"

/**
 * How to search: on a card, and where there is none or it is lost. A program on the processor that calls itself a card is no card here.
 *
 * @category models
 */
export interface Options {
  readonly gpu?: Omit<PowGpu.Options, "software"> | undefined
  readonly cpu?: PowCpu.Options | undefined
  /**
   * Whether the cores search beside a card: all but one, if `cpu` says no number, as the card needs some of one. That is a hundredth
   * more with a fast card, and much more with a small one.
   *
   * @default false
   */
  readonly both?: boolean | undefined
}

/**
 * Makes a solver on a graphics card, or on the processor if there is none that works. What it became, and why no card, its
 * `device` says.
 *
 * @category constructors
 */
export const make = Effect.fnUntraced(function* ({ both = false, cpu = {}, gpu = {} }: Options = {}): Effect.fn.Return<
  PowSolver["Service"],
  PowError,
  Scope.Scope
> {
  const cores = NodeEngines.cores(cpu)
  const beside = NodeEngines.cores({ ...cpu, workers: cpu.workers ?? Math.max(1, availableParallelism() - 1) })
  const cardOr = (instead: Making) => NodeEngines.card(gpu, instead)
  const card = both ? cardAndCores(cardOr, beside) : cardOr(cores)
  return yield* makeSolver(yield* cardOrCores(card, cores), gpu.progressInterval ?? cpu.progressInterval)
})

/**
 * The best solver that this machine has.
 *
 * **Example** (Whatever there is)
 *
 * ```ts run
 * import { Effect } from "effect"
 * import { PowSolver, Seal } from "effect-bittensor"
 * import * as PowAuto from "effect-bittensor/layers/PowAuto"
 *
 * const program = Effect.gen(function*() {
 *   const pow = yield* PowSolver
 *   const key = new Uint8Array(32)
 *   const { work } = yield* pow.solve(Seal.classic({ blockHash: key, key }), { difficulty: 1000n })
 *   return work.length
 * })
 *
 * await Effect.runPromise(Effect.provide(program, PowAuto.layer())) // => 32
 * ```
 *
 * @category layers
 */
export const layer = (options?: Options): Layer.Layer<PowSolver, PowError> => Layer.effect(PowSolver, make(options))
