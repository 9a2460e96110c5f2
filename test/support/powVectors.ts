/** The vectors of proofs of work: `test/vectors/pow.json`, and that of `$EXTRA_VECTORS`. Hex is in the order of the bytes, large numbers are decimal. */
import { loadVectors } from "./vectors.ts"

/** What pow.md §6 says of each. */
export interface PowVectors {
  readonly seal: ReadonlyArray<{
    readonly note: string
    readonly blockHash: string
    readonly key: string
    readonly nonce: string
    readonly blockKeyHash: string
    readonly seal: string
    readonly sealHigh32: number
  }>
  readonly difficulty: ReadonlyArray<{
    readonly note: string
    readonly seal: string
    readonly difficulty: string
    readonly meets: boolean
    readonly threshold: string | null
  }>
  readonly scan: ReadonlyArray<{
    readonly note: string
    readonly blockKeyHash: string
    readonly nonceHigh: number
    readonly nonceLowStart: number
    readonly count: number
    readonly high32Threshold: number
    readonly hitsLow: ReadonlyArray<number>
  }>
  readonly solve: ReadonlyArray<{
    readonly note: string
    readonly blockKeyHash: string
    readonly start: string
    readonly difficulty: string
    readonly nonce: string
    readonly seal: string
  }>
  /** What a runtime of spec version 185 said; only some tell all that was submitted. */
  readonly chain: {
    readonly entries: ReadonlyArray<{
      readonly note: string
      readonly result: string
      /** The block that the proof is upon, and the one that it was included in. */
      readonly block?: number
      readonly included?: number
      readonly blockHash?: string
      readonly key?: string
      readonly nonce?: string
      readonly work?: string
      readonly difficulty?: string
    }>
  }
  readonly sha256Job: Readonly<Record<"c16" | "W17" | "c18" | "W19" | "c20" | "W21" | "c23", string>> & {
    readonly blockKeyHash: string
    readonly nonceHigh: number
    readonly W1to15: ReadonlyArray<string>
    readonly sealForLow0: string
    readonly sealForLow1: string
  }
}

/** From each directory that has some. */
export const powVectors = loadVectors<PowVectors>("", "pow.json")
