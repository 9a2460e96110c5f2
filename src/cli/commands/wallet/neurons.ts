/** The neurons of subnets, for tables of one's own. */
import { Effect } from "effect"
import { Alpha, Rao } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import { Screen } from "../../terminal/Screen.ts"

/** As many as 7.4.0 reads at once. */
const CONCURRENCY = 5

/** The neurons of these subnets at a block, in their order. @category reads */
export const ofSubnets = (netuids: ReadonlyArray<number>, block: number) =>
  Screen.during("📡 Reading subnets")((progress) =>
    Effect.gen(function* () {
      const subtensor = yield* Subtensor
      let read = 0
      return yield* Effect.forEach(
        netuids,
        (netuid) =>
          Effect.all(
            { netuid: Effect.succeed(netuid), neurons: subtensor.neuronsLite(netuid, { block }) },
            { concurrency: 2 }
          ).pipe(Effect.tap(() => progress.update(`${++read} of ${netuids.length}`))),
        { concurrency: CONCURRENCY }
      )
    })
  )

/** Whether stake and emission of subnets are alpha, as they are from dTAO on. @category reads */
export const inAlpha = Effect.gen(function* () {
  const { has } = yield* (yield* Subtensor).runtime()
  return !has("storage", "SubtensorModule", "TotalHotkeyStake")
})

/** An amount of stake, in whichever of the two it is. @category models */
export interface Amount {
  readonly tao: Rao | null
  readonly alpha: Alpha | null
}

/** @category constructors */
export const amountOf = (units: bigint, isAlpha: boolean): Amount =>
  isAlpha ? { tao: null, alpha: Alpha(units) } : { tao: Rao(units), alpha: null }
