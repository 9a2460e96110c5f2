/**
 * The methods of JSON-RPC, as values.
 *
 * @since 0.2.0
 */
import type { Chain } from "../Chain.ts"
import type { Follow } from "./follow.ts"
import type { Json } from "./Json.ts"
import type { NodeInfo } from "./NodeInfo.ts"
import { type Decoded, type Decoder, decodeParams } from "./params.ts"
import type { Limits } from "./protocol.ts"
import type { Snapshots } from "./Snapshots.ts"
import type { WatchedKeys } from "./WatchedKeys.ts"

/**
 * What a method sees.
 *
 * @category models
 */
export interface Context {
  readonly chain: Chain
  readonly info: NodeInfo
  readonly limits: Limits
  readonly snapshots: Snapshots
  readonly watchedKeys: WatchedKeys
  /** The names of all methods that are served here. */
  readonly names: ReadonlyArray<string>
  /** How the client that asks follows the head of the chain, by the ids that it knows. */
  readonly follows: Map<string, Follow>
  /** Does something once the answer is out. */
  readonly after: (run: () => void) => void
}

/**
 * Tells a subscriber.
 *
 * @category models
 */
export interface Subscriber {
  readonly id: string
  readonly push: (result: Json) => void
  /** There is nothing more to tell. */
  readonly end: () => void
}

/**
 * Begins to tell, once the subscriber knows its id, and returns how to stop.
 *
 * @category models
 */
export type Start = (subscriber: Subscriber) => () => void

/**
 * How a subscription begins and ends, by the names of the methods that do it.
 *
 * @category models
 */
export interface Terms {
  readonly subscribe: ReadonlyArray<string>
  readonly unsubscribe: ReadonlyArray<string>
  /** How many of them a client may have, and how one is answered that has as many. */
  readonly bound?: { readonly most: number; readonly full: () => Json }
  /** How one is answered that ends it, or what there is not. That is whether there was one unless something else is said. */
  readonly ended?: (wasThere: boolean) => Json
}

/**
 * A method, under all its names.
 *
 * @category models
 */
export type Method =
  | {
      readonly _tag: "Call"
      readonly names: ReadonlyArray<string>
      readonly isUnsafe: boolean
      readonly run: (context: Context, params: unknown) => Json
    }
  | {
      readonly _tag: "Subscription"
      readonly names: ReadonlyArray<string>
      readonly terms: Terms
      readonly notification: string
      readonly open: (context: Context, params: unknown) => Start
    }

const answering =
  (isUnsafe: boolean) =>
  <const D extends ReadonlyArray<Decoder<unknown>>>(
    names: string | ReadonlyArray<string>,
    decoders: D,
    run: (context: Context, params: Decoded<D>) => Json
  ): Method => ({
    _tag: "Call",
    names: [names].flat(),
    isUnsafe,
    run: (context, params) => run(context, decodeParams(decoders, params))
  })

/**
 * A method that answers.
 *
 * @category constructors
 */
export const call = answering(false)

/**
 * A method that only the operator of a node may use.
 *
 * @category constructors
 */
export const unsafe = answering(true)

/**
 * A method that goes on to answer. What it begins with may fail: then there is no subscription.
 *
 * @category constructors
 */
export const subscription = <const D extends ReadonlyArray<Decoder<unknown>>>(
  terms: Terms,
  notification: string,
  decoders: D,
  open: (context: Context, params: Decoded<D>) => Start
): Method => ({
  _tag: "Subscription",
  names: terms.subscribe,
  terms,
  notification,
  open: (context, params) => open(context, decodeParams(decoders, params))
})
