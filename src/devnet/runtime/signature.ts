/**
 * Whether an account signed a message, with any of the three schemes.
 *
 * @since 0.2.0
 */
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js"
import { blake2_256 } from "../mathematics/digest.ts"
import type { Hex } from "../scale/Hex.ts"

/**
 * A signature, as `MultiSignature` holds it: 64 bytes, or 65 of ECDSA.
 *
 * @category models
 */
export interface Signature {
  readonly _tag: "Ed25519" | "Sr25519" | "Ecdsa"
  readonly value: Hex
}

/**
 * Whether an account signed a message. Whatever the bytes of the signature and of the account are: it never throws.
 *
 * @category models
 */
export type Verify = (signature: Signature, message: Uint8Array, account: Hex) => boolean

/**
 * The schemes. They may throw for what is malformed.
 *
 * @category models
 */
export interface Schemes {
  readonly sr25519: (message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array) => boolean
  /** By the rules of ZIP 215, as Substrate has them: keys of a small order are keys. */
  readonly ed25519: (message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array) => boolean
  /** The compressed key of secp256k1 that signed a digest; the signature begins with which of the possible keys it is. */
  readonly recover: (digest: Uint8Array, signature: Uint8Array) => Uint8Array
}

const bytesOf = (hex: Hex): Uint8Array => hexToBytes(hex.slice(2))

/** An account of ECDSA is the hash of a key, which is found again in the signature. Ethereum's wallets count the last byte from 27. */
const recoversTo = ({ recover }: Schemes, signature: Uint8Array, message: Uint8Array, account: Hex): boolean => {
  const last = signature[64] ?? 0
  const key = recover(blake2_256(message), Uint8Array.of(last > 26 ? last - 27 : last, ...signature.subarray(0, 64)))
  return `0x${bytesToHex(blake2_256(key))}` === account
}

const isSigned = (schemes: Schemes, { _tag, value }: Signature, message: Uint8Array, account: Hex): boolean => {
  const signature = bytesOf(value)
  switch (_tag) {
    case "Sr25519":
      return schemes.sr25519(message, signature, bytesOf(account))
    case "Ed25519":
      return schemes.ed25519(message, signature, bytesOf(account))
    case "Ecdsa":
      return recoversTo(schemes, signature, message, account)
  }
}

/**
 * Verifies with these schemes. What is malformed is no signature.
 *
 * @category constructors
 */
export const verifier =
  (schemes: Schemes): Verify =>
  (signature, message, account) => {
    try {
      return isSigned(schemes, signature, message, account)
    } catch {
      // Libraries throw for a point that is none, a scalar that is too large, or a marker that is missing.
      return false
    }
  }
