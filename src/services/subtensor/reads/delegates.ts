/**
 * Delegates, and the families of hotkeys that act with one another's stake.
 *
 * @since 0.2.0
 */
import { Effect, Option, Stream } from "effect"
import {
  decodeDelegate,
  decodeDelegated,
  decodeDelegates,
  type DelegatedInfo,
  delegatedFromRuntime,
  delegateFromRuntime,
  type DelegateInfo
} from "../../../protocol/chain/DelegateInfo.ts"
import { list, option } from "../../../protocol/chain/fromRuntime.ts"
import { fromU64 } from "../../../protocol/FixedPoint.ts"
import { account, block, compactU64, listOf, pairOf, ratio } from "../../../protocol/internal/chain/fields.ts"
import type { Ss58 } from "../../../protocol/Ss58.ts"
import type { ChainError } from "../../ChainError.ts"
import type { Core, ReadOptions } from "../Core.ts"
import { answered, as, by, keyOf, ofAccount } from "./Read.ts"

const API = "DelegateInfoRuntimeApi"

/** Parts of a stake, 0 to 1, by the hotkeys that have them; those of nothing are none. */
const shares = as(
  listOf(pairOf(compactU64, account)),
  (pairs): ReadonlyMap<Ss58, number> =>
    new Map(pairs.flatMap(([part, hotkey]) => (part === 0n ? [] : [[hotkey, fromU64(part)]])))
)

/**
 * The children that a hotkey will have.
 *
 * @category models
 */
export interface PendingChildren {
  /** Parts of its stake, 0 to 1, by hotkey. */
  readonly children: ReadonlyMap<Ss58, number>
  /** The block from which on it has them. */
  readonly cooldownBlock: number
}

/**
 * Delegates, children and parents.
 *
 * @category reads
 */
export const delegates = {
  /** Whether others may stake to a hotkey: whether it has an entry in `Delegates`. */
  isHotkeyDelegate: (chain: Core, hotkey: string, options?: ReadOptions): Effect.Effect<boolean, ChainError> =>
    // The item has a default for all others, so that its value says nothing.
    Effect.map(Stream.runHead(chain.entries("SubtensorModule", "Delegates", [hotkey], options)), Option.isSome),

  /** The share of its dividends that a delegate keeps, 0 to 1, of `Delegates`; the chain's default of a hotkey that is none. */
  delegateTake: ofAccount("Delegates", ratio),

  /** A delegate, of `DelegateInfoRuntimeApi.get_delegate`; `undefined` if the hotkey is none. */
  delegateByHotkey: (
    chain: Core,
    hotkey: string,
    options?: ReadOptions
  ): Effect.Effect<DelegateInfo | undefined, ChainError> =>
    Effect.flatMap(keyOf("hotkey", hotkey), (key) =>
      answered(
        chain,
        `${API}.get_delegate`,
        [key],
        { bytes: decodeDelegate, value: option(delegateFromRuntime) },
        options
      )
    ),

  /** All delegates, of `DelegateInfoRuntimeApi.get_delegates`. */
  delegates: (chain: Core, options?: ReadOptions): Effect.Effect<ReadonlyArray<DelegateInfo>, ChainError> =>
    answered(chain, `${API}.get_delegates`, [], { bytes: decodeDelegates, value: list(delegateFromRuntime) }, options),

  /** The delegates that a coldkey stakes to, and how much to each, of `DelegateInfoRuntimeApi.get_delegated`. */
  delegated: (
    chain: Core,
    coldkey: string,
    options?: ReadOptions
  ): Effect.Effect<ReadonlyArray<DelegatedInfo>, ChainError> =>
    Effect.flatMap(keyOf("coldkey", coldkey), (key) =>
      answered(
        chain,
        `${API}.get_delegated`,
        [key],
        { bytes: decodeDelegated, value: list(delegatedFromRuntime) },
        options
      )
    ),

  /** The share that a child hotkey keeps of what its parents' stake earns in a subnet, 0 to 1, of `ChildkeyTake`. */
  childkeyTake: by(["hotkey", "netuid"], "ChildkeyTake", ratio),

  /** Who acts with which part of a hotkey's stake in a subnet, 0 to 1, by hotkey; of `ChildKeys`. */
  children: by(["hotkey", "netuid"], "ChildKeys", shares),

  /** With which part of whose stake a hotkey acts in a subnet, 0 to 1, by hotkey; of `ParentKeys`. */
  parents: by(["hotkey", "netuid"], "ParentKeys", shares),

  /** The children that a hotkey has asked for and does not have yet, of `PendingChildKeys`. */
  childrenPending: by(
    ["netuid", "hotkey"],
    "PendingChildKeys",
    as(pairOf(shares, block), ([children, cooldownBlock]): PendingChildren => ({ children, cooldownBlock }))
  )
}
