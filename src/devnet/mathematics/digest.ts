/**
 * The digests of the runtime, as parameters: pure JavaScript by default, so that `devnet` needs no Node module.
 *
 * @since 0.2.0
 */
import { blake2b } from "@noble/hashes/blake2.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { keccak_256 as keccak } from "@noble/hashes/sha3.js"

/**
 * 32 bytes that stand for the data.
 *
 * @category models
 */
export type Digest = (data: Uint8Array) => Uint8Array

/**
 * BLAKE2b with 32 bytes.
 *
 * @category constructors
 */
export const blake2_256: Digest = (data) => blake2b(data, { dkLen: 32 })

/**
 * Keccak as Ethereum has it, which is not SHA3-256.
 *
 * @category constructors
 */
export const keccak_256: Digest = (data) => keccak(data)

/**
 * SHA-256.
 *
 * @category constructors
 */
export const sha2_256: Digest = (data) => sha256(data)
