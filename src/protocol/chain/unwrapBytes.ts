/**
 * The bytes within the bytes: what subtensor's runtime APIs answered before dTAO.
 *
 * @since 0.2.0
 */
import type { Result } from "effect"
import { decodeBytes } from "../internal/chain/decode.ts"
import type { LayoutError } from "./LayoutError.ts"

/**
 * Takes the outer `Vec<u8>` off an answer of `state_call` (specs 121 to 232; chain-client.md §5.1). The custom RPC methods give the inner
 * bytes at once, and from spec 233 on there is no outer vector any more. The result is a view of the answer, not a copy.
 *
 * @category decoding
 */
export const unwrapBytes = (answer: Uint8Array): Result.Result<Uint8Array, LayoutError> =>
  decodeBytes("Vec<u8>", answer, (reader) => {
    const length = reader.length(1)
    const start = reader.skip(length)
    return answer.subarray(start, start + length)
  })
