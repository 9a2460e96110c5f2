/**
 * What follows from a refusal of a proof of work (pow.md §5).
 *
 * @since 0.2.0
 */
import type { ExtrinsicError } from "../../ExtrinsicError.ts"

/**
 * - `Next`: the chain has moved on, and nobody is to blame. A proof upon another block may do, or it is done already.
 * - `Again`: the same proof may do in the next block.
 * - `Another`: it went astray; another proof may do.
 * - `Stop`: no proof will do.
 *
 * The second and the third are attempts, of which there are only so many.
 *
 * @category models
 */
export type Verdict = "Next" | "Again" | "Another" | "Stop"

const OF_PALLET: { readonly [name: string]: Verdict } = {
  // The work is too old, its block has left the chain, or the difficulty has risen.
  InvalidWorkBlock: "Next",
  InvalidSeal: "Next",
  InvalidDifficulty: "Next",
  WorkRepeated: "Next",
  // The next look at the chain finds out that it is done, and by which extrinsic.
  AlreadyRegistered: "Next",
  HotKeyAlreadyRegisteredInSubNet: "Next",
  // The next look at the chain waits for the end of the interval.
  TooManyRegistrationsThisInterval: "Next",
  TooManyRegistrationsThisBlock: "Again"
}

/**
 * What follows from a refusal.
 *
 * @category guards
 */
export const verdictOf = ({ reason }: ExtrinsicError): Verdict => {
  switch (reason._tag) {
    case "PalletError":
      return OF_PALLET[reason.name] ?? "Stop"
    case "PoolRefused":
      // How pools refuse registrations beyond the quota of the interval.
      return /exhausts?\s?(?:the block limits|resources)/i.test(reason.detail) ? "Next" : "Another"
    case "SignerError":
      return reason.reason === "Unavailable" ? "Another" : "Stop"
    case "Dropped":
    case "Unreachable":
    case "TimedOut":
      return "Another"
    default:
      return "Stop"
  }
}
