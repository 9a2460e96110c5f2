/**
 * The proof of a claim, in the order of cost: window, signature, replay (wire.md §4.1, §4.3).
 */
import { Clock, Effect } from "effect"
import * as Nonce from "../../../protocol/Nonce.ts"
import * as Signature from "../../../protocol/Signature.ts"
import { Caller, type Claim, Refusal } from "../../../services/Axon.ts"
import type { ReplayError, ReplayGuard } from "../../../services/ReplayGuard.ts"
import type { AddressGate } from "./AddressGate.ts"
import { notVerified } from "./claim.ts"
import type { AxonLimits } from "./limits.ts"

/** Whether the signature is this key's over this message. */
export type VerifySignature = (message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array) => boolean

const utf8 = new TextEncoder()

const twoDecimals = (nanos: bigint): string => (Number(nanos / 1_000_000n) / 1000).toFixed(2)

/**
 * Whether the claim's nonce is one of an SDK before 7.2.0, which counts from its machine's boot. The version alone is not
 * believed: it is not signed, and a captured request with a modern nonce must not escape the window by claiming an old one.
 */
const isLegacy = (claim: Claim): boolean => claim.version < Nonce.unixTimeSince && !Nonce.isUnixTime(claim.nonce)

/** The window holds on every request, not only on the first of a lane: what left it can never be replayed. */
const checkWindow = (claim: Claim, now: bigint, limits: AxonLimits): Refusal | undefined => {
  if (claim.version < Nonce.unixTimeSince && !limits.acceptLegacyNonce) {
    return notVerified("SDKs before 7.2.0 are not served: their nonces are no unix time")
  }
  if (isLegacy(claim)) return undefined
  const window = Nonce.window(now, claim.timeout ?? 0, limits.maxNonceStretch)
  if (claim.nonce <= window.oldest) {
    const [delta, age] = [twoDecimals(now - window.oldest), twoDecimals(now - claim.nonce)]
    return notVerified(`Nonce is too old: acceptable delta is ${delta} seconds but request was ${age} seconds old`)
  }
  if (claim.nonce > window.newest) {
    return notVerified(`Nonce is ${twoDecimals(claim.nonce - now)} seconds ahead of this axon's clock`)
  }
  return undefined
}

/** Both Python key libraries accept a message that was signed inside `<Bytes>`, as wallets in browsers do. */
const isSigned = (claim: Claim, verifySignature: VerifySignature): boolean => {
  const message = Signature.requestMessage({
    nonce: claim.nonce,
    dendrite: claim.hotkey,
    axon: claim.receiver,
    uuid: claim.uuid,
    bodyHash: claim.bodyHash
  })
  return (
    verifySignature(utf8.encode(message), claim.signature, claim.publicKey) ||
    verifySignature(utf8.encode(`<Bytes>${message}</Bytes>`), claim.signature, claim.publicKey)
  )
}

const refuseReplay = (error: ReplayError): Refusal => {
  switch (error.reason) {
    case "Replayed":
      return notVerified(error.message)
    case "TooManyLanes":
    case "Full":
      return new Refusal({ status: 429, message: error.message, retryAfter: 60 })
    case "Unavailable":
      return new Refusal({ status: 503, message: error.message, retryAfter: 5 })
  }
}

/** How long a nonce without a clock is remembered, in nanoseconds: a day. */
const legacyMemory = 86_400_000_000_000n

/** Makes the default `verify`. */
export const makeVerify = (options: {
  readonly limits: AxonLimits
  readonly guard: ReplayGuard["Service"]
  readonly verifySignature: VerifySignature
  readonly gate: AddressGate
}): ((claim: Claim) => Effect.Effect<Caller, Refusal>) => {
  const { gate, guard, limits, verifySignature } = options
  return (claim) =>
    Effect.flatMap(Clock.currentTimeNanos, (now) => {
      const stale = checkWindow(claim, now, limits)
      if (stale !== undefined) return stale
      const millis = Number(now / 1_000_000n)
      if (!isSigned(claim, verifySignature)) {
        gate.failed(claim, millis)
        return notVerified("Signature mismatch")
      }
      gate.passed(claim, millis)
      const expiry = isLegacy(claim) ? now + legacyMemory : Nonce.expiry(claim.nonce, limits.maxNonceStretch)
      return guard
        .advance({ receiver: claim.receiver, hotkey: claim.hotkey, uuid: claim.uuid, nonce: claim.nonce, expiry })
        .pipe(
          Effect.matchEffect({
            onSuccess: () => Effect.succeed(Caller.proven(claim)),
            onFailure: (error) => refuseReplay(error)
          })
        )
    })
}
