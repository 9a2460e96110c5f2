/**
 * What comes of weights that were sent: where they are, what is to be remembered from then on, and what is told.
 *
 * @since 0.2.0
 */
import { Redacted } from "effect"
import type { ExtrinsicError } from "../ExtrinsicError.ts"
import type { Commitment } from "../subtensor/calls/weights.ts"
import { indexAt } from "../subtensor/epochs.ts"
import { NotIncluded, TooSoon, WeightEvent, type WeightSetterReason } from "./events.ts"
import type { Committed, Journal, Sending } from "./Journal.ts"
import type { Situation, Target } from "./situation.ts"

/**
 * What is to be remembered and told.
 *
 * @category models
 */
export interface Moved {
  readonly journal: Journal
  readonly events: ReadonlyArray<WeightEvent>
}

/**
 * A journal of which nothing is out.
 *
 * @category combinators
 */
export const forget = (journal: Journal): Journal => {
  const { sending: _sending, ...rest } = journal
  return rest
}

/**
 * What is said of epochs that passed without weights, up to one.
 *
 * @category combinators
 */
export const missedUpTo = (
  { settled }: Journal,
  epoch: number,
  reason: WeightSetterReason
): ReadonlyArray<WeightEvent> =>
  settled === undefined || epoch <= settled ? [] : [WeightEvent.Missed({ epoch, count: epoch - settled, reason })]

/**
 * What is committed to.
 *
 * @category combinators
 */
export const commitmentOf = (
  { mechanism, netuid }: Target,
  { salt, uids, values, versionKey }: Pick<Sending, "salt" | "uids" | "values" | "versionKey">
): Commitment => ({
  netuid,
  mechanism,
  uids,
  values,
  salt,
  versionKey
})

/**
 * What was sent is in a block.
 *
 * @category combinators
 */
export const landed = (target: Target, journal: Journal, sending: Sending, now: Situation, block: number): Moved => {
  const { call, hash, nonce, salt, uids, values, versionKey } = sending
  const rest = forget(journal)
  if (call === "reveal") {
    const commits = rest.commits.map((commit) => (commit.hash === hash ? { ...commit, revealed: block } : commit))
    const event = WeightEvent.Revealed({ epoch: sending.epoch, block, uids, values })
    return { journal: { ...rest, commits }, events: [event] }
  }
  // It counts for the epoch that it came to be in.
  const epoch = indexAt(now.epoch, block)
  const missed = missedUpTo(journal, epoch - 1, new NotIncluded({ call, nonce }))
  const settled = Math.max(epoch, journal.settled ?? epoch)
  if (call === "set" || call === "timelock") {
    const weights = Redacted.make({ uids, values }, { label: "weights" })
    const event =
      call === "set"
        ? WeightEvent.Set({ epoch, block, uids, values })
        : WeightEvent.Timelocked({ epoch, block, weights })
    return { journal: { ...rest, settled }, events: [...missed, event] }
  }
  const commitment = Redacted.make(commitmentOf(target, sending), { label: "weights" })
  return {
    journal: { ...rest, settled, commits: [...rest.commits, { uids, values, salt, versionKey, hash, epoch, block }] },
    events: [...missed, WeightEvent.Committed({ epoch, block, hash, commitment })]
  }
}

/**
 * The block that has what was sent with a nonce that is used by now; `undefined` if something else used it, or it failed.
 *
 * @category combinators
 */
export const blockOf = (
  { commitReveal, head, lastUpdate }: Situation,
  { after, call, hash }: Sending
): number | undefined => {
  const updated = lastUpdate > after ? lastUpdate : undefined
  const commit = commitReveal?.commits.find((one) => one.hash === hash)
  // Where the chain opens commits by itself, it is they that are updates, and not the weights that come of them.
  if (call === "set" || call === "timelock") return updated
  if (call === "commit") return commit?.block
  // Where reveals are no updates, a commit that was revealed is gone.
  return updated ?? (commit === undefined ? head : undefined)
}

/**
 * What is to be done about a commit: it waits, is to be revealed now, cannot be revealed any more, or is over and can be forgotten.
 *
 * A commit that the chain does not have may come back, as blocks that were replaced do, or a node that was behind; nobody else knows
 * what it hides. The same goes for one that was revealed.
 *
 * @category combinators
 */
export const stepOf = (
  { block, hash, revealed }: Committed,
  { commitReveal, head, lastUpdate, openFrom }: Situation,
  patience: number
): "wait" | "reveal" | "absent" | "expired" | "over" => {
  const there = commitReveal?.commits.find((commit) => commit.hash === hash)
  if (revealed !== undefined) {
    // Where a commit stays after its reveal, the weights tell of that.
    const isLost =
      head >= revealed && there !== undefined && (commitReveal?.limited !== "reveal" || lastUpdate < revealed)
    if (!isLost) return head > revealed + patience ? "over" : "wait"
  }
  if (there === undefined) return head > block + patience ? "absent" : "wait"
  if (there.window === "over") return "expired"
  const isTooSoon = commitReveal?.limited === "reveal" && head + 1 < openFrom
  return there.window === "early" || isTooSoon ? "wait" : "reveal"
}

/**
 * Whether the weights of this epoch are on the chain, or committed. Of what nobody has to reveal the chain knows best: its blocks may be
 * replaced by others, and the journal may be lost.
 *
 * @category guards
 */
export const isThere = ({ epoch, isNew, lastUpdate, way }: Situation, { settled }: Journal): boolean =>
  way === "commit" ? settled !== undefined && settled >= epoch.index : lastUpdate >= epoch.first && !isNew

/**
 * Whether the next block may have weights, or a commit of them; else why not.
 *
 * @category combinators
 */
export const notYet = ({ commitReveal, head, openFrom, way }: Situation, journal: Journal): TooSoon | undefined => {
  const isLimited = commitReveal === undefined || commitReveal.limited === "commit"
  if (isLimited && head + 1 < openFrom) return new TooSoon({ limit: "RateLimit", until: openFrom })
  if (commitReveal === undefined || way === "timelock") return undefined
  const isWaiting = journal.commits.some(({ revealed }) => revealed === undefined)
  if (commitReveal.isSingle && isWaiting) return new TooSoon({ limit: "Unrevealed" })
  return commitReveal.mayCommit ? undefined : new TooSoon({ limit: "CommitWindow" })
}

const included: ReadonlySet<string> = new Set(["PalletError", "DispatchError"])

/**
 * Whether an extrinsic with this error is in a block, where it did nothing.
 *
 * @category guards
 */
export const isOver = ({ reason }: ExtrinsicError): boolean => included.has(reason._tag)

const kept: ReadonlySet<string> = new Set(["Refused", "BadArgument", "NotInRuntime", "SignerError"])

/**
 * Whether nothing was sent.
 *
 * @category guards
 */
export const isKept = ({ reason }: ExtrinsicError): boolean => kept.has(reason._tag)
