/** Hotkeys in any number, the same in every run. */
import { createHash } from "node:crypto"
import { Effect } from "effect"
import type { Signer } from "effect-bittensor"
import { pairSr25519, signSr25519 } from "../../src/layers/internal/sr25519.ts"
import * as Ss58 from "../../src/protocol/Ss58.ts"

const signers = new Map<string, Signer>()

/** The key of a name. */
export const keyOf = (name: string): Signer => {
  const known = signers.get(name)
  if (known !== undefined) return known
  const { publicKey, secretKey } = pairSr25519(createHash("sha256").update(name).digest())
  const signer: Signer = {
    address: Ss58.encode(publicKey),
    publicKey,
    scheme: "sr25519",
    sign: (message) => Effect.sync(() => signSr25519(message, secretKey, publicKey))
  }
  signers.set(name, signer)
  return signer
}
