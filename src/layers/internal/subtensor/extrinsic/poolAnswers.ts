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
