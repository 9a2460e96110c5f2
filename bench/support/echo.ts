/** The protocol that is measured: 1 KB of text, signed, and sent back. */
import { Schema } from "effect"
import { Synapse } from "effect-bittensor"

export class Echo extends Synapse.make("Echo", {
  request: { text: Schema.String },
  response: { reply: Schema.NullOr(Schema.String).pipe(Synapse.withDefault(null)) },
  signed: ["text"]
}) {}

/** 1 KB that differs by lane. */
export const text = (lane: number): string => `${lane} `.padEnd(1024, "the quick brown fox jumps over it's lazy dog. ")
