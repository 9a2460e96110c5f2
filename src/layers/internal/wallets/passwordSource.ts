/** What is asked for a password, and how it answers. */
import type { Effect, Redacted } from "effect"
import { WalletError } from "../../../services/Wallets.ts"

export interface PasswordRequest {
  /** The keyfile concerned, absolute. */
  readonly path: string
  /** `new` sets a password, `unlock` uses one. */
  readonly purpose: "new" | "unlock"
}

/**
 * `undefined`: this source has none, ask the next.
 */
export type PasswordSource = (
  request: PasswordRequest
) => Effect.Effect<Redacted.Redacted<string> | undefined, WalletError>

export const badPassword = (path: string, detail: string) =>
  new WalletError({ path, reason: { _tag: "BadInput", input: "password", detail } })
