/**
 * Blocks that are executed as a whole.
 *
 * @since 0.2.0
 */
import { Trap } from "../../../runtime/dispatch.ts"
import { bytes } from "../../../scale/sequences.ts"
import { encode, type Value } from "../../../scale/Type.ts"
import { Digest, type Header } from "../types/block.ts"
import type { Asked, Methods } from "./asked.ts"

/** Begins a block as its header says: with the notes that were there before it was made. */
const initialize = (asked: Asked, { digest, number, parent_hash }: Value<typeof Header>): void => {
  const logs = digest.logs.filter(({ _tag }) => _tag === "PreRuntime")
  asked.executive.initialize(asked, { number, parent_hash, digest: { logs } })
}

/** What a block must be at its end. Its roots are those of a trie, of which nothing is known here. */
const demand = (asked: Asked, { digest }: Value<typeof Header>): void => {
  const made = encode(Digest, asked.executive.finalize(asked).digest)
  const claimed = encode(Digest, digest)
  if (made.join() !== claimed.join()) throw new Trap("the header does not say what the block notes")
}

/**
 * What Core does.
 *
 * @category answers
 */
export const core: Methods<"Core"> = {
  version: ({ executable }) => executable.runtime.version,
  execute_block: (asked, { block: { extrinsics, header } }) => {
    initialize(asked, header)
    for (const extrinsic of extrinsics) {
      const { _tag } = asked.executable.apply(asked, encode(bytes, extrinsic))
      if (_tag === "Err") throw new Trap("an extrinsic of the block is not valid")
    }
    demand(asked, header)
    return null
  },
  initialize_block: (asked, { header }) => {
    initialize(asked, header)
    return "AllExtrinsics"
  }
}

/**
 * What OffchainWorkerApi does: no pallet here works outside of the chain.
 *
 * @category answers
 */
export const offchainWorker: Methods<"OffchainWorkerApi"> = { offchain_worker: () => null }
