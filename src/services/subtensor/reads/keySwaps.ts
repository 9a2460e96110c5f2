/**
 * Coldkeys that are to be replaced by others.
 *
 * @since 0.2.0
 */
import { Effect } from "effect"
import { account, block, maybe, pairOf, u32 } from "../../../protocol/internal/chain/fields.ts"
import type { Ss58 } from "../../../protocol/Ss58.ts"
import type { ChainError } from "../../ChainError.ts"
import type { Hex } from "../ChainValue.ts"
import type { Core, ReadOptions } from "../Core.ts"
import { anything, as, hex, blockNumber, listed, ofAccount, stored, together, whole } from "./Read.ts"

/**
 * A coldkey that is to be replaced.
 *
 * @category models
 */
export interface ColdkeySwapAnnouncement {
  /** The block from which on it may be. */
  readonly executionBlock: number
  /** blake2-256 of the new coldkey's public key. */
  readonly newColdkeyHash: Hex
}

const announcement = as(pairOf(u32, hex), ([executionBlock, newColdkeyHash]): ColdkeySwapAnnouncement => ({
  executionBlock,
  newColdkeyHash
}))

/**
 * Replacements of coldkeys.
 *
 * @category reads
 */
export const keySwaps = {
  /** By what a coldkey is to be replaced, of `ColdkeySwapAnnouncements`; `undefined` for nothing. */
  coldkeySwapAnnouncement: ofAccount("ColdkeySwapAnnouncements", maybe(announcement)),

  /** All such announcements, by coldkey. */
  coldkeySwapAnnouncements: (chain: Core, options?: ReadOptions) =>
    listed<Ss58, ColdkeySwapAnnouncement>(chain, "ColdkeySwapAnnouncements", [], account, announcement, options),

  /** The block in which the replacement of a coldkey was disputed, of `ColdkeySwapDisputes`; `undefined` for never. */
  coldkeySwapDispute: ofAccount("ColdkeySwapDisputes", maybe(u32)),

  /** All such blocks, by coldkey. */
  coldkeySwapDisputes: (chain: Core, options?: ReadOptions) =>
    listed<Ss58, number>(chain, "ColdkeySwapDisputes", [], account, u32, options),

  /** Blocks between the announcement of a replacement and the replacement, of `ColdkeySwapAnnouncementDelay`. */
  coldkeySwapAnnouncementDelay: whole("ColdkeySwapAnnouncementDelay", u32),

  /** Blocks until another one may be announced, of `ColdkeySwapReannouncementDelay`. */
  coldkeySwapReannouncementDelay: whole("ColdkeySwapReannouncementDelay", u32),

  /** The coldkeys that one was to be replaced by, of `ColdkeySwapDestinations`, which few runtimes of 2024 had: what the metadata makes of it. */
  checkInArbitration: ofAccount("ColdkeySwapDestinations", anything),

  /** Blocks for which it is open which coldkey takes the place of one, of `ColdkeyArbitrationBlock`, which few runtimes of 2024 had. */
  remainingArbitrationPeriod: (
    chain: Core,
    coldkey: string,
    options?: ReadOptions
  ): Effect.Effect<number, ChainError> =>
    Effect.map(
      together([stored(chain, "ColdkeyArbitrationBlock", [coldkey], block, options), blockNumber(chain, options)]),
      ([end, number]) => Math.max(0, end - number)
    )
}
