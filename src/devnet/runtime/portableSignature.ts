/**
 * Signatures in JavaScript alone: a few milliseconds each. It is a file of its own, for the libraries take a while to load.
 *
 * @since 0.2.0
 */
import { ed25519 } from "@noble/curves/ed25519.js"
import { secp256k1 } from "@noble/curves/secp256k1.js"
import * as sr25519 from "@scure/sr25519"
import { verifier } from "./signature.ts"

/**
 * Whether an account signed a message.
 *
 * @category guards
 */
export const verify = verifier({
  sr25519: (message, signature, publicKey) => sr25519.verify(message, signature, publicKey),
  ed25519: (message, signature, publicKey) => ed25519.verify(signature, message, publicKey, { zip215: true }),
  recover: (digest, signature) => secp256k1.recoverPublicKey(signature, digest, { prehash: false })
})
