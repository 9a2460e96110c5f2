/**
 * What the calls of Utility declare: always what the calls within them do, and something for themselves.
 *
 * @since 0.2.0
 */
import type { Declarations, InfoOf } from "../../../../runtime/behaviour.ts"
import type { Call } from "../../../../runtime/dispatch.ts"
import { declared, type DispatchInfo, sum, times, total, weight, type Weight } from "../../../../runtime/weight.ts"
import type { Utility } from "../../pallets/utility.ts"
import { readsWrites } from "./database.ts"

/**
 * What so many calls in `batch` cost besides themselves; `force_batch` says the same in the end.
 *
 * @category models
 */
export const batch = (calls: number): Weight => sum(weight(16_943_157n), times(weight(4_653_855n), calls))

/**
 * What so many calls in `batch_all` cost besides themselves.
 *
 * @category models
 */
export const batchAll = (calls: number): Weight => sum(weight(16_448_433n), times(weight(4_796_983n), calls))

/** The end says `batch`, so this is seen only where a call fails as a whole, or in what the runtime says that a call weighs. */
const forceBatch = (calls: number): Weight => sum(weight(17_748_474n), times(weight(4_630_079n), calls))

/**
 * What `as_derivative` costs besides its call.
 *
 * @category models
 */
export const asDerivative: Weight = sum(weight(5_268_000n), readsWrites(1, 1))

/** Operational if all calls are. */
const all =
  (base: (calls: number) => Weight) =>
  ({ calls }: { readonly calls: ReadonlyArray<Call> }, infoOf: InfoOf): DispatchInfo => {
    const infos = calls.map(infoOf)
    return declared(
      total([base(calls.length), ...infos.map(({ weight }) => weight)]),
      infos.every((info) => info.class === "Operational") ? "Operational" : "Normal"
    )
  }

/**
 * What the calls of Utility declare.
 *
 * @category models
 */
export const utility: Declarations<typeof Utility> = {
  batch: all(batch),
  as_derivative: ({ call }, infoOf) => {
    const info = infoOf(call)
    return declared(sum(asDerivative, info.weight), info.class)
  },
  batch_all: all(batchAll),
  dispatch_as: ({ call }, infoOf) => {
    const info = infoOf(call)
    return declared(sum(weight(9_353_000n), info.weight), info.class)
  },
  force_batch: all(forceBatch),
  with_weight: ({ call, weight }, infoOf) => declared(weight, infoOf(call).class)
}
