/** How much the heap grew, once its garbage is gone. */
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { Effect } from "effect"

/** Bytes of the heap without its garbage, and of the buffers beside it. */
const held = (): number => {
  setFlagsFromString("--expose-gc")
  const collect = runInNewContext("gc") as () => void
  collect()
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Bytes that are held after `run` and were not before. */
export const heapGrowth = (run: () => void): number => {
  const before = held()
  run()
  return held() - before
}

/** The same of a program. */
export const heapGrowthOf = <A, E, R>(run: Effect.Effect<A, E, R>): Effect.Effect<number, E, R> =>
  Effect.suspend(() => {
    const before = held()
    return Effect.map(run, () => held() - before)
  })
