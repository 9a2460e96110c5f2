/** Signatures as the Python wallets check them. */
import { Result } from "effect"
import * as Hex from "../../../protocol/Hex.ts"
import * as SignatureMessage from "../../../protocol/SignatureMessage.ts"
import * as Ss58 from "../../../protocol/Ss58.ts"
import type { Wallets } from "../../../services/Wallets.ts"
import { verifyEd25519 } from "../ed25519.ts"
import { verifySr25519 } from "../sr25519.ts"

const bytesOf = (input: Uint8Array | string, fromText: (text: string) => Uint8Array | undefined) =>
  typeof input === "string" ? fromText(input) : input

/**
 * The message first, then the message as browser extensions wrap it; sr25519 first, then ed25519.
 */
export const verifySignature = (request: Parameters<Wallets["Service"]["verify"]>[0]): boolean => {
  const publicKey = Result.getOrUndefined(Ss58.decodePublicKey(request.address))
  const message = bytesOf(request.message, SignatureMessage.fromText)
  const signature = bytesOf(request.signature, Hex.decode)
  if (publicKey === undefined || message === undefined || signature === undefined) return false
  const wrapped = SignatureMessage.wrap(message)
  return [verifySr25519, verifyEd25519].some(
    (verify) => verify(message, signature, publicKey) || verify(wrapped, signature, publicKey)
  )
}
