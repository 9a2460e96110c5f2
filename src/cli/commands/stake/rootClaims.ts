/** What the commands about dividends of the root network share: since when there are any, and what a coldkey can claim. */
import { Effect, Schema } from "effect"
import { Alpha } from "../../../protocol/Money.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import { otherwise } from "../../subject/sinceDTao.ts"
import { AlphaText } from "../../subject/values.ts"

/** @category combinators */
export const sinceClaims = otherwise(
  "Stake in the root network earns alpha that can be claimed since dTAO's later runtimes (2025).",
  "Here what it earns is staked by itself."
)

/** What can be claimed of a subnet, for all hotkeys together. @category schemas */
export const Claimable = Schema.Struct({ netuid: Schema.Int, claimable_alpha: AlphaText })

/** @category models */
export type Claimable = typeof Claimable.Type

const ROOT = 0

/** What one hotkey has earned for a coldkey, by subnet. */
const earnedWith = (coldkey: string, hotkey: string, block: number) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const rates = yield* subtensor.rootClaimableAllRates(hotkey, { block })
    return yield* Effect.forEach(
      [...rates.keys()],
      (netuid) =>
        Effect.map(
          subtensor.rootClaimableStake({ coldkey, hotkey, netuid }, { block }),
          (claimable) => [netuid, claimable] as const
        ),
      { concurrency: 16 }
    )
  })

const summed = (earned: ReadonlyArray<readonly [netuid: number, claimable: Alpha]>): ReadonlyArray<Claimable> => {
  const netuids = [...new Set(earned.map(([netuid]) => netuid))].toSorted((one, other) => one - other)
  return netuids.map((netuid) => ({
    netuid,
    claimable_alpha: Alpha(earned.reduce((sum, [of, claimable]) => (of === netuid ? sum + claimable : sum), 0n))
  }))
}

/** The subnets of which a coldkey can claim something. @category reads */
export const claimableBy = (coldkey: string) =>
  Effect.gen(function* () {
    const subtensor = yield* Subtensor
    const { number } = yield* subtensor.head
    const infos = yield* subtensor.stakeInfoForColdkey(coldkey, { block: number })
    const hotkeys = infos.flatMap(({ hotkey, netuid, stake }) => (netuid === ROOT && stake > 0n ? [hotkey] : []))
    const earned = yield* Effect.forEach(hotkeys, (hotkey) => earnedWith(coldkey, hotkey, number))
    return summed(earned.flat()).filter(({ claimable_alpha }) => claimable_alpha > 0n)
  })
