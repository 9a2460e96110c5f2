/** What the processes of the tests' fleet speak, with callers and with the test that started them. */
import { Schema } from "effect"
import { Synapse } from "effect-bittensor"

/** Answers with the process that answered. */
export class Who extends Synapse.make("Who", {
  request: { text: Schema.String },
  response: { pid: Schema.Int },
  signed: ["text"]
}) {}

/** What a worker is told by its environment, all of it text. */
export interface Settings {
  readonly PORT: string
  readonly REDIS_URL: string
  readonly GRACE: string
  readonly DEADLINE: string
}

/** A worker serves. */
export interface Ready {
  readonly pid: number
  readonly port: number
}

/** To the primary: start a worker, then end this one gracefully. It tells `Replaced` when the old one is gone. */
export interface Replace {
  readonly replace: number
}

/** A worker has ended. */
export interface Ended {
  readonly ended: number
  readonly code: number | null
}
