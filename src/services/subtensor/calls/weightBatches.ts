/**
 * Weights of several subnets, or several commits of one, in one extrinsic. What fails of them does not stop the others.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import { bad, byHotkey, callOf } from "./Intent.ts"
import { type ByUid, current, DEFAULT_VERSION, emitted } from "./weightChecks.ts"
import { type Commitment, commitHashOf } from "./weights.ts"

/**
 * Weights of a subnet.
 *
 * @category models
 */
export interface OfSubnet {
  readonly netuid: number
  readonly weights: ByUid
  readonly versionKey?: bigint | undefined
}

/** The calls for several are for the first mechanism of a subnet: a commit to another could not be revealed by them, nor by any other. */
const first = (batch: ReadonlyArray<Commitment>) => {
  const other = batch.find(({ mechanism = 0 }) => mechanism !== 0)
  return other === undefined
    ? Effect.void
    : bad(
        "batch",
        `one is of mechanism ${other.mechanism}, which batches have no place for; commit and reveal it alone`
      )
}

/**
 * Several at once. All are signed by the hotkey. The receipt's events tell which of them failed (`BatchWeightItemFailed`).
 *
 * @category calls
 */
export const weightBatches = {
  /** Sets the weights of this hotkey in several subnets that have them set openly. */
  batchSetWeights: byHotkey<{ readonly batch: ReadonlyArray<OfSubnet> }>(({ batch }, sending) =>
    Effect.gen(function* () {
      const rows = yield* Effect.forEach(batch, ({ netuid, versionKey = DEFAULT_VERSION, weights }) =>
        Effect.andThen(
          current(sending, netuid, versionKey),
          Effect.map(emitted(weights), ({ uids, values }) => uids.map((uid, index) => [uid, values[index]]))
        )
      )
      const args = {
        netuids: batch.map(({ netuid }) => netuid),
        weights: rows,
        version_keys: batch.map(({ versionKey = DEFAULT_VERSION }) => versionKey)
      }
      return {
        call: yield* callOf(sending, "SubtensorModule", ["batch_set_weights"], args),
        effects: [`weights of ${sending.hotkey} in subnets ${args.netuids.join(", ")} are replaced`]
      }
    })
  ),

  /** Commits to weights in several subnets. */
  batchCommitWeights: byHotkey<{ readonly batch: ReadonlyArray<Commitment> }>(({ batch }, sending) =>
    Effect.gen(function* () {
      yield* first(batch)
      const args = {
        netuids: batch.map(({ netuid }) => netuid),
        commit_hashes: yield* Effect.forEach(batch, (one) => commitHashOf(sending.runtime, sending.hotkey, one))
      }
      return {
        call: yield* callOf(sending, "SubtensorModule", ["batch_commit_weights"], args),
        effects: [`${sending.hotkey} commits to weights in subnets ${args.netuids.join(", ")}`]
      }
    })
  ),

  /** Reveals several commits of one subnet. */
  batchRevealWeights: byHotkey<{ readonly netuid: number; readonly batch: ReadonlyArray<Commitment> }>(
    ({ batch, netuid }, sending) =>
      Effect.gen(function* () {
        const other = batch.find((one) => one.netuid !== netuid)
        if (other !== undefined) return yield* bad("batch", `one is of subnet ${other.netuid}, not ${netuid}`)
        yield* first(batch)
        const args = {
          netuid,
          uids_list: batch.map(({ uids }) => uids),
          values_list: batch.map(({ values }) => values),
          salts_list: batch.map(({ salt }) => salt),
          version_keys: batch.map(({ versionKey = DEFAULT_VERSION }) => versionKey)
        }
        return {
          call: yield* callOf(sending, "SubtensorModule", ["batch_reveal_weights"], args),
          effects: [`${sending.hotkey} reveals ${batch.length} commits in subnet ${netuid}`]
        }
      })
  )
}
