/**
 * The kernels that search for a seal, made when the program runs from the rounds in `kernel/` (pow.md §2).
 *
 * @since 0.2.0
 */
import { instantiateUnsafe } from "./kernel/emit.ts"
import { javascriptUnsafe } from "./kernel/javascript.ts"
import type { Kind } from "./kernel/Job.ts"
import { type Kernel, type KernelName, names } from "./kernel/Kernel.ts"
import { paired } from "./kernel/paired.ts"
import { scalar } from "./kernel/scalar.ts"
import { passes } from "./kernel/selfTest.ts"
import { simd } from "./kernel/simd.ts"

export type { Kind } from "./kernel/Job.ts"
export type { Kernel, KernelName } from "./kernel/Kernel.ts"

/**
 * The names of the kernels that run by themselves, the fastest first.
 *
 * @category models
 */
export const ladder: ReadonlyArray<KernelName> = names

/**
 * Makes a kernel for a kind of seal: some milliseconds. Throws where the engine lacks what it needs.
 *
 * @category constructors
 */
export const makeUnsafe = (name: KernelName, kind: Kind): Kernel => {
  switch (name) {
    case "paired":
      return instantiateUnsafe(paired(kind))
    case "simd":
      return instantiateUnsafe(simd(kind))
    case "scalar":
      return instantiateUnsafe(scalar(kind))
    case "javascript":
      return javascriptUnsafe(kind)
  }
}

/**
 * A kernel that was chosen.
 *
 * @category models
 */
export interface Chosen {
  readonly name: KernelName
  readonly kernel: Kernel
}

/** Those of the kernels that can be made here and find what they have to find, in their order. */
function* working(kind: Kind, names: ReadonlyArray<KernelName>): Generator<Chosen> {
  for (const name of names) {
    try {
      const kernel = makeUnsafe(name, kind)
      if (passes(kernel, kind)) yield { name, kernel }
    } catch {
      // The engine has no vectors, no WebAssembly, or compiles no text: that is what the next kernel is for.
    }
  }
}

/**
 * The first kernel of the ladder that can be made here and finds what it has to find; `undefined` if there is none.
 *
 * **Example** (Without vectors)
 *
 * ```ts run
 * import * as Kernels from "effect-bittensor/pow/Kernels"
 *
 * Kernels.best("Classic", ["scalar", "javascript"])?.name // => "scalar"
 * ```
 *
 * @category constructors
 */
export const best = (kind: Kind, names: ReadonlyArray<KernelName> = ladder): Chosen | undefined => {
  for (const chosen of working(kind, names)) return chosen
  return undefined
}

/** Milliseconds of a race: enough for the engine to have optimised both. */
const RACE = 120
/** Nonces of one turn: a millisecond or two. */
const LAP = 4096

/**
 * The faster one of the first two kernels that work here, by the best of many turns; each is tested once more when the engine
 * has optimised it. `now` is a clock in milliseconds.
 *
 * @category constructors
 */
export const fastest = (kind: Kind, names: ReadonlyArray<KernelName>, now: () => number): Chosen | undefined => {
  const racers: Array<{ readonly chosen: Chosen; best: number }> = []
  for (const chosen of working(kind, names)) {
    if (racers.push({ chosen, best: Number.POSITIVE_INFINITY }) === 2) break
  }
  for (const begun = now(); racers.length === 2 && now() - begun < RACE;) {
    for (const racer of racers) {
      const before = now()
      racer.chosen.kernel.scan(0, LAP, 0)
      racer.best = Math.min(racer.best, now() - before)
    }
  }
  const sound = racers.filter(({ chosen }) => passes(chosen.kernel, kind))
  return sound.toSorted((a, b) => a.best - b.best)[0]?.chosen
}
