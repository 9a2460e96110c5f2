/**
 * The proof of a claim, in the order of cost: window, signature, replay (wire.md §4.1, §4.3).
 */
import { Clock, Effect } from "effect"
import * as Nonce from "../../../protocol/Nonce.ts"
import * as Signature from "../../../protocol/Signature.ts"
import { Caller, type Claim, Refusal } from "../../../services/Axon.ts"
import type { ReplayError, ReplayGuard } from "../../../services/ReplayGuard.ts"
import type { Signed } from "../verify/signed.ts"
import type { AddressGate } from "./AddressGate.ts"
import { notVerified } from "./claim.ts"
import type { AxonLimits } from "./limits.ts"

/** Tells whether the signature is this key's over this message, wherever that is found out, and whoever still waits for it. */
export type Ask = (signed: Signed, answer: (isSigned: boolean) => void) => void

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

const signedOf = (claim: Claim): Signed => {
  const message = Signature.requestMessage({
    nonce: claim.nonce,
    dendrite: claim.hotkey,
    axon: claim.receiver,
    uuid: claim.uuid,
    bodyHash: claim.bodyHash
  })
  return { message: utf8.encode(message), signature: claim.signature, publicKey: claim.publicKey }
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
  readonly ask: Ask
  readonly gate: AddressGate
}): ((claim: Claim) => Effect.Effect<Caller, Refusal>) => {
  const { ask, gate, guard, limits } = options
  const isSigned = (claim: Claim, millis: number): Effect.Effect<boolean> =>
    Effect.callback<boolean>((resume) => {
      // Told whatever becomes of the request: who leaves before the answer pays for it too.
      const judge = gate.begin(claim)
      ask(signedOf(claim), (isSigned) => {
        judge(isSigned, millis)
        resume(Effect.succeed(isSigned))
      })
    })
  const advance = (claim: Claim, now: bigint): Effect.Effect<Caller, Refusal> => {
    const { hotkey, nonce, receiver, uuid } = claim
    const expiry = isLegacy(claim) ? now + legacyMemory : Nonce.expiry(nonce, limits.maxNonceStretch)
    return Effect.matchEffect(guard.advance({ receiver, hotkey, uuid, nonce, expiry }), {
      onSuccess: () => Effect.succeed(Caller.proven(claim)),
      onFailure: (error) => refuseReplay(error)
    })
  }
  return (claim) =>
    Effect.flatMap(Clock.currentTimeNanos, (now) => {
      const stale = checkWindow(claim, now, limits)
      if (stale !== undefined) return stale
      return Effect.flatMap(isSigned(claim, Number(now / 1_000_000n)), (isSigned) =>
        isSigned ? advance(claim, now) : notVerified("Signature mismatch")
      )
    })
}
