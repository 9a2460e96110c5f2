/** What the answers of a node's pool mean. */
import * as PoolErrors from "../../../../protocol/poolErrors.ts"
import type { ChainError } from "../../../../services/ChainError.ts"
import { ExtrinsicError, PoolRefused } from "../../../../services/ExtrinsicError.ts"

/** Somebody else has used the nonce, or it is in the pool already. */
export const isTaken = ({ reason }: ChainError): boolean =>
  reason._tag === "Rejected" &&
  (reason.code === 1014 || (reason.code === 1010 && /outdated|stale/i.test(reason.detail)))

/** The very bytes are in the pool, or were in a block just now. */
export const isKnown = ({ reason }: ChainError): boolean =>
  reason._tag === "Rejected" && (reason.code === 1013 || reason.code === 1012)

/** Codes of JSON-RPC with which a node says that it did not look at what it was sent. */
const NOT_LOOKED_AT: ReadonlySet<number> = new Set([-32_700, -32_600, -32_601, -32_602])

/** Neither taken in nor turned away: the node, or somebody before it, failed in between. */
export const isUnclear = ({ reason }: ChainError): boolean =>
  reason._tag === "Rejected" ? reason.code < 1000 && !NOT_LOOKED_AT.has(reason.code) : reason._tag !== "Unreachable"

/** It was signed for another runtime or chain. */
export const isBadProof = ({ reason }: ChainError): boolean =>
  reason._tag === "Rejected" && reason.code === 1010 && /bad signature|badProof/i.test(reason.detail)

/** What it hides is encrypted to a key that the chain does not use any more. */
export const isOfOtherKey = ({ reason }: ChainError): boolean =>
  reason._tag === "Rejected" &&
  reason.code === 1010 &&
  PoolErrors.explain(1010, reason.detail)?.name === "InvalidShieldedTxPubKeyHash"

/** What a sender is told of it. */
export const refusal = (error: ChainError): ExtrinsicError => {
  const { reason } = error
  if (reason._tag !== "Rejected" || reason.code < 1000) return new ExtrinsicError({ reason })
  const { cause, remedy } = PoolErrors.explain(reason.code, reason.detail) ?? {
    cause: "The node gives no reason that is known.",
    remedy: "Try another endpoint."
  }
  return new ExtrinsicError({ reason: new PoolRefused({ code: reason.code, detail: reason.detail, cause, remedy }) })
}
