/** The entry of a searching thread. It never comes to rest, so that nothing can be sent to it: all it learns is in shared memory. */
import { setFlagsFromString } from "node:v8"
import { parentPort, workerData } from "node:worker_threads"
import { Control } from "../../../pow/Control.ts"
import type { KernelName } from "../../../pow/Kernels.ts"
import { work } from "../../../pow/work.ts"
import type { Seating } from "./Threads.ts"

/** What a thread is told when it starts. */
export interface Start {
  readonly kernels: ReadonlyArray<KernelName>
  /** Whether the engine may join vectors. */
  readonly isTurbo: boolean
}

const { buffer, isTurbo, kernels, worker } = workerData as Seating & Start
// Of the whole process, and for what is compiled from now on.
if (isTurbo) setFlagsFromString("--experimental-wasm-revectorize")
work({
  control: new Control(buffer),
  worker,
  kernels: isTurbo ? ["paired", ...kernels] : kernels,
  isRace: isTurbo,
  report: (report) => parentPort!.postMessage(report, []),
  now: () => performance.now()
})
