/**
 * What a kernel is asked before it is trusted. A false hit would be seen when it is hashed again; one that is missed would
 * not, and the search would only be slower for ever (pow.md §5).
 */
import { batches, type Job, jobOf, type Kind } from "./Job.ts"
import type { Kernel } from "./Kernel.ts"

/** Nonces of one range of a batch whose upper 32 bits are at most {@link THRESHOLD}, counted from the start of the range. */
interface Range {
  readonly start: number
  readonly hits: ReadonlyArray<number>
}

const THRESHOLD = 0x07ff_ffff
const COUNT = 512

/** By @noble/hashes. Per seal: every residue of 8, a start that is not aligned, the end of a batch. The fixed bytes are 0, 1, 2 … */
const expected: { readonly [kind in Kind]: { readonly batch: number; readonly ranges: ReadonlyArray<Range> } } = {
  Classic: {
    batch: 0x0102_0304,
    ranges: [
      { start: 12_345, hits: [5, 165, 190, 192, 274, 287, 290, 296, 310, 320, 346, 378, 403, 407, 415] },
      {
        start: 2 ** 32 - COUNT,
        hits: [9, 24, 33, 35, 113, 154, 246, 251, 259, 274, 280, 369, 374, 437, 451, 482, 504]
      }
    ]
  },
  PowRegister: {
    batch: 0x01_0203_0405,
    ranges: [
      { start: 12_345, hits: [28, 37, 39, 114, 117, 123, 133, 144, 166, 193, 252, 292, 423, 487, 497] },
      {
        start: 2 ** 24 - COUNT,
        hits: [14, 90, 96, 120, 125, 127, 132, 139, 181, 185, 208, 241, 309, 310, 415, 416, 439, 510]
      }
    ]
  }
}

const fixedLength: { readonly [kind in Kind]: number } = { Classic: 32, PowRegister: 123 }

/** The groups with a hit, as the kernel finds them. */
const groups = (kernel: Kernel, start: number): ReadonlyArray<number> => {
  const found: Array<number> = []
  for (let at = 0; at < COUNT;) {
    const next = kernel.scan(start + at, COUNT - at, THRESHOLD)
    if (next < 0) break
    found.push(at + next)
    at += next + kernel.width
  }
  return found
}

/** The job that a kernel is asked about. */
const jobFor = (kind: Kind): Job => {
  const fixed = Uint8Array.from({ length: fixedLength[kind] }, (_, index) => index)
  return jobOf({ kind, fixed }, expected[kind].batch)
}

/** Whether a kernel finds all that is there, and nothing else. */
export const passes = (kernel: Kernel, kind: Kind): boolean => {
  const { ranges } = expected[kind]
  kernel.load(jobFor(kind))
  return ranges.every(({ hits, start }) => {
    const want = new Set(hits.map((hit) => hit - (hit % kernel.width)))
    const found = groups(kernel, batches[kind].first + start)
    return found.length === want.size && found.every((group) => want.has(group))
  })
}

/** The same for a kernel that answers later, and tells each hit. */
export const findsAll = async (
  kernel: {
    readonly load: (job: Job) => void
    readonly scan: (start: number, count: number, threshold: number) => Promise<ReadonlyArray<number>>
  },
  kind: Kind
): Promise<boolean> => {
  kernel.load(jobFor(kind))
  for (const { hits, start } of expected[kind].ranges) {
    const found = await kernel.scan(batches[kind].first + start, COUNT, THRESHOLD)
    if (found.length !== hits.length || found.some((hit, index) => hit !== hits[index])) return false
  }
  return true
}
