/** What the chain computes by Node's own library and by WebAssembly, many times faster than in JavaScript. */
import { hash } from "node:crypto"
import { createRequire } from "node:module"
import type { ed25519 } from "@noble/curves/ed25519.js"
import type { secp256k1 } from "@noble/curves/secp256k1.js"
import type { Digest } from "../../../devnet/mathematics/digest.ts"
import { verifier } from "../../../devnet/runtime/signature.ts"
import { verifySr25519 } from "../sr25519.ts"

/** Roots of a few kilobytes each block. */
export const sha2_256: Digest = (data) => hash("sha256", data, "buffer")

const require = createRequire(import.meta.url)

/** Few accounts are of another scheme than sr25519, and JavaScript has the rules of Substrate for odd keys: loaded when one signs. */
const curves = (): { readonly ed: typeof ed25519; readonly secp: typeof secp256k1 } => ({
  ed: require("@noble/curves/ed25519.js").ed25519,
  secp: require("@noble/curves/secp256k1.js").secp256k1
})

/** Whether an account signed a message. */
export const verify = verifier({
  sr25519: verifySr25519,
  ed25519: (message, signature, publicKey) => curves().ed.verify(signature, message, publicKey, { zip215: true }),
  recover: (digest, signature) => curves().secp.recoverPublicKey(signature, digest, { prehash: false })
})
