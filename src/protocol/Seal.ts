/**
 * The proofs of work of the chain: what is hashed for a nonce, and what of it is compared with a difficulty (pow.md §1).
 *
 * @since 0.2.0
 */
import { sha256 } from "@noble/hashes/sha2.js"
import { keccak_256 } from "@noble/hashes/sha3.js"

/**
 * The seal of `register` and `faucet`: `keccak256(sha256(nonce ‖ keccak256(blockHash ‖ key)))`, read big-endian.
 *
 * @category models
 */
export interface ClassicSeal {
  readonly _tag: "Classic"
  /** 32 bytes, as the chain prints them. */
  readonly blockHash: Uint8Array
  /** 32 bytes: the public key of the hotkey that registers, or of the coldkey that asks the faucet. */
  readonly key: Uint8Array
}

/**
 * The seal of `pow_register`, of runtimes after 424: `keccak256(sha256("subtensor-pow-register-v1" ‖ netuid ‖ blockHash ‖
 * hotkey ‖ coldkey ‖ nonce))`, read little-endian.
 *
 * @category models
 */
export interface PowRegisterSeal {
  readonly _tag: "PowRegister"
  /** A u16. */
  readonly netuid: number
  /** 32 bytes, as the chain prints them. */
  readonly blockHash: Uint8Array
  /** 32 bytes. */
  readonly hotkey: Uint8Array
  /** 32 bytes. */
  readonly coldkey: Uint8Array
}

/**
 * What a nonce is searched for.
 *
 * @category models
 */
export type Seal = ClassicSeal | PowRegisterSeal

/**
 * The seal of `register` and `faucet`.
 *
 * **Example** (The work for nonce 0)
 *
 * ```ts run
 * import * as Hex from "effect-bittensor/protocol/Hex"
 * import * as Seal from "effect-bittensor/protocol/Seal"
 *
 * const seal = Seal.classic({ blockHash: new Uint8Array(32), key: new Uint8Array(32) })
 * const work = Seal.hash(Seal.preimage(seal), 0n)
 * Hex.encode(work).slice(0, 18) // => "0x1b7c7d83813e4ec2"
 * ```
 *
 * @category constructors
 */
export const classic = (parts: Omit<ClassicSeal, "_tag">): ClassicSeal => ({ _tag: "Classic", ...parts })

/**
 * The seal of `pow_register`.
 *
 * @category constructors
 */
export const powRegister = (parts: Omit<PowRegisterSeal, "_tag">): PowRegisterSeal => ({
  _tag: "PowRegister",
  ...parts
})

/**
 * What is the same for every nonce of a seal.
 *
 * @category models
 */
export interface Preimage {
  readonly kind: Seal["_tag"]
  /** `Classic`: the 32 bytes after the nonce. `PowRegister`: the 123 bytes before it. */
  readonly fixed: Uint8Array
}

const DOMAIN = new TextEncoder().encode("subtensor-pow-register-v1")

/**
 * The fixed part of a seal. The parts must have their lengths; others give a seal that no chain accepts.
 *
 * @category encoding
 */
export const preimage = (seal: Seal): Preimage => {
  const { blockHash } = seal
  if (seal._tag === "Classic") return { kind: "Classic", fixed: keccak_256(Uint8Array.of(...blockHash, ...seal.key)) }
  const { coldkey, hotkey, netuid } = seal
  const fixed = Uint8Array.of(...DOMAIN, netuid & 255, netuid >>> 8, ...blockHash, ...hotkey, ...coldkey)
  return { kind: "PowRegister", fixed }
}

/**
 * The work of a nonce (a u64): 32 bytes, as the extrinsic carries them.
 *
 * @category encoding
 */
export const hash = ({ fixed, kind }: Preimage, nonce: bigint): Uint8Array => {
  const message = new Uint8Array(fixed.length + 8)
  message.set(fixed, kind === "Classic" ? 8 : 0)
  new DataView(message.buffer).setBigUint64(kind === "Classic" ? 0 : fixed.length, nonce, true)
  return keccak_256(sha256(message))
}

/**
 * The number that the work stands for, from 0 to 2^256 − 1. The smaller it is, the more it is worth.
 *
 * @category decoding
 */
export const value = (kind: Seal["_tag"], work: Uint8Array): bigint => {
  const bytes = kind === "Classic" ? work : work.toReversed()
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n)
}
