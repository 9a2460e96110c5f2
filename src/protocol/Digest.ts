/**
 * The digest of the wire, as a parameter: pure JavaScript by default, so that `protocol` needs no Node module; the layers give the native one.
 *
 * @since 0.1.0
 */
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
