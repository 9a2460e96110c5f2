/**
 * Who calls.
 *
 * @since 0.2.0
 */
import type { Hex } from "../scale/Hex.ts"

/**
 * Who calls, as `OriginCaller` holds it: an account, root, nobody (inherents), or a part of the council: so many of its members,
 * or one of them.
 *
 * @category models
 */
export type Origin =
  | {
      readonly _tag: "system"
      readonly value:
        | { readonly _tag: "Root" }
        | { readonly _tag: "Signed"; readonly value: Hex }
        | { readonly _tag: "None" }
    }
  | {
      readonly _tag: "Triumvirate"
      readonly value:
        | { readonly _tag: "Members"; readonly value: readonly [ayes: number, seats: number] }
        | { readonly _tag: "Member"; readonly value: Hex }
        | { readonly _tag: "_Phantom" }
    }
  | { readonly _tag: "Void"; readonly value: never }

/**
 * The chain itself.
 *
 * @category constructors
 */
export const root: Origin = { _tag: "system", value: { _tag: "Root" } }

/**
 * Nobody: whoever made the block.
 *
 * @category constructors
 */
export const none: Origin = { _tag: "system", value: { _tag: "None" } }

/**
 * An account that signed.
 *
 * @category constructors
 */
export const signedBy = (account: Hex): Origin => ({ _tag: "system", value: { _tag: "Signed", value: account } })

/**
 * The account that signed, if one did.
 *
 * @category accessors
 */
export const signerOf = (origin: Origin): Hex | undefined =>
  origin._tag === "system" && origin.value._tag === "Signed" ? origin.value.value : undefined

/**
 * Whether the chain itself calls.
 *
 * @category accessors
 */
export const isRoot = (origin: Origin): boolean => origin._tag === "system" && origin.value._tag === "Root"

/**
 * Whether nobody calls.
 *
 * @category accessors
 */
export const isNone = (origin: Origin): boolean => origin._tag === "system" && origin.value._tag === "None"
