/** What carries a dendrite's requests: undici on a socket, or an axon of the same program. */
import { type Array as Arr, type Effect, type Pull, Schema, type Scope } from "effect"
import type { RawHeaders } from "../../../protocol/Headers.ts"

/** Why nothing, or not everything, came back. */
export class TransportError extends Schema.TaggedError<TransportError>()("TransportError", {
  kind: Schema.Literals(["Refused", "NoSuchHost", "Closed", "Reset", "Malformed", "Truncated", "BadAddress"])
}) {}

/** A request, ready to be sent. */
export interface Sent {
  /** `ip:port`, IPv6 in brackets. */
  readonly authority: string
  readonly path: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string
}

/** An answer whose head has come. */
export interface Received {
  readonly status: number
  readonly headers: RawHeaders
  /** The next parts of the body; `Done` after the last. */
  readonly pull: Pull.Pull<Arr.NonEmptyReadonlyArray<Uint8Array>, TransportError>
}

/** Sends one request. Closing the scope, or interruption, gives the connection up. */
export type Transport = (request: Sent) => Effect.Effect<Received, TransportError, Scope.Scope>
