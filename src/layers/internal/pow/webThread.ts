/** The entry of a searching worker of a browser, with the processor or with a graphics card. */
import { Control } from "../../../pow/Control.ts"
import { gpuWork, defaultDispatch, defaultShape } from "../../../pow/gpu/gpuWork.ts"
import type { Gpu } from "../../../pow/gpu/WebGpu.ts"
import { ladder } from "../../../pow/Kernels.ts"
import { type Report, work } from "../../../pow/work.ts"
import type { Seating } from "./Threads.ts"

/** What a worker is told when it starts. */
export interface Start {
  readonly device: "cpu" | "gpu"
  /** Whether a program on the processor may be the card. */
  readonly software: boolean
}

/** As much of a worker as is used here; the types of browsers are not at hand. */
interface WorkerScope {
  readonly postMessage: (report: Report, transfer: []) => void
  readonly addEventListener: (type: "message", listener: (event: { readonly data: Seating & Start }) => void) => void
  readonly navigator: { readonly gpu?: Gpu }
}
const scope = globalThis as unknown as WorkerScope

const search = async ({ buffer, device, software, worker }: Seating & Start): Promise<void> => {
  const post = {
    control: new Control(buffer),
    worker,
    report: (report: Report) => scope.postMessage(report, []),
    now: () => performance.now()
  }
  if (device === "cpu") return work({ ...post, kernels: ladder, isRace: false })
  const adapter = (await scope.navigator.gpu?.requestAdapter({ powerPreference: "high-performance" })) ?? null
  return gpuWork({ ...post, adapter, software, shape: defaultShape, longest: defaultDispatch, isPolling: false })
}

/** A page hears what its worker throws, not that a promise of it failed. */
const rethrow = (error: unknown) =>
  setTimeout(() => {
    throw error
  })

scope.addEventListener("message", ({ data }) => void search(data).catch(rethrow))
