/**
 * What validators say miners are worth.
 *
 * @since 0.2.0
 */
import { Effect, Result } from "effect"
import { sdkVersion } from "../../../protocol/SdkVersion.ts"
import * as Ss58 from "../../../protocol/Ss58.ts"
import * as Weights from "../../../protocol/Weights.ts"
import { bad, byColdkey, byHotkey, callOf, look, refuse, type Sending } from "./Intent.ts"

/** Weights by uid, in whatever unit: what counts is their proportion. */
type ByUid = ReadonlyMap<number, number>

const ROOT = 0

/** The version of the SDK as an integer, as `set_weights` has it by default (chain-client.md §7.5). */
const DEFAULT_VERSION = BigInt(sdkVersion)

const emitted = (weights: ByUid) => {
  const [uids, values] = [[...weights.keys()], [...weights.values()]]
  return Result.match(Weights.toEmit(uids, values), {
    onFailure: ({ message }) => bad("weights", message),
    onSuccess: (emit) => Effect.succeed(emit)
  })
}

/** The place of the hotkey in the subnet, and how many blocks have to pass yet until it may say weights again. */
const standing = ({ chain, hotkey }: Sending, netuid: number) =>
  Effect.gen(function* () {
    const uid = yield* look(chain.query("SubtensorModule", "Uids", [netuid, hotkey]))
    if (uid === undefined) return yield* refuse("Registered", `the hotkey ${hotkey} has no place in subnet ${netuid}`)
    const [{ number }, updates, limit] = yield* look(
      Effect.all(
        [
          chain.head,
          chain.query("SubtensorModule", "LastUpdate", [netuid]),
          chain.query("SubtensorModule", "WeightsSetRateLimit", [netuid])
        ],
        { concurrency: 3 }
      )
    )
    const last = Number(updates[uid] ?? 0n)
    // A registration counts as an update; whoever was there before updates were counted has 0 and need not wait.
    return { uid, wait: last === 0 ? 0 : last + Number(limit) - number }
  })

const allowed = (sending: Sending, netuid: number) =>
  Effect.flatMap(standing(sending, netuid), ({ wait }) =>
    wait > 0 ? refuse("RateLimit", `weights of this hotkey can be set again in ${wait} blocks`) : Effect.void
  )

/** Whether weights are to be committed first, and revealed later. */
const isCommitted = ({ chain, runtime }: Sending, netuid: number) =>
  runtime.has("storage", "SubtensorModule", "CommitRevealWeightsEnabled")
    ? Effect.map(
        look(chain.query("SubtensorModule", "CommitRevealWeightsEnabled", [netuid])),
        (isEnabled) => isEnabled === true
      )
    : Effect.succeed(false)

const enough = ({ chain }: Sending, netuid: number, count: number) =>
  Effect.flatMap(look(chain.query("SubtensorModule", "MinAllowedWeights", [netuid])), (least) =>
    count >= least
      ? Effect.void
      : refuse("Weights", `subnet ${netuid} wants at least ${least} weights above zero; there are ${count}`)
  )

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
}

const isSalted = ({ runtime }: Sending): boolean =>
  runtime.argumentsOf("SubtensorModule", "reveal_weights")?.includes("salt") === true

/**
 * Weights. Those of a subnet are signed by the hotkey, those of the root network by the coldkey.
 *
 * @category calls
 */
export const weights = {
  /**
   * Sets the weights of this hotkey in a subnet. Where weights have to be committed first it refuses: `commitWeights` and
   * `revealWeights`, or the service `WeightSetter`, do that.
   */
  setWeights: byHotkey<{ readonly netuid: number; readonly weights: ByUid; readonly versionKey?: bigint | undefined }>(
    ({ netuid, versionKey = DEFAULT_VERSION, weights: given }, sending) =>
      Effect.gen(function* () {
        if (yield* isCommitted(sending, netuid)) {
          return yield* refuse(
            "CommitReveal",
            `subnet ${netuid} wants weights committed: use commitWeights and revealWeights`
          )
        }
        const { uids, values } = yield* emitted(given)
        yield* allowed(sending, netuid)
        yield* enough(sending, netuid, uids.length)
        const args = { netuid, dests: uids, weights: values, version_key: versionKey }
        return {
          call: yield* callOf(sending, "SubtensorModule", ["set_weights"], args),
          effects: [`${uids.length} weights of ${sending.hotkey} in subnet ${netuid} are replaced`]
        }
      })
  ),

  /** Commits to weights without showing them. Keep what was given: it is what has to be revealed. */
  commitWeights: byHotkey<Commitment>(({ netuid, salt, uids, values, versionKey = DEFAULT_VERSION }, sending) =>
    Effect.gen(function* () {
      const hotkey = Result.getOrThrow(Ss58.decodePublicKey(sending.hotkey))
      const commit = { hotkey, netuid, uids, values, versionKey, ...(isSalted(sending) ? { salt } : {}) }
      const hash = yield* Result.match(Weights.commitHash(commit), {
        onFailure: ({ message }) => bad("weights", message),
        onSuccess: (text) => Effect.succeed(text)
      })
      return {
        call: yield* callOf(sending, "SubtensorModule", ["commit_weights"], { netuid, commit_hash: hash }),
        effects: [`${sending.hotkey} commits to ${uids.length} weights in subnet ${netuid}`]
      }
    })
  ),

  /** Reveals the weights that were committed to; the chain says when that may be, and compares. */
  revealWeights: byHotkey<Commitment>(({ netuid, salt, uids, values, versionKey = DEFAULT_VERSION }, sending) =>
    Effect.gen(function* () {
      const shared = { netuid, uids, values, version_key: versionKey }
      const args = isSalted(sending) ? { ...shared, salt } : shared
      return {
        call: yield* callOf(sending, "SubtensorModule", ["reveal_weights"], args),
        effects: [`${sending.hotkey} reveals ${uids.length} weights in subnet ${netuid}`]
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
