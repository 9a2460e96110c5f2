/**
 * A validator's duty at one block: what was sent is looked for, what was committed is revealed, and weights are set or committed.
 *
 * Each step is written down before it is sent, with the nonce that it has: whatever is sent with that nonce again, the chain takes
 * one of them. So a step may be cut off anywhere, and is found or repeated afterwards, never doubled.
 *
 * @since 0.2.0
 */
import { Effect, Ref, Result, Semaphore } from "effect"
import type { SecureRandom } from "effect/crypto"
import * as Weights from "../../protocol/Weights.ts"
import type { ExtrinsicError } from "../ExtrinsicError.ts"
import { Hotkey } from "../Hotkey.ts"
import type { Signer } from "../Signer.ts"
import type { SubtensorShape } from "../Subtensor.ts"
import { commitHashOf } from "../subtensor/calls/weights.ts"
import type { Receipt } from "../subtensor/Core.ts"
import {
  Away,
  CommitLost,
  failure,
  NotIncluded,
  NoWeights,
  ofChain,
  WeightEvent,
  type WeightSetterError,
  type WeightSetterReason
} from "./events.ts"
import type { Journal, JournalStore, Sending } from "./Journal.ts"
import {
  blockOf,
  commitmentOf,
  forget,
  isKept,
  isOver,
  isThere,
  landed,
  missedUpTo,
  type Moved,
  notYet,
  stepOf
} from "./outcome.ts"
import { read, type Situation, type Target } from "./situation.ts"

/** Blocks for which an extrinsic is valid: what comes later would count for another epoch. */
const ERA = 16

/** Blocks after which an extrinsic of {@link ERA} cannot be included any more, however long it took to sign it. */
const LAPSE = 64

/** The most blocks between two attempts. */
const MAX_PAUSE = 8

/** Bytes of a salt: eight u16, as the SDK's users have it. */
const SALT = 16

/**
 * Who does it, and with what.
 *
 * @category models
 */
export interface Settings extends Target {
  readonly subtensor: SubtensorShape
  readonly hotkey: Signer
  readonly store: JournalStore
  readonly random: SecureRandom.SecureRandom["Service"]
  /** The weights of now, by uid. */
  readonly weights: Effect.Effect<ReadonlyMap<number, number>, WeightSetterError>
  /** In how many of an epoch's last blocks they are sent. */
  readonly before: number
  readonly versionKey: bigint
  readonly tell: (event: WeightEvent) => Effect.Effect<void>
}

/**
 * The duty.
 *
 * @category models
 */
export interface Duty {
  /** Does what is to be done now; `isForced`: the weights of this epoch too, if it is not their time yet. */
  readonly step: (isForced: boolean) => Effect.Effect<ReadonlyArray<WeightEvent>, WeightSetterError>
}

/** Why nothing came of it yet. */
interface Trouble {
  readonly epoch: number
  readonly attempts: number
  /** The block at which it is tried again. */
  readonly at: number
  readonly reason: WeightSetterReason
}

/** Whoever is about it. */
interface Doing extends Settings {
  readonly journal: Ref.Ref<Journal>
  readonly trouble: Ref.Ref<Trouble | undefined>
}

/** A move, or none. */
type Move<E = WeightSetterError> = Effect.Effect<Moved | undefined, E>

const save = ({ journal: ref, store }: Doing, journal: Journal): Effect.Effect<void, WeightSetterError> =>
  Effect.andThen(Effect.mapError(store.save(journal), failure), Ref.set(ref, journal))

const perform = (doing: Doing, sending: Sending): Effect.Effect<Receipt, ExtrinsicError> => {
  const { hotkey, mechanism, netuid, subtensor } = doing
  const { call, nonce, uids, values, versionKey } = sending
  const options = { nonce, era: ERA }
  const commitment = commitmentOf(doing, sending)
  const given = { netuid, mechanism, versionKey, weights: new Map(uids.map((uid, index) => [uid, values[index] ?? 0])) }
  const sent = {
    set: () => subtensor.setWeights(given, options),
    commit: () => subtensor.commitWeights(commitment, options),
    timelock: () => subtensor.commitTimelockedWeights(given, options),
    reveal: () => subtensor.revealWeights(commitment, options)
  }
  return Effect.provideService(sent[call](), Hotkey, hotkey)
}

/** Sends what is written down; what is new is written down first. */
const send = (doing: Doing, now: Situation, sending: Sending, isNew: boolean) =>
  Effect.gen(function* () {
    const journal = { ...(yield* Ref.get(doing.journal)), sending }
    if (isNew) yield* save(doing, journal)
    const receipt = yield* perform(doing, sending).pipe(
      Effect.catch((error) =>
        Effect.andThen(
          isOver(error) || (isNew && isKept(error)) ? save(doing, forget(journal)) : Effect.void,
          ofChain(error)
        )
      )
    )
    return landed(doing, journal, sending, now, receipt.block.number)
  })

/** Looks for what was sent before, by this program or the one before it. */
const found = (doing: Doing, now: Situation, journal: Journal): Move<never> =>
  Effect.gen(function* () {
    const { sending } = journal
    if (sending === undefined) return undefined
    const isUsed = now.nonce > sending.nonce
    const block = isUsed ? blockOf(now, sending) : undefined
    if (block !== undefined) return landed(doing, journal, sending, now, block)
    if (!isUsed && now.head <= sending.after + LAPSE) return undefined
    const reason = new NotIncluded({ call: sending.call, nonce: sending.nonce })
    yield* Effect.logWarning("weights that were sent are not on the chain", reason)
    yield* Ref.set(doing.trouble, { epoch: now.epoch.index, attempts: 0, at: now.head, reason })
    return { journal: forget(journal), events: [] }
  })

/** Says which epochs are over. */
const passed = ({ trouble }: Doing, now: Situation, journal: Journal): Move<never> =>
  Effect.gen(function* () {
    const epoch = now.epoch.index - 1
    if (journal.settled !== undefined && journal.settled >= epoch) return undefined
    const last = yield* Ref.get(trouble)
    const reason = last?.epoch === epoch ? last.reason : new Away()
    return { journal: { ...journal, settled: epoch }, events: missedUpTo(journal, epoch, reason) }
  })

/** Reveals the first commit whose window is open, and gives up what the chain does not have or want any more. */
const revealed = (doing: Doing, now: Situation, journal: Journal): Move =>
  Effect.gen(function* () {
    for (const commit of journal.commits) {
      const step = stepOf(commit, now, LAPSE)
      if (step === "wait") continue
      const { block: _block, revealed: _revealed, ...commitment } = commit
      if (step === "reveal") {
        return yield* send(doing, now, { ...commitment, call: "reveal", nonce: now.nonce, after: now.head }, true)
      }
      const rest = { ...journal, commits: journal.commits.filter((one) => one !== commit) }
      if (step === "over") return { journal: rest, events: [] }
      const reason = new CommitLost({ why: step === "absent" ? "Absent" : "Expired", hash: commit.hash })
      yield* Effect.logWarning(`the weights of epoch ${commit.epoch} are not revealed`, reason)
      return { journal: rest, events: [WeightEvent.Missed({ epoch: commit.epoch, count: 1, reason })] }
    }
    return undefined
  })

/** Weights as the call wants them. */
const emitted = ({ netuid, weights }: Doing, { least }: Situation) =>
  Effect.gen(function* () {
    const given = yield* weights
    const { uids, values } = yield* Result.match(Weights.toEmit([...given.keys()], [...given.values()]), {
      onFailure: ({ message }) => Effect.fail(failure(new NoWeights({ detail: message }))),
      onSuccess: (emitted) => Effect.succeed(emitted)
    })
    const wanted = Math.max(1, least)
    if (uids.length >= wanted) return { uids, values }
    const detail = `${uids.length} are above zero, and subnet ${netuid} wants at least ${wanted}`
    return yield* failure(new NoWeights({ detail }))
  })

/** The weights of this epoch, to be set or committed. */
const made = (doing: Doing, now: Situation): Effect.Effect<Sending, WeightSetterError> =>
  Effect.gen(function* () {
    const { hotkey, random, subtensor, versionKey } = doing
    const { uids, values } = yield* emitted(doing, now)
    const weights = { uids, values, versionKey, epoch: now.epoch.index, nonce: now.nonce, after: now.head }
    if (now.way !== "commit") return { ...weights, call: now.way, salt: [], hash: "" }
    const bytes = yield* random.randomBytes(SALT)
    const salt = Array.from({ length: SALT / 2 }, (_, index) => bytes[2 * index]! + 256 * bytes[2 * index + 1]!)
    const commitment = commitmentOf(doing, { ...weights, salt })
    const hash = yield* Effect.mapError(
      Effect.flatMap(subtensor.runtime(), (runtime) => commitHashOf(runtime, hotkey.address, commitment)),
      ofChain
    )
    return { ...weights, call: "commit", salt, hash }
  })

/** Sets or commits the weights of this epoch, if they are due and not there. */
const acted = (doing: Doing, now: Situation, journal: Journal, isForced: boolean): Move =>
  Effect.gen(function* () {
    const { epoch, head } = now
    const last = yield* Ref.get(doing.trouble)
    if (!isForced && last?.epoch === epoch.index && head < last.at) return undefined
    if (journal.sending !== undefined) return yield* send(doing, now, journal.sending, false)
    if (isThere(now, journal)) {
      const isSaid = journal.settled !== undefined && journal.settled >= epoch.index
      return isSaid ? undefined : { journal: { ...journal, settled: epoch.index }, events: [] }
    }
    if (!isForced && epoch.next - 1 - head > doing.before) return undefined
    const tooSoon = notYet(now, journal)
    if (tooSoon !== undefined) return yield* failure(tooSoon)
    return yield* send(doing, now, yield* made(doing, now), true)
  })

/** What comes next, as things stand; `undefined` if there is nothing to do. */
const next = (doing: Doing, now: Situation, isForced: boolean): Move =>
  Effect.gen(function* () {
    const journal = yield* Ref.get(doing.journal)
    const looked = (yield* found(doing, now, journal)) ?? (yield* passed(doing, now, journal))
    if (looked !== undefined) return looked
    // One nonce at a time: what is out is to be known before anything else is sent.
    const shown = journal.sending === undefined ? yield* revealed(doing, now, journal) : undefined
    return shown ?? (yield* acted(doing, now, journal, isForced))
  })

/** Remembers what went wrong, and waits longer each time; what is only too soon may be at any block. */
const troubled = ({ trouble }: Doing, { epoch, head }: Situation, { reason }: WeightSetterError) =>
  Ref.update(trouble, (last): Trouble => {
    const before = last?.epoch === epoch.index ? last.attempts : 0
    const attempts = reason._tag === "TooSoon" ? 0 : before + 1
    return { epoch: epoch.index, attempts, at: head + Math.min(2 ** attempts, MAX_PAUSE), reason }
  })

/** Move after move, each from how things stand then. */
const step = (doing: Doing, isForced: boolean) =>
  Effect.gen(function* () {
    const { hotkey, subtensor, tell } = doing
    const events: Array<WeightEvent> = []
    for (;;) {
      const now = yield* Effect.mapError(read(subtensor, doing, hotkey.address), ofChain)
      const moved = yield* Effect.tapError(next(doing, now, isForced), (error) => troubled(doing, now, error))
      if (moved === undefined) return events
      yield* save(doing, moved.journal)
      yield* Effect.forEach(moved.events, tell)
      events.push(...moved.events)
    }
  })

/**
 * The duty of a hotkey in a subnet. Fails if its journal cannot be read.
 *
 * @category constructors
 */
export const make = (settings: Settings): Effect.Effect<Duty, WeightSetterError> =>
  Effect.gen(function* () {
    const journal = yield* Ref.make(yield* Effect.mapError(settings.store.load, failure))
    const doing: Doing = { ...settings, journal, trouble: yield* Ref.make<Trouble | undefined>(undefined) }
    const turn = yield* Semaphore.make(1)
    return { step: (isForced) => turn.withPermit(step(doing, isForced)) }
  })
