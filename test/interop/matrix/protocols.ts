/** The protocols of the suite; their other half is `python/protocols.py`. */
import { Schema } from "effect"
import { Synapse, Tensor } from "effect-bittensor"
import { TupleOf } from "effect-bittensor/protocol/PythonSchema"

export { Echo } from "../echo.ts"

const reply = Schema.NullOr(Schema.String)

export const Inner = Schema.Struct({
  a: Schema.Int.pipe(Synapse.withDefault(0)),
  b: Schema.Number.pipe(Synapse.withDefault(0.5)),
  tags: Schema.Array(Schema.String).pipe(Synapse.withDefault([]))
})

export class Scalars extends Synapse.make("Scalars", {
  request: {
    count: Schema.NullOr(Schema.BigInt).pipe(Synapse.withDefault(null)),
    ratio: Schema.Number.pipe(Synapse.withDefault(0.25)),
    floats: Schema.Array(Schema.Number).pipe(Synapse.withDefault([])),
    flag: Schema.Boolean.pipe(Synapse.withDefault(true)),
    either: Schema.Union([Schema.Int, Schema.String]).pipe(Synapse.withDefault(0)),
    mode: Schema.Literals(["a", "b"]).pipe(Synapse.withDefault("a"))
  },
  response: { reply },
  signed: ["count", "ratio", "floats", "flag", "either", "mode"]
}) {}

export class Nested extends Synapse.make("Nested", {
  request: {
    words: Schema.Array(Schema.String).pipe(Synapse.withDefault([])),
    matrix: Schema.Array(Schema.Array(Schema.Int)).pipe(Synapse.withDefault([])),
    weights: Schema.Record(Schema.String, Schema.Number).pipe(Synapse.withDefault({})),
    names: Schema.Record(Schema.Int, Schema.String).pipe(Synapse.withDefault({})),
    pair: Schema.Tuple([Schema.Int, Schema.String]).pipe(Synapse.withDefault([0, ""])),
    many: TupleOf(Schema.Number).pipe(Synapse.withDefault([])),
    maybe: Schema.NullOr(Schema.Array(Schema.NullOr(Schema.String))).pipe(Synapse.withDefault(null)),
    inner: Inner.pipe(Synapse.withDefault({ a: 0, b: 0.5, tags: [] })),
    inners: Schema.Array(Inner).pipe(Synapse.withDefault([]))
  },
  response: { reply },
  signed: ["words", "matrix", "weights", "names", "pair", "many", "maybe", "inner", "inners"]
}) {}

export class Untyped extends Synapse.make("Untyped", {
  request: {
    anything: Schema.Unknown.pipe(Synapse.withDefault(null)),
    list_of_any: Schema.Array(Schema.Unknown).pipe(Synapse.withDefault([])),
    dict_of_any: Schema.Record(Schema.String, Schema.Unknown).pipe(Synapse.withDefault({}))
  },
  response: { reply },
  signed: ["anything", "list_of_any", "dict_of_any"]
}) {}

/** Fields without defaults: their types travel in headers. */
export class Required extends Synapse.make("Required", {
  request: {
    integer: Schema.BigInt,
    number: Schema.Number,
    text: Schema.String,
    flag: Schema.Boolean,
    items: Schema.Array(Schema.Int),
    entries: Schema.Record(Schema.String, Schema.Number),
    run: TupleOf(Schema.Int)
  },
  response: { reply },
  signed: ["integer", "number", "text", "flag", "items", "entries", "run"]
}) {}

/** As the README declares it, word for word. */
export class Topk extends Synapse.make("Topk", {
  request: { topk: Schema.Int.pipe(Synapse.withDefault(2)), input: Tensor.Float32 }, // what the caller fixes
  response: { v: Tensor.Float32, i: Tensor.Int64 }, // what the miner fills
  signed: ["input"] // what the caller's signature binds
}) {}

export class Modelled extends Synapse.make("Modelled", {
  request: { inner: Inner },
  response: { reply },
  signed: ["inner"]
}) {}

const Strict = Schema.Struct({ a: Schema.Int, data: Schema.NullOr(Tensor.Float32), deep: Inner })

export class StrictlyModelled extends Synapse.make("StrictlyModelled", {
  request: { inner: Strict },
  response: { reply },
  signed: ["inner"]
}) {}

const text = Schema.String.pipe(Synapse.withDefault(""))

export class Unhashed extends Synapse.make("Unhashed", { request: { text }, response: { reply }, signed: [] }) {}

/** Hashes what can be hashed of the base class. */
export class Named extends Synapse.make("Named", {
  request: { text },
  response: { reply },
  signed: ["name", "timeout", "text"]
}) {}

/** In the other language `text` is a text. */
export class Mistyped extends Synapse.make("Mistyped", {
  request: { text: Schema.Int.pipe(Synapse.withDefault(0)) },
  response: { reply },
  signed: ["text"]
}) {}

/** A text for a text; the name says what the axon does. */
const textual = <const Name extends string>(name: Name) =>
  Synapse.make(name, { request: { text }, response: { reply }, signed: ["text"] })

export const Blacklisted = textual("Blacklisted")
export const Unverified = textual("Unverified")
export const Verified = textual("Verified")
export const Raises = textual("Raises")
export const RaisesRun = textual("RaisesRun")
export const Slow = textual("Slow")
export const AsyncSlow = textual("AsyncSlow")
export const PicksStatus = textual("PicksStatus")
export const Prioritised = textual("Prioritised")
export const PriorityTimesOut = textual("PriorityTimesOut")
export const RepliesNothing = textual("RepliesNothing")
export const Missing = textual("Missing")

/** The prompt's parts between `|`, one by one. */
export class Tokens extends Synapse.stream("Tokens", {
  request: { prompt: text },
  chunk: Synapse.text,
  signed: ["prompt"]
}) {}
