/**
 * Of the chain as a whole: its blocks, its time, what it allows.
 *
 * @since 0.2.0
 */
import { DateTime, Effect, Option, Stream } from "effect"
import { bytes, compactU64, maybe, span } from "../../../protocol/internal/chain/fields.ts"
import { Mismatch } from "../../../protocol/internal/chain/Mismatch.ts"
import { ChainError, Undecodable } from "../../ChainError.ts"
import type { Hex } from "../ChainValue.ts"
import type { Block, BlockRef, Core, Header, ReadOptions } from "../Core.ts"
import { as, constantOf, stored, whole } from "./Read.ts"

const FAST_MILLISECONDS = 250n
/** Bytes of a key of ML-KEM-768. */
const SHIELD_KEY_BYTES = 1184

const shieldKey = (item: "CurrentKey" | "NextKey") => (chain: Core, options?: ReadOptions) =>
  Effect.filterOrFail(
    stored(chain, `MevShield.${item}`, [], maybe(bytes), options),
    (key) => key === undefined || key.length === SHIELD_KEY_BYTES,
    (key) => {
      const detail = `a key has ${SHIELD_KEY_BYTES} bytes, not ${key?.length}`
      return new ChainError({ reason: new Undecodable({ item: `MevShield.${item}`, detail }) })
    }
  )

const timestamp = whole(
  "Timestamp.Now",
  as(compactU64, (milliseconds) =>
    Option.getOrThrowWith(DateTime.make(Number(milliseconds)), () => new Mismatch(`${milliseconds} ms is no time`))
  )
)

/**
 * A block, when it was made, and where people look at it.
 *
 * @category models
 */
export interface BlockInfo extends Block {
  readonly number: number
  readonly hash: Hex
  readonly timestamp: DateTime.Utc
  /** Its page, if it is one of the main network. */
  readonly explorer: string
}

/**
 * Of the chain.
 *
 * @category reads
 */
export const chain = {
  /** The number of the last block. */
  currentBlock: (chain: Core): Effect.Effect<number, ChainError> => Effect.map(chain.head, ({ number }) => number),

  /** The hash of a block, or of the last one. */
  blockHash: (chain: Core, block?: BlockRef) =>
    Effect.map(block === undefined ? chain.head : chain.header(block), ({ hash }) => hash),

  /** A block and when it was made, or the last one. */
  blockInfo: (chain: Core, block?: BlockRef): Effect.Effect<BlockInfo, ChainError> =>
    Effect.gen(function* () {
      const found = yield* chain.block(block ?? (yield* chain.head).hash)
      const { hash, number } = found.header
      const explorer = `https://www.tao.app/block/${number}`
      return { ...found, number, hash, timestamp: yield* timestamp(chain, { block: hash }), explorer }
    }),

  /** What an error of `SubtensorModule` is called and means, by its number in this runtime: numbers change from one to the next. */
  errorInfoByIndex: (chain: Core, index: number, options?: ReadOptions) =>
    Effect.map(chain.runtime(options), ({ errorAt }) => errorAt("SubtensorModule", index)),

  /** Waits for a block of that number, or of a higher one; for the next one if none is given. Time it out where no more may come. */
  waitForBlock: (chain: Core, number?: number): Effect.Effect<Header, ChainError> =>
    Effect.flatMap(chain.head, (head) => {
      const wanted = number ?? head.number + 1
      const later = Stream.runHead(Stream.filter(chain.blocks, (header) => header.number >= wanted))
      return head.number >= wanted
        ? Effect.succeed(head)
        : Effect.map(
            later,
            Option.getOrElse(() => head)
          )
    }),

  /** When a block was made, of `Timestamp.Now`. */
  timestamp,

  /** Whether blocks come four times a second instead of every twelve seconds, as on chains built for tests; of the constant `Aura.SlotDuration`. */
  isFastBlocks: (chain: Core, options?: ReadOptions) =>
    Effect.map(
      constantOf(chain, "Aura.SlotDuration", compactU64, options),
      (milliseconds) => milliseconds === FAST_MILLISECONDS
    ),

  /** Blocks between two stakings of a coldkey, of `TxRateLimit`. */
  txRateLimit: whole("TxRateLimit", span),

  /** The last round of drand that the chain knows, of `Drand.LastStoredRound`. */
  lastDrandRound: whole("Drand.LastStoredRound", compactU64),

  /** The key that extrinsics are encrypted with for the block that is made now, of `MevShield.CurrentKey`: 1184 bytes. */
  mevShieldCurrentKey: shieldKey("CurrentKey"),

  /** The key for the next block, of `MevShield.NextKey`: 1184 bytes. */
  mevShieldNextKey: shieldKey("NextKey")
}
