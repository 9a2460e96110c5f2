/**
 * Whether an account signed a message, with any of the three schemes.
 *
 * @since 0.2.0
 */
import { ed25519 } from "@noble/curves/ed25519.js"
import { secp256k1 } from "@noble/curves/secp256k1.js"
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js"
import * as sr25519 from "@scure/sr25519"
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

const bytesOf = (hex: Hex): Uint8Array => hexToBytes(hex.slice(2))

/** An account of ECDSA is the hash of a key, which is found again in the signature. Ethereum's wallets count the last byte from 27. */
const recoversTo = (signature: Uint8Array, message: Uint8Array, account: Hex): boolean => {
  const last = signature[64] ?? 0
  const recovered = Uint8Array.of(last > 26 ? last - 27 : last, ...signature.subarray(0, 64))
  const key = secp256k1.recoverPublicKey(recovered, blake2_256(message), { prehash: false })
  return `0x${bytesToHex(blake2_256(key))}` === account
}

const isSigned: Verify = ({ _tag, value }, message, account) => {
  const signature = bytesOf(value)
  switch (_tag) {
    case "Sr25519":
      return sr25519.verify(message, signature, bytesOf(account))
    case "Ed25519":
      // The rules of ZIP 215, as Substrate has them: keys of a small order are keys.
      return ed25519.verify(signature, message, bytesOf(account), { zip215: true })
    case "Ecdsa":
      return recoversTo(signature, message, account)
  }
}

/**
 * Whether an account signed a message, in JavaScript alone: a few milliseconds. What is malformed is no signature.
 *
 * @category guards
 */
export const verify: Verify = (signature, message, account) => {
  try {
    return isSigned(signature, message, account)
  } catch {
    // The libraries throw for a point that is none, a scalar that is too large, or a marker that is missing.
    return false
  }
}
