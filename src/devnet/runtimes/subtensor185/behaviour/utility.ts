/**
 * What Utility does.
 *
 * @since 0.2.0
 */
import { hexToBytes } from "@noble/hashes/utils.js"
import { behaviour } from "../../../runtime/behaviour.ts"
import {
  asRoot,
  badOrigin,
  type Call,
  caller,
  type Caller,
  type Context,
  type DispatchError,
  type Dispatched,
  type Outcome,
  post,
  resultOf,
  root,
  signed
} from "../../../runtime/dispatch.ts"
import { isNone, isRoot, signedBy } from "../../../runtime/origin.ts"
import { sum, total, type Weight } from "../../../runtime/weight.ts"
import type { Hex } from "../../../scale/Hex.ts"
import { u16 } from "../../../scale/primitives.ts"
import { encode } from "../../../scale/Type.ts"
import { Utility } from "../pallets/utility.ts"
import { hash } from "./hashing.ts"
import { asDerivative, batch, batchAll, utility as declares } from "./weights/utility.ts"

const LIMIT = Utility.constants.batched_calls_limit.value

interface Batch {
  readonly calls: ReadonlyArray<Call>
}

/** Calls of somebody, and not of nobody, and not too many. */
const several =
  (run: (context: Context, calls: ReadonlyArray<Call>) => Outcome) =>
  (context: Context, { calls }: Batch): Outcome => {
    if (isNone(context.origin)) return badOrigin
    return calls.length > LIMIT ? Utility.error("TooManyCalls") : run(context, calls)
  }

const used = (done: ReadonlyArray<Dispatched>): Weight => total(done.map(({ info }) => info.weight))

/** Calls one after another, until one fails; gives all that ran, and the error of the last. */
const untilError = (
  context: Context,
  as: Caller,
  calls: ReadonlyArray<Call>
): { readonly done: ReadonlyArray<Dispatched>; readonly error: DispatchError | undefined } => {
  const done: Array<Dispatched> = []
  for (const call of calls) {
    const dispatched = context.dispatch(call, as)
    done.push(dispatched)
    if (dispatched.error !== undefined) return { done, error: dispatched.error }
    context.deposit(Utility.event("ItemCompleted"))
  }
  return { done, error: undefined }
}

const batchUntilError = several((context, calls) => {
  const { done, error } = untilError(context, context, calls)
  context.deposit(
    error === undefined
      ? Utility.event("BatchCompleted")
      : Utility.event("BatchInterrupted", { index: done.length - 1, error })
  )
  return post({ actual_weight: sum(batch(done.length), used(done)) })
})

const isBatchAll = ({ _tag, value }: Call): boolean => _tag === Utility.name && value._tag === "batch_all"

const allOrNothing = several((context, calls) => {
  // One within another would hide from the fee how much work is thrown away.
  const outermost: Caller = { ...context, allows: (call) => !isBatchAll(call) && context.allows(call) }
  const { done, error } = untilError(context, isRoot(context.origin) ? context : outermost, calls)
  if (error === undefined) context.deposit(Utility.event("BatchCompleted"))
  return post({ error, actual_weight: sum(batchAll(done.length), used(done)) })
})

const despiteErrors = several((context, calls) => {
  const done = calls.map((call) => {
    const dispatched = context.dispatch(call, context)
    const { error } = dispatched
    context.deposit(error === undefined ? Utility.event("ItemCompleted") : Utility.event("ItemFailed", { error }))
    return dispatched
  })
  const failed = done.some(({ error }) => error !== undefined)
  context.deposit(Utility.event(failed ? "BatchCompletedWithErrors" : "BatchCompleted"))
  // Not `force_batch`, as it says before: so the real one.
  return post({ actual_weight: sum(batch(calls.length), used(done)) })
})

/**
 * An account that nobody has the key of, and another account may call as.
 *
 * @category accounts
 */
export const derivative = (who: Hex, index: number): Hex => {
  const entropy = Uint8Array.of(
    ...new TextEncoder().encode("modlpy/utilisuba"),
    ...hexToBytes(who.slice(2)),
    ...encode(u16, index)
  )
  return hash(entropy)
}

/**
 * What Utility does.
 *
 * @category behaviours
 */
export const utility = behaviour(Utility, {
  declares,
  calls: {
    batch: batchUntilError,
    as_derivative: signed((context, who, { call, index }) => {
      const { error, info } = context.dispatch(call, { ...context, origin: signedBy(derivative(who, index)) })
      return post({ error, actual_weight: sum(asDerivative, info.weight) })
    }),
    batch_all: allOrNothing,
    dispatch_as: root((context, { as_origin, call }) => {
      const result = resultOf(context.dispatch(call, caller(as_origin)))
      return context.deposit(Utility.event("DispatchedAs", { result }))
    }),
    force_batch: despiteErrors,
    with_weight: root((context, { call }) => context.dispatch(call, asRoot).error)
  }
})
