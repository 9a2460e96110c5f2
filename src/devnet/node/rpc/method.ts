/**
 * The methods of JSON-RPC, as values.
 *
 * @since 0.2.0
 */
import type { Chain } from "../Chain.ts"
import type { Json } from "./Json.ts"
import type { NodeInfo } from "./NodeInfo.ts"
import { type Decoded, type Decoder, decodeParams } from "./params.ts"
import type { Snapshots } from "./Snapshots.ts"

/**
 * What a method sees.
 *
 * @category models
 */
export interface Context {
  readonly chain: Chain
  readonly info: NodeInfo
  readonly snapshots: Snapshots
  /** The names of all methods that are served here. */
  readonly names: ReadonlyArray<string>
  /** Does something once the answer is out. */
  readonly after: (run: () => void) => void
}

/**
 * Tells a subscriber.
 *
 * @category models
 */
export interface Subscriber {
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
      readonly unsubscribe: ReadonlyArray<string>
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
  names: { readonly subscribe: ReadonlyArray<string>; readonly unsubscribe: ReadonlyArray<string> },
  notification: string,
  decoders: D,
  open: (context: Context, params: Decoded<D>) => Start
): Method => ({
  _tag: "Subscription",
  names: names.subscribe,
  unsubscribe: names.unsubscribe,
  notification,
  open: (context, params) => open(context, decodeParams(decoders, params))
})
