/** Threads of Node: how one is started that searches on the processor, and one that has a graphics card. */
import { Worker } from "node:worker_threads"
import { Control } from "../../../pow/Control.ts"
import type { Report } from "../../../pow/work.ts"
import type { Start as GpuStart } from "./gpuThread.ts"
import type { Start } from "./thread.ts"
import type { Seating, Spawn } from "./Threads.ts"

/** A thread has one small heap: its kernel's memory is a page. The flags of the process are not for it. */
const limits = { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 32 } }

/** Files next to this one, which are compiled with it. */
const isSource = import.meta.url.endsWith(".ts")
const cpuEntry = new URL(isSource ? "./thread.ts" : "./thread.js", import.meta.url)
const gpuEntry = new URL(isSource ? "./gpuThread.ts" : "./gpuThread.js", import.meta.url)

const start = (
  entry: URL,
  told: Seating & object,
  hear: (report: Report) => void,
  ended: (cause: unknown) => void
): Worker => {
  const thread = new Worker(entry, { ...limits, workerData: told })
  let cause: unknown
  thread.on("message", hear)
  thread.once("error", (error) => (cause = error))
  thread.once("exit", (code) => ended(cause ?? new Error(`the thread ended with code ${code}`)))
  return thread
}

/** Threads on the processor. Tests have other entries. */
export const spawnCpu =
  (told: Start, entry = cpuEntry): Spawn =>
  (seating, hear, ended) =>
    start(entry, { ...seating, ...told }, hear, ended)

/** How long a thread may take to let go of its card, in milliseconds. */
const PARTING = 1000

/**
 * A thread with a graphics card. It is never terminated, as `webgpu` ends the whole process if a thread ends while it waits for
 * the card: it is told to end, and so it is when the process ends.
 */
export const spawnGpu =
  (told: GpuStart, entry = gpuEntry): Spawn =>
  (seating, hear, ended) => {
    const control = new Control(seating.buffer)
    const part = () => {
      control.close()
      const deadline = performance.now() + PARTING
      const clock = new Int32Array(new SharedArrayBuffer(4))
      while (control.seen(seating.worker) !== control.epoch && performance.now() < deadline)
        Atomics.wait(clock, 0, 0, 1)
    }
    const thread = start(entry, { ...seating, ...told }, hear, (cause) => {
      process.off("exit", part)
      ended(cause)
    })
    process.once("exit", part)
    const exit = new Promise<void>((resolve) => thread.once("exit", resolve))
    return {
      ref: () => thread.ref(),
      unref: () => thread.unref(),
      terminate: () => {
        control.close()
        thread.ref()
        const late = new Promise<void>((resolve) => setTimeout(resolve, PARTING).unref())
        return Promise.race([exit, late]).then(() => thread.unref())
      }
    }
  }
