/**
 * The first block.
 *
 * @since 0.2.0
 */
import type { Executable } from "../runtime/executable.ts"
import { str } from "../scale/primitives.ts"
import { tuple } from "../scale/sequences.ts"
import { encode } from "../scale/Type.ts"
import { changes, Storage } from "../state/Storage.ts"
import { type Block, commit, type Digests, extrinsicsRoot, noHash, sealed } from "./Block.ts"

/**
 * What a chain is told apart by, besides what it begins with: two that differ in either have other hashes from the first block on.
 *
 * @category models
 */
export interface Identity {
  /** What `system_chain` answers. */
  readonly name: string
  readonly seed: string
  /** The time of the first block, milliseconds since 1970. */
  readonly genesisTime: bigint
}

/**
 * The chain that a subtensor node of its time runs, on the day of its runtime.
 *
 * @category constants
 */
export const defaultIdentity: Identity = { name: "Bittensor", seed: "", genesisTime: 1_717_027_200_000n }

/**
 * The first block of a chain.
 *
 * @category constructors
 */
export const genesisBlock = (
  executable: Executable,
  digests: Digests,
  { genesisTime, name, seed }: Identity
): Block => {
  const storage = new Storage()
  const before = storage.snapshot()
  executable.runtime.genesis(executable.runtime.over(storage))
  const state = storage.snapshot()
  const roots = {
    state_root: commit(digests, encode(tuple(str, str), [name, seed]), changes(before, state)),
    extrinsics_root: extrinsicsRoot(digests, [])
  }
  const closing = { number: 0, parent_hash: noHash, digest: [] }
  return sealed(executable, digests, closing, roots, { time: genesisTime, extrinsics: [], inherents: 0, state })
}
