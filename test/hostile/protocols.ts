/** What the miner of this suite serves: for each way to abuse a protocol, one that would suffer from it. */
import { Schema } from "effect"
import { Synapse, Tensor } from "effect-bittensor"

const text = { text: Schema.String }

/** What an honest validator asks. */
export class Echo extends Synapse.make("Echo", {
  request: text,
  response: { out: Schema.String },
  signed: ["text"]
}) {}

/** Answers with the caller as the axon knows it. */
export class Whoami extends Synapse.make("Whoami", {
  request: text,
  response: { hotkey: Schema.String, ip: Schema.String },
  signed: ["text"]
}) {}

/** Takes whatever JSON there is, and signs nothing: two of them, so that one's requests can be sent to the other. */
export class Loose extends Synapse.make("Loose", {
  request: { data: Schema.Unknown },
  response: { keys: Schema.Array(Schema.String) },
  signed: []
}) {}

export class Looser extends Synapse.make("Looser", {
  request: { data: Schema.Unknown },
  response: { keys: Schema.Array(Schema.String) },
  signed: []
}) {}

/** Binds its route, by signing its name. */
export class Named extends Synapse.make("Named", {
  request: text,
  response: { out: Schema.String },
  signed: ["name"]
}) {}

/** Has keys that the caller chooses. */
export class Scores extends Synapse.make("Scores", {
  request: { scores: Schema.Record(Schema.String, Schema.Int), note: Schema.String },
  response: { sum: Schema.Int },
  signed: ["scores"]
}) {}

export class Scale extends Synapse.make("Scale", {
  request: { input: Tensor.Any },
  response: { size: Schema.Int },
  signed: []
}) {}

/** Takes small bodies only. */
export class Small extends Synapse.make("Small", {
  request: text,
  response: { out: Schema.String },
  signed: ["text"]
}) {}

/** Lets nobody in. */
export class Friends extends Synapse.make("Friends", {
  request: text,
  response: { out: Schema.String },
  signed: ["text"]
}) {}

/** Lets nobody in, and says so with line breaks and letters that are no ASCII. */
export class Rude extends Synapse.make("Rude", {
  request: text,
  response: { out: Schema.String },
  signed: ["text"]
}) {}

/** Takes its time. */
export class Busy extends Synapse.make("Busy", {
  request: text,
  response: { out: Schema.String },
  signed: ["text"]
}) {}

/** Dies with what nobody should read. */
export class Broken extends Synapse.make("Broken", {
  request: text,
  response: { out: Schema.String },
  signed: ["text"]
}) {}

/** A large answer. */
export class Large extends Synapse.make("Large", {
  request: { bytes: Schema.Int },
  response: { out: Schema.String },
  signed: ["bytes"]
}) {}

/** A long answer in parts. */
export class Ticks extends Synapse.stream("Ticks", {
  request: { count: Schema.Int },
  chunk: Synapse.text,
  signed: ["count"]
}) {}
