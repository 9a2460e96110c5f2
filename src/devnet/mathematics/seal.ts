/**
 * The seal of a proof-of-work registration (runtime.md §3.2).
 *
 * @since 0.2.0
 */
import { type Digest, keccak_256, sha2_256 } from "./digest.ts"

/**
 * What a seal is made of.
 *
 * @category models
 */
export interface Work {
  /** 32 bytes. */
  readonly blockHash: Uint8Array
  /** 32 bytes: a hotkey, or for the faucet a coldkey. */
  readonly account: Uint8Array
  /** u64. */
  readonly nonce: bigint
}

/**
 * The two digests of a seal.
 *
 * @category models
 */
export interface SealDigests {
  readonly keccak_256: Digest
  readonly sha2_256: Digest
}

const portable: SealDigests = { keccak_256, sha2_256 }

/**
 * The 32 bytes that prove the work.
 *
 * @category constructors
 */
export const seal = ({ account, blockHash, nonce }: Work, { keccak_256, sha2_256 } = portable): Uint8Array => {
  const preimage = new Uint8Array(40)
  new DataView(preimage.buffer).setBigUint64(0, nonce, true)
  preimage.set(keccak_256(Uint8Array.of(...blockHash, ...account)), 8)
  return keccak_256(sha2_256(preimage))
}

/**
 * Whether a seal is good enough: as a big-endian number, times the difficulty, it stays below 2^256.
 *
 * @category guards
 */
export const meetsDifficulty = (seal: Uint8Array, difficulty: bigint): boolean => {
  const number = seal.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n)
  return number * difficulty < 2n ** 256n
}
