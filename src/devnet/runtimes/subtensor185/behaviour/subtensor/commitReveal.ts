/**
 * How weights are set that nobody shall copy: their hash first, and they themselves an interval later (runtime.md §3.9).
 *
 * @since 0.2.0
 */
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js"
import { canCommit, canReveal, commitHash } from "../../../../mathematics/commit.ts"
import { type Outcome, signed } from "../../../../runtime/dispatch.ts"
import type { State } from "../../../../runtime/storage.ts"
import type { Hex } from "../../../../scale/Hex.ts"
import { SubtensorModule } from "../../pallets/subtensorModule.ts"
import { now } from "./rateLimits.ts"
import type { Revision } from "./revision.ts"
import { setWeights } from "./weights.ts"

const { CommitRevealWeightsEnabled, WeightCommitRevealInterval, WeightCommits } = SubtensorModule.storage

/**
 * Weights that were committed. Only a later revision has a salt.
 *
 * @category models
 */
export interface Revealed {
  readonly netuid: number
  readonly uids: ReadonlyArray<number>
  readonly values: ReadonlyArray<number>
  readonly salt?: ReadonlyArray<number>
  readonly version_key: bigint
}

const intervalOf = (state: State, netuid: number): number => Number(WeightCommitRevealInterval.get(state, netuid))

const hashOf = (who: Hex, { netuid, salt, uids, values, version_key }: Revealed): Hex => {
  const hotkey = hexToBytes(who.slice(2))
  return `0x${bytesToHex(commitHash({ hotkey, netuid, uids, values, salt, versionKey: version_key }))}`
}

const commitWeights = ({ error }: Revision) =>
  signed((context, who, args: { readonly netuid: number; readonly commit_hash: Hex }): Outcome => {
    const { commit_hash, netuid } = args
    if (!CommitRevealWeightsEnabled.get(context, netuid)) return error("CommitRevealDisabled")
    const before = WeightCommits.get(context, netuid, who)
    const committedAt = before && Number(before[1])
    if (!canCommit(committedAt, intervalOf(context, netuid), context.block)) return error("WeightsCommitNotAllowed")
    return WeightCommits.put(context, netuid, who, [commit_hash, now(context)])
  })

const revealWeights = (revision: Revision) =>
  signed((context, who, args: Revealed): Outcome => {
    const { error, forgetsRevealedCommits } = revision
    const { netuid, uids, values, version_key } = args
    if (!CommitRevealWeightsEnabled.get(context, netuid)) return error("CommitRevealDisabled")
    const commit = WeightCommits.get(context, netuid, who)
    if (commit === undefined) return error("NoWeightsCommitFound")
    const [hash, committedAt] = commit
    const interval = intervalOf(context, netuid)
    if (!canReveal(Number(committedAt), interval, context.block)) return error("InvalidRevealCommitTempo")
    if (hashOf(who, args) !== hash) return error("InvalidRevealCommitHashNotMatch")
    // Weights that cannot be set leave the commit as it is, as all that fails does.
    if (forgetsRevealedCommits) WeightCommits.remove(context, netuid, who)
    return setWeights(revision, context, who, { netuid, dests: uids, weights: values, version_key })
  })

/**
 * The calls that commit weights and reveal them.
 *
 * @category calls
 */
export const commitReveal = (revision: Revision) => ({
  commit_weights: commitWeights(revision),
  reveal_weights: revealWeights(revision)
})
