/** What the chain computes by WebAssembly, many times faster than in JavaScript. */
import { hexToBytes } from "@noble/hashes/utils.js"
import { type Verify, verify as portable } from "../../../devnet/runtime/signature.ts"
import { verifySr25519 } from "../sr25519.ts"

const bytesOf = (hex: string): Uint8Array => hexToBytes(hex.slice(2))

/** Nearly all accounts are of sr25519. The others stay with JavaScript, whose rules for odd keys are those of Substrate. */
export const verify: Verify = (signature, message, account) =>
  signature._tag === "Sr25519"
    ? verifySr25519(message, bytesOf(signature.value), bytesOf(account))
    : portable(signature, message, account)
