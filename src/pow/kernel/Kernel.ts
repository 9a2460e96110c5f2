/** What all kernels are to those who search with them. */
import type { Job } from "./Job.ts"

/**
 * The kernels that run by themselves, from the fastest to the one that runs everywhere: 128-bit vectors of WebAssembly, WebAssembly without them,
 * and generated JavaScript.
 */
export const names = ["simd", "scalar", "javascript"] as const

/** The name of a kernel. `paired` is for engines that were told to join vectors, and is slower in others. */
export type KernelName = (typeof names)[number] | "paired"

/** A compiled search for one kind of seal. */
export interface Kernel {
  /** Nonces that are tried together. */
  readonly width: number
  /** Takes up a job: some tenths of a millisecond. */
  readonly load: (job: Job) => void
  /**
   * Tries `count` nonces, a multiple of the width, from `start` on, both u32. Gives how far from the start the first group
   * is of which one has upper 32 bits of at most `threshold`; −1 if there is none. The group's own nonces are not told apart.
   */
  readonly scan: (start: number, count: number, threshold: number) => number
}
