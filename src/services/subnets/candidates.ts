/**
 * Whom to ask, where any good validator will do (wire.md §10).
 *
 * @since 0.2.0
 */
import { type Duration, Effect, Random, Result } from "effect"
import type { AxonInfo } from "../../protocol/AxonInfo.ts"
import { Dendrite } from "../Dendrite.ts"
import type { MetagraphState } from "../metagraph/MetagraphState.ts"

/**
 * Who is a candidate, and how many are chosen.
 *
 * @category models
 */
export interface CandidateOptions {
  /** The part of the neurons, those with most stake, that is looked at: 0 to 1. @default 0.1 */
  readonly share?: number | undefined
  /** How many are chosen at most. @default 3 */
  readonly limit?: number | undefined
  /** How long a candidate has to answer the ping. @default "3 seconds" */
  readonly timeout?: Duration.Input | undefined
}

/** The value below which that part of the others lies, between two of them by its distance: `numpy.quantile`. */
const quantile = (values: Float64Array, part: number): number => {
  const sorted = values.toSorted()
  const place = Math.min(1, Math.max(0, part)) * (sorted.length - 1)
  const lower = Math.floor(place)
  const [low = 0, high = low] = sorted.subarray(lower, lower + 2)
  return low + (high - low) * (place - lower)
}

/**
 * Finds the uids with more stake than all but that share of the neurons, and trust as a validator.
 *
 * @category combinators
 */
export const candidateUids = ({ n, stakes, validatorTrust }: MetagraphState, share = 0.1): ReadonlyArray<number> => {
  const least = quantile(stakes, 1 - share)
  return Array.from({ length: n }, (_, uid) => uid).filter((uid) => stakes[uid]! > least && validatorTrust[uid]! > 0)
}

/**
 * Chooses axons to ask, as the subnet template does: of the validators with most stake, those that answer a ping, a few of them at
 * random. Nobody may be there, so there may be none.
 *
 * **Example** (Whoever of the best is there)
 *
 * ```ts
 * import { Effect } from "effect"
 * import { Metagraph, type RetrieveInput, RetrieveUser, SubnetsApi } from "effect-bittensor"
 *
 * export const retrieve = Effect.fn("retrieve")(function*(netuid: number, input: RetrieveInput) {
 *   const axons = yield* SubnetsApi.candidates(yield* Metagraph.at(netuid), { share: 0.2 })
 *   return yield* RetrieveUser.query(axons, input)
 * })
 * ```
 *
 * @category combinators
 */
export const candidates = Effect.fn("SubnetsApi.candidates")(function* (
  metagraph: MetagraphState,
  { limit = 3, share, timeout = "3 seconds" }: CandidateOptions = {}
): Effect.fn.Return<ReadonlyArray<AxonInfo>, never, Dendrite> {
  const { ping } = yield* Dendrite
  const axons = candidateUids(metagraph, share).map((uid) => metagraph.axons[uid]!)
  const answers = yield* ping(axons, { timeout })
  const there = answers.filter(({ result }) => Result.isSuccess(result)).map(({ axon }) => axon)
  return (yield* Random.shuffle(there)).slice(0, limit)
})
