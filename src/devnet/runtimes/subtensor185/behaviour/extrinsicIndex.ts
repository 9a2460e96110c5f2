/**
 * Where in the chain something happens: the block, and the extrinsic within it.
 *
 * @since 0.2.0
 */
import type { BlockContext } from "../../../runtime/dispatch.ts"
import type { State } from "../../../runtime/storage.ts"
import * as wellKnown from "../../../runtime/wellKnown.ts"
import { u32 } from "../../../scale/primitives.ts"
import { decodeUnsafe } from "../../../scale/Type.ts"

/**
 * The index of the extrinsic that is being applied; 0 before the first, and outside of blocks.
 *
 * @category accessors
 */
export const extrinsicIndex = (state: State): number => {
  const stored = state.storage.get(wellKnown.extrinsicIndex)
  return stored === undefined ? 0 : decodeUnsafe(u32, stored)
}

/**
 * The block, and the extrinsic within it.
 *
 * @category accessors
 */
export const timepoint = (context: BlockContext): { readonly height: number; readonly index: number } => ({
  height: context.block,
  index: extrinsicIndex(context)
})
