/**
 * What pallets do: the functions of their calls, what these declare, and what happens before and after the calls of a block.
 *
 * @since 0.2.0
 */
import type { BlockContext, Call, Context, Outcome } from "./dispatch.ts"
import type { Arguments, Dispatchables, PalletDefinition } from "./pallet.ts"
import type { DispatchInfo, Weight } from "./weight.ts"

/**
 * What a call declares, of whatever pallet it is.
 *
 * @category models
 */
export type InfoOf = (call: Call) => DispatchInfo

/**
 * What each call of a pallet declares: the same always, or by its arguments and, for calls that hold calls, what those declare.
 *
 * @category models
 */
export type Declarations<P extends { readonly definition: PalletDefinition }> = {
  readonly [N in keyof Arguments<P["definition"]>]:
    | DispatchInfo
    | ((args: Arguments<P["definition"]>[N], infoOf: InfoOf) => DispatchInfo)
}

/**
 * What a pallet does before and after the calls of a block.
 *
 * @category models
 */
export interface Hooks {
  /** Before the first extrinsic of each block; gives what it cost. */
  readonly onInitialize?: (context: BlockContext) => Weight
  /** After the last extrinsic of each block. */
  readonly onFinalize?: (context: BlockContext) => void
}

/**
 * What a pallet does: all of its calls, if it has any.
 *
 * @category models
 */
export type Parts<P extends { readonly definition: PalletDefinition }> = Hooks &
  (P["definition"] extends { readonly calls: object }
    ? { readonly declares: Declarations<P>; readonly calls: Dispatchables<P, Context, Outcome> }
    : { readonly declares?: never; readonly calls?: never })

/**
 * What a pallet does, with its types forgotten.
 *
 * @category models
 */
export interface Behaviour extends Hooks {
  readonly pallet: string
  readonly index: number
  readonly declares: Readonly<Record<string, DispatchInfo | ((args: object, infoOf: InfoOf) => DispatchInfo)>>
  readonly calls: Readonly<Record<string, (context: Context, args: object) => Outcome>>
}

/**
 * The behaviour of a pallet: a call that is missing, misspelt or reads an argument that is not there does not compile.
 *
 * @category constructors
 */
export const behaviour = <
  P extends { readonly definition: PalletDefinition; readonly name: string; readonly index: number }
>(
  pallet: P,
  parts: NoInfer<Parts<P>>
): Behaviour =>
  // `RuntimeCall` pairs the name of a call with its arguments, which is all that the forgotten types said.
  ({ calls: {}, declares: {}, ...parts, pallet: pallet.name, index: pallet.index }) as unknown as Behaviour
