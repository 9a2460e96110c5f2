/**
 * What is looked at before weights are sent.
 *
 * @since 0.2.0
 */
import { Effect, Result } from "effect"
import { sdkVersion } from "../../../protocol/SdkVersion.ts"
import * as Weights from "../../../protocol/Weights.ts"
import type { ExtrinsicError } from "../../ExtrinsicError.ts"
import { mayReplace } from "../epochs.ts"
import { bad, look, refuse, type Sending } from "./Intent.ts"

const MAX = 65_535

/**
 * Weights by uid, in whatever unit: what counts is their proportion.
 *
 * @category models
 */
export type ByUid = ReadonlyMap<number, number>

/**
 * The version of the SDK as an integer, as `set_weights` has it by default (chain-client.md §7.5).
 *
 * @category models
 */
export const DEFAULT_VERSION = BigInt(sdkVersion)

/**
 * Weights as calls have them: uids, and u16 in proportion. None is an error.
 *
 * @category combinators
 */
export const emitted = (weights: ByUid): Effect.Effect<Weights.EmittedWeights, ExtrinsicError> => {
  const [uids, values] = [[...weights.keys()], [...weights.values()]]
  return Result.match(Weights.toEmit(uids, values), {
    onFailure: ({ message }) => bad("weights", message),
    onSuccess: (emit) => Effect.succeed(emit)
  })
}

/** The place of the hotkey in the subnet, and how many blocks have to pass yet until it may say weights again. */
const standing = ({ chain, hotkey }: Sending, netuid: number, index: number) =>
  Effect.gen(function* () {
    const uid = yield* look(chain.query("SubtensorModule", "Uids", [netuid, hotkey]))
    if (uid === undefined) return yield* refuse("Registered", `the hotkey ${hotkey} has no place in subnet ${netuid}`)
    const [{ number }, updates, limit] = yield* look(
      Effect.all(
        [
          chain.head,
          chain.query("SubtensorModule", "LastUpdate", [index]),
          chain.query("SubtensorModule", "WeightsSetRateLimit", [netuid])
        ],
        { concurrency: 3 }
      )
    )
    const last = Number(updates[uid] ?? 0n)
    // A registration counts as an update; whoever was there before updates were counted has 0 and need not wait. What is sent now
    // is in the next block at the earliest.
    return { uid, wait: last === 0 ? 0 : last + Number(limit) - (number + 1) }
  })

/**
 * Whose rows a mechanism's are: those of the subnet, if there is none (chain-client.md §7.6).
 *
 * @category combinators
 */
export const indexOf = (netuid: number, mechanism: number | undefined): Effect.Effect<number, ExtrinsicError> =>
  mechanism === undefined
    ? Effect.succeed(netuid)
    : Result.match(Result.try({ try: () => Weights.storageIndex(netuid, mechanism), catch: String }), {
        onFailure: (detail) => bad("mechanism", detail),
        onSuccess: (index) => Effect.succeed(index)
      })

/**
 * Refuses for a hotkey that has no place in the subnet, or has told weights too few blocks ago.
 *
 * @category combinators
 */
export const allowed = (sending: Sending, netuid: number, index = netuid): Effect.Effect<void, ExtrinsicError> =>
  Effect.flatMap(standing(sending, netuid, index), ({ wait }) =>
    wait > 0 ? refuse("RateLimit", `weights of this hotkey can be set again in ${wait} blocks`) : Effect.void
  )

/**
 * Whether weights are to be committed first, and revealed later.
 *
 * @category reads
 */
export const isCommitted = ({ chain, runtime }: Sending, netuid: number): Effect.Effect<boolean, ExtrinsicError> =>
  runtime.has("storage", "SubtensorModule", "CommitRevealWeightsEnabled")
    ? Effect.map(
        look(chain.query("SubtensorModule", "CommitRevealWeightsEnabled", [netuid])),
        (isEnabled) => isEnabled === true
      )
    : Effect.succeed(false)

/**
 * Refuses to commit to weights where they are set openly.
 *
 * @category combinators
 */
export const closed = (sending: Sending, netuid: number): Effect.Effect<void, ExtrinsicError> =>
  Effect.flatMap(isCommitted(sending, netuid), (isClosed) =>
    isClosed ? Effect.void : refuse("CommitReveal", `subnet ${netuid} has weights set openly: use setWeights`)
  )

/**
 * Refuses a commit for which it is too soon: by the limit for weights, or where a commit takes the place of the one before (up to spec 202),
 * in the interval of that.
 *
 * @category combinators
 */
export const committable = (sending: Sending, netuid: number, index: number): Effect.Effect<void, ExtrinsicError> =>
  Effect.gen(function* () {
    const { chain, hotkey, runtime } = sending
    if (runtime.has("storage", "SubtensorModule", "RevealPeriodEpochs")) return yield* allowed(sending, netuid, index)
    const [{ number }, before, interval] = yield* look(
      Effect.all(
        [
          chain.head,
          chain.query("SubtensorModule", "WeightCommits", [netuid, hotkey]),
          chain.query<string, string>("SubtensorModule", "WeightCommitRevealInterval", [netuid])
        ],
        { concurrency: 3 }
      )
    )
    if (!Array.isArray(before) || mayReplace(Number(before[1]), number + 1, Number(interval))) return
    yield* refuse(
      "RateLimit",
      `there is a commit of this hotkey in this interval of ${interval} blocks; reveal that first`
    )
  })

/**
 * Refuses fewer weights than the subnet wants, and none at all: that would take back those that are there.
 *
 * @category combinators
 */
export const enough = ({ chain }: Sending, netuid: number, count: number): Effect.Effect<void, ExtrinsicError> =>
  Effect.flatMap(look(chain.query("SubtensorModule", "MinAllowedWeights", [netuid])), (allowed) => {
    const least = Math.max(1, allowed)
    return count >= least
      ? Effect.void
      : refuse("Weights", `subnet ${netuid} wants at least ${least} weights above zero; there are ${count}`)
  })

/** A share as the chain has it: 32 bits after the point, the rest cut off. */
const shareOf = (value: number, total: number): bigint => (BigInt(value) << 32n) / BigInt(total)

/**
 * Refuses weights of which one has more than the subnet lets anybody have, on runtimes that know such a limit. A hotkey may give all to
 * itself.
 *
 * @category combinators
 */
export const level = (
  { chain, hotkey, runtime }: Sending,
  netuid: number,
  { uids, values }: Weights.EmittedWeights
): Effect.Effect<void, ExtrinsicError> =>
  Effect.gen(function* () {
    // Later runtimes still have the storage, and look at it no more (runtime-dtao.md §1).
    if (!runtime.has("call", "AdminUtils", "sudo_set_max_weight_limit")) return
    const limit = yield* look(chain.query("SubtensorModule", "MaxWeightsLimit", [netuid]))
    const [most, total] = [Math.max(...values), values.reduce((sum, value) => sum + value, 0)]
    if (limit >= MAX || total === 0 || shareOf(most, total) <= shareOf(limit, MAX)) return
    const isOwn =
      uids.length === 1 && uids[0] === (yield* look(chain.query("SubtensorModule", "Uids", [netuid, hotkey])))
    if (isOwn) return
    yield* refuse(
      "Weights",
      `subnet ${netuid} lets nobody have more than ${limit / MAX} of all weight, and one has ${most / total}; cut them with processWeights`
    )
  })

/**
 * Refuses weights of an older version of the subnet's code than it asks for.
 *
 * @category combinators
 */
export const current = ({ chain }: Sending, netuid: number, versionKey: bigint): Effect.Effect<void, ExtrinsicError> =>
  Effect.flatMap(look(chain.query("SubtensorModule", "WeightsVersionKey", [netuid])), (least) =>
    versionKey >= least
      ? Effect.void
      : refuse(
          "VersionKey",
          `subnet ${netuid} wants weights of version ${least}, not ${versionKey}; update the validator`
        )
  )
