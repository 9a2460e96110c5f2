/**
 * The hash of this chain, BLAKE2b of 256 bits, and the bytes of calls that it is taken of.
 *
 * @since 0.2.0
 */
import { bytesToHex } from "@noble/hashes/utils.js"
import { blake2_256 } from "../../../mathematics/digest.ts"
import type { Call } from "../../../runtime/dispatch.ts"
import type { State } from "../../../runtime/storage.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { encode } from "../../../scale/Type.ts"
import { RuntimeCall } from "../types/outer.ts"

/**
 * Bytes as storage keys and hashes are written.
 *
 * @category hashing
 */
export const hex = (bytes: Uint8Array): Hex => `0x${bytesToHex(bytes)}`

/**
 * The hash of bytes.
 *
 * @category hashing
 */
export const hash = (bytes: Uint8Array): Hex => hex(blake2_256(bytes))

/**
 * A call as it is on the wire.
 *
 * @category hashing
 */
export const encodedCall = ({ outer }: Pick<State, "outer">, call: Call): Uint8Array => encode(RuntimeCall, call, outer)
