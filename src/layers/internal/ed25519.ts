/** ed25519 by Node's own crypto, verified strictly: plain synchronous functions over bytes. Secrets are 32-byte seeds. */
import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto"
import { isAcceptablePublicKey } from "../../protocol/PublicKey.ts"
import { isScalar } from "../../protocol/SecretForm.ts"

/** The fixed DER beginnings of a public and of a private key (RFC 8410). */
const SPKI = Buffer.from("302a300506032b6570032100", "hex")
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex")

const join = (head: Uint8Array, tail: Uint8Array): Buffer => Buffer.concat([head, tail])

const privateKey = (seed: Uint8Array) => {
  const der = join(PKCS8, seed)
  try {
    return createPrivateKey({ key: der, format: "der", type: "pkcs8" })
  } finally {
    der.fill(0)
  }
}

/**
 * Whether the signature is one of exactly this message by this key. Never throws. A key or a first half of small order,
 * and any second spelling of a number, are refused, so that a signature proves who signed what.
 */
export const verifyEd25519 = (message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean => {
  if (signature.length !== 64 || !isScalar(signature, 32)) return false
  if (!isAcceptablePublicKey(publicKey, "ed25519")) return false
  if (!isAcceptablePublicKey(signature.subarray(0, 32), "ed25519")) return false
  try {
    return verify(null, message, { key: join(SPKI, publicKey), format: "der", type: "spki" }, signature)
  } catch {
    return false
  }
}

/**
 * Signs: 64 bytes, the same for the same message.
 */
export const signEd25519 = (message: Uint8Array, seed: Uint8Array): Uint8Array =>
  Uint8Array.from(sign(null, message, privateKey(seed)))

/**
 * The public key of a 32-byte seed.
 */
export const publicKeyEd25519 = (seed: Uint8Array): Uint8Array =>
  Uint8Array.from(createPublicKey(privateKey(seed)).export({ format: "der", type: "spki" }).subarray(SPKI.length))
