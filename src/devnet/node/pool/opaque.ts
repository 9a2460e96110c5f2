/**
 * Extrinsics as a node reads them: bytes that say how many they are.
 *
 * @since 0.2.0
 */
import { Reader } from "../../../protocol/internal/Reader.ts"
import { ScaleError, typed } from "../../scale/ScaleError.ts"
import { refuse } from "./Transaction.ts"

/**
 * The extrinsic that bytes begin with; like a node it does not mind what follows.
 *
 * @category decoding
 */
export const opaqueExtrinsic = (bytes: Uint8Array): Uint8Array => {
  try {
    return typed(() => {
      const input = new Reader(bytes, {})
      const length = input.length(1)
      input.skip(length)
      return bytes.slice(0, input.offset)
    })
  } catch (error) {
    if (!(error instanceof ScaleError)) throw error
    const text = error.reason === "EndOfInput" ? "Not enough data to fill buffer" : "out of range decoding Compact<u32>"
    return refuse({ _tag: "BadFormat", text })
  }
}
