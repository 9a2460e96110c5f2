/** What the alpha of subnets did cost, as the states of past blocks tell it. */
import { Effect, Schema } from "effect"
import type { ChainError } from "../../../../services/ChainError.ts"
import { Subtensor } from "../../../../services/Subtensor.ts"
import { onChain } from "../../../frame/Failure.ts"
import { TaoText } from "../../../subject/values.ts"
import { tao } from "../../../terminal/Pen.ts"
import { Screen } from "../../../terminal/Screen.ts"

/** The prices of one alpha of a subnet, from the oldest on. @category schemas */
export const History = Schema.Struct({
  netuid: Schema.Int,
  points: Schema.Array(Schema.Struct({ block: Schema.Int, price_tao: TaoText }))
})

/** @category models */
export type History = typeof History.Type

const BLOCKS_AN_HOUR = 300

/** However long ago it begins, so many blocks are looked at. */
const POINTS = 60

/** As many as one can look at. @category constants */
export const MOST_SUBNETS = 16

/** Blocks that are asked for at once. */
const CONCURRENCY = 8

/** Blocks that are as far from one another as they can be, the last of them at the end. @category combinators */
export const blocksUntil = (last: number, hours: number): ReadonlyArray<number> => {
  const span = Math.min(last, hours * BLOCKS_AN_HOUR)
  const gaps = Math.min(span, POINTS - 1)
  return Array.from({ length: gaps + 1 }, (_, at) => last - span + Math.round((span * at) / Math.max(1, gaps)))
}

/** A block that the node has forgotten, or of a runtime that had no prices yet. */
const isBefore = ({ reason }: ChainError) => reason._tag === "BlockUnavailable" || reason._tag === "NotInRuntime"

/**
 * The prices of these subnets in the last hours, as far back as the node knows them.
 *
 * @category reads
 */
export const read = (netuids: ReadonlyArray<number>, hours: number) =>
  Screen.during("📡 Looking through blocks")((progress) =>
    Effect.gen(function* () {
      const subtensor = yield* Subtensor
      const { number: last } = yield* subtensor.head
      const blocks = blocksUntil(last, hours)
      let looked = 0
      const found = yield* Effect.forEach(
        blocks,
        (block) =>
          Effect.forEach(netuids, (netuid) => subtensor.subnetPrice(netuid, { block })).pipe(
            Effect.map((prices) => ({ block, prices })),
            Effect.catchIf(isBefore, () => Effect.undefined),
            Effect.tap(() => progress.update(`${++looked} of ${blocks.length}`))
          ),
        { concurrency: CONCURRENCY }
      )
      const known = found.filter((one) => one !== undefined)
      const [first] = known
      if (first === undefined) return yield* onChain(`The node tells no price up to block ${last}.`, "Ask another one.")
      if (known.length < blocks.length) {
        yield* (yield* Screen).warn(
          `The node tells no prices before block ${first.block}: ask an archive with --subtensor.network archive.`
        )
      }
      return netuids.map((netuid, at) => ({
        netuid,
        points: known.flatMap(({ block, prices }) => {
          const price_tao = prices[at]
          return price_tao === undefined ? [] : [{ block, price_tao }]
        })
      })) satisfies ReadonlyArray<History>
    })
  )

const percentOf = (from: bigint, to: bigint): string => {
  const percent = Number(((to - from) * 1_000_000n) / from) / 10_000
  return `${percent < 0 ? "" : "+"}${percent.toFixed(2)}%`
}

/** From which price it went to which, and between which two it was. @category formatting */
export const told = ({ points }: History): string => {
  const prices: ReadonlyArray<bigint> = points.map(({ price_tao }) => price_tao)
  const [from = 0n, to = 0n] = [prices[0], prices.at(-1)]
  const [low = 0n, high = 0n] = [0, -1].map((at) =>
    prices.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0)).at(at)
  )
  const change = from === 0n ? "" : ` (${percentOf(from, to)})`
  return `${tao(from)} ➡ ${tao(to)}${change}, from ${tao(low)} to ${tao(high)}`
}
