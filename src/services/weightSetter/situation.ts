/**
 * How things stand with a hotkey's weights, read at one block.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import type { ChainError } from "../ChainError.ts"
import { ExtrinsicError, Refused } from "../ExtrinsicError.ts"
import { opensCommits } from "../subtensor/calls/timelocked.ts"
import { indexOf } from "../subtensor/calls/weightChecks.ts"
import type { ChainValue } from "../subtensor/ChainValue.ts"
import type { Core, ReadOptions, RuntimeInfo } from "../subtensor/Core.ts"
import {
  countsFor,
  type Epoch,
  epochOf,
  epochWindow,
  intervalWindow,
  mayReplace,
  readEpoch,
  remembersEpochs,
  type Window
} from "../subtensor/epochs.ts"

/**
 * Where weights go: to a subnet, or to one of its mechanisms.
 *
 * @category models
 */
export interface Target {
  readonly netuid: number
  /** @default the only one */
  readonly mechanism?: number | undefined
}

/**
 * A commit that the chain has.
 *
 * @category models
 */
export interface OnChain {
  readonly hash: string
  /** The block that it is in. */
  readonly block: number
  /** Whether it may be revealed in the next block. */
  readonly window: Window
}

/**
 * What the chain has of the hotkey's commits, and what it takes.
 *
 * @category models
 */
export interface CommitReveal {
  readonly commits: ReadonlyArray<OnChain>
  /** Whether the next block may have another commit. */
  readonly mayCommit: boolean
  /** Whether a commit takes the place of the one before it, so that this has to be revealed first. */
  readonly isSingle: boolean
  /** Which of the two is subject to the rate limit. */
  readonly limited: "commit" | "reveal"
}

/**
 * How things stand.
 *
 * @category models
 */
export interface Situation {
  readonly head: number
  /** That which the next block counts for, in which whatever is sent now can be at the earliest. */
  readonly epoch: Epoch
  /** The next nonce of the hotkey, as the chain has it: what is in a pool does not count. */
  readonly nonce: number
  /** The block of the last update; 0 if there was none. */
  readonly lastUpdate: number
  /** Whether that was the hotkey's registration. */
  readonly isNew: boolean
  /** The first block that may have weights, or a commit of them. */
  readonly openFrom: number
  readonly least: number
  /** How weights are sent: openly, by a commit that is revealed later, or by one that the chain reveals by itself. */
  readonly way: "set" | "commit" | "timelock"
  /** `undefined` where weights are set openly. */
  readonly commitReveal: CommitReveal | undefined
}

const refused = (check: string, detail: string) => new ExtrinsicError({ reason: new Refused({ check, detail }) })

const numberOf = (value: ChainValue): number => Number(value ?? 0)

const MAX_PENDING = 10

/** A commit as it is stored: a hash, then numbers that mean something else in each era. */
type Stored = readonly [hash: string, ...numbers: ReadonlyArray<bigint>]

const isStored = (value: ChainValue): value is Stored & ChainValue =>
  Array.isArray(value) && typeof value[0] === "string"

const storedOf = (value: ChainValue): ReadonlyArray<Stored> => {
  if (isStored(value)) return [value]
  return Array.isArray(value) ? value.filter(isStored) : []
}

/** What is read of one subnet and one hotkey, all at the same block. */
interface Reading extends Target {
  readonly chain: Core
  readonly runtime: RuntimeInfo
  /** Whose rows those of the weights are: the subnet's, or the mechanism's. */
  readonly index: number
  readonly hotkey: string
  readonly head: number
  readonly at: ReadOptions
}

const item = ({ at, chain, netuid }: Reading, name: string): Effect.Effect<number, ChainError> =>
  Effect.map(chain.query<string, string>("SubtensorModule", name, [netuid], at), numberOf)

/** A subnet without epochs has none that weights could be for. */
const epochHere = ({ at, chain, head, netuid, runtime }: Reading): Effect.Effect<Epoch, ChainError | ExtrinsicError> =>
  Effect.flatMap(readEpoch(chain, runtime, netuid, head, at), (epoch) =>
    epoch === undefined
      ? Effect.fail(refused("Tempo", `subnet ${netuid} has no epochs; give it a tempo`))
      : Effect.succeed(epoch)
  )

/** Commits in intervals of blocks: there is one at a time. */
const byInterval = (reading: Reading, stored: ReadonlyArray<Stored>): Effect.Effect<CommitReveal, ChainError> =>
  Effect.map(item(reading, "WeightCommitRevealInterval"), (interval) => {
    const next = reading.head + 1
    return {
      commits: stored.map(([hash, block]) => ({
        hash,
        block: Number(block),
        window: intervalWindow(Number(block), next, interval)
      })),
      mayCommit: stored.every(([, block]) => mayReplace(Number(block), next, interval)),
      isSingle: true,
      limited: "reveal"
    }
  })

/** Commits by epochs: several wait. */
const byEpoch = (
  reading: Reading,
  stored: ReadonlyArray<Stored>,
  epoch: Epoch
): Effect.Effect<CommitReveal, ChainError> =>
  Effect.gen(function* () {
    const period = yield* item(reading, "RevealPeriodEpochs")
    const tempo = yield* item(reading, "Tempo")
    // (hash, epoch, block, 0) where epochs are remembered, (hash, block, first, last block for the reveal) before.
    const isRemembered = remembersEpochs(reading.runtime)
    // Where they follow from the block, a mechanism's commits have those of its own index.
    const epochAt = (block: number) => epochOf(block, reading.index, tempo).index
    const now = isRemembered ? epoch.index : epochAt(reading.head + 1)
    const commits = stored.map(([hash, one = 0n, two = 0n]) => {
      const block = Number(isRemembered ? two : one)
      return { hash, block, window: epochWindow(isRemembered ? Number(one) : epochAt(block), now, period) }
    })
    const waiting = commits.filter(({ window }) => window !== "over").length
    return { commits, mayCommit: waiting < MAX_PENDING, isSingle: false, limited: "commit" }
  })

const readCommitReveal = (reading: Reading, epoch: Epoch): Effect.Effect<CommitReveal | undefined, ChainError> =>
  Effect.gen(function* () {
    const { at, chain, hotkey, index, netuid, runtime } = reading
    if (!runtime.has("storage", "SubtensorModule", "CommitRevealWeightsEnabled")) return undefined
    const isEnabled = yield* chain.query("SubtensorModule", "CommitRevealWeightsEnabled", [netuid], at)
    if (isEnabled !== true) return undefined
    const stored = storedOf(yield* chain.query("SubtensorModule", "WeightCommits", [index, hotkey], at))
    return yield* runtime.has("storage", "SubtensorModule", "RevealPeriodEpochs")
      ? byEpoch(reading, stored, epoch)
      : byInterval(reading, stored)
  })

const wayOf = (
  { at, chain, mechanism, runtime }: Reading,
  commitReveal: CommitReveal | undefined
): Effect.Effect<Situation["way"], ChainError> =>
  commitReveal === undefined
    ? Effect.succeed("set")
    : Effect.map(opensCommits(chain, runtime, mechanism, at), (isOpened) => (isOpened ? "timelock" : "commit"))

/** The nonce in an `AccountInfo`. */
const nonceOf = (account: ChainValue): number =>
  numberOf((account as { readonly nonce?: ChainValue } | undefined)?.nonce)

/**
 * Reads how things stand at the last block.
 *
 * @category reads
 */
export const read = (
  chain: Core,
  { mechanism, netuid }: Target,
  hotkey: string
): Effect.Effect<Situation, ChainError | ExtrinsicError> =>
  Effect.gen(function* () {
    const index = yield* indexOf(netuid, mechanism)
    const [header, runtime] = yield* Effect.all([chain.head, chain.runtime()], { concurrency: 2 })
    const at = { block: header.hash }
    const reading: Reading = { chain, runtime, netuid, mechanism, index, hotkey, head: header.number, at }
    const uid = yield* chain.query("SubtensorModule", "Uids", [netuid, hotkey], at)
    if (uid === undefined) return yield* refused("Registered", `${hotkey} has no place in subnet ${netuid}`)
    const [epoch, account, updates, registered, limit, least] = yield* Effect.all(
      [
        epochHere(reading),
        chain.query("System", "Account", [hotkey], at),
        chain.query("SubtensorModule", "LastUpdate", [index], at),
        chain.query("SubtensorModule", "BlockAtRegistration", [netuid, uid], at),
        item(reading, "WeightsSetRateLimit"),
        item(reading, "MinAllowedWeights")
      ],
      { concurrency: "unbounded" }
    )
    const lastUpdate = numberOf(updates[uid])
    const commitReveal = yield* readCommitReveal(reading, epoch)
    const way = yield* wayOf(reading, commitReveal)
    const isShifted = way === "set" && !remembersEpochs(runtime)
    return {
      head: header.number,
      epoch: isShifted ? countsFor(epoch, header.number + 1) : epoch,
      nonce: nonceOf(account),
      lastUpdate,
      isNew: lastUpdate === Number(registered),
      openFrom: lastUpdate === 0 ? 0 : lastUpdate + limit,
      least,
      way,
      commitReveal
    }
  })
