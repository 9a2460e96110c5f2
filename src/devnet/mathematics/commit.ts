/**
 * Weights that are committed first and revealed later (runtime.md §3.9): the hash, and the windows for both.
 *
 * @since 0.2.0
 */
import { concatBytes } from "@noble/hashes/utils.js"
import { compact } from "../../protocol/internal/compact.ts"
import { blake2_256 } from "./digest.ts"

/**
 * What a commit promises.
 *
 * @category models
 */
export interface Reveal {
  /** 32 bytes. */
  readonly hotkey: Uint8Array
  readonly netuid: number
  readonly uids: ReadonlyArray<number>
  readonly values: ReadonlyArray<number>
  /** What keeps others from guessing the weights; the first revision of spec version 185 has none. */
  readonly salt?: ReadonlyArray<number> | undefined
  /** u64. */
  readonly versionKey: bigint
}

const u16s = (values: ReadonlyArray<number>): Uint8Array =>
  Uint8Array.from(values.flatMap((value) => [value & 0xff, value >>> 8]))

const u64 = (value: bigint): Uint8Array => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, value, true)
  return bytes
}

/**
 * The hash to be committed: a digest of the SCALE tuple.
 *
 * @category constructors
 */
export const commitHash = (reveal: Reveal, digest = blake2_256): Uint8Array => {
  const { hotkey, netuid, salt, uids, values, versionKey } = reveal
  const lists = salt === undefined ? [uids, values] : [uids, values, salt]
  return digest(
    concatBytes(hotkey, u16s([netuid]), ...lists.flatMap((list) => [compact(list.length), u16s(list)]), u64(versionKey))
  )
}

/** The first block of an interval. */
const startOf = (block: number, interval: number): number => block - (block % interval)

/**
 * Whether weights can be committed in block `now`: once an interval, counted from a commit that has not been revealed.
 *
 * @category guards
 */
export const canCommit = (committedAt: number | undefined, interval: number, now: number): boolean =>
  committedAt === undefined || interval === 0 || startOf(now, interval) > startOf(committedAt, interval)

/**
 * Whether a commit can be revealed in block `now`: in the whole interval after its own. Without an interval, always.
 *
 * @category guards
 */
export const canReveal = (committedAt: number, interval: number, now: number): boolean =>
  interval === 0 || startOf(now, interval) === startOf(committedAt, interval) + interval
