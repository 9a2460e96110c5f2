/** What searches in Node, out of what users say: the cores of the processor, or a graphics card. */
import { availableParallelism } from "node:os"
import { Duration } from "effect"
import { defaultDispatch, defaultShape } from "../../../pow/gpu/gpuWork.ts"
import { isShape, type Shape } from "../../../pow/kernel/wgsl.ts"
import { type KernelName, ladder } from "../../../pow/Kernels.ts"
import { PowError } from "../../../services/PowSolver.ts"
import { cpuEngine } from "./cpuEngine.ts"
import * as GpuEngine from "./gpuEngine.ts"
import { spawnCpu, spawnGpu } from "./nodeThreads.ts"
import type { Making } from "./solver.ts"

/** What is told to `PowCpu` of its threads. */
interface Cores {
  readonly workers?: number | undefined
  readonly kernels?: ReadonlyArray<KernelName> | undefined
  readonly turbo?: boolean | undefined
}

/** What is told to `PowGpu` of its card. */
interface Card extends Partial<{ readonly [part in keyof Shape]: Shape[part] | undefined }> {
  readonly adapter?: string | undefined
  readonly software?: boolean | undefined
  readonly dispatch?: Duration.Input | undefined
}

/** Milliseconds: shorter ones tell nothing of the rate, and longer ones make a screen stand still. */
const [MIN_DISPATCH, MAX_DISPATCH] = [1, 100]

/** Threads on the processor. */
export const cores = ({ kernels = ladder, turbo = false, workers = availableParallelism() }: Cores = {}): Making =>
  cpuEngine({ workers, spawn: spawnCpu({ kernels, isTurbo: turbo }) })

/** A thread with a card, and what takes its place when it is lost. */
export const card = (
  {
    adapter,
    dispatch = defaultDispatch,
    perThread = defaultShape.perThread,
    software = false,
    unroll = defaultShape.unroll,
    workgroup = defaultShape.workgroup
  }: Card,
  instead: Making
): Making => {
  const shape = { workgroup, unroll, perThread }
  if (!isShape(shape)) return new PowError({ reason: { _tag: "BadShape", ...shape } })
  const longest = Duration.toMillis(dispatch)
  if (!(longest >= MIN_DISPATCH && longest <= MAX_DISPATCH)) {
    return new PowError({ reason: { _tag: "BadDispatch", millis: longest } })
  }
  return GpuEngine.make({ spawn: spawnGpu({ adapter, software, shape, longest }), instead })
}
