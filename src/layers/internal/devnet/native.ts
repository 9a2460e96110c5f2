/** What the chain computes by Node's own library and by WebAssembly, many times faster than in JavaScript. */
import { hash } from "node:crypto"
import { hexToBytes } from "@noble/hashes/utils.js"
import type { Digest } from "../../../devnet/mathematics/digest.ts"
import { type Verify, verify as portable } from "../../../devnet/runtime/signature.ts"
import { verifySr25519 } from "../sr25519.ts"

const bytesOf = (hex: string): Uint8Array => hexToBytes(hex.slice(2))

/** Roots of a few kilobytes each block. */
export const sha2_256: Digest = (data) => hash("sha256", data, "buffer")

/** Nearly all accounts are of sr25519. The others stay with JavaScript, whose rules for odd keys are those of Substrate. */
export const verify: Verify = (signature, message, account) =>
  signature._tag === "Sr25519"
    ? verifySr25519(message, bytesOf(signature.value), bytesOf(account))
    : portable(signature, message, account)
