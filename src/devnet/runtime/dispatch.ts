/**
 * What a call sees while it runs, and how it ends.
 *
 * @since 0.2.0
 */
import type { Hex } from "../scale/Hex.ts"
import { isNone, isRoot, type Origin, root as rootOrigin, signerOf } from "./origin.ts"
import type { ModuleError, PalletEvent } from "./pallet.ts"
import type { State } from "./storage.ts"
import type { DispatchInfo, Pays, Weight } from "./weight.ts"

/**
 * Why a call failed, as the `DispatchError` of metadata holds it.
 *
 * @category models
 */
export type DispatchError =
  | ModuleError
  | {
      readonly _tag:
        | "Other"
        | "CannotLookup"
        | "BadOrigin"
        | "ConsumerRemaining"
        | "NoProviders"
        | "TooManyConsumers"
        | "Exhausted"
        | "Corruption"
        | "Unavailable"
        | "RootNotAllowed"
    }
  | { readonly _tag: "Token"; readonly value: TokenError }
  | { readonly _tag: "Arithmetic"; readonly value: "Underflow" | "Overflow" | "DivisionByZero" }
  | { readonly _tag: "Transactional"; readonly value: "LimitReached" | "NoLayer" }

/**
 * Why an amount cannot be moved.
 *
 * @category models
 */
export type TokenError =
  | "FundsUnavailable"
  | "OnlyProvider"
  | "BelowMinimum"
  | "CannotCreate"
  | "UnknownAsset"
  | "Frozen"
  | "Unsupported"
  | "CannotCreateHold"
  | "NotExpendable"
  | "Blocked"

/**
 * How a call ended, as events and results hold it.
 *
 * @category models
 */
export type DispatchResult =
  | { readonly _tag: "Ok"; readonly value: null }
  | { readonly _tag: "Err"; readonly value: DispatchError }

/**
 * A call of any pallet, as `RuntimeCall` holds it.
 *
 * @category models
 */
export interface Call {
  readonly _tag: string
  readonly value: { readonly _tag: string }
}

/**
 * Who calls, and what of it is let through. Filters stay with a caller through all calls within calls; root passes them.
 *
 * @category models
 */
export interface Caller {
  readonly origin: Origin
  readonly allows: (call: Call) => boolean
}

/**
 * What happens in a block sees this: the state, to be handed to items of storage as it is, the number of the block, and where
 * events go.
 *
 * @category models
 */
export interface BlockContext extends State {
  readonly block: number
  readonly deposit: (event: PalletEvent) => void
  /** Runs a call. If it fails, nothing of it is left. */
  readonly dispatch: (call: Call, caller: Caller) => Dispatched
  /** What a call declares. */
  readonly infoOf: (call: Call) => DispatchInfo
}

/**
 * What a call sees.
 *
 * @category models
 */
export interface Context extends BlockContext, Caller {}

/**
 * How a call ended, and what it cost: no more than it declared.
 *
 * @category models
 */
export interface Dispatched {
  readonly error: DispatchError | undefined
  readonly info: DispatchInfo
  /** What it says itself that it weighed, if it says so: a call around it may declare anew what it costs only then. */
  readonly actual_weight?: Weight | undefined
}

/**
 * What a call says at its end if it cost less than it declared.
 *
 * @category models
 */
export interface PostDispatch {
  readonly _tag: "PostDispatch"
  readonly error?: DispatchError | undefined
  readonly actual_weight?: Weight
  readonly pays_fee?: Pays
}

/**
 * How a call ends: with nothing, with why it failed, or with what it cost after all.
 *
 * @category models
 */
export type Outcome = void | DispatchError | PostDispatch

/**
 * The end of a call that cost less than it declared.
 *
 * @category constructors
 */
export const post = (info: Omit<PostDispatch, "_tag">): PostDispatch => ({ _tag: "PostDispatch", ...info })

/**
 * How a call ended, for an event that tells of it.
 *
 * @category constructors
 */
export const resultOf = ({ error }: Dispatched): DispatchResult =>
  error === undefined ? { _tag: "Ok", value: null } : { _tag: "Err", value: error }

/**
 * Somebody of whom everything is let through.
 *
 * @category constructors
 */
export const caller = (origin: Origin): Caller => ({ origin, allows: () => true })

/**
 * Root, of which everything is let through.
 *
 * @category constructors
 */
export const asRoot: Caller = caller(rootOrigin)

/**
 * Nobody who may do this.
 *
 * @category errors
 */
export const badOrigin: DispatchError = { _tag: "BadOrigin" }

/**
 * An amount that cannot be moved.
 *
 * @category errors
 */
export const tokenError = (value: TokenError): DispatchError => ({ _tag: "Token", value })

/**
 * A call that an account must sign.
 *
 * **Example** (A call that says who called)
 *
 * ```ts
 * import { signed } from "effect-bittensor/devnet/runtime/dispatch"
 * import { Balances } from "effect-bittensor/devnet/runtimes/subtensor185/pallets/balances"
 *
 * export const call = signed(({ deposit }, who, { amount }: { readonly amount: bigint }) => {
 *   if (amount === 0n) return Balances.error("DeltaZero")
 *   deposit(Balances.event("Burned", { who, amount }))
 * })
 * ```
 *
 * @category combinators
 */
export const signed =
  <A>(run: (context: Context, signer: Hex, args: A) => Outcome) =>
  (context: Context, args: A): Outcome => {
    const signer = signerOf(context.origin)
    return signer === undefined ? badOrigin : run(context, signer, args)
  }

/**
 * A call that is for root alone.
 *
 * @category combinators
 */
export const root =
  <A>(run: (context: Context, args: A) => Outcome) =>
  (context: Context, args: A): Outcome =>
    isRoot(context.origin) ? run(context, args) : badOrigin

/**
 * A call of the block itself.
 *
 * @category combinators
 */
export const inherent =
  <A>(run: (context: Context, args: A) => Outcome) =>
  (context: Context, args: A): Outcome =>
    isNone(context.origin) ? run(context, args) : badOrigin

/**
 * What the real runtime does not survive: a block that does this cannot be, and an extrinsic that does it is left out.
 *
 * @category errors
 */
export class Trap extends Error {
  override readonly name = "Trap"
}

/**
 * Runs a calculation. A division by zero and a number that does not fit are what the real runtime does not survive.
 *
 * @category errors
 */
export const trapping = <A>(calculate: () => A): A => {
  try {
    return calculate()
  } catch (error) {
    if (error instanceof RangeError) throw new Trap(error.message)
    throw error
  }
}
