/**
 * What validators say miners are worth.
 *
 * @since 0.2.0
 */
import { Effect, Result } from "effect"
import * as Ss58 from "../../../protocol/Ss58.ts"
import * as Weights from "../../../protocol/Weights.ts"
import type { ExtrinsicError } from "../../ExtrinsicError.ts"
import type { RuntimeInfo } from "../Core.ts"
import { bad, byColdkey, byHotkey, callOf, refuse, type Sending } from "./Intent.ts"
import {
  allowed,
  type ByUid,
  closed,
  committable,
  current,
  DEFAULT_VERSION,
  emitted,
  enough,
  indexOf,
  isCommitted,
  level
} from "./weightChecks.ts"

const ROOT = 0

/** What is committed to, and revealed later: the same values, which `protocol/Weights.toEmit` gives. */
export interface Commitment {
  readonly netuid: number
  readonly uids: ReadonlyArray<number>
  /** u16, one for each uid. */
  readonly values: ReadonlyArray<number>
  /** u16 that nobody knows before they are revealed. The first revision of runtime 185 has none. */
  readonly salt: ReadonlyArray<number>
  /** @default that of the SDK whose wire this library speaks */
  readonly versionKey?: bigint | undefined
  /** One of several ways to be rewarded that a subnet may have, from 0 on. @default the first, by the calls that know no others */
  readonly mechanism?: number | undefined
}

const isSalted = (runtime: RuntimeInfo): boolean =>
  runtime.argumentsOf("SubtensorModule", "reveal_weights")?.includes("salt") === true

/**
 * The hash that a hotkey commits to, as this runtime makes it.
 *
 * @category combinators
 */
export const commitHashOf = (
  runtime: RuntimeInfo,
  hotkey: string,
  { mechanism, netuid, salt, uids, values, versionKey = DEFAULT_VERSION }: Commitment
): Effect.Effect<string, ExtrinsicError> =>
  Effect.flatMap(indexOf(netuid, mechanism), (index) => {
    const publicKey = Result.getOrThrow(Ss58.decodePublicKey(hotkey))
    const salted = isSalted(runtime) ? { salt } : {}
    return Result.match(Weights.commitHash({ hotkey: publicKey, netuid: index, uids, values, versionKey, ...salted }), {
      onFailure: ({ message }) => bad("weights", message),
      onSuccess: (text) => Effect.succeed(text)
    })
  })

/** The call for a subnet's only mechanism, or for one of several. */
const nameOf = (verb: "set" | "commit" | "reveal", mechanism: number | undefined): ReadonlyArray<string> => [
  mechanism === undefined ? `${verb}_weights` : `${verb}_mechanism_weights`
]

const whereOf = (netuid: number, mechanism: number | undefined): string =>
  mechanism === undefined ? `subnet ${netuid}` : `mechanism ${mechanism} of subnet ${netuid}`

/** What to do instead where weights cannot be set openly. */
const insteadOf = ({ runtime }: Sending): string =>
  runtime.argumentsOf("SubtensorModule", "commit_timelocked_weights") === undefined
    ? "use commitWeights and revealWeights"
    : "use commitTimelockedWeights, which the chain reveals by itself, or commitWeights and revealWeights"

/**
 * Weights. Those of a subnet are signed by the hotkey, those of the root network by the coldkey.
 *
 * @category calls
 */
export const weights = {
  /**
   * Sets the weights of this hotkey in a subnet, or in one of its mechanisms. Where weights have to be committed first it refuses, and says
   * what to do instead; the service `WeightSetter` does whatever the subnet wants.
   */
  setWeights: byHotkey<{
    readonly netuid: number
    readonly weights: ByUid
    readonly versionKey?: bigint | undefined
    readonly mechanism?: number | undefined
  }>(({ mechanism, netuid, versionKey = DEFAULT_VERSION, weights: given }, sending) =>
    Effect.gen(function* () {
      if (yield* isCommitted(sending, netuid)) {
        return yield* refuse("CommitReveal", `subnet ${netuid} wants weights committed: ${insteadOf(sending)}`)
      }
      const { uids, values } = yield* emitted(given)
      yield* allowed(sending, netuid, yield* indexOf(netuid, mechanism))
      yield* enough(sending, netuid, uids.length)
      yield* level(sending, netuid, { uids, values })
      yield* current(sending, netuid, versionKey)
      const args = { netuid, mecid: mechanism, dests: uids, weights: values, version_key: versionKey }
      return {
        call: yield* callOf(sending, "SubtensorModule", nameOf("set", mechanism), args),
        effects: [`${uids.length} weights of ${sending.hotkey} in ${whereOf(netuid, mechanism)} are replaced`]
      }
    })
  ),

  /** Commits to weights without showing them. Keep what was given: it is what has to be revealed. */
  commitWeights: byHotkey<Commitment>((commitment, sending) =>
    Effect.gen(function* () {
      const { mechanism, netuid, uids, versionKey = DEFAULT_VERSION } = commitment
      yield* closed(sending, netuid)
      yield* committable(sending, netuid, yield* indexOf(netuid, mechanism))
      yield* level(sending, netuid, commitment)
      yield* current(sending, netuid, versionKey)
      const args = {
        netuid,
        mecid: mechanism,
        commit_hash: yield* commitHashOf(sending.runtime, sending.hotkey, commitment)
      }
      return {
        call: yield* callOf(sending, "SubtensorModule", nameOf("commit", mechanism), args),
        effects: [`${sending.hotkey} commits to ${uids.length} weights in ${whereOf(netuid, mechanism)}`]
      }
    })
  ),

  /** Reveals the weights that were committed to; the chain says when that may be, and compares. */
  revealWeights: byHotkey<Commitment>(
    ({ mechanism, netuid, salt, uids, values, versionKey = DEFAULT_VERSION }, sending) =>
      Effect.gen(function* () {
        const shared = { netuid, mecid: mechanism, uids, values, version_key: versionKey }
        const args = isSalted(sending.runtime) ? { ...shared, salt } : shared
        return {
          call: yield* callOf(sending, "SubtensorModule", nameOf("reveal", mechanism), args),
          effects: [`${sending.hotkey} reveals ${uids.length} weights in ${whereOf(netuid, mechanism)}`]
        }
      })
  ),

  /** Sets the weights of the subnets in the root network, by netuid. */
  rootSetWeights: byColdkey<{
    readonly weights: ByUid
    readonly versionKey?: bigint | undefined
    readonly hotkey?: string | undefined
  }>(
    ({ versionKey = 0n, weights: given }, sending) =>
      Effect.gen(function* () {
        const { uids, values } = yield* emitted(given)
        yield* enough(sending, ROOT, uids.length)
        const args = { netuid: ROOT, dests: uids, weights: values, version_key: versionKey, hotkey: sending.hotkey }
        return {
          call: yield* callOf(sending, "SubtensorModule", ["set_root_weights", "set_tao_weights"], args),
          effects: [`${uids.length} weights of ${sending.hotkey} for subnets are replaced`]
        }
      }),
    { isAboutHotkey: true }
  )
}
