/**
 * The best solver that this machine has: a graphics card, or else the cores of the processor.
 *
 * @since 0.3.0
 */
import { Effect, Layer, type Scope } from "effect"
import { type PowError, PowSolver } from "../services/PowSolver.ts"
import * as PowCpu from "./PowCpu.ts"
import * as PowGpu from "./PowGpu.ts"

/**
 * How to search: on a card, and where there is none. A program on the processor that calls itself a card is no card here.
 *
 * @category models
 */
export interface Options {
  readonly gpu?: Omit<PowGpu.Options, "software"> | undefined
  readonly cpu?: PowCpu.Options | undefined
}

/**
 * Makes a solver on a graphics card, or on the processor if there is none that works. What it became, and why no card, its
 * `device` says.
 *
 * @category constructors
 */
export const make = Effect.fnUntraced(function* ({ cpu, gpu }: Options = {}): Effect.fn.Return<
  PowSolver["Service"],
  PowError,
  Scope.Scope
> {
  return yield* Effect.catchReason(PowGpu.make(gpu), "PowError", "NoGpu", (_, error) =>
    Effect.map(PowCpu.make(cpu), (solver) => ({ ...solver, device: `${solver.device}. ${error.message}` }))
  )
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
