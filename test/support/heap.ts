/** How much the heap grew, once its garbage is gone. */
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

/** Bytes that are held after `run` and were not before. */
export const heapGrowth = (run: () => void): number => {
  setFlagsFromString("--expose-gc")
  const collect = runInNewContext("gc") as () => void
  collect()
  const before = process.memoryUsage().heapUsed
  run()
  collect()
  return process.memoryUsage().heapUsed - before
}
