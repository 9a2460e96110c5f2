/**
 * `archive_v1_*`: blocks and states of the past, as far as they are kept.
 *
 * @since 0.2.0
 */
import type { Hex } from "../../scale/Hex.ts"
import { hexOf } from "../Block.ts"
import type { Chain } from "../Chain.ts"
import { storage, storageDiff } from "./archiveStorage.ts"
import { messageOf } from "./errors.ts"
import type { Json } from "./Json.ts"
import { call, type Method } from "./method.ts"
import { bytes, hash, maybe, text, u32 } from "./params.ts"
import { ask } from "./runtimeApi.ts"

/** A block. Clients ask for that of `null`, too, which is none. */
const blockOf = (chain: Chain, at: Hex | undefined) => (at === undefined ? undefined : chain.block(at))

/** The block of a height that is final, or all that may become it. */
const hashesAt = (chain: Chain, height: number): ReadonlyArray<Hex> => {
  if (height > chain.finalized.number) return chain.blocksAt(height).map((block) => block.hash)
  const final = chain.hashAt(height)
  return final === undefined ? [] : [final]
}

/** What the runtime answers, or why it does not. */
const answerOf = (chain: Chain, at: Hex, method: string, args: Uint8Array): Json => {
  try {
    return { success: true, value: hexOf(ask(chain, method, args, at)) }
  } catch (error) {
    return { success: false, error: messageOf(error) }
  }
}

/**
 * The methods.
 *
 * @category methods
 */
export const archive: ReadonlyArray<Method> = [
  call("archive_v1_genesisHash", [], ({ chain }) => chain.genesis),
  call("archive_v1_finalizedHeight", [], ({ chain }) => chain.finalized.number),
  call("archive_v1_hashByHeight", [u32], ({ chain }, [height]) => hashesAt(chain, height)),
  call("archive_v1_header", [maybe(hash)], ({ chain }, [at]) => {
    const block = blockOf(chain, at)
    return block === undefined ? null : hexOf(chain.executable.header(block, block))
  }),
  call("archive_v1_body", [maybe(hash)], ({ chain }, [at]) => blockOf(chain, at)?.extrinsics.map(hexOf) ?? null),
  call("archive_v1_call", [maybe(hash), text, bytes], ({ chain }, [at, method, args]) => {
    const block = blockOf(chain, at)
    return block === undefined ? null : answerOf(chain, block.hash, method, args)
  }),
  storage,
  storageDiff
]
