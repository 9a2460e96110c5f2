/**
 * A runtime that runs: all that a node asks of one, and nothing of how it does it. Extrinsics are bytes here, as a node knows them.
 *
 * @since 0.2.0
 */
import type { Hex } from "../scale/Hex.ts"
import type { Caller, Call, Dispatched, DispatchResult } from "./dispatch.ts"
import type { Runtime } from "./runtime.ts"
import type { State } from "./storage.ts"

/**
 * What a block begins with.
 *
 * @category models
 */
export interface Opening {
  readonly number: number
  readonly parent_hash: Hex
  /** Milliseconds since 1970. */
  readonly time: bigint
}

/**
 * The header of a block but for its roots, which are the node's: a runtime here knows of no trie.
 *
 * @category models
 */
export interface Closing {
  readonly number: number
  readonly parent_hash: Hex
  /** The SCALE bytes of each item of the digest. */
  readonly digest: ReadonlyArray<Uint8Array>
}

/**
 * Why a transaction is not valid, as `InvalidTransaction` has it.
 *
 * @category models
 */
export type InvalidTransaction =
  | {
      readonly _tag:
        | "Call"
        | "Payment"
        | "Future"
        | "Stale"
        | "BadProof"
        | "AncientBirthBlock"
        | "ExhaustsResources"
        | "BadMandatory"
        | "MandatoryValidation"
        | "BadSigner"
    }
  | { readonly _tag: "Custom"; readonly value: number }

/**
 * Why nothing can be said of a transaction, as `UnknownTransaction` has it.
 *
 * @category models
 */
export type UnknownTransaction =
  | { readonly _tag: "CannotLookup" | "NoUnsignedValidator" }
  | { readonly _tag: "Custom"; readonly value: number }

/**
 * Why a transaction is not in a block, or not in the pool.
 *
 * @category models
 */
export type TransactionValidityError =
  | { readonly _tag: "Invalid"; readonly value: InvalidTransaction }
  | { readonly _tag: "Unknown"; readonly value: UnknownTransaction }

/**
 * What became of an extrinsic: it is in the block, be it that its call failed, or it is not.
 *
 * @category models
 */
export type Applied =
  | { readonly _tag: "Ok"; readonly value: DispatchResult }
  | { readonly _tag: "Err"; readonly value: TransactionValidityError }

/**
 * What a pool needs to know of a valid transaction.
 *
 * @category models
 */
export interface ValidTransaction {
  readonly priority: bigint
  /** The tags that others must provide before. */
  readonly requires: ReadonlyArray<Uint8Array>
  readonly provides: ReadonlyArray<Uint8Array>
  /** Blocks for which this holds. */
  readonly longevity: bigint
  readonly propagate: boolean
}

/**
 * What the runtime says of a transaction.
 *
 * @category models
 */
export type Validity =
  | { readonly _tag: "Ok"; readonly value: ValidTransaction }
  | { readonly _tag: "Err"; readonly value: TransactionValidityError }

/**
 * Where a transaction comes from.
 *
 * @category models
 */
export type TransactionSource = "InBlock" | "Local" | "External"

/**
 * A runtime that runs. All of it works on the state that it is given, which a node makes with `runtime.over(storage)`. Whatever the
 * real runtime does not survive throws a `Trap`, and bytes that are not what they should be a `ScaleError`; then the state may be
 * half written, except that `apply` leaves no trace.
 *
 * @category models
 */
export interface Executable {
  readonly runtime: Runtime
  /** Milliseconds from one block to the next. */
  readonly slotDuration: number
  /** Begins a block on the state of its parent. */
  readonly initialize: (state: State, opening: Opening) => void
  /** The extrinsics that a block says itself, before all others. */
  readonly inherents: (opening: Opening) => ReadonlyArray<Uint8Array>
  /** Applies an extrinsic, with its signature checked. */
  readonly apply: (state: State, extrinsic: Uint8Array) => Applied
  /** Ends a block. */
  readonly finalize: (state: State) => Closing
  /** The SCALE bytes of a header, of which the hash of its block is made. */
  readonly header: (closing: Closing, roots: Roots) => Uint8Array
  /**
   * Whether a transaction may be in the next block. The state is that after a block; it is not changed, and does not know the hash of
   * its own block, which a transaction may have been signed for.
   */
  readonly validate: (state: State, source: TransactionSource, extrinsic: Uint8Array, block_hash: Hex) => Validity
  /** What `state_call` answers: the SCALE bytes of the result. `undefined` if there is no such method. The state is not changed. */
  readonly call: (state: State, method: string, args: Uint8Array) => Uint8Array | undefined
  /** Runs a call outside of extrinsics, without fee and nonce: for tests that act as anybody. */
  readonly dispatch: (state: State, call: Call, caller: Caller) => Dispatched
}

/**
 * What a node commits to in a header.
 *
 * @category models
 */
export interface Roots {
  readonly state_root: Hex
  readonly extrinsics_root: Hex
}
