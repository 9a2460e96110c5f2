/**
 * The entry of a thread that has a graphics card. It is a thread of its own, since `webgpu` keeps the one that waits for a card
 * half busy (pow.md §3.6).
 */
import { parentPort, workerData } from "node:worker_threads"
import { Control } from "../../../pow/Control.ts"
import { gpuWork } from "../../../pow/gpu/gpuWork.ts"
import type { Gpu } from "../../../pow/gpu/WebGpu.ts"
import type { Shape } from "../../../pow/kernel/wgsl.ts"
import type { Report } from "../../../pow/work.ts"
import type { Seating } from "./Threads.ts"

/** What a thread is told when it starts. */
export interface Start {
  /** A part of the card's name; the driver's choice if it is not given. */
  readonly adapter: string | undefined
  /** Whether a program on the processor may be the card. */
  readonly software: boolean
  readonly shape: Shape
  /** How long a dispatch may take, in milliseconds. */
  readonly longest: number
}

const { adapter: name, buffer, longest, shape, software, worker } = workerData as Seating & Start
const report = (told: Report): void => parentPort!.postMessage(told, [])
const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** What leads to cards; `undefined` if the package is not there. */
const open = async (): Promise<Gpu | undefined> => {
  try {
    const { create } = await import("webgpu")
    return create(name === undefined ? [] : [`adapter=${name}`])
  } catch (error) {
    report({ _tag: "NoGpu", problem: "NoPackage", detail: sentenceOf(error) })
    return undefined
  }
}

// It must outlive all that came from it: were it collected, the process would crash.
const gpu = await open()
if (gpu !== undefined) {
  await gpuWork({
    control: new Control(buffer),
    worker,
    adapter: await gpu.requestAdapter({ powerPreference: "high-performance" }),
    software,
    shape,
    longest,
    isPolling: true,
    report,
    now: () => performance.now()
  })
}
// It would also keep this thread alive.
process.exit()
