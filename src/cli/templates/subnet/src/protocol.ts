/** What validators ask miners in this subnet. */
import { Schema } from "effect"
import { Synapse } from "effect-bittensor"

/** A number, to be squared. `signed` names what the caller's signature binds. */
export class Square extends Synapse.make("Square", {
  request: { x: Schema.Int },
  response: { y: Schema.Int },
  signed: ["x"]
}) {}
