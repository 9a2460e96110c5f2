/**
 * When weights count, and when what was committed may be revealed: in blocks, by the rules of each era
 * (chain-client.md §3.7; runtime.md §3.9 and §5.1; runtime-dtao.md §3.6 and §5.6).
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import type { ChainError } from "../ChainError.ts"
import type { Core, ReadOptions, RuntimeInfo } from "./Core.ts"

/**
 * An epoch of a subnet: weights in its blocks count when it ends.
 *
 * @category models
 */
export interface Epoch {
  readonly index: number
  /** Its first block. */
  readonly first: number
  /** The first block of the next one. */
  readonly next: number
}

/**
 * The epoch that a block is in, where epochs follow from the block's number (up to spec 422). `tempo` is above 0.
 *
 * **Example** (Subnet 1 with the usual tempo)
 *
 * ```ts run
 * import { epochOf } from "effect-bittensor/services/subtensor/epochs"
 *
 * epochOf(358, 1, 360) // => { index: 0, first: -2, next: 359 }
 * epochOf(359, 1, 360) // => { index: 1, first: 359, next: 720 }
 * ```
 *
 * @category constructors
 */
export const epochOf = (block: number, netuid: number, tempo: number): Epoch => {
  const period = tempo + 1
  const index = Math.floor((block + netuid + 1) / period)
  const first = index * period - (netuid + 1)
  return { index, first, next: first + period }
}

/**
 * The epoch that weights in `block` count for where they are set openly, of the epoch that the block is in (up to spec 422): the chain
 * reckons before the extrinsics of an epoch's last block, so that theirs count for the next one.
 *
 * @category combinators
 */
export const countsFor = ({ first, index, next }: Epoch, block: number): Epoch =>
  block < next - 1
    ? { index, first: first - 1, next: next - 1 }
    : { index: index + 1, first: next - 1, next: 2 * next - first - 1 }

/**
 * What a chain remembers of a subnet's epochs (from spec 423 on).
 *
 * @category models
 */
export interface EpochState {
  /** `SubnetEpochIndex`. */
  readonly index: number
  /** `LastEpochBlock`. */
  readonly last: number
  /** `PendingEpochAt`: what the owner has asked for; 0 for nothing. */
  readonly pending: number
  readonly tempo: number
}

/**
 * The epoch that the block after `head` is in, where the chain remembers its epochs.
 *
 * @category constructors
 */
export const epochAfter = (head: number, { index, last, pending, tempo }: EpochState): Epoch => {
  const due = Math.min(last + tempo, pending > 0 ? pending : Infinity)
  return head + 1 >= due
    ? { index: index + 1, first: head + 1, next: head + 1 + tempo }
    : { index, first: last, next: due }
}

/**
 * The epoch of a block that lies in the given one, or beside it.
 *
 * @category combinators
 */
export const indexAt = ({ first, index, next }: Epoch, block: number): number =>
  block < first ? index - 1 : block >= next ? index + 1 : index

/**
 * Whether what was committed may be revealed.
 *
 * @category models
 */
export type Window = "early" | "open" | "over"

/** The first block of an interval. */
const startOf = (block: number, interval: number): number => block - (block % interval)

/**
 * Whether what was committed in block `at` may be revealed in block `now`: in the interval of blocks after its own (specs 185 to 202).
 *
 * @category combinators
 */
export const intervalWindow = (at: number, now: number, interval: number): Window => {
  if (interval === 0) return "open"
  const distance = startOf(now, interval) - startOf(at, interval)
  return distance < interval ? "early" : distance === interval ? "open" : "over"
}

/**
 * Whether another commit may take the place of one of block `at`: in a later interval (specs 185 to 202).
 *
 * @category combinators
 */
export const mayReplace = (at: number, now: number, interval: number): boolean =>
  interval === 0 || startOf(now, interval) > startOf(at, interval)

/**
 * Whether what was committed in an epoch may be revealed in the epoch `now`: in exactly the one that is `period` later (from spec 205 on).
 *
 * @category combinators
 */
export const epochWindow = (at: number, now: number, period: number): Window =>
  now < at + period ? "early" : now === at + period ? "open" : "over"

/**
 * Whether a chain remembers its epochs: otherwise they follow from the number of a block.
 *
 * @category guards
 */
export const remembersEpochs = (runtime: RuntimeInfo): boolean =>
  runtime.has("storage", "SubtensorModule", "SubnetEpochIndex")

/**
 * Reads the epoch that the block after `head` is in; `undefined` for a subnet without epochs. `at` is the block of the head.
 *
 * @category reads
 */
export const readEpoch = (
  chain: Core,
  runtime: RuntimeInfo,
  netuid: number,
  head: number,
  at?: ReadOptions
): Effect.Effect<Epoch | undefined, ChainError> =>
  Effect.gen(function* () {
    const item = (name: string) =>
      Effect.map(chain.query<string, string>("SubtensorModule", name, [netuid], at), (value) => Number(value ?? 0))
    const tempo = yield* item("Tempo")
    if (tempo === 0) return undefined
    if (!remembersEpochs(runtime)) return epochOf(head + 1, netuid, tempo)
    const [index, last, pending] = yield* Effect.all(
      [item("SubnetEpochIndex"), item("LastEpochBlock"), item("PendingEpochAt")],
      { concurrency: 3 }
    )
    return epochAfter(head, { index, last, pending, tempo })
  })
