/**
 * What signs: the shape that `Hotkey`, `Coldkey` and the keys of an opened wallet share. It signs and never shows its key.
 *
 * @since 0.1.0
 */
import { type Effect, Schema } from "effect"
import type { Ss58 } from "../protocol/Ss58.ts"

/**
 * The signature schemes of Bittensor keys. `sr25519` everywhere; `ed25519` only in wallets of SDK 11.
 *
 * @category models
 */
export const KeyScheme = Schema.Literals(["sr25519", "ed25519"])

/** @category models */
export type KeyScheme = typeof KeyScheme.Type

/**
 * The key could not sign: it is public only, its scope has closed, or a remote signer refused.
 *
 * @category errors
 */
export class SignerError extends Schema.TaggedError<SignerError>()("SignerError", {
  /** The address whose key was asked to sign. */
  address: Schema.String,
  reason: Schema.Literals(["PublicOnly", "Closed", "Unavailable"]),
  /** What happened and what to do next, without any secret. */
  detail: Schema.String
}) {
  override get message(): string {
    return `${this.address} cannot sign: ${this.detail}`
  }
}

/**
 * One key pair that signs. Signatures have 64 bytes; sr25519 ones are randomised and use the `substrate` context.
 *
 * @category models
 */
export interface Signer {
  /** ss58 text of the public key, prefix 42. */
  readonly address: Ss58
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  readonly scheme: KeyScheme
  /** Signs exactly these bytes; nothing is wrapped or hex-decoded. */
  readonly sign: (message: Uint8Array) => Effect.Effect<Uint8Array, SignerError>
}
