/**
 * Several calls in one.
 *
 * @since 0.2.0
 */
import { call, constant, definePallet } from "../../../runtime/pallet.ts"
import { alias } from "../../../scale/Type.ts"
import { u16, u32 } from "../../../scale/primitives.ts"
import { vec } from "../../../scale/sequences.ts"
import { DispatchError, DispatchResult, Weight } from "../types/dispatch.ts"
import { BoxedCall, OriginCaller, RuntimeCall } from "../types/outer.ts"

/**
 * Several calls in one.
 *
 * @category pallets
 */
export const Utility = definePallet({
  name: "Utility",
  index: 11,
  crate: "pallet_utility",
  eventGenerics: [],
  calls: {
    batch: call(0, { calls: vec(alias("<T as Config>::RuntimeCall", RuntimeCall)) }),
    as_derivative: call(1, { index: u16, call: BoxedCall }),
    batch_all: call(2, { calls: vec(alias("<T as Config>::RuntimeCall", RuntimeCall)) }),
    dispatch_as: call(3, { as_origin: alias("Box<T::PalletsOrigin>", OriginCaller), call: BoxedCall }),
    force_batch: call(4, { calls: vec(alias("<T as Config>::RuntimeCall", RuntimeCall)) }),
    with_weight: call(5, { call: BoxedCall, weight: Weight })
  },
  events: {
    BatchInterrupted: { index: u32, error: DispatchError },
    BatchCompleted: [],
    BatchCompletedWithErrors: [],
    ItemCompleted: [],
    ItemFailed: { error: DispatchError },
    DispatchedAs: { result: DispatchResult }
  },
  errors: ["TooManyCalls"],
  constants: {
    batched_calls_limit: constant(u32, 10_922)
  }
})
