/** Transfers of an account, found in the blocks themselves. */
import { Effect, Schema, Stream } from "effect"
import { Rao } from "../../../protocol/Money.ts"
import type { ChainError } from "../../../services/ChainError.ts"
import { Subtensor } from "../../../services/Subtensor.ts"
import type { ChainEvent } from "../../../services/subtensor/Core.ts"
import { Screen } from "../../terminal/Screen.ts"

/** @category models */
export interface Transfer {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly amount_tao: Rao
  readonly block: number
  readonly extrinsic: number | null
}

/** Blocks that are asked for at once. */
const CONCURRENCY = 16

const isMoved = Schema.is(Schema.Struct({ from: Schema.String, to: Schema.String, amount: Schema.BigInt }))

const transfersIn = (block: number, events: ReadonlyArray<ChainEvent>, address: string): ReadonlyArray<Transfer> =>
  events.flatMap(({ data, extrinsic, name, pallet }, at) => {
    if (pallet !== "Balances" || name !== "Transfer" || !isMoved(data)) return []
    const { amount, from, to } = data
    if (from !== address && to !== address) return []
    return [{ id: `${block}-${at}`, from, to, amount_tao: Rao(amount), block, extrinsic: extrinsic ?? null }]
  })

/** What a node has forgotten is where the search ends. */
const isForgotten = ({ reason }: ChainError) => reason._tag === "BlockUnavailable"

/**
 * Looks through the last blocks, newest first, as far as the node knows them.
 *
 * @category reads
 */
export const scan = (address: string, blocks: number) =>
  Screen.during("📡 Looking through blocks")((progress) =>
    Effect.gen(function* () {
      const subtensor = yield* Subtensor
      const { number: last } = yield* subtensor.head
      const wanted = Math.min(blocks, last)
      let first = last + 1
      const found = yield* Stream.range(0, wanted - 1).pipe(
        Stream.map((back) => last - back),
        Stream.mapEffect(
          (block) =>
            subtensor.events({ block }).pipe(
              Effect.map((events) => ({ block, transfers: transfersIn(block, events, address) })),
              Effect.catchIf(isForgotten, () => Effect.undefined)
            ),
          { concurrency: CONCURRENCY }
        ),
        Stream.takeWhile((one) => one !== undefined),
        Stream.tap(({ block }) => {
          first = block
          return progress.update(`${last - block + 1} of ${wanted}, block ${block}`)
        }),
        Stream.runFold(
          (): ReadonlyArray<Transfer> => [],
          (all, { transfers }) => [...all, ...transfers]
        )
      )
      if (first > last - wanted + 1) {
        yield* (yield* Screen).warn(
          `The node knows nothing of blocks before ${first}: ask an archive with --subtensor.network archive.`
        )
      }
      return { first_block: first, last_block: last, transfers: found }
    })
  )
