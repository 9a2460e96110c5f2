/**
 * A subnet's product for its users: what they ask for in their own terms becomes a query of axons, and the answers become
 * a result in their own terms again.
 *
 * @since 0.1.0
 */
import { Effect, Schema } from "effect"
import type { AxonInfo } from "../protocol/AxonInfo.ts"
import type * as Synapse from "../protocol/Synapse.ts"
import { type Answer, Dendrite, type QueryOptions } from "./Dendrite.ts"
import type { MetagraphState } from "./metagraph/MetagraphState.ts"
import { type CandidateOptions, candidates } from "./subnets/candidates.ts"

export type { CandidateOptions } from "./subnets/candidates.ts"

/**
 * No product has this key.
 *
 * @category errors
 */
export class UnknownKey extends Schema.TaggedError<UnknownKey>()("UnknownKey", {
  key: Schema.String,
  /** The keys that there are. */
  known: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return `there is no '${this.key}'; known are: ${this.known.join(", ") || "none"}`
  }
}

/**
 * Another product has this key already.
 *
 * @category errors
 */
export class KeyTaken extends Schema.TaggedError<KeyTaken>()("KeyTaken", { key: Schema.String }) {
  override get message(): string {
    return `'${this.key}' is registered already: choose another key`
  }
}

/**
 * Why a registry could not do what it was asked.
 *
 * @category errors
 */
export class SubnetsApiError extends Schema.TaggedError<SubnetsApiError>()("SubnetsApiError", {
  reason: Schema.Union([UnknownKey, KeyTaken])
}) {
  override get message(): string {
    return `SubnetsApi: ${this.reason.message}`
  }
}

/** A product whatever it takes and gives: the top of the types of products. */
type AnyApi = SubnetsApi<never, unknown, unknown, unknown>

/**
 * One product: an `In` of the user's goes in, an `A` comes out; `E` is what its hooks fail with, `R` what it needs. The
 * `Dendrite` is among it, and is taken from whoever asks: a product is a plain value, whatever key the program signs with.
 *
 * **Example** (A product that trusts no single miner)
 *
 * ```ts run
 * import { Effect, Layer, Schema } from "effect"
 * import { Axon, SubnetsApi, Synapse } from "effect-bittensor"
 * import * as AxonMemory from "effect-bittensor/layers/AxonMemory"
 * import * as DendriteLoopback from "effect-bittensor/layers/DendriteLoopback"
 * import * as WalletsMemory from "effect-bittensor/layers/WalletsMemory"
 *
 * class Square extends Synapse.make("Square", {
 *   request: { x: Schema.Int },
 *   response: { y: Schema.Int },
 *   signed: ["x"]
 * }) {}
 *
 * class Disagreement extends Schema.TaggedError<Disagreement>()("Disagreement", {}) {}
 *
 * const squares = SubnetsApi.make(Square, {
 *   prepare: (text: string) => ({ x: Number(text) }),
 *   process: (answers) => {
 *     const values = new Set(answers.flatMap(({ result }) => (result._tag === "Success" ? result.success.y : [])))
 *     return values.size === 1 ? [...values].join() : new Disagreement()
 *   }
 * })
 *
 * const ask = Effect.gen(function*() {
 *   const { info } = yield* Axon
 *   return yield* squares.query([info, info], "12")
 * })
 *
 * const subnet = Axon.serve(Axon.handle(Square, { forward: ({ x }) => ({ y: x * x }) })).pipe(
 *   Layer.provideMerge(DendriteLoopback.layer().pipe(Layer.provide(WalletsMemory.layerHotkey({ uri: "//Alice" })))),
 *   Layer.provideMerge(AxonMemory.layer().pipe(Layer.provide(WalletsMemory.layerHotkey({ uri: "//Bob" }))))
 * )
 *
 * await Effect.runPromise(Effect.provide(ask, subnet)) // => "144"
 * ```
 *
 * @category models
 */
export class SubnetsApi<in In, out A, out E = never, out R = Dendrite> {
  /** Asks these axons. The options are those of `Dendrite.query`. */
  readonly query: (axons: Iterable<AxonInfo>, input: In, options?: QueryOptions) => Effect.Effect<A, E, R>

  private constructor(query: SubnetsApi<In, A, E, R>["query"]) {
    this.query = query
  }

  /** Makes a product of one protocol: `prepare` → query → `process`. Each hook gives a value, an Effect of it, or an error. */
  static readonly make = <S extends Synapse.Unary, In, Out, E = never, R = never>(
    synapse: S,
    hooks: {
      /** Turns what the user gave into a request. */
      readonly prepare: (input: In) => Synapse.Input<S> | Effect.Effect<Synapse.Input<S>, E, R>
      /** Turns the answers, one entry for each axon in order, into a result. `request` is what they answer. */
      readonly process: (answers: ReadonlyArray<Answer<Synapse.Response<S>>>, request: Synapse.Input<S>) => Out
    }
  ): SubnetsApi<In, Settled<Out>, E | Effect.Error<Out>, R | Effect.Services<Out> | Dendrite> =>
    new SubnetsApi(
      Effect.fn("SubnetsApi.query")(function* (axons, input, options) {
        yield* Effect.annotateCurrentSpan({ route: synapse.route })
        const request = yield* settle(hooks.prepare(input))
        const dendrite = yield* Dendrite
        return yield* settle(hooks.process(yield* dendrite.query(axons, synapse, request, options), request))
      })
    )

  /** Makes a product of any program: several queries, other products put together, or a test's fixed answer. */
  static readonly of = <In, A, E, R>(
    query: (axons: Iterable<AxonInfo>, input: In, options?: QueryOptions) => Effect.Effect<A, E, R>
  ): SubnetsApi<In, A, E, R> => new SubnetsApi(query)

  /**
   * Chooses axons to ask, where any good validator will do: of those with most stake (`share`, a tenth) and with trust, the ones that
   * answer a ping, at most `limit` (3) at random. There may be none.
   */
  static readonly candidates: (
    metagraph: MetagraphState,
    options?: CandidateOptions
  ) => Effect.Effect<ReadonlyArray<AxonInfo>, never, Dendrite> = candidates

  /** Makes a registry of products by key. */
  static readonly registry = <const Apis extends Readonly<Record<string, AnyApi>> = Readonly<Record<never, never>>>(
    apis?: Apis
  ): Registry<Apis> => makeRegistry(new Map(Object.entries(apis ?? {})))
}

/** What a hook means: the value of an Effect, or the value that it gave. */
type Settled<A> = A extends Effect.Effect<infer Value, infer _E, infer _R> ? Value : A

const settle = <A>(given: A): Effect.Effect<Settled<A>, Effect.Error<A>, Effect.Services<A>> =>
  (Effect.isEffect(given) ? given : Effect.succeed(given)) as Effect.Effect<
    Settled<A>,
    Effect.Error<A>,
    Effect.Services<A>
  >

/**
 * Products by key. It is a value and never changes: to register gives another registry, and nothing is shared that was not
 * passed on. The type knows the product of each key that was known when the program was compiled.
 *
 * **Example** (Keys from a program, and from its user)
 *
 * ```ts run
 * import { Effect } from "effect"
 * import { RetrieveUser, StoreUser, SubnetsApi } from "effect-bittensor"
 *
 * const registry = await Effect.runPromise(
 *   SubnetsApi.registry({ "storage/store": StoreUser }).register("storage/retrieve", RetrieveUser)
 * )
 * registry.keys // => ["storage/store", "storage/retrieve"]
 * Effect.runSync(registry.get("storage/store")) === StoreUser // => true
 *
 * const typed: string = "storage/sotre"
 * const error = Effect.runSync(Effect.flip(registry.get(typed)))
 * error.message // => "SubnetsApi: there is no 'storage/sotre'; known are: storage/store, storage/retrieve"
 * ```
 *
 * @category models
 */
export interface Registry<Apis extends Readonly<Record<string, AnyApi>>> {
  /** The keys, in the order of registration. */
  readonly keys: ReadonlyArray<Extract<keyof Apis, string>>
  /** The product of a key. A key that the type knows is there; any other may be an `UnknownKey`, which names those that are. */
  readonly get: <const K extends string>(key: K) => Effect.Effect<Found<Apis, K>, Missing<Apis, K>>
  /** A registry with one product more; `KeyTaken` when there is one of this key. */
  readonly register: <const K extends string, const Api extends AnyApi>(
    key: K,
    api: Api
  ) => Effect.Effect<Registry<Added<Apis, K, Api>>, SubnetsApiError>
}

type Found<Apis, K> = K extends keyof Apis ? Apis[K] : Apis[keyof Apis]

type Missing<Apis, K> = string extends keyof Apis ? SubnetsApiError : K extends keyof Apis ? never : SubnetsApiError

/** A key that is known only at run time may be any: its product joins those that any key may have. */
type Added<Apis, K extends string, Api> = Apis & {
  readonly [P in K]: string extends P ? Api | Apis[keyof Apis] : Api
}

const makeRegistry = <Apis extends Readonly<Record<string, AnyApi>>>(
  apis: ReadonlyMap<string, AnyApi>
): Registry<Apis> => {
  const keys = [...apis.keys()]
  const get = (key: string): Effect.Effect<AnyApi, SubnetsApiError> => {
    const api = apis.get(key)
    return api === undefined
      ? new SubnetsApiError({ reason: new UnknownKey({ key, known: keys }) })
      : Effect.succeed(api)
  }
  const register = (key: string, api: AnyApi): Effect.Effect<Registry<never>, SubnetsApiError> =>
    apis.has(key)
      ? new SubnetsApiError({ reason: new KeyTaken({ key }) })
      : Effect.succeed(makeRegistry(new Map([...apis, [key, api]])))
  // A map forgets which key has which product. The type remembers: the record and `register` are the only ways in.
  return { keys, get, register } as never
}
