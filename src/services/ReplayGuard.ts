/**
 * Remembers the last nonce of every lane, so that no request is answered twice.
 *
 * @since 0.1.0
 */
import { Context, type Effect, Schema } from "effect"

/**
 * Why a nonce did not pass.
 *
 * - `Replayed`: it is not larger than the last one of its lane, or older than this guard's memory.
 * - `TooManyLanes`: the hotkey holds as many live uuids as one hotkey may.
 * - `Full`: the table is full of live lanes, so that no new one can be remembered; known ones still advance.
 * - `Unavailable`: the store behind the guard cannot judge; it did not answer, or may have forgotten what passed.
 *
 * @category errors
 */
export class ReplayError extends Schema.TaggedError<ReplayError>()("ReplayError", {
  reason: Schema.Literals(["Replayed", "TooManyLanes", "Full", "Unavailable"])
}) {
  override get message(): string {
    return messages[this.reason]
  }
}

const messages: { readonly [reason in ReplayError["reason"]]: string } = {
  Replayed: "Nonce is too old, a newer one was last processed",
  TooManyLanes: "This hotkey uses too many uuids at once; keep one dendrite and wait",
  Full: "Too many callers at once; try again later",
  Unavailable: "The replay guard cannot be reached; try again later"
}

/**
 * One lane's next nonce.
 *
 * @category models
 */
export interface Advance {
  /**
   * ss58 of the axon's hotkey that was called. A Python dendrite has one uuid for all axons, whose requests cross, so that
   * lanes of several receivers that share a guard must be apart.
   */
  readonly receiver: string
  /** ss58 of the caller, proven. */
  readonly hotkey: string
  readonly uuid: string
  /** Unix time in nanoseconds. */
  readonly nonce: bigint
  /** From when the lane may be forgotten, unix time in nanoseconds: the nonce has then left every window. */
  readonly expiry: bigint
}

/**
 * One atomic operation: `advance`, which only a larger nonce passes in its lane (receiver, hotkey and uuid). It is called after the signature has been verified.
 *
 * **Example** (The same nonce passes once)
 *
 * ```ts run
 * import { Effect } from "effect"
 * import { ReplayGuard } from "effect-bittensor"
 * import * as ReplayGuardMemory from "effect-bittensor/layers/ReplayGuardMemory"
 *
 * const twice = Effect.gen(function*() {
 *   const guard = yield* ReplayGuard
 *   const nonce = BigInt(Date.now()) * 1_000_000n
 *   const receiver = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
 *   const hotkey = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
 *   const request = { receiver, hotkey, uuid: "u", nonce, expiry: nonce + 1n }
 *   yield* guard.advance(request)
 *   return yield* Effect.flip(guard.advance(request))
 * })
 *
 * (await Effect.runPromise(Effect.provide(twice, ReplayGuardMemory.layer()))).reason // => "Replayed"
 * ```
 *
 * @category services
 */
export class ReplayGuard extends Context.Service<
  ReplayGuard,
  { readonly advance: (request: Advance) => Effect.Effect<void, ReplayError> }
>()("effect-bittensor/services/ReplayGuard") {}
