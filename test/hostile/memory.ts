/** What a process holds once its garbage is gone, and how much more that may be after an attack. */
import { setTimeout as sleep } from "node:timers/promises"

/** Bytes. */
export interface Memory {
  /** What V8 and the buffers hold: this is what a leak adds to. */
  readonly held: number
  /** What the kernel counts. V8 and the allocator give pages back late and not all of them. */
  readonly resident: number
}

/** Collects garbage until there is no more of it: finalizers run between two collections. */
export const settledMemory = async (): Promise<Memory> => {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.({ type: "major", execution: "sync", flavor: "last-resort" })
    await sleep(20)
  }
  const { external, heapUsed, rss } = process.memoryUsage()
  return { held: heapUsed + external, resident: rss }
}
