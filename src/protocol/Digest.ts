/**
 * The digests of the wire and of commits, as parameters: pure JavaScript by default, so that `protocol` needs no Node module; the layers give native ones.
 *
 * @since 0.1.0
 */
import { blake2b } from "@noble/hashes/blake2.js"
import { sha3_256 as nobleSha3 } from "@noble/hashes/sha3.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"

/**
 * SHA3-256 (FIPS 202, not Keccak) of bytes, or of a text's UTF-8, as 64 lower-case hexadecimal digits (wire.md §3.1).
 *
 * @category models
 */
export type Digest = (data: Uint8Array | string) => string

/**
 * The portable {@link Digest}: about 30 MB/s. `node:crypto` is some ten times faster.
 *
 * @category constructors
 */
export const sha3_256: Digest = (data) => bytesToHex(nobleSha3(typeof data === "string" ? utf8ToBytes(data) : data))

/**
 * BLAKE2b with 32 bytes of output: the hash of commits of weights (chain-client.md §7.4).
 *
 * @category models
 */
export type Blake2b256 = (data: Uint8Array) => Uint8Array

/**
 * The portable {@link Blake2b256}.
 *
 * @category constructors
 */
export const blake2b_256: Blake2b256 = (data) => blake2b(data, { dkLen: 32 })
