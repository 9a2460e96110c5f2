/**
 * What a proof of work is to be for: which one is searched for upon a block, and the call that carries it.
 *
 * @since 0.2.0
 */
import type { Effect } from "effect"
import type { Seal } from "../../../protocol/Seal.ts"
import type { ExtrinsicError } from "../../ExtrinsicError.ts"
import type { Solution } from "../../PowSolver.ts"
import type { Signer } from "../../Signer.ts"
import type { Call, Header, Receipt } from "../Core.ts"

/**
 * A proof to be searched for upon a block.
 *
 * @category models
 */
export interface Job {
  readonly seal: Seal
  /** At least 1. */
  readonly difficulty: bigint
  readonly callOf: (solution: Solution) => Call
  readonly signer: Signer
  /** The version of the runtime that the call is meant for: others may do something else at the same call. */
  readonly specVersion: number
}

/**
 * What is to be done upon a block: to search, to let it pass, or nothing any more, since an extrinsic has done it already.
 *
 * @category models
 */
export type Situation =
  | { readonly _tag: "Search"; readonly job: Job }
  | { readonly _tag: "Wait"; readonly why: string }
  | { readonly _tag: "Done"; readonly receipt: Receipt }

/**
 * Looks at the state of a block, and says what is to be done upon it.
 *
 * @category models
 */
export type Task = (block: Header) => Effect.Effect<Situation, ExtrinsicError>
