/**
 * sr25519 in plain JavaScript by @polkadot/util-crypto: about fifteen times slower than the WebAssembly build and free of
 * requirements, so it stands in where that build cannot be loaded (a bundle without the file, a host without WebAssembly).
 * Loading it sets a global of polkadot-js, hence only on need. Secrets here are in ed25519 form.
 */
import { createRequire } from "node:module"
import type * as Curve from "@noble/curves/ed25519.js"
import type * as Package from "@polkadot/util-crypto/sr25519"
import { fromEd25519Form } from "../../protocol/SecretForm.ts"
import type { Engine } from "./sr25519Engine.ts"

const pair = (of: { readonly secretKey: Uint8Array; readonly publicKey: Uint8Array }) => ({
  secret: of.secretKey,
  publicKey: of.publicKey
})

const scalarOf = (secret: Uint8Array): bigint =>
  secret.subarray(0, 32).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n)

export const make = (): Engine => {
  const require = createRequire(import.meta.url)
  const library = require("@polkadot/util-crypto/sr25519") as typeof Package
  const { ristretto255 } = require("@noble/curves/ed25519.js") as typeof Curve
  return {
    name: "util-crypto",
    verify: (message, signature, publicKey) => {
      try {
        return library.sr25519Verify(message, signature, publicKey)
      } catch {
        return false
      }
    },
    sign: (message, { publicKey, secret }) => library.sr25519Sign(message, { publicKey, secretKey: secret }),
    fromMiniSecret: (seed) => pair(library.sr25519PairFromSeed(seed)),
    publicKey: (secret) => ristretto255.Point.BASE.multiply(scalarOf(fromEd25519Form(secret))).toBytes(),
    deriveHard: ({ publicKey, secret }, chainCode) =>
      pair(library.sr25519DeriveHard({ publicKey, secretKey: secret }, chainCode)),
    deriveSoft: ({ publicKey, secret }, chainCode) =>
      pair(library.sr25519DeriveSoft({ publicKey, secretKey: secret }, chainCode))
  }
}
