/**
 * Declares protocols. A synapse is one message class: its name is the route, its request what the caller fixes, its
 * response what the miner fills (wire.md §1, §9).
 *
 * @since 0.1.0
 */
import { Effect, Schema, Struct } from "effect"
import type { Framing } from "./Framing.ts"
import type { TensorSpelling } from "./PythonSchema.ts"
import { type Fields, makeWire, type Wire } from "./SynapseWire.ts"

export { bytes, lines, text } from "./Framing.ts"
export type { TensorSpelling } from "./PythonSchema.ts"
export type { Fields } from "./SynapseWire.ts"

/**
 * Names that every synapse has already (wire.md §9.1).
 *
 * @category models
 */
export type Reserved =
  | "name"
  | "timeout"
  | "total_size"
  | "header_size"
  | "dendrite"
  | "axon"
  | "computed_body_hash"
  | "required_hash_fields"

type Without<F, Taken extends PropertyKey> = F & {
  // `string` is what TypeScript takes for the names when something else is wrong: then that is to be told, not this.
  readonly [K in Extract<keyof F, string extends Taken ? never : Taken>]: TakenName
}

/** What the compiler says of a field whose name the other side has, or every synapse. */
interface TakenName {
  readonly "this name is taken: by the request, or by the fields that every synapse has": never
}

/** Names that the body hash may bind: request fields, and the base fields `name` (which binds the route) and `timeout`. */
type Signable<Req> = Extract<keyof Req, string> | "name" | "timeout"

interface Protocol<Req extends Fields> {
  /** A class needs a construct signature to be extended; a synapse is never constructed. */
  new (_: never): Schema.Struct.Type<Req>
  /** The decoded request: the type that a class of this protocol stands for. */
  readonly prototype: Schema.Struct.Type<Req>
  /** The name on the wire: requests go to `POST /{route}`. */
  readonly route: string
  readonly request: Schema.Struct<Req>
  /** The fields bound by the body hash, in the order of hashing. */
  readonly signed: ReadonlyArray<string>
  readonly tensorSpelling: TensorSpelling
  /** @internal */
  readonly wire: Wire
}

/**
 * A protocol with one answer.
 *
 * @category models
 */
export interface Unary<Req extends Fields = any, Res extends Fields = any> extends Protocol<Req> {
  readonly response: Schema.Struct<Res>
}

/**
 * A protocol whose answer is a stream of chunks.
 *
 * @category models
 */
export interface Streaming<Req extends Fields = any, Chunk = any> extends Protocol<Req> {
  readonly chunk: Framing<Chunk>
}

type MayOmit<F> = {
  [K in keyof F]: F[K] extends { readonly "~type.constructor.default": "with-default" } ? K : never
}[keyof F]

type InputOf<F extends Fields> = Struct.Simplify<
  { readonly [K in Exclude<keyof F, MayOmit<F>>]: F[K]["Type"] } & { readonly [K in MayOmit<F>]?: F[K]["Type"] }
>

/**
 * What a caller passes: the request, without the fields that have a default.
 *
 * @category models
 */
export type Input<S extends Unary | Streaming> = InputOf<S["request"]["fields"]>

/**
 * What a handler gives, and what a caller gets.
 *
 * @category models
 */
export type Response<S extends Unary> = S["response"]["Type"]

/**
 * What a streaming handler emits, and what a caller of it receives.
 *
 * @category models
 */
export type Chunk<S extends Streaming> = S["chunk"] extends Framing<infer A> ? A : never

interface Options<Req extends Fields> {
  /** What the caller fixes, in the order of the Python class. */
  readonly request: Without<Req, Reserved>
  /**
   * The fields whose values the caller's signature binds (Python's `required_hash_fields`); `[]` is said, not implied.
   * List them in the order of declaration: SDKs 7.0 and 7.1 hash in that order, later ones in the order listed.
   */
  readonly signed: ReadonlyArray<NoInfer<Signable<Req>>>
  /**
   * How tensors that are sent name their dtype: `float32`, or `torch.float32` for peers in torch mode. Both are always read.
   *
   * @default "numpy"
   */
  readonly tensorSpelling?: TensorSpelling | undefined
}

/**
 * Declares a protocol with one answer: `class Topk extends Synapse.make("Topk", { … }) {}`.
 *
 * The class is the protocol as a value and the decoded request as a type. A field whose schema has no wire form, or a
 * route that is no Python class name, throws a `TypeError` where it is declared.
 *
 * **Example** (The k largest elements of a vector)
 *
 * ```ts run
 * import { Schema } from "effect"
 * import { Synapse, Tensor } from "effect-bittensor"
 *
 * class Topk extends Synapse.make("Topk", {
 *   request: { topk: Schema.Int.pipe(Synapse.withDefault(2)), input: Tensor.Float32 },
 *   response: { v: Tensor.Float32, i: Tensor.Int64 },
 *   signed: ["input"]
 * }) {}
 *
 * Topk.route // => "Topk"
 * ```
 *
 * @category constructors
 */
export const make = <
  const Req extends Fields,
  const Res extends Fields,
  const Rewritten extends Extract<keyof Req, string> = never
>(
  route: string,
  options: Options<Req> & {
    /** What the miner fills; `null` on the wire until then. */
    readonly response: Without<Res, Reserved | keyof NoInfer<Req>>
    /**
     * Request fields that the answer carries a value of its own for, as Python classes have that write their result over
     * their input. They join the response; the caller's request stays as it is.
     *
     * @default []
     */
    readonly rewritten?: ReadonlyArray<Rewritten> | undefined
  }
): Unary<Req, Res & Pick<Req, Rewritten>> => {
  const request: Req = options.request
  const rewritten = Struct.pick(request, options.rewritten ?? [])
  const response = Schema.Struct<Res & Pick<Req, Rewritten>>(Object.assign({}, rewritten, options.response))
  return define<Unary<Req, Res & Pick<Req, Rewritten>>>({ ...common(route, options, response), response })
}

/**
 * Declares a protocol that is answered by a stream. `chunk` is a framing (`Synapse.text`, `Synapse.bytes`,
 * `Synapse.lines(schema)`), not a schema: the wire has no message boundaries, so parts that are sent at once arrive as one.
 *
 * **Example** (A story, told in parts)
 *
 * ```ts run
 * import { Schema } from "effect"
 * import { Synapse } from "effect-bittensor"
 *
 * class Story extends Synapse.stream("Story", {
 *   request: { prompt: Schema.String },
 *   chunk: Synapse.text,
 *   signed: ["prompt"]
 * }) {}
 *
 * Story.signed // => ["prompt"]
 * ```
 *
 * @category constructors
 */
export const stream = <const Req extends Fields, Chunk>(
  route: string,
  options: Options<Req> & { readonly chunk: Framing<Chunk> }
): Streaming<Req, Chunk> =>
  define<Streaming<Req, Chunk>>({ ...common(route, options, Schema.Struct({})), chunk: options.chunk })

/**
 * Gives a field a default: callers may leave it out, and an axon fills it in when the body lacks it.
 *
 * @category combinators
 */
export const withDefault =
  <S extends Schema.Constraint & Schema.WithoutConstructorDefault>(value: S["Type"]) =>
  (schema: S): WithDefault<S> =>
    Schema.withConstructorDefault<Defaulted<S>>(
      // What a constructor takes is the Type itself: the default was not made by a nested constructor.
      Effect.succeed(value as Defaulted<S>["~type.make.in"])
    )(Schema.withDecodingDefaultTypeKey<S>(Effect.succeed(value))(schema) as Defaulted<S>)

/** `withDecodingDefaultTypeKey` gives no constructor default, but its type does not say so. */
type Defaulted<S extends Schema.Constraint> = Schema.withDecodingDefaultTypeKey<S> & Schema.WithoutConstructorDefault

/**
 * A field with a default.
 *
 * @category models
 */
export type WithDefault<S extends Schema.Constraint> = Schema.withConstructorDefault<Defaulted<S>>

const common = <Req extends Fields>(route: string, options: Options<Req>, response: Schema.Struct<Fields>) => {
  const request = Schema.Struct<Req>(options.request)
  const signed: ReadonlyArray<string> = options.signed
  const tensorSpelling = options.tensorSpelling ?? "numpy"
  return {
    route,
    request,
    signed,
    tensorSpelling,
    wire: makeWire({ route, request, response, signed, tensorSpelling })
  }
}

/** The statics of a protocol, on a class that can be extended. `route` is taken and not `name`, which is JavaScript's own. */
const define = <P extends Unary | Streaming>(statics: Omit<P, "prototype">): P =>
  Object.assign(class {}, statics) as never

/**
 * The base synapse: every axon answers it, with nothing but its status. It is the ping.
 *
 * @category constructors
 */
export class Ping extends make("Synapse", { request: {}, response: {}, signed: [] }) {}
