/** The native scanners of `bench/native`, where there is a C compiler and a processor for them. */
import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { start } from "./child.ts"

/** What one scan found and cost. */
export interface NativeScan {
  readonly hits: number
  /** Of the nonces that were hits. */
  readonly sum: number
  readonly nanos: number
}

/** The ways to scan: one nonce at a time, 128-bit vectors, and AVX2 with SHA-NI. */
export type Way = "scalar" | "sse" | "avx2"

/** A scanner that runs. */
export interface Native {
  readonly scan: (
    way: Way,
    seed: string,
    high: number,
    start: number,
    count: number,
    threshold: number
  ) => Promise<NativeScan>
  readonly stop: () => void
}

const hasBoth = (): boolean =>
  existsSync("/proc/cpuinfo") && /^flags\b.*\bavx2\b.*\bsha_ni\b/m.test(readFileSync("/proc/cpuinfo", "utf8"))

/** Compiles the scanner, or says why not. */
export const native = (): Native | string => {
  if (process.arch !== "x64" || !hasBoth()) return "this processor lacks AVX2 or SHA-NI"
  const folder = mkdtempSync(join(tmpdir(), "pow-"))
  const program = join(folder, "scan")
  try {
    const source = new URL("../native/scan.c", import.meta.url).pathname
    execFileSync("cc", ["-O3", "-mavx2", "-msha", "-mbmi", "-mbmi2", "-o", program, source], { stdio: "ignore" })
  } catch {
    rmSync(folder, { recursive: true })
    return "there is no C compiler"
  }
  const child = start(program)
  return {
    scan: (...question) => {
      child.say(question.join(" "))
      return child.next()
    },
    stop: () => {
      child.stop()
      rmSync(folder, { recursive: true })
    }
  }
}
